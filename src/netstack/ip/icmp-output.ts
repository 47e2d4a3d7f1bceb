import { IPPROTO_ICMP, IPPROTO_ICMPV6 } from '../../socket/posix/constants.ts'
import type { Arena } from '../packet/arena.ts'
import { ipv6PseudoHeader } from '../packet/checksum.ts'
import { buildIcmp, icmpQuoteLength, icmpType, isIcmpError } from '../packet/icmp.ts'
import { ICMP_HEADER } from '../packet/icmp-message.ts'
import {
  buildIcmpv6,
  ICMP6_PACKET_TOO_BIG,
  ICMP6_PARAM_PROB,
  ICMP6_PARAMPROB_OPTION,
  icmpv6QuoteLength,
  icmpv6Type,
  isIcmpv6Error,
} from '../packet/icmpv6.ts'
import {
  ipv4FragmentOffset,
  ipv4HeaderLength,
  ipv4Protocol,
  ipv4Tos,
  ipv4TotalLength,
} from '../packet/ipv4.ts'
import { IPV6_ADDRESSES, IPV6_HEADER, ipv6PayloadLength } from '../packet/ipv6.ts'
import { fragmentOffset, Ipv6Chain } from '../packet/ipv6-extensions.ts'
import {
  addressLength,
  BROADCAST,
  kindOf,
  LINK_LOCAL,
  LOOPBACK,
  MULTICAST,
  RESERVED,
  UNSPECIFIED,
  type Version,
} from './address.ts'
import type { IcmpCounters } from './counters.ts'
import type { Interface } from './interface.ts'
import type { Ways } from './ip-path.ts'
import type { Way } from './output.ts'
import type { TokenBucket } from './token-bucket.ts'

const TTL = 64
/** Precedence of what keeps the network going: RFC 1812 section 4.3.2.5. */
const INTERNETWORK_CONTROL = 0xc0

/** A way that is written anew for each message. */
class ReplyWay implements Way {
  through!: Interface
  mtu = 0
  locked = false
  readonly echoed = false
}

/** Sends what ICMP has to say: errors about packets that came, and answers. */
export class IcmpOutput {
  readonly #arena: Arena
  readonly #ways: Ways
  readonly #counters: IcmpCounters
  readonly #bucket: TokenBucket
  readonly #way = new ReplyWay()
  readonly #chain = new Ipv6Chain()
  /** The source and the destination of the message. */
  readonly #addresses = new DataView(new ArrayBuffer(32))

  constructor(arena: Arena, ways: Ways, counters: IcmpCounters, bucket: TokenBucket) {
    this.#arena = arena
    this.#ways = ways
    this.#counters = counters
    this.#bucket = bucket
  }

