import { IPPROTO_ICMP, IPPROTO_ICMPV6 } from '../../socket/posix/constants.ts'
import { errno } from '../../socket/posix/errno.ts'
import { Address, kindOf, UNSPECIFIED, type Version } from '../ip/address.ts'
import { copyBytes, type DatagramSink, LastSender, type Sender } from '../ip/datagram.ts'
import type { Ip } from '../ip/ip.ts'
import type { IpPath } from '../ip/ip-path.ts'
import { SlotQueue } from '../ip/slot-queue.ts'
import { checksum, ipv6PseudoHeader } from '../packet/checksum.ts'
import { checkIcmp, ICMP_ECHO, ICMP_ECHOREPLY, icmpIdentifier, icmpType } from '../packet/icmp.ts'
import { ICMP_HEADER } from '../packet/icmp-message.ts'
import { checkIcmpv6, ICMP6_ECHO_REPLY, ICMP6_ECHO_REQUEST } from '../packet/icmpv6.ts'
import { IPV4_HEADER } from '../packet/ipv4.ts'
import { IPV6_ADDRESSES } from '../packet/ipv6.ts'
import { GOOD } from '../packet/verdict.ts'

const RECEIVE_BUFFER = 212_992

/**
 * A raw socket, or one for pings: calls answer at once, with a count or a negative error number.
 *
 * Over IPv4 a raw socket receives packets with their IP header; over IPv6 without (RFC 3542 section 3). What it sends
 * gets its IP header here, and over ICMPv6 its checksum.
 */
export class RawSocket {
  readonly family: Version
  readonly protocol: number
  /** Of its echo requests; −1 for a socket that is not for pings. */
  readonly identifier: number
  ttl = 64
  tos = 0
  /** A bit for each type of ICMP that it does not want: ICMP_FILTER, ICMP6_FILTER. */
  readonly blocked = new Uint32Array(8)
  drops = 0
  local: Address | null = null
  remote: Address | null = null
  readonly #ip: Ip
  readonly #queue: SlotQueue
  readonly #sink: DatagramSink
  readonly #onClose: (socket: RawSocket) => void
  readonly #senders = new LastSender()
  #path: IpPath | null = null
  /** The last way to somewhere else. */
  #way: IpPath | null = null
  #closed = false

  /** @internal By `Raw`. */
  constructor(
    ip: Ip,
    family: Version,
    protocol: number,
    identifier: number,
    sink: DatagramSink,
    onClose: (socket: RawSocket) => void,
  ) {
    this.#ip = ip
    this.family = family
    this.protocol = protocol
    this.identifier = identifier
    this.#sink = sink
    this.#onClose = onClose
    this.#queue = new SlotQueue(ip.arena, RECEIVE_BUFFER)
  }

  get receiveBuffer(): number {
    return this.#queue.limit
  }

  set receiveBuffer(bytes: number) {
    this.#queue.limit = bytes
  }

