import type { Device, Receiver } from '../netstack/device.ts'
import { show } from '../socket/posix/addresses.ts'
import { Direction } from './direction.ts'
import type { DirectionOptions } from './direction-options.ts'
import type { Way } from './packet-fate.ts'
import type { World } from './world.ts'

/** What a link is like, in both directions, and where they differ, in each. */
export interface LinkOptions extends DirectionOptions {
  /** From the first end to the second. */
  readonly forth?: DirectionOptions
  /** From the second end to the first. */
  readonly back?: DirectionOptions
}

const NAME = /^[^\s<>#]{1,64}$/

/** Two ends, and packets that go from one to the other, each direction by itself. */
export class Link {
  readonly name: string
  /** What hosts attach to. */
  readonly ends: readonly [Device, Device]
  /** From `ends[0]` to `ends[1]`, and back. */
  readonly forth: Direction
  readonly back: Direction
  #up = true
  readonly #partitioned = { '>': false, '<': false }

  /** `names` are those of the two devices. */
  constructor(
    world: World,
    name: string,
    options: LinkOptions = {},
    names: readonly [string, string] = ['eth0', 'eth0'],
  ) {
    if (typeof name !== 'string' || !NAME.test(name))
      throw new TypeError(
        `${show(name)} is no name of a link; give 1 to 64 characters, no spaces and none of < > #`,
      )
    this.name = name
    const [first, second] = [new LinkEnd(names[0]), new LinkEnd(names[1])]
    const { forth, back } = perDirection(name, options)
    this.forth = new Direction(world, name, '>', forth, second)
    this.back = new Direction(world, name, '<', back, first)
    first.connect(this.forth)
    second.connect(this.back)
    this.ends = [first, second]
  }

  /** Changes what is said, and leaves the rest as it is. When an option cannot be, nothing changes. */
  change(options: LinkOptions): void {
    const { forth, back } = perDirection(this.name, options)
    const [toForth, toBack] = [this.forth.changed(forth), this.back.changed(back)]
    this.forth.change(toForth)
    this.back.change(toBack)
  }

  get isUp(): boolean {
    return this.#up
  }

  /** Is what is sent in that direction lost, be it down or partitioned? */
  isBlocked(way: Way): boolean {
    return !this.#direction(way).open
  }

  /** Takes the link down: what is under way is lost, and so is what is sent until it is up again. */
  down(): void {
    this.#up = false
    this.#open()
    this.forth.cut()
    this.back.cut()
  }

  up(): void {
    this.#up = true
    this.#open()
  }

  /**
   * Lets nothing into the link, in both directions or one; nobody is told, and what is under way arrives.
   */
  partition(way?: Way): void {
    this.#part(way, true)
  }

  /** Ends a partition, of both directions or one. */
  heal(way?: Way): void {
    this.#part(way, false)
  }

  #part(way: Way | undefined, partitioned: boolean): void {
    if (way !== undefined) this.#direction(way)
    if (way !== '<') this.#partitioned['>'] = partitioned
    if (way !== '>') this.#partitioned['<'] = partitioned
    this.#open()
  }

  #direction(way: Way): Direction {
    if (way === '>') return this.forth
    if (way === '<') return this.back
    throw new TypeError(`link ${this.name}: direction ${show(way)} is neither '>' nor '<'`)
  }

  #open(): void {
    this.forth.open = this.#up && !this.#partitioned['>']
    this.back.open = this.#up && !this.#partitioned['<']
  }
}

/** The options of each direction: what is said for both, then what is said for it. */
export function perDirection(
  link: string,
  options: LinkOptions,
): { forth: DirectionOptions; back: DirectionOptions } {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`link ${link}: options are an object, not ${show(options)}`)
  const { forth, back, ...both } = options
  return { forth: { ...both, ...forth }, back: { ...both, ...back } }
}

class LinkEnd implements Device {
  readonly name: string
  #direction: Direction | null = null
  #receiver: Receiver | null = null

  constructor(name: string) {
    this.name = name
  }

  /** Gives it the direction that it sends into. */
  connect(direction: Direction): void {
    this.#direction = direction
  }

  get mtu(): number {
    return this.#direction!.settings.mtu
  }

  transmit(slot: number): void {
    this.#direction!.transmit(slot)
  }

  attach(receiver: Receiver): void {
    if (this.#receiver !== null) throw new Error(`device ${this.name} has a receiver already`)
    this.#receiver = receiver
  }

  /** A packet has come over the link. Without a receiver, it comes to nobody. */
  deliver(slot: number): void {
    this.#receiver?.receive(slot, this)
  }
}
