import {
  type Address,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  type EdgeSink,
  Edges,
  errno,
  type IncomingMessage,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  incoming,
  type MessageVector,
  MSG_PEEK,
  MSG_TRUNC,
  type OutgoingMessage,
  SHUT_RD,
  SHUT_WR,
  SIOCATMARK,
  SIOCINQ,
  SO_ACCEPTCONN,
  SO_ERROR,
  SO_LINGER,
  SO_RCVBUF,
  SO_RCVLOWAT,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  type SocketPrimitives,
} from '../../src/socket/index.ts'

/** Bytes of a receive buffer, unless SO_RCVBUF says otherwise. */
const CAPACITY = 65536
const MAX_DATAGRAM = 65507

/** What a socket needs of its network. */
interface Network {
  bind(socket: MemorySocket, address: Address): number
  autobind(socket: MemorySocket): void
  find(type: number, address: Address): MemorySocket | null
  release(socket: MemorySocket): void
  later(socket: MemorySocket, edges: number): void
}

interface Item {
  bytes: Uint8Array
  readonly from: Address | null
}

/** A socket of the memory network: queues of bytes and messages, and nothing that takes time. */
export class MemorySocket implements SocketPrimitives {
  ready: number = Edges.readable | Edges.writable | Edges.urgent | Edges.errorQueue
  readonly family: number
  readonly type: number
  name: Address | null = null
  peer: MemorySocket | null = null
  listening = false
  closed = false
  backlog = 0
  /** Connected, and waiting for accept. */
  readonly pending: MemorySocket[] = []
  readonly inbox: Item[] = []
  /** Bytes in the inbox. */
  queued = 0
  /** Who wanted to send here, or connect, while there was no room. */
  readonly waitingForRoom = new Set<MemorySocket>()
  ended = false
  writable = true
  error = 0
  #peerName: Address | null = null
  #sink: EdgeSink | null = null
  #armed = false
  readonly #options = new Map<string, Uint8Array>()
  readonly #network: Network

  constructor(network: Network, family: number, type: number) {
    this.#network = network
    this.family = family
    this.type = type
  }

  watch(sink: EdgeSink): void {
    this.#sink = sink
  }

  arm(): void {
    if (this.#armed) return
    this.#armed = true
    this.raise(Edges.readable | Edges.writable)
  }

  keepAlive(): void {}

  /** Something new is possible; it is told from the loop, never from inside somebody's call. */
  raise(edges: number): void {
    this.#network.later(this, edges)
  }

  /** Called by the network's loop. */
  deliver(edges: number): void {
    if (this.closed) return
    if (this.ended || this.error !== 0) this.ready |= Edges.ended
    const held = (edges & Edges.readable) !== 0 && !this.#enough()
    const told = held ? edges & ~Edges.readable : edges
    this.ready |= told
    if (told !== 0 && this.#armed) this.#sink?.edge(told)
  }

  /** Are SO_RCVLOWAT bytes there, or the end, or no room for more? */
  #enough(): boolean {
    const watermark = this.#options.get(`${SOL_SOCKET}:${SO_RCVLOWAT.number}`)
    if (watermark === undefined || this.ended || this.error !== 0 || this.type !== SOCK_STREAM) return true
    return this.queued >= Math.min(SO_RCVLOWAT.codec.decode(watermark), this.capacity)
  }

  get ipv6Only(): boolean {
    const option = this.#options.get(`${IPPROTO_IPV6}:${IPV6_V6ONLY.number}`)
    return option !== undefined && IPV6_V6ONLY.codec.decode(option)
  }

  get capacity(): number {
    const size = this.#options.get(`${SOL_SOCKET}:${SO_RCVBUF.number}`)
    return size === undefined ? CAPACITY : SO_RCVBUF.codec.decode(size)
  }

  #wouldBlock(edge: number): number {
    this.ready &= ~edge
    return -errno.EAGAIN
  }

