import { BasicSocket } from './basic-socket.ts'
import { type ErrorDetails, SocketError } from './errors.ts'
import { connections, messages, pieces } from './iterating.ts'
import type { Call } from './lane.ts'
import {
  checkBuffers,
  type IncomingMessage,
  incoming,
  joinBuffers,
  type OutgoingMessage,
  type ReceivedFrom,
  type ReceivedMessage,
  type ReceiveOptions,
} from './message.ts'
import { type BatchOptions, checkSlots, checkVector, type MessageVector } from './message-vector.ts'
import { Control, type ControlMessage, checkControl } from './options/control.ts'
import { SO_OOBINLINE } from './options/options.ts'
import { type Address, checkAddress, show } from './posix/addresses.ts'
import { byteLengthOf, checkBytes, isBytes } from './posix/bytes.ts'
import { AF_UNIX, MSG_DONTWAIT, MSG_ERRQUEUE, MSG_OOB, MSG_WAITALL, SOCK_STREAM } from './posix/constants.ts'
import { errno } from './posix/errno.ts'
import { Edges, receivingEdge, type SocketPrimitives } from './primitives.ts'
import { AcceptCall, ExactRecvCall, RecvBytesCall, RecvCall, receiveBytes } from './reading.ts'
import { RecvEachCall } from './recv-each.ts'
import { RecvUntilCall, type RecvUntilOptions } from './recv-until.ts'
import { type MessageFailure, sendBatch } from './send-batch.ts'
import { type Handler, type ServeOptions, serve } from './serving.ts'
import { TryCall } from './try-call.ts'
import { checkFlags, checkWait, type WaitOptions } from './waiting.ts'
import { ConnectCall, SendCall, sendFirst } from './writing.ts'

/**
 * A socket, with the calls that POSIX gives it. Calls that wait in C return promises here; failures are SocketErrors.
 * Each direction is a first-come queue. Close every socket: close(), or `await using` where the runtime has it.
 */
export class Socket extends BasicSocket {
  /** The next connection: accept(2). Its peer's address is that connection's getpeername(). */
  accept(wait?: WaitOptions): Promise<Socket> {
    const { channel } = this
    try {
      checkWait(wait)
      const primitives = this.open('accept')
      if (this.#mayTry(Edges.readable) || !channel.accepts) {
        const accepted = primitives.accept()
        if (typeof accepted !== 'number') return Promise.resolve(this.#adopt(accepted))
        if (accepted !== -errno.EAGAIN) throw channel.error(accepted, 'accept')
        channel.accepts = true
      }
    } catch (error) {
      return Promise.reject(error)
    }
    const call = new AcceptCall(channel)
    return this.#hold(Edges.readable, call, 'accept', wait).then((primitives) => this.#adopt(primitives))
  }

  #adopt(primitives: SocketPrimitives): Socket {
    const socket = new Socket(primitives, this.family, this.type, this.protocol, this.channel.host)
    socket.channel.inherit(this.channel)
    return socket
  }

  /** accept() in a loop, a handler for each peer, who is closed when it ends. One peer's failure is that peer's. */
  serve(handler: Handler<Socket>, options: ServeOptions<Socket> = {}): Promise<void> {
    return serve(this, handler, options, this.channel.host.clock)
  }

  /**
   * Connects: connect(2). On a datagram socket it names the peer whose datagrams are sent and received; `null`
   * dissolves that.
   */
  async connect(address: Address | null, wait?: WaitOptions): Promise<void> {
    if (address !== null) checkAddress(address)
    checkWait(wait)
    const { channel } = this
    const primitives = this.open('connect')
    const result = primitives.connect(address)
    if (result >= 0) return
    const details = address === null ? {} : { target: address }
    if (address !== null && result === -errno.EINPROGRESS) {
      const call = new ConnectCall(channel, address)
      return channel.hold(this, Edges.writable, call, 'connect', false, wait)
    }
    if (result !== -errno.EAGAIN || this.family !== AF_UNIX) throw channel.error(result, 'connect', details)
    const again = () => channel.primitives.connect(address)
    const call = new TryCall<void>(channel, 'connect', again, () => undefined, details)
    return channel.hold(this, Edges.writable, call, 'connect', false, wait)
  }