  /** From now on it sends from that address, and gets only what is for it. */
  bind(text: string): number {
    const address = Address.parse(text)
    if (address === null) return -errno.EINVAL
    if (address.version !== this.family) return -errno.EAFNOSUPPORT
    const { version, view } = address
    const any = kindOf(version, view, 0) === UNSPECIFIED
    if (!any && !this.#ip.topology.isOurs(version, view, 0)) return -errno.EADDRNOTAVAIL
    this.local = any ? null : address
    this.#way = null
    return 0
  }

  /** From now on it sends there, and gets only what comes from there. */
  connect(text: string): number {
    const path = this.#findPath(text)
    if (typeof path === 'number') return path
    this.#path = path
    this.local ??= Address.parse(path.source)
    this.remote = Address.parse(path.destination)
    return 0
  }

  #findPath(text: string): IpPath | number {
    if (this.#closed) return -errno.EBADF
    const path = this.#ip.path(this.local?.text ?? null, text)
    return typeof path !== 'number' && path.version !== this.family ? -errno.EAFNOSUPPORT : path
  }

  send(data: Uint8Array): number {
    return this.#path === null ? -errno.EDESTADDRREQ : this.#transmit(data, this.#path)
  }

  sendTo(data: Uint8Array, text: string): number {
    if (this.#way?.destination !== text) {
      const path = this.#findPath(text)
      if (typeof path === 'number') return path
      this.#way = path
    }
    return this.#transmit(data, this.#way)
  }

  #transmit(data: Uint8Array, path: IpPath): number {
    if (this.#closed) return -errno.EBADF
    if (path.isBroadcast) return -errno.EACCES
    if (data.length > 0xffff - (this.family === 4 ? IPV4_HEADER : 0)) return -errno.EMSGSIZE
    if (this.identifier >= 0 && !this.#isRequest(data)) return -errno.EINVAL
    const { arena } = this.#ip
    const slot = arena.allocate(data.length)
    if (slot < 0) return -errno.ENOBUFS
    arena.bytes(slot).set(data, arena.start(slot))
    this.#complete(arena.view(slot), arena.start(slot), data.length, path)
    const answer = path.send(slot, this.protocol, this.ttl, this.tos)
    arena.release(slot)
    return answer < 0 ? answer : data.length
  }

  /** Of those for pings only echo requests leave: ping_v4_sendmsg's rule. */
  #isRequest(data: Uint8Array): boolean {
    const type = this.family === 4 ? ICMP_ECHO : ICMP6_ECHO_REQUEST
    return data.length >= ICMP_HEADER && data[0] === type && data[1] === 0
  }

  /** Identifier and checksum, where they are not the user's. */
  #complete(view: DataView, at: number, length: number, path: IpPath): void {
    if (this.identifier >= 0) view.setUint16(at + 4, this.identifier)
    if (this.protocol === IPPROTO_ICMPV6 && this.family === 6 && length >= ICMP_HEADER) {
      view.setUint16(at + 2, 0)
      view.setUint16(at + 2, checksum(view, at, length, path.pseudoHeader(IPPROTO_ICMPV6) + length))
    } else if (this.identifier >= 0) {
      view.setUint16(at + 2, 0)
      view.setUint16(at + 2, checksum(view, at, length))
    }
  }

  /** Takes the next packet, or as much as there is room for; -EAGAIN when none waits. The sender's port is 0. */
  receive(into: Uint8Array, from: Sender | null = null, peek = false): number {
    if (this.#closed) return -errno.EBADF
    const queue = this.#queue
    if (queue.length === 0) return -errno.EAGAIN
    const { slot, at, end } = queue
    const { arena } = this.#ip
    const count = Math.min(end - at, into.length)
    copyBytes(arena.bytes(slot), at, into, count)
    if (from !== null) {
      from.address = this.#senders.textOf(arena.view(slot), arena.start(slot), this.family)
      from.port = 0
      from.length = end - at
    }
    if (!peek) queue.shift()
    return count
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#queue.clear()
    this.#onClose(this)
  }

  /** @internal A packet came, lent. True when it is one for this socket, wanted or not. */
  offer(slot: number, protocol: number, ip: number, at: number, end: number): boolean {
    const view = this.#ip.arena.view(slot)
    if (protocol !== this.protocol || view.getUint8(ip) >> 4 !== this.family) return false
    const addresses = ip + (this.family === 4 ? 12 : IPV6_ADDRESSES)
    const other = addresses + (this.family === 4 ? 4 : 16)
    if (this.local !== null && !this.local.isAt(view, other)) return false
    if (this.remote !== null && !this.remote.isAt(view, addresses)) return false
    if (!this.#wants(view, ip, at, end)) return true
    const raw4 = this.family === 4 && this.identifier < 0
    if (!this.#queue.push(slot, raw4 ? ip : at, end)) this.drops++
    else if (this.#queue.length === 1) this.#sink.readable()
    return true
  }

  #wants(view: DataView, ip: number, at: number, end: number): boolean {
    const icmp6 = this.protocol === IPPROTO_ICMPV6 && this.family === 6
    if (!icmp6 && !(this.protocol === IPPROTO_ICMP && this.family === 4)) return true
    if (end - at < ICMP_HEADER) return false
    // As on Linux, only ICMPv6 is checked for raw sockets: RFC 3542 section 3.1.
    if (icmp6) {
      const pseudoHeader = ipv6PseudoHeader(view, ip + IPV6_ADDRESSES, IPPROTO_ICMPV6)
      if (checkIcmpv6(view, at, end, pseudoHeader) !== GOOD) return false
    }
    const type = icmpType(view, at)
    if (this.identifier < 0) return (this.blocked[type >>> 5]! & (1 << (type & 31))) === 0
    if (!icmp6 && checkIcmp(view, at, end) !== GOOD) return false
    const reply = icmp6 ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY
    return type === reply && icmpIdentifier(view, at) === this.identifier
  }
}
