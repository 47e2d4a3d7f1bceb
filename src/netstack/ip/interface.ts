import type { Device, Receiver } from '../device.ts'
import { Address, type Version } from './address.ts'

/** Who judges what an interface's device brings. */
export interface Arrivals {
  arrived(slot: number, from: Interface): void
}

/** An address of an interface, and how many of its bits are those of the network. */
export interface InterfaceAddress {
  readonly address: Address
  readonly prefixLength: number
}

/** A device, with the addresses by which this host is known there. */
export class Interface implements Receiver {
  readonly device: Device
  readonly isLoopback: boolean
  readonly #arrivals: Arrivals
  #addresses: readonly InterfaceAddress[] = []
  /** The groups that sockets here have joined, and how often. */
  readonly #groups: { readonly address: Address; members: number }[] = []

  constructor(device: Device, arrivals: Arrivals, isLoopback: boolean) {
    this.device = device
    this.isLoopback = isLoopback
    this.#arrivals = arrivals
    device.attach(this)
  }

  get name(): string {
    return this.device.name
  }

  get addresses(): readonly InterfaceAddress[] {
    return this.#addresses
  }

  /** @internal By the topology, which keeps the tables that go with them. */
  setAddresses(addresses: readonly InterfaceAddress[]): void {
    this.#addresses = addresses
  }

  receive(slot: number): void {
    this.#arrivals.arrived(slot, this)
  }

  join(address: Address): void {
    const group = this.#groups.find((other) => other.address.equals(address))
    if (group === undefined) this.#groups.push({ address, members: 1 })
    else group.members++
  }

  leave(address: Address): void {
    const index = this.#groups.findIndex((other) => other.address.equals(address))
    if (index >= 0 && --this.#groups[index]!.members === 0) this.#groups.splice(index, 1)
  }

  /** Does somebody here listen to the group? All hosts are in 224.0.0.1 and ff02::1: RFC 1112 4, RFC 4291 2.8. */
  listensTo(version: Version, view: DataView, at: number): boolean {
    if ((version === 4 ? ALL_HOSTS : ALL_NODES).isAt(view, at)) return true
    for (const { address } of this.#groups)
      if (address.version === version && address.isAt(view, at)) return true
    return false
  }
}

const ALL_HOSTS = Address.parse('224.0.0.1')!
const ALL_NODES = Address.parse('ff02::1')!
