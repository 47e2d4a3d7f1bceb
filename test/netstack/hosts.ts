import type { Device, Receiver } from '../../src/netstack/device.ts'
import type { DatagramSink } from '../../src/netstack/ip/datagram.ts'
import { Ip, type IpOptions } from '../../src/netstack/ip/ip.ts'
import { Arena } from '../../src/netstack/packet/arena.ts'
import { encodePacket, type PacketSketch } from '../../src/netstack/packet/encode-packet.ts'
import { type Packet, readPacket } from '../../src/netstack/packet/packet.ts'
import type { Due } from '../../src/netstack/time.ts'
import { Udp } from '../../src/netstack/udp/udp.ts'
import type { UdpSocket } from '../../src/netstack/udp/udp-socket.ts'
import { SmallChance, SmallTime } from './small-time.ts'

/** A device that a test plays the network for. */
export class ScriptedDevice implements Device {
  readonly name: string
  readonly mtu: number
  /** What was sent, as objects and as bytes. */
  readonly sent: Packet[] = []
  readonly bytes: Uint8Array[] = []
  readonly #arena: Arena
  #receiver: Receiver | null = null

  constructor(arena: Arena, name = 'eth0', mtu = 1500) {
    this.#arena = arena
    this.name = name
    this.mtu = mtu
  }

  attach(receiver: Receiver): void {
    this.#receiver = receiver
  }

  transmit(slot: number): void {
    const start = this.#arena.start(slot)
    this.sent.push(readPacket(this.#arena.view(slot), start, this.#arena.end(slot)))
    this.bytes.push(this.#arena.packet(slot).slice())
  }

  /** A packet comes. */
  bring(packet: PacketSketch | Uint8Array): void {
    const bytes = packet instanceof Uint8Array ? packet : encodePacket(packet)
    const slot = this.#arena.allocate(bytes.length)
    if (slot < 0) return
    this.#arena.bytes(slot).set(bytes, this.#arena.start(slot))
    this.lend(slot)
    this.#arena.release(slot)
  }

  lend(slot: number): void {
    this.#receiver?.receive(slot, this)
  }

  /** What was sent since the last call. */
  take(): Packet[] {
    this.bytes.length = 0
    return this.sent.splice(0)
  }
}

/** A cable: what goes in at one end comes out at the other, as an event of its own. */
export class Cable implements Due {
  readonly ends: readonly [CableEnd, CableEnd]
  readonly #network: SmallNetwork
  readonly #waiting: { slot: number; to: CableEnd }[] = []
  readonly #alarm
  /** Packets that went through, and which of them get lost. */
  carried = 0
  loses: (packet: Packet) => boolean = () => false

  constructor(network: SmallNetwork, names: readonly [string, string], mtu: number) {
    this.#network = network
    this.ends = [new CableEnd(this, names[0], mtu), new CableEnd(this, names[1], mtu)]
    this.#alarm = network.time.alarm(this)
  }

  carry(slot: number, from: CableEnd): void {
    const { arena, time } = this.#network
    this.carried++
    if (this.loses(readPacket(arena.view(slot), arena.start(slot), arena.end(slot)))) return
    arena.retain(slot)
    this.#waiting.push({ slot, to: this.ends[from === this.ends[0] ? 1 : 0] })
    if (this.#waiting.length === 1) this.#alarm.set(time.now)
  }

  due(): void {
    for (const { slot, to } of this.#waiting.splice(0)) {
      to.receiver?.receive(slot, to)
      this.#network.arena.release(slot)
    }
    if (this.#waiting.length > 0) this.#alarm.set(this.#network.time.now)
  }
}

export class CableEnd implements Device {
  readonly name: string
  readonly mtu: number
  receiver: Receiver | null = null
  readonly #cable: Cable

  constructor(cable: Cable, name: string, mtu: number) {
    this.#cable = cable
    this.name = name
    this.mtu = mtu
  }

  attach(receiver: Receiver): void {
    this.receiver = receiver
  }

  transmit(slot: number): void {
    this.#cable.carry(slot, this)
  }
}

export interface Host {
  readonly ip: Ip
  readonly udp: Udp
}

/** Hosts and cables in one memory and one time. */
export class SmallNetwork {
  readonly arena: Arena
  readonly time = new SmallTime()
  #seed = 1

  /** A watched memory tells who forgot to release what, and is slow. */
  constructor(watched = true) {
    this.arena = new Arena({ debug: watched })
  }

  host(options: Partial<IpOptions> = {}): Host {
    const ip = new Ip({
      arena: this.arena,
      time: this.time,
      chance: new SmallChance(this.#seed++ * 0x9e37_79b9),
      ...options,
    })
    return { ip, udp: new Udp(ip) }
  }

  /** A host with one scripted device, 10.0.0.1/24 and 2001:db8::1/64, and routes to everywhere. */
  scripted(options: Partial<IpOptions> = {}): Host & { device: ScriptedDevice } {
    const host = this.host(options)
    const device = new ScriptedDevice(this.arena)
    host.ip.attach(device)
    host.ip.addAddress('eth0', '10.0.0.1/24')
    host.ip.addAddress('eth0', '2001:db8::1/64')
    host.ip.addRoute({ destination: '0.0.0.0/0', through: 'eth0' })
    host.ip.addRoute({ destination: '::/0', through: 'eth0' })
    return { ...host, device }
  }

  /** Lays a cable between interfaces of two hosts, new ones, with these addresses. */
  cable(
    [one, oneName, ...oneAddresses]: readonly [Host, string, ...string[]],
    [other, otherName, ...otherAddresses]: readonly [Host, string, ...string[]],
    mtu = 1500,
  ): Cable {
    const cable = new Cable(this, [oneName, otherName], mtu)
    one.ip.attach(cable.ends[0])
    other.ip.attach(cable.ends[1])
    for (const address of oneAddresses) one.ip.addAddress(oneName, address)
    for (const address of otherAddresses) other.ip.addAddress(otherName, address)
    return cable
  }
}

/** Counts the edges it is told of. */
export class CountingSink implements DatagramSink {
  readables = 0
  failures = 0

  readable(): void {
    this.readables++
  }

  failed(): void {
    this.failures++
  }
}

const text = new TextEncoder()
export const encode = (words: string): Uint8Array => text.encode(words)

/** The datagrams that wait, as `address:port text`. */
export function received(socket: UdpSocket): string[] {
  const all: string[] = []
  const into = new Uint8Array(65_536)
  const from = { address: '', port: 0, length: 0 }
  for (;;) {
    const count = socket.receive(into, from)
    if (count < 0) return all
    all.push(`${from.address}:${from.port} ${new TextDecoder().decode(into.subarray(0, count))}`)
  }
}
