import { IPPROTO_UDP } from '../../socket/posix/constants.ts'
import { errno } from '../../socket/posix/errno.ts'
import { Address, BROADCAST, kindOf, MULTICAST, UNSPECIFIED, type Version } from '../ip/address.ts'
import { copyBytes, type DatagramSink, LastSender, type Sender } from '../ip/datagram.ts'
import type { Ip } from '../ip/ip.ts'
import type { IpPath } from '../ip/ip-path.ts'
import { SlotQueue } from '../ip/slot-queue.ts'
import { IPV4_HEADER } from '../packet/ipv4.ts'
import { IPV6_HEADER } from '../packet/ipv6.ts'
import { buildUdp, sealUdp, UDP_HEADER, udpSourcePort } from '../packet/udp.ts'
import type { Binding, PortTable } from './port-table.ts'
import type { UdpCounters } from './udp-counters.ts'

/** Linux's net.core.rmem_default. */
const RECEIVE_BUFFER = 212_992
/** Ways that a socket remembers when it sends here and there. */
const WAYS = 64
/** Bytes of a datagram at most, its header included. */
const LARGEST = { 4: 65_535 - IPV4_HEADER, 6: 65_535 } as const

/**
 * A UDP socket: calls answer at once, with a count or a negative error number, those that Linux gives. Options are
 * plain properties.
 */
export class UdpSocket implements Binding {
  readonly family: Version
  takes4: boolean
  takes6: boolean
  local: Address | null = null
  localPort = 0
  remote: Address | null = null
  remotePort = 0
  reuseAddress = false
  reusePort = false
  /** SO_BROADCAST. */
  broadcast = false
  ttl = 64
  multicastTtl = 1
  tos = 0
  /** IP_MULTICAST_LOOP. */
  multicastLoop = true
  /** Refuses with -EMSGSIZE what does not fit the path's MTU, as IP_PMTUDISC_DO. */
  dontFragment = false
  /** IPv4 without checksums: SO_NO_CHECK. */
  noChecksum = false
  /** Datagrams that found no room. */
  drops = 0
  readonly #ip: Ip
  readonly #ports: PortTable<UdpSocket>
  readonly #counters: UdpCounters
  readonly #sink: DatagramSink
  readonly #queue: SlotQueue
  readonly #groups: { readonly address: Address; readonly name: string }[] = []
  #through: string | undefined
  #path: IpPath | null = null
  readonly #paths = new Map<string, IpPath>()
  /** Was it bound to an address by bind(), not by connect()? */
  #boundAddress = false
  #boundPort = false
  #error = 0
  #closed = false
  readonly #senders = new LastSender()

  /** @internal By `Udp.socket()`. */
  constructor(
    ip: Ip,
    ports: PortTable<UdpSocket>,
    counters: UdpCounters,
    family: Version,
    sink: DatagramSink,
  ) {
    this.#ip = ip
    this.#ports = ports
    this.#counters = counters
    this.#sink = sink
    this.family = family
    this.takes4 = true
    this.takes6 = family === 6
    this.#queue = new SlotQueue(ip.arena, RECEIVE_BUFFER)
  }

  /** IPV6_V6ONLY; false once it is bound. */
  setV6only(only: boolean): boolean {
    if (this.localPort !== 0 || this.family === 4) return false
    this.takes4 = !only
    return true
  }

  /** SO_RCVBUF, in bytes of memory. */
  get receiveBuffer(): number {
    return this.#queue.limit
  }

  set receiveBuffer(bytes: number) {
    this.#queue.limit = bytes
  }

  /** SO_BINDTODEVICE, as far as sending goes; undefined for whatever the routes say. */
  set through(name: string | undefined) {
    this.#through = name
    this.#paths.clear()
  }

  /** The address it is bound to, as text. */
  get address(): string {
    return this.local === null ? (this.family === 4 ? '0.0.0.0' : '::') : this.#textOf(this.local)
  }

  get peerAddress(): string | null {
    return this.remote === null ? null : this.#textOf(this.remote)
  }

