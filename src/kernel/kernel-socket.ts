import type { IncomingMessage, OutgoingMessage } from '../socket/message.ts'
import type { MessageVector } from '../socket/message-vector.ts'
import { type Address, formatAddress } from '../socket/posix/addresses.ts'
import { byteLengthOf } from '../socket/posix/bytes.ts'
import {
  AF_INET,
  AF_INET6,
  AF_PACKET,
  AF_UNIX,
  MSG_DONTWAIT,
  MSG_FASTOPEN,
  MSG_NOSIGNAL,
  MSG_ZEROCOPY,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_SOCKET,
} from '../socket/posix/constants.ts'
import { errno } from '../socket/posix/errno.ts'
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE } from '../socket/posix/sockaddr.ts'
import {
  type DetachedSocket,
  type EdgeSink,
  Edges,
  receivingEdge,
  type SocketPrimitives,
} from '../socket/primitives.ts'
import type { KernelThread } from './kernel-thread.ts'
import {
  EPOLLERR,
  EPOLLHUP,
  EPOLLIN,
  EPOLLOUT,
  EPOLLPRI,
  EPOLLRDHUP,
  F_GETFL,
  F_SETFL,
  MSG_CMSG_CLOEXEC,
  O_NONBLOCK,
  SO_COOKIE,
  SOCK_FILTER_SIZE,
  SOCK_FPROG,
} from './layout.ts'
import { closeAtOnce } from './ledger.ts'
import { givesProgram, takesAddress, takesProgram } from './option-memory.ts'
import { takeControl } from './received-control.ts'
import { Retry } from './retry.ts'

const ALL_EDGES = Edges.readable | Edges.writable | Edges.urgent | Edges.errorQueue

/** What goes beside its messages has addresses in it, of memory for remote access: none of a caller's go there. */
const AF_RDS = 21

/** An array of up to so many bytes may live inside V8's heap, and costs a microsecond to get an address. */
const SMALL = 64

/** A descriptor of the Linux kernel. Every call answers at once: the descriptor never blocks. */
export class KernelSocket implements SocketPrimitives {
  fd: number
  ready: number = ALL_EDGES
  readonly family: number
  readonly type: number
  readonly #thread: KernelThread
  #sink: EdgeSink | null = null
  #slot = -1
  #keepingAlive = false
  #retry: Retry | null = null
  /**
   * A short read of a plain TCP stream has emptied it, unless its end, an error or urgent data may stand behind: then
   * (these event bits stay set) only EAGAIN tells.
   */
  #shortReadEmpties: boolean
  /**
   * The descriptor was somebody else's, and may block, or may be made to by those who share it. Sending and receiving
   * never do (MSG_DONTWAIT), so its mode is left alone until accept() or connect(), which have no such flag.
   */
  readonly #shared: boolean
  /** MSG_FASTOPEN found no cookie of the server: the connection is under way, and takes no bytes along. */
  #opening = false

  constructor(thread: KernelThread, fd: number, family: number, type: number, shared = false) {
    this.#thread = thread
    this.fd = fd
    this.family = family
    this.type = type
    this.#shortReadEmpties = type === SOCK_STREAM && (family === AF_INET || family === AF_INET6)
    this.#shared = shared
    thread.ledger.add(fd)
  }

  watch(sink: EdgeSink): void {
    this.#sink = sink
  }

  heldBy(holder: object): void {
    // Without a token to unregister by: a socket that was closed in time is passed over when its holder goes.
    this.#thread.dropped.register(holder, this)
  }

