import { IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_TCP } from '../../socket/posix/constants.ts'
import { errno } from '../../socket/posix/errno.ts'
import type { Chance } from '../chance.ts'
import type { Device } from '../device.ts'
import type { Arena } from '../packet/arena.ts'
import { ICMP_DEST_UNREACH, ICMP_PROT_UNREACH, ICMP_TIME_EXCEEDED } from '../packet/icmp.ts'
import {
  ICMP6_PARAM_PROB,
  ICMP6_PARAMPROB_HEADER,
  ICMP6_PARAMPROB_NEXTHEADER,
  ICMP6_PARAMPROB_OPTION,
  ICMP6_TIME_EXCEEDED,
} from '../packet/icmpv6.ts'
import {
  checkIpv4,
  IPV4_HEADER,
  ipv4HeaderLength,
  ipv4IsFragment,
  ipv4Protocol,
  ipv4TotalLength,
} from '../packet/ipv4.ts'
import { checkIpv6, IPV6_ADDRESSES, IPV6_HEADER, ipv6PayloadLength } from '../packet/ipv6.ts'
import { FRAGMENT, Ipv6Chain, NO_NEXT_HEADER } from '../packet/ipv6-extensions.ts'
import {
  BAD_FRAGMENT,
  BAD_HEADER_LENGTH,
  BAD_OPTION_LENGTH,
  GOOD,
  MISPLACED_HEADER,
  UNKNOWN_OPTION,
  UNKNOWN_ROUTING_TYPE,
} from '../packet/verdict.ts'
import type { Protocol } from '../path.ts'
import type { Time } from '../time.ts'
import { Address, kindOf, LOOPBACK, MULTICAST, RESERVED, UNSPECIFIED, type Version } from './address.ts'
import { IcmpCounters, IpCounters } from './counters.ts'
import { Forwarder } from './forward.ts'
import { IcmpInput } from './icmp-input.ts'
import { IcmpOutput } from './icmp-output.ts'
import { Interface } from './interface.ts'
import { type IpPath, makePath, type Ways } from './ip-path.ts'
import { Loopback } from './loopback.ts'
import { Output } from './output.ts'
import { PathMtuCache } from './path-mtu.ts'
import { Reassembly, type ReassemblyLimits } from './reassembly.ts'
import { TokenBucket } from './token-bucket.ts'
import { OTHERS, OURS, type RouteSketch, Topology } from './topology.ts'

export interface IpOptions {
  readonly arena: Arena
  readonly time: Time
  readonly chance: Chance
  /** Is it a router? */
  readonly forwarding?: boolean
  readonly reassembly?: Partial<ReassemblyLimits>
  /** ICMP errors a second, and at once after a rest; Linux's numbers. */
  readonly errors?: { readonly perSecond: number; readonly burst: number }
}

/** Sees what comes for a protocol before the protocol does, as raw sockets do. */
export interface Tap {
  /** True when somebody took it: then nobody is told that the protocol is unknown. */
  tap(slot: number, protocol: number, ip: number, at: number, end: number): boolean
}

/** The Internet layer of one host or router: RFC 1122, RFC 1812, RFC 8200. Interface 0 is its loopback. */
export class Ip {
  readonly arena: Arena
  readonly time: Time
  readonly chance: Chance
  readonly topology = new Topology()
  readonly counters = new IpCounters()
  readonly icmpCounters = new IcmpCounters()
  readonly pathMtus: PathMtuCache
  readonly reassembly: Reassembly
  readonly icmp: IcmpOutput
  forwarding: boolean
  tap: Tap | null = null
  /** Of the packet that is being handed over: by which interface it came, and what its destination is to this host. */
  from: Interface
  kind = OURS
  readonly #loopback: Loopback
  readonly #ways: Ways
  readonly #icmpInput: IcmpInput
  readonly #forwarder: Forwarder
  readonly #protocols: (Protocol | null)[] = new Array<Protocol | null>(256).fill(null)
  readonly #chain = new Ipv6Chain()