  #textOf(address: Address): string {
    return this.family === 6 && address.version === 4 ? `::ffff:${address.text}` : address.text
  }

  /** An address of this socket's family; a negative error number for one that is not. */
  #parse(text: string): Address | number {
    const address = Address.parse(text)
    if (address === null) return -errno.EINVAL
    if (text.includes(':') !== (this.family === 6)) return -errno.EAFNOSUPPORT
    if (address.version === 4 && !this.takes4) return -errno.ENETUNREACH
    return address
  }

  /** Binds it; port 0 is one by chance. */
  bind(text: string, port: number): number {
    if (this.#closed) return -errno.EBADF
    if (this.localPort !== 0 || !isPort(port)) return -errno.EINVAL
    const address = this.#parse(text)
    if (typeof address === 'number') return address
    const { topology } = this.#ip
    const { version, view } = address
    const kind = kindOf(version, view, 0)
    const shared = kind === MULTICAST || kind === BROADCAST || topology.isBroadcast(version, view, 0)
    if (kind !== UNSPECIFIED && !shared && !topology.isOurs(version, view, 0)) return -errno.EADDRNOTAVAIL
    const takes = { takes4: this.takes4, takes6: this.takes6 }
    if (kind !== UNSPECIFIED || version === 4) {
      this.takes4 = version === 4
      this.takes6 = version === 6
    }
    this.local = kind === UNSPECIFIED ? null : address
    this.#paths.clear()
    const answer = this.#bindPort(port)
    if (answer < 0) {
      this.local = null
      Object.assign(this, takes)
      return answer
    }
    this.#boundAddress = this.local !== null
    this.#boundPort = port !== 0
    return 0
  }

  #bindPort(port: number): number {
    const chosen = port === 0 ? this.#ports.ephemeral(this) : port
    if (port === 0 ? chosen === 0 : !this.#ports.isFree(this, port)) return -errno.EADDRINUSE
    this.localPort = chosen
    this.#ports.add(this)
    return 0
  }

  /** From now on it sends there by `send()`, and gets only what comes from there. */
  connect(text: string, port: number): number {
    if (this.#closed) return -errno.EBADF
    if (!isPort(port)) return -errno.EINVAL
    const path = this.#findPath(text)
    if (typeof path === 'number') return path
    if (path.isBroadcast && !this.broadcast) return -errno.EACCES
    if (this.localPort === 0) {
      const answer = this.#bindPort(0)
      if (answer < 0) return answer
    }
    this.#path = path
    this.#paths.clear()
    this.local ??= Address.parse(path.source)
    this.remote = Address.parse(path.destination)
    this.remotePort = port
    return 0
  }

  /** Connected to nobody again, as connect() with AF_UNSPEC. */
  disconnect(): void {
    this.remote = null
    this.remotePort = 0
    this.#path = null
    this.#paths.clear()
    if (!this.#boundAddress) this.local = null
    if (this.#boundPort || this.localPort === 0) return
    this.#ports.remove(this)
    this.localPort = 0
  }

  /** Sends to where it is connected. Bytes sent, or a negative error number. */
  send(data: Uint8Array): number {
    return this.#path === null ? this.#refuse() : this.#transmit(data, this.#path, this.remotePort)
  }

  #refuse(): number {
    return this.#closed ? -errno.EBADF : this.takeError() || -errno.EDESTADDRREQ
  }

  sendTo(data: Uint8Array, text: string, port: number): number {
    if (this.#closed) return -errno.EBADF
    if (!isPort(port) || port === 0) return -errno.EINVAL
    let path: IpPath | number | undefined = this.#paths.get(text)
    if (path === undefined) {
      path = this.#findPath(text)
      if (typeof path === 'number') return path
      if (this.#paths.size === WAYS) this.#paths.delete(this.#paths.keys().next().value!)
      this.#paths.set(text, path)
    }
    return this.#transmit(data, path, port)
  }

  #findPath(text: string): IpPath | number {
    const address = this.#parse(text)
    if (typeof address === 'number') return address
    const { version, view } = address
    // As on Linux, nowhere is here.
    const here = version === 4 ? '127.0.0.1' : '::1'
    const to = kindOf(version, view, 0) === UNSPECIFIED ? here : address.text
    const { local } = this
    const source =
      local !== null && this.#ip.topology.isOurs(local.version, local.view, 0) ? local.text : null
    return this.#ip.path(source, to, this.#through)
  }

  #transmit(data: Uint8Array, path: IpPath, port: number): number {
    if (this.#error !== 0) return this.takeError()
    if (path.isBroadcast && !this.broadcast) return -errno.EACCES
    const length = UDP_HEADER + data.length
    if (length > LARGEST[path.version]) return -errno.EMSGSIZE
    if (this.dontFragment && length + (path.version === 4 ? IPV4_HEADER : IPV6_HEADER) > path.mtu)
      return -errno.EMSGSIZE
    if (this.localPort === 0) {
      const answer = this.#bindPort(0)
      if (answer < 0) return -errno.EAGAIN
    }
    const { arena } = this.#ip
    const slot = arena.allocate(length)
    if (slot < 0) return -errno.ENOBUFS
    const at = arena.start(slot)
    const end = at + length
    arena.bytes(slot).set(data, at + UDP_HEADER)
    const view = arena.view(slot)
    buildUdp(view, at, end, this.localPort, port)
    if (!this.noChecksum || path.version === 6) sealUdp(view, at, end, path.pseudoHeader(IPPROTO_UDP))
    let { ttl } = this
    if (path.isShared) {
      path.echoed = path.isBroadcast || this.multicastLoop
      if (!path.isBroadcast) ttl = this.multicastTtl
    }
    const answer = path.send(slot, IPPROTO_UDP, ttl, this.tos)
    arena.release(slot)
    if (answer < 0) return answer
    this.#counters.OutDatagrams++
    return data.length
  }

  /**
   * Takes the next datagram, or as much of it as there is room for; the rest is lost. Gives the bytes, and who sent them
   * if `from` is there to be filled; -EAGAIN when none waits. `peek` leaves it there.
   */
  receive(into: Uint8Array, from: Sender | null = null, peek = false): number {
    if (this.#closed) return -errno.EBADF
    if (this.#error !== 0) return this.takeError()
    const queue = this.#queue
    if (queue.length === 0) return -errno.EAGAIN
    const { slot, at, end } = queue
    const { arena } = this.#ip
    const length = end - at
    const count = Math.min(length, into.length)
    copyBytes(arena.bytes(slot), at, into, count)
    if (from !== null) {
      from.port = udpSourcePort(arena.view(slot), at - UDP_HEADER)
      from.address = this.#senders.textOf(arena.view(slot), arena.start(slot), this.family)
      from.length = length
    }
    if (!peek) queue.shift()
    return count
  }

  /** Bytes of the next datagram; -EAGAIN when none waits (SIOCINQ cannot tell the two apart). */
  get next(): number {
    return this.#queue.length === 0 ? -errno.EAGAIN : this.#queue.end - this.#queue.at
  }

  /** SO_ERROR: the error that waits, as a negative number, and no more; 0 for none. */
  takeError(): number {
    const error = this.#error
    this.#error = 0
    return error === 0 ? 0 : -error
  }

  /** Joins a group on an interface; without a name, on the one that the routes say. */
  join(text: string, name?: string): number {
    const address = this.#parse(text)
    if (typeof address === 'number') return address
    const { topology } = this.#ip
    const { version, view } = address
    if (kindOf(version, view, 0) !== MULTICAST) return -errno.EINVAL
    const one = name === undefined ? topology.routeTo(version, view, 0) : topology.interface(name)
    if (one === null) return -errno.ENODEV
    if (this.#groups.some((group) => group.name === one.name && group.address.equals(address)))
      return -errno.EADDRINUSE
    this.#groups.push({ address, name: one.name })
    one.join(address)
    return 0
  }

  leave(text: string, name?: string): number {
    const address = Address.parse(text)
    const index = this.#groups.findIndex(
      (group) => address?.equals(group.address) && (name === undefined || group.name === name),
    )
    if (index < 0) return -errno.EADDRNOTAVAIL
    const [group] = this.#groups.splice(index, 1)
    this.#ip.topology.interface(group!.name)?.leave(group!.address)
    return 0
  }

  /** Lets go of the port, the groups and all that waits. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    if (this.localPort !== 0) this.#ports.remove(this)
    this.#path = null
    this.#paths.clear()
    while (this.#groups.length > 0) this.leave(this.#groups[0]!.address.text, this.#groups[0]!.name)
    this.#queue.clear()
  }

  /** @internal A datagram for it, lent. */
  deliver(slot: number, at: number, end: number): void {
    if (!this.#queue.push(slot, at + UDP_HEADER, end)) {
      this.drops++
      this.#counters.RcvbufErrors++
      return
    }
    this.#counters.InDatagrams++
    if (this.#queue.length === 1) this.#sink.readable()
  }

  /** @internal An ICMP error about what it sent. */
  fail(error: number): void {
    this.#error = error
    this.#sink.failed()
  }
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 0 && port <= 0xffff
}
