import { IPV6_MINIMUM_MTU } from '../packet/ipv6.ts'
import { SECOND, type Time } from '../time.ts'
import { Address, type Version } from './address.ts'

/** How long a path's MTU is believed: RFC 1191 section 6.3, RFC 8201 section 4, both ten minutes. */
const AGE = 600 * SECOND
/** Destinations that are remembered; a stranger's errors may name as many as he likes. */
const MOST = 1024
/** Less than this is not believed for IPv4; then packets go without "don't fragment", as on Linux (min_pmtu). */
const LEAST = 576

/** What is known of the way to a destination. */
export interface PathMtu {
  readonly mtu: number
  /** The way bears less than we send: routers are to fragment. */
  readonly locked: boolean
  readonly expires: number
}

/** MTUs that a router told us may be wrong: those below what it refused, if it does not say: RFC 1191 section 7.1. */
const PLATEAUS = [32_000, 17_914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68]

/** The MTU of a router that is too old to say it, for a packet of so many bytes. */
export function plateauBelow(length: number): number {
  return PLATEAUS.find((plateau) => plateau < length) ?? 68
}

/** The MTUs of paths that are smaller than the first link's: RFC 1191, RFC 8201. */
export class PathMtuCache {
  readonly #time: Time
  readonly #known = new Map<string, PathMtu>()
  /** Grows when something is learned. */
  generation = 0

  constructor(time: Time) {
    this.#time = time
  }

  get size(): number {
    return this.#known.size
  }

  /** What is known of the way to a destination, or null. */
  find(destination: string): PathMtu | null {
    const known = this.#known.get(destination)
    if (known === undefined) return null
    if (known.expires > this.#time.now) return known
    this.#known.delete(destination)
    return null
  }

  /** The same for an address in a packet. */
  findAt(version: Version, view: DataView, at: number): PathMtu | null {
    return this.#known.size === 0 ? null : this.find(Address.at(version, view, at).text)
  }

  /** A router says that the way bears packets of so many bytes. Gives what is believed now, or 0 for nothing. */
  learn(destination: Address, told: number): number {
    const known = this.find(destination.text)
    // RFC 8201 section 4: less than every link has is no MTU, and news of more is none.
    if (destination.version === 6 && told < IPV6_MINIMUM_MTU) return 0
    const mtu = Math.max(told, LEAST)
    if (known !== null && known.mtu <= mtu && (known.locked || told >= LEAST)) return known.mtu
    this.#known.delete(destination.text)
    if (this.#known.size === MOST) this.#known.delete(this.#known.keys().next().value!)
    this.#known.set(destination.text, { mtu, locked: told < LEAST, expires: this.#time.now + AGE })
    this.generation++
    return mtu
  }
}