  bind(address: Address): number {
    if (this.name !== null) return -errno.EINVAL
    return this.#network.bind(this, address)
  }

  listen(backlog: number): number {
    if (this.type === SOCK_DGRAM) return -errno.EOPNOTSUPP
    if (this.name === null && this.family === AF_UNIX) return -errno.EINVAL
    if (this.name === null) this.#network.autobind(this)
    this.listening = true
    this.backlog = Math.max(1, backlog)
    return 0
  }

  accept(): MemorySocket | number {
    if (!this.listening) return -errno.EINVAL
    const server = this.pending.shift()
    if (server === undefined) return this.#wouldBlock(Edges.readable)
    this.#giveRoom()
    return server
  }

  connect(address: Address | null): number {
    if (address === null) {
      this.peer = null
      this.#peerName = null
      return 0
    }
    if (this.peer !== null && this.type !== SOCK_DGRAM) return -errno.EISCONN
    const target = this.#network.find(this.type, address)
    if (this.type === SOCK_DGRAM) {
      if (this.name === null && this.family !== AF_UNIX) this.#network.autobind(this)
      this.peer = target
      this.#peerName = address
      return 0
    }
    if (target === null) return this.family === AF_UNIX ? -errno.ENOENT : -errno.ECONNREFUSED
    if (!target.listening) return -errno.ECONNREFUSED
    if (target.pending.length > target.backlog) {
      target.waitingForRoom.add(this)
      return this.#wouldBlock(Edges.writable)
    }
    if (this.name === null && this.family !== AF_UNIX) this.#network.autobind(this)
    const server = new MemorySocket(this.#network, target.family, this.type)
    server.name = asSeenBy(target.family, address)
    for (const [name, value] of target.#options) server.#options.set(name, value)
    this.join(server)
    this.#peerName = address
    target.pending.push(server)
    target.raise(Edges.readable)
    return 0
  }

  /** Becomes one end of a connection, and `other` the other one. */
  join(other: MemorySocket): void {
    this.peer = other
    other.peer = this
    this.#peerName = other.name
    other.#peerName = this.name && asSeenBy(other.family, this.name)
  }

  send(bytes: Uint8Array, offset: number, length: number, _flags: number, to: Address | null): number {
    return this.#put(bytes.subarray(offset, offset + length), to)
  }

  #put(bytes: Uint8Array, to: Address | null): number {
    const failed = this.#takeError()
    if (failed !== 0) return failed
    if (!this.writable) return -errno.EPIPE
    if (this.type === SOCK_DGRAM) return this.#putDatagram(bytes, to)
    const peer = this.peer
    if (peer === null) return this.family === AF_UNIX ? -errno.ENOTCONN : -errno.EPIPE
    if (peer.closed) return -errno.EPIPE
    if (bytes.length === 0 && this.type === SOCK_STREAM) return 0
    const room = peer.capacity - peer.queued
    if (this.type !== SOCK_STREAM && bytes.length > peer.capacity) return -errno.EMSGSIZE
    const count = this.type === SOCK_STREAM ? Math.min(room, bytes.length) : bytes.length
    if (room <= 0 || count > room) {
      peer.waitingForRoom.add(this)
      return this.#wouldBlock(Edges.writable)
    }
    peer.#receive({ bytes: bytes.slice(0, count), from: null })
    return count
  }

  #putDatagram(bytes: Uint8Array, to: Address | null): number {
    if (to === null && this.peer === null && this.#peerName === null)
      return this.family === AF_UNIX ? -errno.ENOTCONN : -errno.EDESTADDRREQ
    if (bytes.length > MAX_DATAGRAM) return -errno.EMSGSIZE
    if (this.name === null && this.family !== AF_UNIX) this.#network.autobind(this)
    const target = to === null ? this.peer : this.#network.find(this.type, to)
    const gone = target === null || target.closed
    if (gone && this.family === AF_UNIX) return target === null ? -errno.ENOENT : -errno.ECONNREFUSED
    if (gone) {
      if (to === null) this.#fail(errno.ECONNREFUSED)
      return bytes.length
    }
    if (target.peer !== null && target.peer !== this) return bytes.length
    if (target.queued + bytes.length > target.capacity || target.inbox.length > 100) {
      if (this.family !== AF_UNIX) return bytes.length
      target.waitingForRoom.add(this)
      return this.#wouldBlock(Edges.writable)
    }
    target.#receive({ bytes: bytes.slice(), from: this.name && asSeenBy(target.family, this.name) })
    return bytes.length
  }

  #receive(item: Item): void {
    this.inbox.push(item)
    this.queued += item.bytes.length
    this.raise(Edges.readable)
  }

