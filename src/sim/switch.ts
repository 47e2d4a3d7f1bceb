import type { Device, Receiver } from '../netstack/device.ts'
import type { Arena } from '../netstack/packet/arena.ts'
import { IPV4_HEADER, ipv4Destination } from '../netstack/packet/ipv4.ts'
import { IPV6_ADDRESSES, IPV6_HEADER } from '../netstack/packet/ipv6.ts'
import { show } from '../socket/posix/addresses.ts'
import { ForwardingTable, masked, type Prefix, parsePrefix } from './forwarding-table.ts'

/** What is behind a port. */
export interface PortOptions {
  /** Addresses of who is there: `10.0.0.2/24`, `fd00::2/64`; with a prefix, its broadcast reaches all ports. */
  readonly addresses?: readonly string[]
  /** To what else it is the way, a router being there: `10.1.0.0/16`, `0.0.0.0/0`. */
  readonly routes?: readonly string[]
}

export interface SwitchCounters {
  forwarded: number
  /** To all ports but the one where they came from. */
  flooded: number
  /** Nobody has the address. */
  unknown: number
  /** They came from the port to which they would go. */
  returned: number
  /** They were no IP packets. */
  malformed: number
}

interface Port {
  readonly device: Device
  addresses: readonly Prefix[]
  routes: readonly Prefix[]
}

/** What a table says instead of a port: all of them. */
const ALL_PORTS = 0x7fffffff

/** Where the destination stands. */
const IPV6_DESTINATION = IPV6_ADDRESSES + 16

/**
 * Joins devices, mostly ends of links, into one network: a packet goes to the port that has its destination, one for
 * many to all others. Packets are IP's and bear no link layer's addresses, so that what a real switch learns is told.
 *
 * It holds no packets: where they wait is the link that they go into, whose queue is bounded. Nor does it know
 * spanning trees: switches in a circle send what is for many round and round.
 */
export class Switch implements Receiver {
  readonly name: string
  readonly counters: SwitchCounters = { forwarded: 0, flooded: 0, unknown: 0, returned: 0, malformed: 0 }
  readonly #arena: Arena
  readonly #ports: Port[] = []
  readonly #numbers = new Map<Device, number>()
  #ipv4 = new ForwardingTable(32)
  #ipv6 = new ForwardingTable(128)

  constructor(arena: Arena, name: string) {
    this.#arena = arena
    this.name = name
  }

  /** Makes a device a port. */
  connect(device: Device, options: PortOptions = {}): void {
    if (this.#numbers.has(device))
      throw new Error(`switch ${this.name}: device ${device.name} is a port already`)
    const port = { device, ...this.#read(options, device) }
    device.attach(this)
    this.#numbers.set(device, this.#ports.push(port) - 1)
    this.#rebuild()
  }

  /** Says anew what is behind a port. */
  change(device: Device, options: PortOptions): void {
    const number = this.#numbers.get(device)
    if (number === undefined) throw new Error(`switch ${this.name}: device ${device.name} is no port`)
    Object.assign(this.#ports[number]!, this.#read(options, device))
    this.#rebuild()
  }

  receive(slot: number, device: Device): void {
    const from = this.#numbers.get(device)!
    const to = this.#destination(slot)
    if (to === ALL_PORTS) this.#flood(slot, from)
    else if (to === from) this.counters.returned++
    else if (to >= 0) {
      this.counters.forwarded++
      this.#ports[to]!.device.transmit(slot)
    }
  }

  /** A port, or ALL_PORTS; −1, counted, when it goes nowhere. */
  #destination(slot: number): number {
    const view = this.#arena.view(slot)
    const at = this.#arena.start(slot)
    const length = this.#arena.length(slot)
    const version = length === 0 ? 0 : view.getUint8(at) >> 4
    let port = -1
    if (version === 4 && length >= IPV4_HEADER) {
      const address = ipv4Destination(view, at)
      // Multicast is 224.0.0.0/4 (RFC 1112 section 4), the limited broadcast all ones (RFC 919 section 7).
      port = address >>> 28 === 0xe || address === 0xffffffff ? ALL_PORTS : this.#ipv4.find(address, 0, 0, 0)
    } else if (version === 6 && length >= IPV6_HEADER) {
      // Multicast is ff00::/8: RFC 4291 section 2.7.
      const isMulticast = view.getUint8(at + IPV6_DESTINATION) === 0xff
      port = isMulticast ? ALL_PORTS : this.#find6(view, at + IPV6_DESTINATION)
    } else {
      this.counters.malformed++
      return -1
    }
    if (port < 0) this.counters.unknown++
    return port
  }

  #find6(view: DataView, at: number): number {
    const [first, second] = [view.getUint32(at), view.getUint32(at + 4)]
    return this.#ipv6.find(first, second, view.getUint32(at + 8), view.getUint32(at + 12))
  }

  #flood(slot: number, from: number): void {
    this.counters.flooded++
    for (let port = 0; port < this.#ports.length; port++)
      if (port !== from) this.#ports[port]!.device.transmit(slot)
  }

  #read({ addresses = [], routes = [] }: PortOptions, device: Device): Omit<Port, 'device'> {
    const read = {
      addresses: addresses.map((text) => this.#prefix(text)),
      routes: routes.map((text) => this.#prefix(text)),
    }
    for (const [index, address] of read.addresses.entries()) {
      const owner = this.#ownerOf(keyOf(address), device)
      if (owner !== undefined)
        throw new Error(
          `switch ${this.name}: address ${addresses[index]} is behind device ${owner.device.name} already; give each address to one port`,
        )
    }
    return read
  }

  #ownerOf(key: string, besides: Device): Port | undefined {
    return this.#ports.find(
      ({ device, addresses }) => device !== besides && addresses.some((address) => keyOf(address) === key),
    )
  }

  #prefix(text: string): Prefix {
    const prefix = typeof text === 'string' ? parsePrefix(text) : null
    if (prefix === null)
      throw new TypeError(
        `switch ${this.name}: ${show(text)} is no IP address; give such as '10.0.0.2/24' or 'fd00::2/64'`,
      )
    return prefix
  }

  #rebuild(): void {
    this.#ipv4 = new ForwardingTable(32)
    this.#ipv6 = new ForwardingTable(128)
    for (const [number, { addresses, routes }] of this.#ports.entries()) {
      for (const address of addresses) this.#add({ ...address, bits: width(address) }, number)
      for (const route of routes) this.#add(route, number)
    }
    for (const prefix of this.#ports.flatMap(({ addresses }) => addresses)) {
      // RFC 919 section 7; prefixes of 31 and 32 bits have none, RFC 3021 section 2.1, nor has IPv6.
      if (prefix.version === 4 && prefix.bits < 31)
        this.#add({ version: 4, words: masked(prefix, 1), bits: 32 }, ALL_PORTS)
    }
  }

  #add(prefix: Prefix, port: number): void {
    const table = prefix.version === 4 ? this.#ipv4 : this.#ipv6
    table.add(prefix, port)
  }
}

function width({ version }: Prefix): 32 | 128 {
  return version === 4 ? 32 : 128
}

/** Of the same address, the same text. */
function keyOf({ version, words }: Prefix): string {
  return `${version} ${words.join()}`
}
