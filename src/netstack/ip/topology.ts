import { errno } from '../../socket/posix/errno.ts'
import {
  Address,
  addressLength,
  BROADCAST,
  commonPrefix,
  kindOf,
  LOOPBACK,
  MULTICAST,
  parsePrefix,
  scopeOf,
  UNSPECIFIED,
  type Version,
} from './address.ts'
import type { Interface, InterfaceAddress } from './interface.ts'
import { type Route, RouteTable } from './route-table.ts'

// What a destination is to this host.
export const OTHERS = 0
export const OURS = 1
export const GROUP = 2
export const EVERYBODY = 3

/** A route in words; without a metric it has 0. */
export interface RouteSketch {
  /** As `192.0.2.0/24`, `::/0`. */
  readonly destination: string
  /** The name of an interface. */
  readonly through: string
  readonly metric?: number
}

/** What a host knows of the network: its interfaces, the addresses on them, and its routes. */
export class Topology {
  readonly interfaces: Interface[] = []
  /** Grows with every change, so that who remembers a way knows that it is old. */
  generation = 0
  readonly #routes = { 4: new RouteTable(4), 6: new RouteTable(6) }
  /** Addresses of this host, by the sum of their bytes' words. */
  readonly #ours = new Map<number, InterfaceAddress[]>()
  /** Broadcast addresses of networks that this host is in, and how many interfaces say so. */
  readonly #broadcasts = new Map<number, number>()

  get loopback(): Interface {
    return this.interfaces[0]!
  }

  interface(name: string): Interface | null {
    return this.interfaces.find((one) => one.name === name) ?? null
  }

  add(one: Interface): void {
    this.interfaces.push(one)
    this.generation++
  }

  /** Adds `address/prefix length` to an interface, and a route to that network. Zero or a negative error number. */
  addAddress(to: Interface, text: string): number {
    const prefix = parsePrefix(text)
    if (prefix === null) return -errno.EINVAL
    const { address, length } = prefix
    const kind = kindOf(address.version, address.view, 0)
    if (kind === MULTICAST || kind === BROADCAST || kind === UNSPECIFIED) return -errno.EADDRNOTAVAIL
    if (to.addresses.some((other) => other.address.equals(address))) return -errno.EEXIST
    const added = { address, prefixLength: length }
    to.setAddresses([...to.addresses, added])
    const hash = hashOf(address.version, address.view, 0)
    this.#ours.set(hash, [...(this.#ours.get(hash) ?? []), added])
    const broadcast = broadcastOf(added)
    if (!Number.isNaN(broadcast) && !to.isLoopback)
      this.#broadcasts.set(broadcast, (this.#broadcasts.get(broadcast) ?? 0) + 1)
    if (length < 8 * addressLength(address.version))
      this.#routes[address.version].add(route(address, length, to, 0))
    this.generation++
    return 0
  }