  arm(): void {
    if (this.#slot !== -1 || this.fd === -1) return
    const slot = this.#thread.reactor.add(this)
    if (slot >= 0) this.#slot = slot
    else this.#retryLater(Edges.readable | Edges.writable)
  }

  keepAlive(waiting: boolean): void {
    if (this.#keepingAlive === waiting) return
    this.#keepingAlive = waiting
    this.#thread.reactor.keepAlive(waiting)
  }

  /** @internal Called by the reactor. */
  onEvents(events: number): void {
    let edges = 0
    if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) !== 0) edges |= Edges.readable
    // A Unix datagram that a full peer refused frees its memory, and that alone gives the next edge: only the timer's
    // counts then, or sender and kernel would spin.
    const out = this.#retry?.pending ? 0 : EPOLLOUT
    if ((events & (out | EPOLLHUP | EPOLLERR)) !== 0) edges |= Edges.writable
    if ((events & (EPOLLPRI | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) !== 0) edges |= Edges.urgent
    if ((events & (EPOLLERR | EPOLLHUP)) !== 0) edges |= Edges.errorQueue
    if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR | EPOLLPRI)) !== 0) {
      this.#shortReadEmpties = false
      if ((events & (EPOLLRDHUP | EPOLLHUP)) !== 0) this.ready |= Edges.ended
    }
    this.ready |= edges
    this.#sink?.edge(edges)
  }

  /** The error of the call that has just failed, negative; -EAGAIN clears the hint. */
  #failed(edge: number): number {
    const number = this.#thread.libc.errno()
    if (number === errno.EAGAIN) this.ready &= ~edge
    return -number
  }

  bind(address: Address): number {
    const { libc, sockaddr } = this.#thread
    const length = encodeSockaddr(address, sockaddr)
    return libc.bind(this.fd, sockaddr, length) < 0 ? -libc.errno() : 0
  }

  listen(backlog: number): number {
    const { libc } = this.#thread
    return libc.listen(this.fd, backlog) < 0 ? -libc.errno() : 0
  }

  accept(): KernelSocket | number {
    const { libc } = this.#thread
    if (this.#shared) this.#setBlocking(false)
    const fd = libc.accept4(this.fd, null, null, SOCK_NONBLOCK | SOCK_CLOEXEC)
    if (fd < 0) return this.#failed(Edges.readable)
    return new KernelSocket(this.#thread, fd, this.family, this.type)
  }

  connect(address: Address | null): number {
    const { libc, sockaddr } = this.#thread
    if (this.#shared) this.#setBlocking(false)
    const length = encodeSockaddr(address, sockaddr)
    if (libc.connect(this.fd, sockaddr, length) === 0) return 0
    const result = this.#failed(Edges.writable)
    if (result === -errno.EAGAIN && this.family === AF_UNIX) this.#retryLater(Edges.writable)
    if (result === -errno.EINPROGRESS || result === -errno.EALREADY)
      this.ready &= ~(Edges.readable | Edges.writable)
    return result
  }

  send(bytes: Uint8Array, offset: number, length: number, flags: number, to: Address | null): number {
    const { libc, sockaddr, small } = this.#thread
    if (this.#opening && (flags & MSG_FASTOPEN) !== 0) {
      flags &= ~MSG_FASTOPEN
      to = null
    }
    // MSG_ZEROCOPY sends from where the bytes are, and later: never from memory that the next call uses.
    const copied = length <= SMALL && (flags & MSG_ZEROCOPY) === 0
    if (copied && to === null) return this.#sendSmall(bytes, offset, length, flags)
    let view = part(bytes, offset, length)
    if (copied) {
      small.set(view)
      view = small
    }
    const allFlags = flags | MSG_NOSIGNAL | MSG_DONTWAIT
    const size = Math.min(length, byteLengthOf(view))
    const count =
      to === null
        ? libc.send(this.fd, view, size, allFlags)
        : libc.sendto(this.fd, view, size, allFlags, sockaddr, encodeSockaddr(to, sockaddr))
    return count < 0 ? this.#sendFailed(to !== null) : count
  }

  /** The most frequent of all calls: its memory is ours and stays where it is, so its address is known. */
  #sendSmall(bytes: Uint8Array, offset: number, length: number, flags: number): number {
    const { libc, small, smallAddress } = this.#thread
    small.set(part(bytes, offset, length))
    const count = libc.sendFrom(this.fd, smallAddress, length, flags | MSG_NOSIGNAL | MSG_DONTWAIT)
    return count < 0 ? this.#sendFailed(false) : count
  }

  /**
   * Full peers of a Unix datagram socket that is not connected give no edge when they have room again, nor does the full
   * queue of an interface, for which a raw or packet socket has ENOBUFS.
   */
  #sendFailed(addressed: boolean): number {
    const result = this.#failed(Edges.writable)
    if (result === -errno.EINPROGRESS) {
      this.#opening = true
      this.ready &= ~Edges.writable
      return -errno.EAGAIN
    }
    if (result === -errno.ENOBUFS && (this.type === SOCK_RAW || this.family === AF_PACKET)) {
      this.ready &= ~Edges.writable
      this.#retryLater(Edges.writable)
      return -errno.EAGAIN
    }
    if (result === -errno.EAGAIN && this.family === AF_UNIX && this.type === SOCK_DGRAM && addressed)
      this.#retryLater(Edges.writable)
    return result
  }

  #retryLater(edges: number): void {
    this.#retry ??= new Retry(this.#thread, (again) => {
      this.arm()
      this.ready |= again
      this.#sink?.edge(again)
    })
    this.#retry.schedule(edges)
  }

  recv(bytes: Uint8Array, offset: number, length: number, flags: number): number {
    const { libc, small } = this.#thread
    const copied = length <= SMALL
    const view = copied ? small : part(bytes, offset, length)
    const size = Math.min(length, byteLengthOf(view))
    const count = libc.recv(this.fd, view, size, flags | MSG_DONTWAIT)
    if (count < 0) return this.#receiveFailed(flags)
    this.#thread.reactor.received += count
    if (copied && count > 0) bytes.set(small.subarray(0, Math.min(count, length)), offset)
    if (this.#shortReadEmpties && count < size && flags === 0 && count > 0) this.ready &= ~Edges.readable
    return count
  }

  #receiveFailed(flags: number): number {
    return this.#failed(receivingEdge(flags))
  }

  sendmsg(message: OutgoingMessage, flags: number): number {
    const { libc, header } = this.#thread
    if (this.family === AF_RDS && (message.control?.length ?? 0) > 0) return -errno.EFAULT
    const bytes = header.send(message)
    if (bytes === null) return -errno.ENOBUFS
    const count = libc.sendmsg(this.fd, bytes, flags | MSG_NOSIGNAL | MSG_DONTWAIT)
    return count < 0 ? this.#sendFailed(message.to != null) : count
  }

  /** Only Unix sockets receive descriptors, and packet sockets refuse the flag for them. */
  get #messageFlags(): number {
    return this.family === AF_UNIX ? MSG_DONTWAIT | MSG_CMSG_CLOEXEC : MSG_DONTWAIT
  }

  recvmsg(message: IncomingMessage, flags: number): number {
    const { libc, header } = this.#thread
    const bytes = header.receive(message)
    const count = libc.recvmsg(this.fd, bytes, flags | this.#messageFlags)
    if (count < 0) return this.#receiveFailed(flags)
    header.read(message)
    if (header.controlLength > 0) takeControl(this.#thread, message)
    return count
  }

  sendmmsg(vector: MessageVector, start: number, count: number, flags: number): number {
    const { libc } = this.#thread
    const messages = this.#thread.headersOf(vector)
    if (messages.detached || this.family === AF_RDS) return -errno.EFAULT
    const bytes = messages.send(start, count)
    if (bytes === null) return -errno.ENOBUFS
    const sent = libc.sendmmsg(this.fd, bytes, count, flags | MSG_NOSIGNAL | MSG_DONTWAIT)
    return sent < 0 ? this.#sendFailed(vector.nameLengths[start] !== 0) : sent
  }

  recvmmsg(vector: MessageVector, flags: number): number {
    const { libc } = this.#thread
    const messages = this.#thread.headersOf(vector)
    if (messages.detached) return -errno.EFAULT
    const bytes = messages.receive()
    const count = libc.recvmmsg(this.fd, bytes, vector.count, flags | this.#messageFlags, null)
    if (count < 0) return this.#receiveFailed(flags)
    messages.read(count)
    return count
  }

  shutdown(how: number): number {
    const { libc } = this.#thread
    return libc.shutdown(this.fd, how) < 0 ? -libc.errno() : 0
  }

  close(): number {
    const fd = this.release()
    if (fd === -1) return -errno.EBADF
    return this.#thread.libc.close(fd) < 0 ? -this.#thread.libc.errno() : 0
  }

  /** For the report that it was dropped. */
  describe(): string {
    const name = this.getsockname()
    const where = typeof name === 'number' ? '' : `, ${formatAddress(name)}`
    return `The socket with descriptor ${this.fd}${where}`
  }

  /** Closes a socket that nobody holds any more. */
  drop(): void {
    const fd = this.release()
    if (fd !== -1) closeAtOnce(fd)
  }

  /** Gives the descriptor away: no events, no record of it; what comes after is the caller's. -1: it was closed. */
  release(): number {
    const { fd } = this
    if (fd === -1) return -1
    if (this.#slot !== -1) this.#thread.reactor.remove(this.#slot)
    this.#slot = -1
    this.#retry?.cancel()
    this.keepAlive(false)
    this.#thread.ledger.remove(fd)
    this.fd = -1
    return fd
  }

  getsockopt(level: number, name: number, value: Uint8Array): number {
    const { libc, length } = this.#thread
    const size = byteLengthOf(value)
    const unit = givesProgram(level, name) ? SOCK_FILTER_SIZE : 1
    const room = size <= SMALL ? this.#thread.small : value
    // Some options read what stands there before they write.
    if (room !== value) room.set(value)
    length.set(Math.floor(size / unit))
    if (libc.getsockopt(this.fd, level, name, room, length.bytes) < 0) return -libc.errno()
    const written = Math.min(length.get() * unit, size)
    if (room !== value) value.set(room.subarray(0, written))
    return written
  }

  setsockopt(level: number, name: number, value: Uint8Array): number {
    const { libc, small } = this.#thread
    if (takesProgram(level, name)) return this.#setProgram(level, name, value)
    if (takesAddress(level, name)) return -errno.EFAULT
    const size = byteLengthOf(value)
    const room = size <= SMALL ? small : value
    if (room !== value) small.set(value)
    return libc.setsockopt(this.fd, level, name, room, size) < 0 ? -libc.errno() : 0
  }

  #setProgram(level: number, name: number, instructions: Uint8Array): number {
    const { libc, program } = this.#thread
    const pointing = program.of(instructions)
    if (pointing === null) return -errno.EINVAL
    return libc.setsockopt(this.fd, level, name, pointing, SOCK_FPROG.size) < 0 ? -libc.errno() : 0
  }

  getsockname(): Address | number {
    return this.#name('getsockname')
  }

  getpeername(): Address | number {
    return this.#name('getpeername')
  }

  #name(call: 'getsockname' | 'getpeername'): Address | number {
    const { libc, length, sockaddr } = this.#thread
    length.set(SOCKADDR_SIZE)
    if (libc[call](this.fd, sockaddr, length.bytes) < 0) return -libc.errno()
    return decodeSockaddr(sockaddr, 0, length.get()) ?? -errno.EAFNOSUPPORT
  }

  ioctl(request: number): number {
    const { libc, length } = this.#thread
    return libc.ioctl(this.fd, request, length.bytes) < 0 ? -libc.errno() : length.get()
  }

  detach(blocking: boolean): DetachedSocket | number {
    const cookie = cookieOf(this.#thread, this.fd)
    if (cookie === null) return -errno.ENOTSOCK
    if (blocking) this.#setBlocking(true)
    return { fd: this.release(), cookie }
  }

  /** The mode belongs to the open description, which other processes may share. */
  #setBlocking(yes: boolean): void {
    const { libc } = this.#thread
    const flags = libc.fcntl(this.fd, F_GETFL, 0)
    const wanted = yes ? flags & ~O_NONBLOCK : flags | O_NONBLOCK
    if (wanted !== flags) libc.fcntl(this.fd, F_SETFL, wanted)
  }
}

/** So many bytes of a view from an offset on: the view itself where that is all of it. */
function part(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  return length === bytes.byteLength ? bytes : bytes.subarray(offset, offset + length)
}

/** The address that a descriptor is bound to; null when it is no socket, or of a family that is not known here. */
export function nameOf(thread: KernelThread, fd: number): Address | null {
  const { libc, length, sockaddr } = thread
  length.set(SOCKADDR_SIZE)
  return libc.getsockname(fd, sockaddr, length.bytes) < 0 ? null : decodeSockaddr(sockaddr, 0, length.get())
}

/** What tells a socket from every other since the machine was started: SO_COOKIE; null when it is no socket. */
export function cookieOf(thread: KernelThread, fd: number): bigint | null {
  const { libc, length } = thread
  const bytes = new Uint8Array(128)
  length.set(8)
  if (libc.getsockopt(fd, SOL_SOCKET, SO_COOKIE, bytes, length.bytes) < 0) return null
  return new DataView(bytes.buffer).getBigUint64(0, true)
}