  #fail(number: number): void {
    this.error = number
    this.raise(Edges.readable | Edges.writable)
  }

  #takeError(): number {
    const number = this.error
    this.error = 0
    return -number
  }

  recv(bytes: Uint8Array, offset: number, length: number, flags: number): number {
    return this.recvmsg(incoming([bytes.subarray(offset, offset + length)]), flags)
  }

  sendmsg(message: OutgoingMessage, _flags: number): number {
    // Nothing goes beside a message here.
    if (message.control !== undefined && message.control.length > 0) return -errno.EINVAL
    const bytes = new Uint8Array(message.buffers.reduce((sum, buffer) => sum + buffer.length, 0))
    let offset = 0
    for (const buffer of message.buffers) {
      bytes.set(buffer, offset)
      offset += buffer.length
    }
    return this.#put(bytes, message.to ?? null)
  }

  recvmsg(message: IncomingMessage, flags: number): number {
    const failed = this.#takeError()
    if (failed !== 0) return failed
    if (this.type !== SOCK_DGRAM && this.peer === null)
      return this.family === AF_UNIX ? -errno.EINVAL : -errno.ENOTCONN
    if (this.inbox.length === 0) return this.ended ? 0 : this.#wouldBlock(Edges.readable)
    const room = message.buffers.reduce((sum, buffer) => sum + buffer.length, 0)
    const bytes = this.#look(room)
    if (this.type !== SOCK_STREAM) {
      const whole = this.inbox[0]!
      message.from = whole.from
      message.flags = whole.bytes.length > room ? MSG_TRUNC : 0
    }
    scatter(bytes, message.buffers)
    const wholeLength = this.type === SOCK_STREAM ? bytes.length : this.inbox[0]!.bytes.length
    if ((flags & MSG_PEEK) === 0) this.#take(bytes.length)
    return (flags & MSG_TRUNC) !== 0 ? wholeLength : bytes.length
  }

  /** What a read of so many bytes would give. */
  #look(room: number): Uint8Array {
    if (this.type !== SOCK_STREAM) return this.inbox[0]!.bytes.subarray(0, room)
    const bytes = new Uint8Array(Math.min(room, this.queued))
    let offset = 0
    for (const item of this.inbox) {
      if (offset === bytes.length) break
      const part = item.bytes.subarray(0, bytes.length - offset)
      bytes.set(part, offset)
      offset += part.length
    }
    return bytes
  }

  /** Removes so many bytes of a stream, or one message. */
  #take(length: number): void {
    let left = length
    do {
      const item = this.inbox[0]
      if (item === undefined) break
      const count = this.type === SOCK_STREAM ? Math.min(left, item.bytes.length) : item.bytes.length
      item.bytes = item.bytes.subarray(count)
      this.queued -= count
      left -= count
      if (item.bytes.length === 0) this.inbox.shift()
    } while (left > 0 && this.type === SOCK_STREAM)
    this.#giveRoom()
  }

  #giveRoom(): void {
    for (const socket of this.waitingForRoom) socket.raise(Edges.writable)
    this.waitingForRoom.clear()
  }

  sendmmsg(vector: MessageVector, start: number, count: number, flags: number): number {
    for (let i = 0; i < count; i++) {
      const message = { buffers: [vector.message(start + i)], to: vector.from(start + i) }
      const result = this.sendmsg(message, flags)
      if (result < 0) return i === 0 ? result : i
    }
    return count
  }

  recvmmsg(vector: MessageVector, flags: number): number {
    for (let i = 0; i < vector.count; i++) {
      const message = incoming([vector.slot(i)])
      const result = this.recvmsg(message, flags)
      if (result < 0) return i === 0 ? result : i
      vector.set(i, vector.slot(i).subarray(0, result), message.from ?? undefined)
      vector.flags[i] = message.flags
    }
    return vector.count
  }

  shutdown(how: number): number {
    if (this.peer === null) return -errno.ENOTCONN
    if (how !== SHUT_RD && this.writable) {
      this.writable = false
      this.peer.#end()
    }
    if (how !== SHUT_WR) this.#end()
    return 0
  }

  #end(): void {
    this.ended = true
    this.raise(Edges.readable | Edges.writable)
  }

  close(): number {
    if (this.closed) return -errno.EBADF
    this.closed = true
    this.#network.release(this)
    for (const server of this.pending) server.close()
    const { peer } = this
    if (peer !== null && this.type !== SOCK_DGRAM) {
      const option = this.#options.get(`${SOL_SOCKET}:${SO_LINGER.number}`)
      const abort = option !== undefined && SO_LINGER.codec.decode(option).onoff && this.family !== AF_UNIX
      if (this.queued > 0 || abort) {
        peer.inbox.length = 0
        peer.queued = 0
        peer.#fail(errno.ECONNRESET)
      }
      peer.#end()
    }
    this.#giveRoom()
    return 0
  }

  getsockopt(level: number, name: number, value: Uint8Array): number {
    const known: Record<string, number> = {
      [`${SOL_SOCKET}:${SO_TYPE.number}`]: this.type,
      [`${SOL_SOCKET}:${SO_ACCEPTCONN.number}`]: this.listening ? 1 : 0,
      [`${SOL_SOCKET}:${SO_ERROR.number}`]: this.error,
      [`${SOL_SOCKET}:${SO_RCVLOWAT.number}`]: 1,
    }
    const key = `${level}:${name}`
    if (name === SO_ERROR.number) this.error = 0
    const bytes = this.#options.get(key) ?? SO_TYPE.codec.encode(known[key] ?? 0, key)
    value.set(bytes.subarray(0, value.length))
    return Math.min(bytes.length, value.length)
  }

  setsockopt(level: number, name: number, value: Uint8Array): number {
    this.#options.set(`${level}:${name}`, value.slice())
    if (name === SO_RCVLOWAT.number && this.queued > 0) this.raise(Edges.readable)
    return 0
  }

  getsockname(): Address | number {
    return this.name ?? { family: AF_UNIX }
  }

  getpeername(): Address | number {
    if (this.peer === null && this.#peerName === null) return -errno.ENOTCONN
    return this.#peerName ?? { family: AF_UNIX }
  }

  ioctl(request: number): number {
    if (request === SIOCATMARK) return 0
    if (request === SIOCINQ)
      return this.type === SOCK_STREAM ? this.queued : (this.inbox[0]?.bytes.length ?? 0)
    return this.peer?.queued ?? 0
  }
}

/** A socket of IPv6 that hears IPv4 too sees its addresses mapped: ipv6(7). */
function asSeenBy(family: number, address: Address): Address {
  if (family !== AF_INET6 || address.family !== AF_INET) return address
  return { family: AF_INET6, address: `::ffff:${address.address}`, port: address.port }
}

function scatter(bytes: Uint8Array, buffers: readonly Uint8Array[]): void {
  let offset = 0
  for (const buffer of buffers) {
    const part = bytes.subarray(offset, offset + buffer.length)
    buffer.set(part)
    offset += part.length
  }
}
