import { errno } from '../../socket/posix/errno.ts'
import type { Arena } from '../packet/arena.ts'
import { ipv6PseudoHeader } from '../packet/checksum.ts'
import {
  checkIcmp,
  ICMP_DEST_UNREACH,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP_FRAG_NEEDED,
  ICMP_PARAMETERPROB,
  ICMP_TIME_EXCEEDED,
  icmpCode,
  icmpNextHopMtu,
  icmpType,
} from '../packet/icmp.ts'
import { ICMP_HEADER } from '../packet/icmp-message.ts'
import {
  checkIcmpv6,
  ICMP6_DST_UNREACH,
  ICMP6_ECHO_REPLY,
  ICMP6_ECHO_REQUEST,
  ICMP6_PACKET_TOO_BIG,
  ICMP6_PARAM_PROB,
  ICMP6_TIME_EXCEEDED,
  icmpv6Code,
  icmpv6Mtu,
  icmpv6Type,
} from '../packet/icmpv6.ts'
import {
  checkQuotedIpv4,
  ipv4FragmentOffset,
  ipv4HeaderLength,
  ipv4Protocol,
  ipv4TotalLength,
} from '../packet/ipv4.ts'
import { checkQuotedIpv6, IPV6_ADDRESSES, IPV6_HEADER, ipv6PayloadLength } from '../packet/ipv6.ts'
import { fragmentOffset, Ipv6Chain } from '../packet/ipv6-extensions.ts'
import { GOOD } from '../packet/verdict.ts'
import type { Protocol } from '../path.ts'
import { Address } from './address.ts'
import type { IcmpCounters } from './counters.ts'
import type { IcmpOutput } from './icmp-output.ts'
import type { Interface } from './interface.ts'
import { type PathMtuCache, plateauBelow } from './path-mtu.ts'
import type { Topology } from './topology.ts'

/** An unreachable destination by code, as Linux tells it: the errno, and is it hard (RFC 1122 section 4.2.3.9)? */
const UNREACHABLE: readonly (readonly [error: number, hard: boolean])[] = [
  [errno.ENETUNREACH, false],
  [errno.EHOSTUNREACH, false],
  [errno.ENOPROTOOPT, true],
  [errno.ECONNREFUSED, true],
  [errno.EMSGSIZE, true],
  [errno.EOPNOTSUPP, false],
  [errno.ENETUNREACH, true],
  [errno.EHOSTDOWN, true],
  [errno.EHOSTUNREACH, true], // Linux says ENONET, which nothing else does.
  [errno.ENETUNREACH, true],
  [errno.EHOSTUNREACH, true],
  [errno.ENETUNREACH, false],
  [errno.EHOSTUNREACH, false],
  [errno.EHOSTUNREACH, true],
  [errno.EHOSTUNREACH, true],
  [errno.EHOSTUNREACH, true],
]

const UNREACHABLE6: typeof UNREACHABLE = [
  [errno.ENETUNREACH, false],
  [errno.EACCES, true],
  [errno.EHOSTUNREACH, false],
  [errno.EHOSTUNREACH, false],
  [errno.ECONNREFUSED, true],
  [errno.EACCES, true],
  [errno.EACCES, true],
]

/** What ICMP messages of both versions mean to this host. */
export class IcmpInput implements Protocol {
  /** Whether the error that is being handed over says that trying again is of no use. */
  hard = false
  /** By which interface the message came. */
  from!: Interface
  readonly #arena: Arena
  readonly #topology: Topology
  readonly #mtus: PathMtuCache
  readonly #output: IcmpOutput
  readonly #counters: IcmpCounters
  readonly #protocols: readonly (Protocol | null)[]
  readonly #chain = new Ipv6Chain()

  constructor(
    arena: Arena,
    topology: Topology,
    mtus: PathMtuCache,
    output: IcmpOutput,
    counters: IcmpCounters,
    protocols: readonly (Protocol | null)[],
  ) {
    this.#arena = arena
    this.#topology = topology
    this.#mtus = mtus
    this.#output = output
    this.#counters = counters
    this.#protocols = protocols
  }

  receive(slot: number, ip: number, at: number, end: number): void {
    this.#counters.InMsgs++
    const view = this.#arena.view(slot)
    if (view.getUint8(ip) >> 4 === 4) this.#receive4(slot, view, ip, at, end)
    else this.#receive6(slot, view, ip, at, end)
  }

  /** Nobody waits for the answer to a message of our own. */
  failed(): void {}

