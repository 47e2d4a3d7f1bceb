import type { Device, Receiver } from '../netstack/device.ts'
import { Direction } from './direction.ts'
import { type LinkOptions, perDirection } from './link.ts'
import type { World } from './world.ts'

/**
 * A device with a bad way before it, such as a TUN device or the end of a link: what goes through it is delayed, lost
 * and so on, as over a link. `>` is what is transmitted, `<` what is received.
 */
export class ImpairedDevice implements Device {
  readonly out: Direction
  readonly in: Direction
  readonly #device: Device
  #receiver: Receiver | null = null

  /** `name` is that of the way in decisions and traces. The MTU is the device's, unless options say a smaller one. */
  constructor(world: World, name: string, device: Device, options: LinkOptions = {}) {
    this.#device = device
    const { forth, back } = perDirection(name, options)
    const { mtu } = device
    this.out = new Direction(
      world,
      name,
      '>',
      { mtu, ...forth },
      { deliver: (slot) => device.transmit(slot) },
    )
    this.in = new Direction(world, name, '<', { mtu, ...back }, { deliver: (slot) => this.#deliver(slot) })
  }

  get name(): string {
    return this.#device.name
  }

  get mtu(): number {
    return Math.min(this.out.settings.mtu, this.#device.mtu)
  }

  /** Changes what is said, and leaves the rest as it is. */
  change(options: LinkOptions): void {
    const { forth, back } = perDirection(this.out.link, options)
    const [toOut, toIn] = [this.out.changed(forth), this.in.changed(back)]
    this.out.change(toOut)
    this.in.change(toIn)
  }

  transmit(slot: number): void {
    this.out.transmit(slot)
  }

  attach(receiver: Receiver): void {
    this.#device.attach({ receive: (slot) => this.in.transmit(slot) })
    this.#receiver = receiver
  }

  #deliver(slot: number): void {
    this.#receiver?.receive(slot, this)
  }
}