  /**
   * Sends to the connected peer: send(2). Resolves with the count when all bytes of a stream were taken, or the whole
   * datagram; waiting is the backpressure.
   */
  send(bytes: Uint8Array, flags = 0, wait?: WaitOptions): Promise<number> {
    const { channel } = this
    if (!isBytes(bytes) || flags !== 0 || wait !== undefined || channel.closed) {
      return this.#sendSlowly('send', bytes, null, flags, wait)
    }
    let sent = 0
    if (channel.free(Edges.writable)) {
      const length = byteLengthOf(bytes)
      const count = channel.primitives.send(bytes, 0, length, 0, null)
      if (count === length || (count >= 0 && this.type !== SOCK_STREAM)) return channel.turn.settle(count)
      if (count >= 0) sent = count
      else if (count !== -errno.EAGAIN) return Promise.reject(channel.error(count, 'send'))
    }
    const call = new SendCall(channel, bytes, sent, 0, null, this.type === SOCK_STREAM)
    return this.#hold(Edges.writable, call, 'send', undefined)
  }

  /** Sends a datagram to an address: sendto(2). */
  sendto(bytes: Uint8Array, to: Address, flags = 0, wait?: WaitOptions): Promise<number> {
    return this.#sendSlowly('sendto', bytes, to, flags, wait)
  }