  #receive4(slot: number, view: DataView, ip: number, at: number, end: number): void {
    if (checkIcmp(view, at, end) !== GOOD) {
      this.#counters.InErrors++
      return
    }
    switch (icmpType(view, at)) {
      case ICMP_ECHO:
        // RFC 1122 section 3.2.2.6: one to everybody may stay unanswered; else it multiplies whoever sends it.
        if (this.#topology.isOurs(4, view, ip + 16))
          this.#output.echo(slot, 4, ip, at, end, ICMP_ECHOREPLY, this.from)
        return
      case ICMP_DEST_UNREACH: {
        const [error, hard] = UNREACHABLE[icmpCode(view, at)] ?? [errno.EHOSTUNREACH, false]
        this.#failure4(slot, view, at, end, error, hard)
        return
      }
      case ICMP_TIME_EXCEEDED:
        this.#failure4(slot, view, at, end, errno.EHOSTUNREACH, false)
        return
      case ICMP_PARAMETERPROB:
        this.#failure4(slot, view, at, end, errno.EPROTO, true)
    }
  }

  #failure4(slot: number, view: DataView, at: number, end: number, error: number, hard: boolean): void {
    const quote = at + ICMP_HEADER
    if (checkQuotedIpv4(view, quote, end) !== GOOD) {
      this.#counters.InErrors++
      return
    }
    if (!this.#topology.isOurs(4, view, quote + 12)) {
      this.#counters.InForeign++
      return
    }
    let mtu = 0
    if (icmpType(view, at) === ICMP_DEST_UNREACH && icmpCode(view, at) === ICMP_FRAG_NEEDED) {
      const length = ipv4TotalLength(view, quote)
      const told = icmpNextHopMtu(view, at) || plateauBelow(length)
      // A router that refuses what it could bear lies, or speaks of long ago.
      if (told < length) mtu = this.#mtus.learn(Address.at(4, view, quote + 16), told)
      if (mtu === 0) return
    }
    // A later fragment has no ports; the first one's error comes too.
    if (ipv4FragmentOffset(view, quote) > 0) return
    this.hard = hard
    const data = quote + ipv4HeaderLength(view, quote)
    this.#protocols[ipv4Protocol(view, quote)]?.failed(slot, quote, data, end, error, mtu)
  }

  #receive6(slot: number, view: DataView, ip: number, at: number, end: number): void {
    const pseudoHeader = ipv6PseudoHeader(view, ip + IPV6_ADDRESSES, 58)
    if (checkIcmpv6(view, at, end, pseudoHeader) !== GOOD) {
      this.#counters.InErrors++
      return
    }
    switch (icmpv6Type(view, at)) {
      case ICMP6_ECHO_REQUEST:
        if (this.#topology.isOurs(6, view, ip + IPV6_ADDRESSES + 16))
          this.#output.echo(slot, 6, ip, at, end, ICMP6_ECHO_REPLY, this.from)
        return
      case ICMP6_DST_UNREACH: {
        const [error, hard] = UNREACHABLE6[icmpv6Code(view, at)] ?? [errno.EPROTO, true]
        this.#failure6(slot, view, at, end, error, hard)
        return
      }
      case ICMP6_PACKET_TOO_BIG:
        this.#failure6(slot, view, at, end, errno.EMSGSIZE, true)
        return
      case ICMP6_TIME_EXCEEDED:
        this.#failure6(slot, view, at, end, errno.EHOSTUNREACH, false)
        return
      case ICMP6_PARAM_PROB:
        this.#failure6(slot, view, at, end, errno.EPROTO, true)
    }
  }

  #failure6(slot: number, view: DataView, at: number, end: number, error: number, hard: boolean): void {
    const quote = at + ICMP_HEADER
    if (checkQuotedIpv6(view, quote, end) !== GOOD) {
      this.#counters.InErrors++
      return
    }
    if (!this.#topology.isOurs(6, view, quote + IPV6_ADDRESSES)) {
      this.#counters.InForeign++
      return
    }
    let mtu = 0
    if (icmpv6Type(view, at) === ICMP6_PACKET_TOO_BIG) {
      const told = icmpv6Mtu(view, at)
      if (told < IPV6_HEADER + ipv6PayloadLength(view, quote))
        mtu = this.#mtus.learn(Address.at(6, view, quote + IPV6_ADDRESSES + 16), told)
      if (mtu === 0) return
    }
    const chain = this.#chain
    if (chain.walk(view, quote, end) !== GOOD) return
    if (chain.inFragment && fragmentOffset(view, chain.fragment) > 0) return
    this.hard = hard
    this.#protocols[chain.protocol]?.failed(slot, quote, chain.at, end, error, mtu)
  }
}