  constructor(options: IpOptions) {
    const { arena, time, chance, errors = { perSecond: 1000, burst: 50 } } = options
    const { counters, topology } = this
    this.arena = arena
    this.time = time
    this.chance = chance
    this.forwarding = options.forwarding ?? false
    this.pathMtus = new PathMtuCache(time)
    this.#loopback = new Loopback(arena, time, { looped: (slot, from) => this.#judge(slot, from, true) })
    const output = new Output(arena, counters, this.#loopback, chance)
    this.#ways = { topology, output, mtus: this.pathMtus, counters, time }
    const bucket = new TokenBucket(time, errors.perSecond, errors.burst)
    this.icmp = new IcmpOutput(arena, this.#ways, this.icmpCounters, bucket)
    this.#forwarder = new Forwarder(arena, this.#ways, this.icmp)
    const { icmp, icmpCounters, pathMtus } = this
    this.#icmpInput = new IcmpInput(arena, topology, pathMtus, icmp, icmpCounters, this.#protocols)
    this.register(IPPROTO_ICMP, this.#icmpInput)
    this.register(IPPROTO_ICMPV6, this.#icmpInput)
    const limits = { packets: 64, fragments: 1024, ...options.reassembly }
    this.reassembly = new Reassembly(arena, time, counters, limits, this)
    this.from = this.attach(this.#loopback)
    this.addAddress('lo', '127.0.0.1/8')
    this.addAddress('lo', '::1/128')
  }

  /** Makes a device one of this host's interfaces, as yet without an address. */
  attach(device: Device): Interface {
    if (this.topology.interface(device.name) !== null)
      throw new RangeError(`this host has an interface ${device.name} already`)
    const added = new Interface(device, this, device === this.#loopback)
    this.topology.add(added)
    return added
  }

  /** Gives an interface an address, as `192.0.2.1/24`, and the host a route to that network. */
  addAddress(name: string, address: string): number {
    const to = this.topology.interface(name)
    return to === null ? -errno.ENODEV : this.topology.addAddress(to, address)
  }

  removeAddress(name: string, address: string): number {
    const from = this.topology.interface(name)
    return from === null ? -errno.ENODEV : this.topology.removeAddress(from, address)
  }

  addRoute(route: RouteSketch): number {
    return this.topology.addRoute(route)
  }

  removeRoute(route: RouteSketch): number {
    return this.topology.removeRoute(route)
  }

  /** Who gets the packets of a protocol, of both versions. */
  register(protocol: number, user: Protocol | null): void {
    this.#protocols[protocol] = user
  }

  /**
   * The way to a destination, from an address of this host or, without one, from that which fits best; by the interface
   * of that name, or the one that the routes say. A negative error number when there is none: -EINVAL,
   * -EADDRNOTAVAIL, -ENETUNREACH, -ENODEV.
   */
  path(source: string | null, destination: string, through?: string): IpPath | number {
    const to = Address.parse(destination)
    const from = source === null ? null : Address.parse(source)
    const bound = through === undefined ? null : this.topology.interface(through)
    if (to === null || (source !== null && from === null)) return -errno.EINVAL
    if (through !== undefined && bound === null) return -errno.ENODEV
    return makePath(this.#ways, from, to, bound)
  }

  /** Whether the ICMP error that is being handed over says that trying again is of no use. */
  get errorIsHard(): boolean {
    return this.#icmpInput.hard
  }

  /** Lets go of all packets that it holds, and of its alarms. */
  close(): void {
    this.#loopback.close()
    this.reassembly.close()
  }

  /** @internal By an interface: a packet came. */
  arrived(slot: number, from: Interface): void {
    this.#judge(slot, from, false)
  }

  /** `looped`: this host sent it itself. */
  #judge(slot: number, from: Interface, looped: boolean): void {
    this.counters.InReceives++
    const view = this.arena.view(slot)
    const at = this.arena.start(slot)
    const end = this.arena.end(slot)
    const first = at < end ? view.getUint8(at) >> 4 : 0
    if (first === 4) this.#judge4(slot, view, at, end, from, looped)
    else if (first === 6) this.#judge6(slot, view, at, end, from, looped)
    else this.counters.InHdrErrors++
  }

  #judge4(slot: number, view: DataView, at: number, end: number, from: Interface, looped: boolean): void {
    if (checkIpv4(view, at, end) !== GOOD || !goodOptions(view, at)) {
      this.counters.InHdrErrors++
      return
    }
    if (this.#isMartian(4, view, at + 12, at + 16, from, looped)) {
      this.counters.InAddrErrors++
      return
    }
    const kind = this.topology.destinationFor(4, view, at + 16, from)
    if (kind !== OTHERS) this.#deliver4(slot, view, at, from, kind)
    else if (this.forwarding) this.#forwarder.forward4(slot, at, from)
    else this.counters.InAddrErrors++
  }

  #deliver4(slot: number, view: DataView, at: number, from: Interface, kind: number): void {
    const end = at + ipv4TotalLength(view, at)
    if (!ipv4IsFragment(view, at)) {
      this.#hand4(slot, view, at, from, kind)
      return
    }
    const whole = this.reassembly.take4(slot, at, end, from)
    if (whole < 0) return
    this.#hand4(whole, this.arena.view(whole), this.arena.start(whole), from, kind)
    this.arena.release(whole)
  }

  #hand4(slot: number, view: DataView, at: number, from: Interface, kind: number): void {
    const protocol = ipv4Protocol(view, at)
    const data = at + ipv4HeaderLength(view, at)
    if (this.#hand(slot, protocol, at, data, at + ipv4TotalLength(view, at), from, kind)) return
    this.counters.InUnknownProtos++
    this.icmp.error4(slot, at, ICMP_DEST_UNREACH, ICMP_PROT_UNREACH, 0, from)
  }

  #judge6(slot: number, view: DataView, at: number, end: number, from: Interface, looped: boolean): void {
    if (checkIpv6(view, at, end) !== GOOD) {
      this.counters.InHdrErrors++
      return
    }
    const source = at + IPV6_ADDRESSES
    if (this.#isMartian(6, view, source, source + 16, from, looped)) {
      this.counters.InAddrErrors++
      return
    }
    const kind = this.topology.destinationFor(6, view, source + 16, from)
    if (kind !== OTHERS) this.#deliver6(slot, view, at, from, kind)
    else if (this.forwarding) this.#forwarder.forward6(slot, at, from)
    else this.counters.InAddrErrors++
  }

  #deliver6(slot: number, view: DataView, at: number, from: Interface, kind: number): void {
    const end = at + IPV6_HEADER + ipv6PayloadLength(view, at)
    const chain = this.#chain
    const verdict = chain.walk(view, at, end)
    if (verdict !== GOOD) {
      this.#refuse6(slot, at, verdict, kind, from)
      return
    }
    if (!chain.inFragment) {
      this.#hand6(slot, at, end, from, kind)
      return
    }
    const whole = this.reassembly.take6(slot, at, end, chain, from)
    if (whole < 0) return
    const begin = this.arena.start(whole)
    const behind = this.arena.end(whole)
    const wholeVerdict = chain.walk(this.arena.view(whole), begin, behind)
    if (wholeVerdict !== GOOD) this.#refuse6(whole, begin, wholeVerdict, kind, from)
    // Fragments of fragments are nobody's honest packet.
    else if (chain.inFragment) this.counters.InHdrErrors++
    else this.#hand6(whole, begin, behind, from, kind)
    this.arena.release(whole)
  }

  /** Hands over what the chain ends at. */
  #hand6(slot: number, at: number, end: number, from: Interface, kind: number): void {
    const { protocol, at: data } = this.#chain
    if (protocol === NO_NEXT_HEADER) return
    if (this.#hand(slot, protocol, at, data, end, from, kind)) return
    this.counters.InUnknownProtos++
    const named = this.#named(slot, at, data)
    this.icmp.error6(slot, at, ICMP6_PARAM_PROB, ICMP6_PARAMPROB_NEXTHEADER, named, from)
  }

  /** Where the number of what stands at `data` is, counted from the packet's first byte. */
  #named(slot: number, at: number, data: number): number {
    const view = this.arena.view(slot)
    let named = 6
    for (let here = at + IPV6_HEADER, header = view.getUint8(at + 6); here < data; ) {
      named = here - at
      const fragment = header === FRAGMENT
      header = view.getUint8(here)
      here += fragment ? 8 : (view.getUint8(here + 1) + 1) << 3
    }
    return named
  }

  /** RFC 8200 sections 4, 4.2, 4.4 and 4.5: what the sender is told of a chain of headers that is not good. */
  #refuse6(slot: number, at: number, verdict: number, kind: number, from: Interface): void {
    this.counters.InHdrErrors++
    const { pointer, action } = this.#chain
    let code = -1
    if (verdict === UNKNOWN_OPTION) {
      if (action === 2 || (action === 3 && kind === OURS)) code = ICMP6_PARAMPROB_OPTION
    } else if (verdict === MISPLACED_HEADER) code = ICMP6_PARAMPROB_NEXTHEADER
    else if (
      verdict === UNKNOWN_ROUTING_TYPE ||
      verdict === BAD_FRAGMENT ||
      verdict === BAD_OPTION_LENGTH ||
      verdict === BAD_HEADER_LENGTH
    )
      code = ICMP6_PARAMPROB_HEADER
    if (code >= 0) this.icmp.error6(slot, at, ICMP6_PARAM_PROB, code, pointer, from)
  }

