import type { Arena } from '../../src/netstack/packet/arena.ts'
import { ipv4PseudoHeader } from '../../src/netstack/packet/checksum.ts'
import { buildIpv4 } from '../../src/netstack/packet/ipv4.ts'
import type { Path } from '../../src/netstack/path.ts'
import type { Paths, Tcp } from '../../src/netstack/tcp/tcp.ts'
import { MILLISECOND } from '../../src/netstack/time.ts'
import type { Clock, Seeded } from './clock.ts'

/** What a pipe does to packets: probabilities, and a delay in nanoseconds. */
export interface Faults {
  loss: number
  duplication: number
  reordering: number
  corruption: number
  delay: number
}

export const NO_FAULTS: Faults = { loss: 0, duplication: 0, reordering: 0, corruption: 0, delay: MILLISECOND }

/** Two hosts, and what is between them: IP headers go before segments, faults are drawn from a seed. */
export class Pipe {
  readonly faults: Faults
  readonly mtu: number
  /** While true, everything is lost. */
  isCut = false
  /** Packets that were given to it. */
  packets = 0
  readonly #arena: Arena
  readonly #clock: Clock
  readonly #chance: Seeded
  readonly #ends = new Map<string, Tcp>()

  constructor(arena: Arena, clock: Clock, chance: Seeded, faults: Faults, mtu = 1500) {
    this.#arena = arena
    this.#clock = clock
    this.#chance = chance
    this.faults = faults
    this.mtu = mtu
  }

  /** The paths of a host, which is told to `join()` them. */
  pathsOf(address: string): Paths {
    return {
      path: (source, destination) =>
        source !== null && source !== address ? -99 : this.#path(address, destination),
    }
  }

  join(address: string, tcp: Tcp): void {
    this.#ends.set(address, tcp)
  }

  #path(source: string, destination: string): Path {
    const [from, to] = [numberOf(source), numberOf(destination)]
    return {
      version: 4,
      source,
      destination,
      mtu: this.mtu,
      pseudoHeader: (protocol) => ipv4PseudoHeader(from, to, protocol),
      send: (slot) => {
        const at = this.#arena.prepend(slot, 20)
        const view = this.#arena.view(slot)
        buildIpv4(view, at, 20, 0, this.#arena.length(slot), 0, 0, 64, 6, from, to)
        this.#travel(slot, destination)
        return 0
      },
    }
  }

  #travel(slot: number, destination: string): void {
    this.packets++
    if (this.isCut || this.#chance.hits(this.faults.loss)) return
    const times = this.#chance.hits(this.faults.duplication) ? 2 : 1
    for (let i = 0; i < times; i++) this.#carry(slot, destination)
  }

  #carry(slot: number, destination: string): void {
    let carried = slot
    if (this.#chance.hits(this.faults.corruption)) {
      carried = this.#arena.copy(slot)
      const length = this.#arena.length(carried) - 20
      this.#arena.bytes(carried)[this.#arena.start(carried) + 20 + this.#chance.below(length)]! ^=
        1 << this.#chance.below(8)
    } else this.#arena.retain(slot)
    const late = this.#chance.hits(this.faults.reordering) ? this.#chance.below(10) + 1 : 1
    const alarm = this.#clock.alarm({ due: () => this.#arrive(carried, destination) })
    alarm.set(this.#clock.now + late * this.faults.delay)
  }

  #arrive(slot: number, destination: string): void {
    const at = this.#arena.start(slot)
    this.#ends.get(destination)?.receive(slot, at, at + 20, this.#arena.end(slot))
    this.#arena.release(slot)
  }
}

function numberOf(address: string): number {
  return address.split('.').reduce((number, byte) => number * 256 + Number(byte), 0)
}