  /** Tells the sender of the IPv4 packet at `at` what is wrong with it, if he may be told. `rest` as for `buildIcmp`. */
  error4(slot: number, at: number, type: number, code: number, rest: number, from: Interface): void {
    const view = this.#arena.view(slot)
    const headerLength = ipv4HeaderLength(view, at)
    const total = ipv4TotalLength(view, at)
    if (!this.#mayBlame4(view, at, at + headerLength, at + total) || !this.#mayTalk()) return
    const quote = icmpQuoteLength(total)
    const message = this.#quote(slot, at, quote)
    if (message < 0) return
    const begin = this.#arena.start(message)
    buildIcmp(this.#arena.view(message), begin, begin + ICMP_HEADER + quote, type, code, rest)
    const tos = (ipv4Tos(view, at) & 0x1e) | INTERNETWORK_CONTROL
    if (this.#address(4, view, at + 16, at + 12, from)) this.#send(4, message, IPPROTO_ICMP, tos)
    this.#arena.release(message)
  }

  /** The same for IPv6. */
  error6(slot: number, at: number, type: number, code: number, rest: number, from: Interface): void {
    const view = this.#arena.view(slot)
    const end = at + IPV6_HEADER + ipv6PayloadLength(view, at)
    const toGroup =
      type === ICMP6_PACKET_TOO_BIG || (type === ICMP6_PARAM_PROB && code === ICMP6_PARAMPROB_OPTION)
    if (!this.#mayBlame6(view, at, end, toGroup) || !this.#mayTalk()) return
    const quote = icmpv6QuoteLength(end - at)
    const message = this.#quote(slot, at, quote)
    if (message < 0) return
    if (this.#address(6, view, at + IPV6_ADDRESSES + 16, at + IPV6_ADDRESSES, from)) {
      this.#seal6(message, type, code, rest)
      this.#send(6, message, IPPROTO_ICMPV6, 0)
    }
    this.#arena.release(message)
  }

  /** Answers the echo request at `at` in the packet at `ip` with the same data. */
  echo(
    slot: number,
    version: Version,
    ip: number,
    at: number,
    end: number,
    reply: number,
    from: Interface,
  ): void {
    const view = this.#arena.view(slot)
    const answer = this.#arena.allocate(end - at)
    if (answer < 0) return
    const begin = this.#arena.start(answer)
    this.#arena.bytes(answer).set(this.#arena.bytes(slot).subarray(at, end), begin)
    const there = this.#arena.view(answer)
    const rest = view.getUint32(at + 4)
    if (version === 4) {
      buildIcmp(there, begin, begin + end - at, reply, 0, rest)
      if (this.#address(4, view, ip + 16, ip + 12, from))
        this.#send(4, answer, IPPROTO_ICMP, ipv4Tos(view, ip))
    } else if (this.#address(6, view, ip + IPV6_ADDRESSES + 16, ip + IPV6_ADDRESSES, from)) {
      this.#seal6(answer, reply, 0, rest)
      this.#send(6, answer, IPPROTO_ICMPV6, (view.getUint16(ip) >> 4) & 0xff)
    }
    this.#arena.release(answer)
  }

  /** RFC 1122 section 3.2.2: whom errors are never sent about. */
  #mayBlame4(view: DataView, at: number, data: number, end: number): boolean {
    if (ipv4FragmentOffset(view, at) > 0) return false
    const source = kindOf(4, view, at + 12)
    if (source === UNSPECIFIED || source >= MULTICAST) return false
    const destination = kindOf(4, view, at + 16)
    if (destination === MULTICAST || destination === BROADCAST) return false
    const { topology } = this.#ways
    if (topology.isBroadcast(4, view, at + 16) || topology.isBroadcast(4, view, at + 12)) return false
    return ipv4Protocol(view, at) !== IPPROTO_ICMP || (data < end && !isIcmpError(icmpType(view, data)))
  }

  /** RFC 4443 section 2.4 (e). */
  #mayBlame6(view: DataView, at: number, end: number, toGroup: boolean): boolean {
    const source = kindOf(6, view, at + IPV6_ADDRESSES)
    if (source === UNSPECIFIED || source === MULTICAST || source === RESERVED) return false
    if (kindOf(6, view, at + IPV6_ADDRESSES + 16) === MULTICAST && !toGroup) return false
    const chain = this.#chain
    chain.walk(view, at, end)
    if (chain.protocol !== IPPROTO_ICMPV6) return true
    // What a later fragment belongs to cannot be seen, so it may be an error.
    if (chain.inFragment && fragmentOffset(view, chain.fragment) > 0) return false
    return chain.at < end && !isIcmpv6Error(icmpv6Type(view, chain.at))
  }

  #mayTalk(): boolean {
    if (this.#bucket.take()) return true
    this.#counters.OutRateLimited++
    return false
  }

  /** A slot with room for a message's header, and what is quoted behind it. */
  #quote(slot: number, at: number, length: number): number {
    const message = this.#arena.allocate(ICMP_HEADER + length)
    if (message < 0) return -1
    const quoted = this.#arena.bytes(slot).subarray(at, at + length)
    this.#arena.bytes(message).set(quoted, this.#arena.start(message) + ICMP_HEADER)
    this.#counters.OutErrors++
    return message
  }

  /**
   * Finds the addresses of a message about a packet that went from `source` to `destination`: it comes from where that
   * went, when that is here; otherwise from where it leaves (RFC 1812 section 4.3.2.4). And the way. False for none.
   */
  #address(version: Version, view: DataView, destination: number, source: number, from: Interface): boolean {
    const { topology, mtus } = this.#ways
    const length = addressLength(version)
    const through = this.#wayBack(version, view, source, from)
    if (through === null) return false
    for (let i = 0; i < length; i += 4) this.#addresses.setInt32(length + i, view.getInt32(source + i))
    if (topology.isOurs(version, view, destination))
      for (let i = 0; i < length; i += 4) this.#addresses.setInt32(i, view.getInt32(destination + i))
    else {
      const own = topology.sourceFor(version, view, source, through)
      if (own === null) return false
      for (let i = 0; i < length; i += 4) this.#addresses.setInt32(i, own.view.getInt32(i))
    }
    this.#way.through = through
    const known = mtus.findAt(version, view, source)
    this.#way.mtu = known === null ? through.device.mtu : Math.min(known.mtu, through.device.mtu)
    this.#way.locked = known?.locked ?? false
    return true
  }

  #wayBack(version: Version, view: DataView, source: number, from: Interface): Interface | null {
    const { topology } = this.#ways
    if (topology.isOurs(version, view, source)) return topology.loopback
    const kind = kindOf(version, view, source)
    if (kind === LOOPBACK) return topology.loopback
    return kind === LINK_LOCAL && !from.isLoopback ? from : topology.routeTo(version, view, source)
  }

  #seal6(slot: number, type: number, code: number, rest: number): void {
    const pseudoHeader = ipv6PseudoHeader(this.#addresses, 0, IPPROTO_ICMPV6)
    const begin = this.#arena.start(slot)
    buildIcmpv6(this.#arena.view(slot), begin, this.#arena.end(slot), type, code, rest, pseudoHeader)
  }

  #send(version: Version, slot: number, protocol: number, tos: number): void {
    const { output } = this.#ways
    const addresses = this.#addresses
    this.#counters.OutMsgs++
    if (version === 4)
      output.send4(slot, this.#way, addresses.getUint32(0), addresses.getUint32(4), protocol, TTL, tos)
    else output.send6(slot, this.#way, addresses, 0, protocol, TTL, tos)
  }
}
