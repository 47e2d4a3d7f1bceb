import { errno } from '../../socket/posix/errno.ts'
import type { Chance } from '../chance.ts'
import type { Arena } from '../packet/arena.ts'
import { buildIpv4, IPV4_DONT_FRAGMENT, IPV4_HEADER, IPV4_LARGEST } from '../packet/ipv4.ts'
import { buildIpv6, IPV6_HEADER } from '../packet/ipv6.ts'
import type { IpCounters } from './counters.ts'
import { fragmentIpv4, fragmentIpv6 } from './fragment.ts'
import type { Interface } from './interface.ts'
import type { Loopback } from './loopback.ts'

/** Where a packet goes: by which interface, how large, and who else is to get it. */
export interface Way {
  readonly through: Interface
  readonly mtu: number
  /** Routers are to fragment: see `PathMtu`. */
  readonly locked: boolean
  /** To a group or to everybody: this host may be among them. */
  readonly echoed: boolean
}

/** The last that IP does with a packet: its header, fragments, the device. */
export class Output {
  readonly #arena: Arena
  readonly #counters: IpCounters
  readonly #loopback: Loopback
  readonly #chance: Chance
  /**
   * Identifications of IPv4 fragments: counters, so that none comes again soon (RFC 6864 section 4.3), chosen by the
   * addresses and begun by chance, so that one correspondent learns nothing of what others get (RFC 7739 section 5.3).
   */
  readonly #identifications = new Uint16Array(256)

  constructor(arena: Arena, counters: IpCounters, loopback: Loopback, chance: Chance) {
    this.#arena = arena
    this.#counters = counters
    this.#loopback = loopback
    this.#chance = chance
    for (let i = 0; i < 256; i++) this.#identifications[i] = chance.uint32()
  }

  /** Sends what the slot has, behind a header of IPv4; addresses are numbers. */
  send4(
    slot: number,
    way: Way,
    source: number,
    destination: number,
    protocol: number,
    ttl: number,
    tos: number,
  ): number {
    const length = this.#arena.length(slot) + IPV4_HEADER
    if (length > IPV4_LARGEST) return -errno.EMSGSIZE
    const at = this.#arena.prepend(slot, IPV4_HEADER)
    if (at < 0) return -errno.ENOBUFS
    const fits = length <= way.mtu
    // A packet that nobody cuts needs no identification: RFC 6864 section 4.1.
    const flags = fits && !way.locked ? IPV4_DONT_FRAGMENT : 0
    const identification = flags === 0 ? this.#identification4(source, destination, protocol) : 0
    buildIpv4(
      this.#arena.view(slot),
      at,
      IPV4_HEADER,
      tos,
      length,
      identification,
      flags,
      ttl,
      protocol,
      source,
      destination,
    )
    this.#counters.OutRequests++
    if (fits) this.emit(slot, way.through, way.echoed)
    else this.cut4(slot, way.through, way.mtu, way.echoed)
    return 0
  }

  /** The same for IPv6; at `from` in `addresses` stand the source and the destination. */
  send6(
    slot: number,
    way: Way,
    addresses: DataView,
    from: number,
    protocol: number,
    hopLimit: number,
    trafficClass: number,
  ): number {
    const length = this.#arena.length(slot)
    if (length > 0xffff) return -errno.EMSGSIZE
    const at = this.#arena.prepend(slot, IPV6_HEADER)
    if (at < 0) return -errno.ENOBUFS
    buildIpv6(this.#arena.view(slot), at, trafficClass, 0, length, protocol, hopLimit, addresses, from)
    this.#counters.OutRequests++
    if (length + IPV6_HEADER <= way.mtu) this.emit(slot, way.through, way.echoed)
    else this.#cut6(slot, way)
    return 0
  }

  /** Sends a packet of IPv4 in fragments. */
  cut4(slot: number, through: Interface, mtu: number, echoed: boolean): void {
    this.#count(fragmentIpv4(this.#arena, slot, mtu, (piece) => this.emit(piece, through, echoed)))
  }

  #cut6(slot: number, { mtu, through, echoed }: Way): void {
    // By chance, as RFC 7739 section 5.1 has it: of 2³², few are under way at once.
    const identification = this.#chance.uint32()
    const emit = (piece: number) => this.emit(piece, through, echoed)
    this.#count(fragmentIpv6(this.#arena, slot, mtu, identification, emit))
  }

  #count(fragments: number): void {
    if (fragments < 0) this.#counters.FragFails++
    else {
      this.#counters.FragOKs++
      this.#counters.FragCreates += fragments
    }
  }

  /** Sends a whole packet. */
  emit(slot: number, through: Interface, echoed: boolean): void {
    if (echoed && !through.isLoopback) this.#loopback.echo(slot, through)
    through.device.transmit(slot)
  }

  #identification4(source: number, destination: number, protocol: number): number {
    const mixed = source ^ destination ^ (protocol << 8)
    const bucket = (mixed ^ (mixed >>> 8) ^ (mixed >>> 16) ^ (mixed >>> 24)) & 0xff
    const next = (this.#identifications[bucket]! + 1) & 0xffff
    this.#identifications[bucket] = next
    return next
  }
}