  async #sendSlowly(
    syscall: string,
    bytes: Uint8Array,
    to: Address | null,
    flags: number,
    wait: WaitOptions | undefined,
    control: readonly ControlMessage[] = [],
  ): Promise<number> {
    checkBytes(bytes, 'what is sent')
    if (to !== null) checkAddress(to)
    checkFlags(flags)
    checkWait(wait)
    const { channel } = this
    const primitives = this.open(syscall)
    let sent = 0
    const dontWait = (flags & MSG_DONTWAIT) !== 0
    if (channel.free(Edges.writable) || dontWait) {
      const length = byteLengthOf(bytes)
      const idle = channel.idle(Edges.writable)
      const count = idle ? sendFirst(primitives, bytes, flags, to, control) : -errno.EAGAIN
      const whole = count === length || this.type !== SOCK_STREAM || dontWait
      if (count >= 0 && whole) return channel.turn.settle(count)
      if (count >= 0) sent = count
      else if (count !== -errno.EAGAIN || dontWait)
        throw channel.error(count, syscall, to === null ? {} : { target: to })
    }
    const call = new SendCall(channel, bytes, sent, flags, to, this.type === SOCK_STREAM, control)
    return this.#hold(Edges.writable, call, syscall, wait)
  }

  /**
   * Receives: recv(2). Given a buffer it resolves with the count, given a length with so many bytes at most, in an
   * array of their own. 0 bytes are the end of a stream. MSG_WAITALL: exactly so many, or fewer at the end (0 bytes
   * at once, where C would wait for the next one). MSG_OOB waits for an urgent byte.
   */
  recv(into: Uint8Array, flags?: number, wait?: WaitOptions): Promise<number>
  recv(length: number, flags?: number, wait?: WaitOptions): Promise<Uint8Array>
  recv(into: Uint8Array | number, flags = 0, wait?: WaitOptions): Promise<number | Uint8Array> {
    const { channel } = this
    if (!isBytes(into) || flags !== 0 || wait !== undefined || channel.closed) {
      if (typeof into === 'number') return this.#recvLength(into, flags, wait)
      return this.#recvSlowly(into, flags, wait)
    }
    if (this.#mayTry(Edges.readable)) {
      const count = channel.primitives.recv(into, 0, byteLengthOf(into), 0)
      if (count >= 0) return Promise.resolve(count)
      if (count !== -errno.EAGAIN) return Promise.reject(channel.error(count, 'recv'))
    }
    return this.#hold(Edges.readable, new RecvCall(channel, into), 'recv', undefined)
  }

  /**
   * Receives until the stream ends, and hands over each piece as it comes. The bytes are lent: they are good until
   * what `use` gives has settled, and then serve the next one. No memory is held while nothing comes; nothing is
   * received while `use` runs, which is the backpressure. For streams.
   */
  recvEach(use: (bytes: Uint8Array) => unknown, wait?: WaitOptions): Promise<void> {
    try {
      if (typeof use !== 'function') throw new TypeError(`recvEach() takes a function, not ${show(use)}`)
      checkWait(wait)
      this.#checkStream()
      return new RecvEachCall(this.channel, this, use, wait).start()
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * Receives exactly so many bytes of a stream, into an array of their own or into a buffer, which it resolves with.
   * `null`: the stream had ended before the first of them. When it ends later, it rejects with ENODATA, and the
   * error's `data` holds what came. Cut short, it leaves the bytes in the socket, as far as that can hold them.
   */
  async recvExactly(into: Uint8Array | number, wait?: WaitOptions): Promise<Uint8Array | null> {
    this.#checkStream()
    if (typeof into !== 'number') {
      const count = await this.recv(into, MSG_WAITALL, wait)
      return wholeOrNull(into.subarray(0, count), byteLengthOf(into))
    }
    return wholeOrNull(await this.recv(into, MSG_WAITALL, wait), into)
  }

  /**
   * Receives up to a delimiter, a byte or several, and never a byte beyond it; the result ends before it, or with
   * `includeDelimiter` behind it. `null`: the stream had ended before the first byte. When it ends without the
   * delimiter, it rejects with ENODATA, and the error's `data` holds what came. More than `max` bytes reject with
   * EMSGSIZE and stay in the socket, and so do those of a call that is cut; what did not fit there is in the error's
   * `data`.
   */
  recvUntil(delimiter: Uint8Array | number, options: RecvUntilOptions = {}): Promise<Uint8Array | null> {
    const { channel } = this
    try {
      const call = new RecvUntilCall(channel, this.family, delimiter, options)
      this.#checkStream()
      const tried = this.#mayTry(Edges.readable)
      if (tried && call.attempt(false)) return call.promise
      return channel.hold(this, Edges.readable, call, 'recv', !tried, options)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * `for await (const bytes of socket)`: a stream piece by piece, as it comes, until it ends. Nothing is received ahead
   * of the loop, so that leaving it loses nothing; the socket stays open. Messages: see messages().
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array> {
    this.#checkStream()
    return pieces(this)
  }

  /** `for await (const { data, from } of socket.messages())`: until the socket is closed. `wait` is for each. */
  messages(wait?: WaitOptions): AsyncIterableIterator<ReceivedFrom> {
    checkWait(wait)
    this.open('recvmsg')
    if (this.type === SOCK_STREAM) throw this.channel.error(-errno.EOPNOTSUPP, 'recvmsg', NO_MESSAGES)
    return messages(this, wait)
  }

  /**
   * `for await (const peer of listener.connections())`: until the listener is closed. Each connection is the loop's
   * to close. See serve() for many at a time.
   */
  connections(wait?: WaitOptions): AsyncIterableIterator<Socket> {
    checkWait(wait)
    this.open('accept')
    return connections(this, wait)
  }

  #checkStream(): void {
    this.open('recv')
    if (this.type !== SOCK_STREAM) throw this.channel.error(-errno.EOPNOTSUPP, 'recv', NO_STREAM)
  }

  #recvLength(length: number, flags: number, wait: WaitOptions | undefined): Promise<Uint8Array> {
    const { channel } = this
    if (flags !== 0 || wait !== undefined || channel.closed || !isLength(length)) {
      return this.#recvLengthSlowly(length, flags, wait)
    }
    if (this.#mayTry(Edges.readable)) {
      const received = receiveBytes(channel, length, 0)
      if (typeof received !== 'number') return Promise.resolve(received)
      if (received !== -errno.EAGAIN) return Promise.reject(channel.error(received, 'recv'))
    }
    const call = new RecvBytesCall(channel, length)
    return this.#hold(Edges.readable, call, 'recv', undefined)
  }

  async #recvLengthSlowly(length: number, flags: number, wait: WaitOptions | undefined): Promise<Uint8Array> {
    checkLength(length)
    checkFlags(flags)
    checkWait(wait)
    const { channel } = this
    this.open('recv')
    if ((flags & MSG_WAITALL) !== 0 && this.#waitsForAll(flags)) {
      const bytes = new Uint8Array(length)
      const count = await this.#recvSlowly(bytes, flags, wait)
      return count < length ? bytes.subarray(0, count) : bytes
    }
    let bytes: Uint8Array = new Uint8Array(0)
    const recv = () => {
      const received = receiveBytes(channel, length, flags & ~MSG_WAITALL)
      if (typeof received === 'number') return received
      bytes = received
      return 0
    }
    await this.#receive('recv', flags, wait, recv)
    return bytes
  }

  async #recvSlowly(into: Uint8Array, flags: number, wait: WaitOptions | undefined): Promise<number> {
    checkBytes(into, 'a buffer')
    checkFlags(flags)
    checkWait(wait)
    const { channel } = this
    const primitives = this.open('recv')
    if ((flags & MSG_WAITALL) !== 0 && this.#waitsForAll(flags)) {
      if (byteLengthOf(into) === 0) return 0
      const call = new ExactRecvCall(channel, into, flags & ~MSG_WAITALL, this.family)
      const tried = this.#mayTry(Edges.readable)
      if (tried && call.attempt(false)) return call.promise
      return channel.hold(this, Edges.readable, call, 'recv', !tried, wait)
    }
    const recv = () => primitives.recv(into, 0, byteLengthOf(into), flags & ~MSG_WAITALL)
    return this.#receive('recv', flags, wait, recv)
  }

  #waitsForAll(flags: number): boolean {
    return this.type === SOCK_STREAM && (flags & (MSG_OOB | MSG_ERRQUEUE | MSG_DONTWAIT)) === 0
  }

  /**
   * C answers EINVAL as long as no urgent byte is announced, and leaves it to poll(2) to wait for one. Here recv()
   * waits, unless the byte would come in line, or the stream has ended.
   */
  #waitsForUrgent(flags: number): boolean {
    const asked = (flags & MSG_OOB) !== 0 && (flags & MSG_DONTWAIT) === 0 && this.type === SOCK_STREAM
    return asked && !this.getsockopt(SO_OOBINLINE)
  }

  #untilUrgent(recv: () => number): () => number {
    return () => {
      const count = recv()
      const ended = (this.channel.ready & Edges.ended) !== 0
      return count === -errno.EINVAL && !ended ? -errno.EAGAIN : count
    }
  }

  /** Receives with the sender's address: recvfrom(2). */
  async recvfrom(into: Uint8Array | number, flags = 0, wait?: WaitOptions): Promise<ReceivedFrom> {
    if (typeof into === 'number') checkLength(into)
    const data = typeof into === 'number' ? new Uint8Array(into) : into
    checkBytes(data, 'a buffer')
    const message = incoming([data], NOTHING_BESIDE)
    const length = await this.#recvMessage(message, flags, wait, 'recvfrom')
    return { data: data.subarray(0, length), from: message.from }
  }

  /**
   * Receives one message into the buffers, one after the other, with what stands beside it: recvmsg(2). Descriptors
   * come only when `options.descriptors` says how many are welcome.
   */
  async recvmsg(
    buffers: Uint8Array | readonly Uint8Array[],
    flags = 0,
    options?: ReceiveOptions,
  ): Promise<ReceivedMessage> {
    const message = incoming(checkBuffers(buffers), options)
    const length = await this.#recvMessage(message, flags, options, 'recvmsg')
    return { length, from: message.from, flags: message.flags, control: new Control(message.control) }
  }

  async #recvMessage(
    message: IncomingMessage,
    flags: number,
    wait: WaitOptions | undefined,
    syscall: string,
  ): Promise<number> {
    checkFlags(flags)
    checkWait(wait)
    const primitives = this.open(syscall)
    return this.#receive(syscall, flags, wait, () => primitives.recvmsg(message, flags & ~MSG_WAITALL))
  }

  /** Receives as many messages as there are, at least one: recvmmsg(2). */
  async recvmmsg(vector: MessageVector, flags = 0, wait?: WaitOptions): Promise<number> {
    checkVector(vector)
    checkFlags(flags)
    checkWait(wait)
    const primitives = this.open('recvmmsg')
    return this.#receive('recvmmsg', flags, wait, () => primitives.recvmmsg(vector, flags))
  }

  #receive(
    syscall: string,
    flags: number,
    wait: WaitOptions | undefined,
    primitive: () => number,
  ): Promise<number> {
    const dontWait = (flags & MSG_DONTWAIT) !== 0
    const patient = this.#waitsForUrgent(flags) ? this.#untilUrgent(primitive) : primitive
    return this.#attempt(receivingEdge(flags), syscall, dontWait, wait, patient, {})
  }

  /** Sends one message: sendmsg(2). Resolves as send() does. */
  async sendmsg(message: OutgoingMessage, flags = 0, wait?: WaitOptions): Promise<number> {
    if (typeof message !== 'object' || message === null)
      throw new TypeError(`a message is an object with buffers, not ${show(message)}`)
    const buffers = checkBuffers(message.buffers)
    const to = message.to ?? null
    if (to !== null) checkAddress(to)
    const control = checkControl(message.control)
    checkFlags(flags)
    checkWait(wait)
    const details = to === null ? {} : { target: to }
    const primitives = this.open('sendmsg')
    const dontWait = (flags & MSG_DONTWAIT) !== 0
    // On a stream a message has no borders: what one call does not take, the next one must.
    if (this.type === SOCK_STREAM && !dontWait)
      return this.#sendSlowly('sendmsg', joinBuffers(buffers), to, flags, wait, control)
    const send = () => primitives.sendmsg({ buffers, to, control }, flags)
    return this.#attempt(Edges.writable, 'sendmsg', dontWait, wait, send, details)
  }

  /**
   * Sends `count` messages of a vector, from slot `options.start` on: sendmmsg(2). Resolves with how many were taken,
   * at least one: it stops at a message that fails, and rejects with its error when that is the first.
   */
  async sendmmsg(vector: MessageVector, count?: number, flags = 0, options?: BatchOptions): Promise<number> {
    const range = checkSlots(vector, count, options?.start)
    const wait = options
    checkFlags(flags)
    checkWait(wait)
    const primitives = this.open('sendmmsg')
    const dontWait = (flags & MSG_DONTWAIT) !== 0
    const send = () => primitives.sendmmsg(vector, range.start, range.count, flags)
    return this.#attempt(Edges.writable, 'sendmmsg', dontWait, wait, send, {})
  }

  /**
   * Sends the first `count` messages of a vector, and goes on behind one that fails. Resolves, when all have been
   * tried, with those that failed; rejects when the socket or the wait ends.
   */
  sendBatch(
    vector: MessageVector,
    count: number = vector.count,
    flags = 0,
    wait?: WaitOptions,
  ): Promise<MessageFailure[]> {
    return sendBatch(count, (start, left) => this.sendmmsg(vector, left, flags, { ...wait, start }))
  }

  /**
   * First in the lane, something may be there, and the budget lets it. Sending does not ask the budget before it
   * tries, so that what was sent is sent when close() follows; it then settles a turn later.
   */
  #mayTry(edge: number): boolean {
    return this.channel.free(edge) && this.channel.turn.draw()
  }

  #attempt(
    edge: number,
    syscall: string,
    dontWait: boolean,
    wait: WaitOptions | undefined,
    primitive: () => number,
    details: ErrorDetails,
  ): Promise<number> {
    const { channel } = this
    const sending = edge === Edges.writable
    if ((sending ? channel.free(edge) : this.#mayTry(edge)) || dontWait) {
      const count = channel.idle(edge) ? primitive() : -errno.EAGAIN
      if (count >= 0) return sending ? channel.turn.settle(count) : Promise.resolve(count)
      if (count !== -errno.EAGAIN || dontWait) return Promise.reject(channel.error(count, syscall, details))
    }
    const call = new TryCall(channel, syscall, primitive, (count) => count, details)
    return this.#hold(edge, call, syscall, wait)
  }

  #hold<Result>(
    edge: number,
    call: Call<Result>,
    syscall: string,
    wait: WaitOptions | undefined,
  ): Promise<Result> {
    const { channel } = this
    return channel.hold(this, edge, call, syscall, (channel.ready & edge) !== 0, wait)
  }
}

/** recvfrom() takes no ancillary data. */
const NOTHING_BESIDE: ReceiveOptions = { control: 0 }
const NO_STREAM = { reason: 'this socket receives messages, not a stream of bytes; see messages()' }
const NO_MESSAGES = { reason: 'this socket receives a stream of bytes, not messages' }

/** What recvExactly() gives of so many bytes. */
function wholeOrNull(bytes: Uint8Array, length: number): Uint8Array | null {
  const count = bytes.length
  if (count === length) return bytes
  if (count === 0) return null
  const reason = `the stream ended after ${count} of ${length} bytes`
  throw new SocketError(errno.ENODATA, 'recv', { reason, bytesTransferred: count, data: bytes.slice() })
}

function checkLength(length: number): void {
  if (!isLength(length))
    throw new RangeError(`length ${length} is not a whole number from 0 to 2,147,483,647`)
}

function isLength(length: number): boolean {
  return Number.isInteger(length) && length >= 0 && length <= 0x7fffffff
}