  /** Takes an address away, and the route that came with it. */
  removeAddress(from: Interface, text: string): number {
    const address = Address.parse(text)
    const removed = from.addresses.find((one) => address !== null && one.address.equals(address))
    if (removed === undefined) return -errno.EADDRNOTAVAIL
    from.setAddresses(from.addresses.filter((one) => one !== removed))
    const { version, view } = removed.address
    const hash = hashOf(version, view, 0)
    const left = this.#ours.get(hash)!.filter((one) => one !== removed)
    if (left.length > 0) this.#ours.set(hash, left)
    else this.#ours.delete(hash)
    this.#forgetBroadcast(broadcastOf(removed))
    let found = false
    this.#routes[version].remove((one) => {
      const same = !found && one.through === from && sameDestination(one, removed)
      found ||= same
      return same
    })
    this.generation++
    return 0
  }

  #forgetBroadcast(broadcast: number): void {
    const count = this.#broadcasts.get(broadcast)
    if (count === undefined) return
    if (count > 1) this.#broadcasts.set(broadcast, count - 1)
    else this.#broadcasts.delete(broadcast)
  }

  addRoute({ destination, through, metric = 0 }: RouteSketch): number {
    const prefix = parsePrefix(destination)
    const one = this.interface(through)
    if (prefix === null) return -errno.EINVAL
    if (one === null) return -errno.ENODEV
    this.#routes[prefix.address.version].add(route(prefix.address, prefix.length, one, metric))
    this.generation++
    return 0
  }

  removeRoute({ destination, through, metric }: RouteSketch): number {
    const prefix = parsePrefix(destination)
    if (prefix === null) return -errno.EINVAL
    const wanted = { address: prefix.address, prefixLength: prefix.length }
    const removed = this.#routes[prefix.address.version].remove(
      (one) =>
        one.through.name === through &&
        (metric === undefined || one.metric === metric) &&
        sameDestination(one, wanted),
    )
    if (removed === 0) return -errno.ESRCH
    this.generation++
    return 0
  }

  routes(version: Version): readonly Route[] {
    return this.#routes[version].routes
  }

  /** The interface that packets for the address there leave by; null without a route. */
  routeTo(version: Version, view: DataView, at: number): Interface | null {
    return this.#routes[version].find(view, at)?.through ?? null
  }

  /** Is it an address of this host? All of 127/8 is: RFC 1122 section 3.2.1.3 (g). */
  isOurs(version: Version, view: DataView, at: number): boolean {
    if (version === 4 && view.getUint8(at) === 127) return true
    const candidates = this.#ours.get(hashOf(version, view, at))
    if (candidates === undefined) return false
    for (const { address } of candidates)
      if (address.version === version && address.isAt(view, at)) return true
    return false
  }

  /** Is it everybody, here or in a network that this host is in? */
  isBroadcast(version: Version, view: DataView, at: number): boolean {
    if (version === 6) return false
    const word = view.getInt32(at)
    return word === -1 || this.#broadcasts.has(word)
  }

  /** What the destination there is to this host, to which a packet came by an interface. */
  destinationFor(version: Version, view: DataView, at: number, from: Interface): number {
    if (this.isOurs(version, view, at)) return OURS
    if (this.isBroadcast(version, view, at)) return EVERYBODY
    return from.listensTo(version, view, at) ? GROUP : OTHERS
  }

  /**
   * The address that a packet for the destination there has as its source, when it leaves by an interface: of RFC 6724
   * section 5 the rules 1 (the same), 2 (scopes), 5 (that interface's) and 8 (the longest common prefix); then the one
   * that was there first. The others need what is not known here: lifetimes, home addresses, labels. Null for none.
   */
  sourceFor(version: Version, view: DataView, at: number, through: Interface): Address | null {
    if (this.isOurs(version, view, at)) return Address.at(version, view, at)
    const scope = scopeOf(version, view, at)
    let best: Address | null = null
    let most = -1
    for (const one of this.interfaces) {
      for (const { address } of one.addresses) {
        if (address.version !== version) continue
        if (kindOf(version, address.view, 0) === LOOPBACK && !through.isLoopback) continue
        const own = scopeOf(version, address.view, 0)
        // An address of a link means nothing on another.
        if (own === 2 && one !== through) continue
        const near = own < scope ? own : 32 - own
        const common = commonPrefix(version, address.view, 0, view, at)
        const score = (near * 2 + (one === through ? 1 : 0)) * 256 + common
        if (score > most) {
          best = address
          most = score
        }
      }
    }
    return best
  }

  /** The interface that has the address. */
  interfaceOf(address: Address): Interface | null {
    const has = (one: Interface) => one.addresses.some((other) => other.address.equals(address))
    return this.interfaces.find(has) ?? null
  }
}

function route(address: Address, prefixLength: number, through: Interface, metric: number): Route {
  return { version: address.version, view: address.view, prefixLength, through, metric }
}

function sameDestination(route: Route, { address, prefixLength }: InterfaceAddress): boolean {
  const common = commonPrefix(route.version, route.view, 0, address.view, 0)
  return route.prefixLength === prefixLength && common >= prefixLength
}

function hashOf(version: Version, view: DataView, at: number): number {
  const first = view.getInt32(at)
  if (version === 4) return first
  return first ^ view.getInt32(at + 4) ^ view.getInt32(at + 8) ^ view.getInt32(at + 12)
}

/** All ones behind the prefix, in 32 bits with their sign; NaN where there is none (RFC 3021: /31). */
function broadcastOf({ address, prefixLength }: InterfaceAddress): number {
  if (address.version === 6 || prefixLength > 30 || prefixLength === 0) return Number.NaN
  return address.view.getInt32(0) | (0xffff_ffff >>> prefixLength)
}