  /** False when nobody knows the protocol. */
  #hand(
    slot: number,
    protocol: number,
    ip: number,
    at: number,
    end: number,
    from: Interface,
    kind: number,
  ): boolean {
    this.from = from
    this.kind = kind
    this.#icmpInput.from = from
    const tapped = this.tap?.tap(slot, protocol, ip, at, end) ?? false
    const user = this.#protocols[protocol]
    if (user === null || user === undefined) return tapped
    // TCP speaks with one: RFC 1122 section 4.2.3.10. It could not tell by itself which addresses are a network's.
    if (protocol === IPPROTO_TCP && kind !== OURS) {
      this.counters.InDiscards++
      return true
    }
    this.counters.InDelivers++
    user.receive(slot, ip, at, end)
    return true
  }

  /** Addresses that no honest packet has here: RFC 1812 section 5.3.7, RFC 1122 section 3.2.1.3, RFC 4291 section 2. */
  #isMartian(
    version: Version,
    view: DataView,
    source: number,
    destination: number,
    from: Interface,
    looped: boolean,
  ): boolean {
    const to = kindOf(version, view, destination)
    if (to === UNSPECIFIED || to === RESERVED || (to === LOOPBACK && !from.isLoopback)) return true
    const by = kindOf(version, view, source)
    // Who has no address yet may ask everybody for one (RFC 1122 section 3.2.1.3 (a)), or a group (RFC 4291 2.5.2).
    if (by === UNSPECIFIED) return version === 4 ? view.getInt32(destination) !== -1 : to !== MULTICAST
    if (by >= MULTICAST || (by === LOOPBACK && !from.isLoopback)) return true
    if (this.topology.isBroadcast(version, view, source)) return true
    // What we sent comes back by no wire.
    return !looped && !from.isLoopback && this.topology.isOurs(version, view, source)
  }

  /** @internal By reassembly: RFC 792, RFC 8200 section 4.5: time exceeded, code 1. */
  incomplete(slot: number, from: Interface): void {
    const at = this.arena.start(slot)
    if (this.arena.view(slot).getUint8(at) >> 4 === 4)
      this.icmp.error4(slot, at, ICMP_TIME_EXCEEDED, 1, 0, from)
    else this.icmp.error6(slot, at, ICMP6_TIME_EXCEEDED, 1, 0, from)
  }
}

const LSRR = 0x83
const SSRR = 0x89

/** Options of IPv4 that are whole; none of source routes, by which strangers get where they may not (RFC 7126 3.3). */
function goodOptions(view: DataView, at: number): boolean {
  const end = at + ipv4HeaderLength(view, at)
  for (let here = at + IPV4_HEADER; here < end; ) {
    const type = view.getUint8(here)
    if (type === 0) return true
    if (type === LSRR || type === SSRR) return false
    if (type === 1) here++
    else {
      const length = here + 1 < end ? view.getUint8(here + 1) : 0
      if (length < 2 || here + length > end) return false
      here += length
    }
  }
  return true
}
