import { errno } from '../../socket/posix/errno.ts'
import { ipv4PseudoHeader, ipv6PseudoHeader } from '../packet/checksum.ts'
import type { Path } from '../path.ts'
import type { Time } from '../time.ts'
import { type Address, BROADCAST, kindOf, LOOPBACK, MULTICAST, RESERVED, type Version } from './address.ts'
import type { IpCounters } from './counters.ts'
import type { Interface } from './interface.ts'
import type { Output, Way } from './output.ts'
import type { PathMtuCache } from './path-mtu.ts'
import type { Topology } from './topology.ts'

/** What all paths of a host share. */
export interface Ways {
  readonly topology: Topology
  readonly output: Output
  readonly mtus: PathMtuCache
  readonly counters: IpCounters
  readonly time: Time
}

/**
 * A path. It remembers the interface and the MTU until routes, addresses or what is known of MTUs change; then it asks
 * anew, so that a connection lives on when its packets must go another way.
 */
export class IpPath implements Path, Way {
  readonly version: Version
  readonly source: string
  readonly destination: string
  /** To a group or to everybody. */
  readonly isShared: boolean
  /** Whether this host gets it too, when it is among those; a socket may not want it. */
  echoed: boolean
  /** To everybody in a network. */
  readonly isBroadcast: boolean
  readonly #ways: Ways
  readonly #from: Address
  readonly #to: Address
  /** The only interface it may use; null for what the routes say. */
  readonly #bound: Interface | null
  /** Both addresses of IPv6, as a header has them. */
  readonly #addresses = new DataView(new ArrayBuffer(32))
  /** The sum over the addresses. */
  readonly #sum: number
  #through: Interface
  #mtu = 0
  #locked = false
  #topology = -1
  #learned = -1
  #expires = Number.POSITIVE_INFINITY

  constructor(ways: Ways, source: Address, destination: Address, through: Interface, bound: boolean) {
    this.#ways = ways
    this.version = destination.version
    this.source = source.text
    this.destination = destination.text
    this.#from = source
    this.#to = destination
    this.#through = through
    this.#bound = bound ? through : null
    this.isBroadcast = ways.topology.isBroadcast(this.version, destination.view, 0)
    this.isShared = this.isBroadcast || kindOf(this.version, destination.view, 0) === MULTICAST
    this.echoed = this.isShared
    if (this.version === 6)
      for (let i = 0; i < 16; i += 4) {
        this.#addresses.setInt32(i, source.view.getInt32(i))
        this.#addresses.setInt32(16 + i, destination.view.getInt32(i))
      }
    this.#sum =
      this.version === 4
        ? ipv4PseudoHeader(source.number, destination.number, 0)
        : ipv6PseudoHeader(this.#addresses, 0, 0)
    this.#refresh()
  }

  pseudoHeader(protocol: number): number {
    return this.#sum + protocol
  }

  get through(): Interface {
    return this.#through
  }

  get locked(): boolean {
    return this.#locked
  }

  get mtu(): number {
    if (this.#isStale()) this.#refresh()
    return this.#mtu
  }

  send(slot: number, protocol: number, ttl: number, tos: number): number {
    if (this.#isStale()) {
      const answer = this.#refresh()
      if (answer < 0) return answer
    }
    const { output } = this.#ways
    return this.version === 4
      ? output.send4(slot, this, this.#from.number, this.#to.number, protocol, ttl, tos)
      : output.send6(slot, this, this.#addresses, 0, protocol, ttl, tos)
  }

  #isStale(): boolean {
    const { topology, mtus, time } = this.#ways
    return (
      this.#topology !== topology.generation ||
      this.#learned !== mtus.generation ||
      // Ten minutes are over: perhaps the way bears more now.
      this.#expires <= time.now
    )
  }

  /** Asks for the way anew; a negative error number when there is none now, and it will be asked for again. */
  #refresh(): number {
    const { topology, mtus, counters } = this.#ways
    if (!topology.isOurs(this.version, this.#from.view, 0)) return -errno.EADDRNOTAVAIL
    const through = this.#bound ?? interfaceTo(topology, this.#from, this.#to)
    if (through === null) {
      counters.OutNoRoutes++
      return -errno.ENETUNREACH
    }
    this.#through = through
    const known = mtus.find(this.destination)
    const { mtu } = through.device
    this.#mtu = known === null ? mtu : Math.min(mtu, known.mtu)
    this.#locked = known?.locked ?? false
    this.#expires = known?.expires ?? Number.POSITIVE_INFINITY
    this.#topology = topology.generation
    this.#learned = mtus.generation
    return 0
  }
}

/** The interface by which packets between two addresses leave; null without a route. */
export function interfaceTo(
  topology: Topology,
  source: Address | null,
  destination: Address,
): Interface | null {
  const { version, view } = destination
  if (topology.isOurs(version, view, 0)) return topology.loopback
  const kind = kindOf(version, view, 0)
  // As on Linux, a source says which network a group or everybody is meant in.
  const open = kind === MULTICAST || kind === BROADCAST
  const named = open && source !== null ? topology.interfaceOf(source) : null
  return named ?? topology.routeTo(version, view, 0)
}

/** Makes a path. A negative error number when there is no such way: those that Linux gives. */
export function makePath(
  ways: Ways,
  source: Address | null,
  destination: Address,
  bound: Interface | null,
): IpPath | number {
  const { topology, counters } = ways
  const { version, view } = destination
  if (source !== null && source.version !== version) return -errno.EINVAL
  if (kindOf(version, view, 0) === RESERVED) return -errno.EINVAL
  if (source !== null && !topology.isOurs(version, source.view, 0)) return -errno.EADDRNOTAVAIL
  const through = bound ?? interfaceTo(topology, source, destination)
  if (through === null) {
    counters.OutNoRoutes++
    return -errno.ENETUNREACH
  }
  const from = source ?? topology.sourceFor(version, view, 0, through)
  if (from === null) return -errno.EADDRNOTAVAIL
  // RFC 1122 section 3.2.1.3 (g): such an address must not appear outside a host.
  if (kindOf(version, from.view, 0) === LOOPBACK && !through.isLoopback) return -errno.EINVAL
  return new IpPath(ways, from, destination, through, bound !== null)
}
