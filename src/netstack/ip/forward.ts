import type { Arena } from '../packet/arena.ts'
import { ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, ICMP_NET_UNREACH, ICMP_TIME_EXCEEDED } from '../packet/icmp.ts'
import {
  ICMP6_DST_UNREACH,
  ICMP6_DST_UNREACH_NOROUTE,
  ICMP6_PACKET_TOO_BIG,
  ICMP6_TIME_EXCEEDED,
} from '../packet/icmpv6.ts'
import { decrementIpv4Ttl, ipv4DontFragment, ipv4TotalLength, ipv4Ttl } from '../packet/ipv4.ts'
import {
  decrementIpv6HopLimit,
  IPV6_ADDRESSES,
  IPV6_HEADER,
  ipv6HopLimit,
  ipv6PayloadLength,
} from '../packet/ipv6.ts'
import { kindOf, LINK_LOCAL, UNICAST, type Version } from './address.ts'
import type { IcmpOutput } from './icmp-output.ts'
import type { Interface } from './interface.ts'
import type { Ways } from './ip-path.ts'

/** RFC 4443 section 3.1: beyond the scope of the source address. */
const BEYOND_SCOPE = 2

/** What a router does with packets for others: RFC 1812 section 5, RFC 8200. It sends no redirects. */
export class Forwarder {
  readonly #arena: Arena
  readonly #ways: Ways
  readonly #icmp: IcmpOutput

  constructor(arena: Arena, ways: Ways, icmp: IcmpOutput) {
    this.#arena = arena
    this.#ways = ways
    this.#icmp = icmp
  }

  forward4(slot: number, at: number, from: Interface): void {
    const { counters, output } = this.#ways
    const view = this.#arena.view(slot)
    // RFC 3927 section 7: what has such an address stays on its link.
    if (kindOf(4, view, at + 12) !== UNICAST || kindOf(4, view, at + 16) !== UNICAST) {
      counters.InAddrErrors++
      return
    }
    if (ipv4Ttl(view, at) <= 1) {
      this.#icmp.error4(slot, at, ICMP_TIME_EXCEEDED, 0, 0, from)
      return
    }
    const through = this.#route(4, view, at + 16)
    if (through === null) {
      this.#icmp.error4(slot, at, ICMP_DEST_UNREACH, ICMP_NET_UNREACH, 0, from)
      return
    }
    const length = ipv4TotalLength(view, at)
    const { mtu } = through.device
    if (length > mtu && ipv4DontFragment(view, at)) {
      counters.FragFails++
      this.#icmp.error4(slot, at, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, mtu, from)
      return
    }
    const own = this.#own(slot, length)
    if (own < 0) return
    decrementIpv4Ttl(this.#arena.view(own), this.#arena.start(own))
    if (length > mtu) output.cut4(own, through, mtu, false)
    else output.emit(own, through, false)
    if (own !== slot) this.#arena.release(own)
  }

  forward6(slot: number, at: number, from: Interface): void {
    const { counters, output } = this.#ways
    const view = this.#arena.view(slot)
    const source = kindOf(6, view, at + IPV6_ADDRESSES)
    if (source === LINK_LOCAL && kindOf(6, view, at + IPV6_ADDRESSES + 16) === UNICAST) {
      counters.InAddrErrors++
      this.#icmp.error6(slot, at, ICMP6_DST_UNREACH, BEYOND_SCOPE, 0, from)
      return
    }
    if (source !== UNICAST || kindOf(6, view, at + IPV6_ADDRESSES + 16) !== UNICAST) {
      counters.InAddrErrors++
      return
    }
    if (ipv6HopLimit(view, at) <= 1) {
      this.#icmp.error6(slot, at, ICMP6_TIME_EXCEEDED, 0, 0, from)
      return
    }
    const through = this.#route(6, view, at + IPV6_ADDRESSES + 16)
    if (through === null) {
      this.#icmp.error6(slot, at, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOROUTE, 0, from)
      return
    }
    const length = IPV6_HEADER + ipv6PayloadLength(view, at)
    if (length > through.device.mtu) {
      counters.FragFails++
      this.#icmp.error6(slot, at, ICMP6_PACKET_TOO_BIG, 0, through.device.mtu, from)
      return
    }
    const own = this.#own(slot, length)
    if (own < 0) return
    decrementIpv6HopLimit(this.#arena.view(own), this.#arena.start(own))
    output.emit(own, through, false)
    if (own !== slot) this.#arena.release(own)
  }

  #route(version: Version, view: DataView, at: number): Interface | null {
    const through = this.#ways.topology.routeTo(version, view, at)
    if (through !== null && !through.isLoopback) return through
    this.#ways.counters.InNoRoutes++
    return null
  }

  /**
   * The packet to change: that of the slot when only its lender holds it, otherwise a copy; without what a link may have
   * put behind it. −1 without memory.
   */
  #own(slot: number, length: number): number {
    const own = this.#arena.holders(slot) === 1 ? slot : this.#arena.copy(slot)
    if (own < 0) {
      this.#ways.counters.OutDiscards++
      return -1
    }
    this.#arena.setLength(own, length)
    this.#ways.counters.OutForwDatagrams++
    return own
  }
}
