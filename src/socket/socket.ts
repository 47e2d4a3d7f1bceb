import { type Address, checkAddress, show } from './addresses.ts'
import { checkBytes } from './bytes.ts'
import { Channel, type ChannelHost, checkFlags, checkWait, type WaitOptions } from './channel.ts'
import { closeLingering } from './closing.ts'
import {
  AF_UNIX,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  MSG_OOB,
  MSG_WAITALL,
  SHUT_RD,
  SHUT_RDWR,
  SIOCATMARK,
  SIOCINQ,
  SIOCOUTQ,
  SOCK_STREAM,
  SOMAXCONN,
} from './constants.ts'
import { errno } from './errno.ts'
import type { ErrorDetails } from './errors.ts'
import type { Call, Lane } from './lane.ts'
import {
  checkBuffers,
  type IncomingMessage,
  joinBuffers,
  type OutgoingMessage,
  type ReceivedFrom,
  type ReceivedMessage,
} from './message.ts'
import { checkVector, type MessageVector } from './message-vector.ts'
import { getOption, getRawOption, setOption, setRawOption } from './option-calls.ts'
import type { SocketOption } from './options.ts'
import { type DetachedSocket, Edges, type SocketPrimitives } from './primitives.ts'
import { AcceptCall, ExactRecvCall, RecvCall } from './reading.ts'
import { type Handler, type ServeOptions, serve } from './serving.ts'
import { TryCall } from './try-call.ts'
import { ConnectCall, SendCall } from './writing.ts'

/**
 * A socket, with the calls that POSIX gives it. Calls that wait in C return promises here; failures are SocketErrors.
 * Each direction is a first-come queue. Close every socket: close(), or `await using` where the runtime has it.
 */
export class Socket {
  readonly family: number
  /** SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET. */
  readonly type: number
  readonly protocol: number
  /** @internal */
  readonly channel: Channel
  readonly #host: ChannelHost
  #closing: Promise<void> | null = null

  /** @internal */
  constructor(
    primitives: SocketPrimitives,
    family: number,
    type: number,
    protocol: number,
    host: ChannelHost,
  ) {
    this.family = family
    this.type = type
    this.protocol = protocol
    this.#host = host
    this.channel = new Channel(primitives, host)
    primitives.heldBy?.(this)
  }

  get closed(): boolean {
    return this.channel.closed
  }

  /** Gives the socket its local address: bind(2). Port 0 lets the system choose; getsockname() tells. */
  bind(address: Address): void {
    checkAddress(address)
    this.#check(this.#primitives('bind').bind(address), 'bind', { target: address })
  }

  /** Makes the socket a listener: listen(2). `backlog` connections at most wait for accept(). */
  listen(backlog: number = SOMAXCONN): void {
    if (!Number.isInteger(backlog) || backlog < 0)
      throw new RangeError(`backlog is a whole number from 0 on, not ${show(backlog)}`)
    this.#check(this.#primitives('listen').listen(Math.min(backlog, 0x7fffffff)), 'listen')
  }

  /** The next connection: accept(2). Its peer's address is that connection's getpeername(). */
  async accept(wait?: WaitOptions): Promise<Socket> {
    checkWait(wait)
    const { channel } = this
    const primitives = this.#primitives('accept')
    if (this.#mayTry(channel.reading, Edges.readable)) {
      const accepted = primitives.accept()
      if (typeof accepted !== 'number') return this.#adopt(accepted)
      if (accepted !== -errno.EAGAIN) throw channel.error(accepted, 'accept')
    }
    const call = new AcceptCall(channel, (fresh) => this.#adopt(fresh))
    return this.#hold(channel.reading, Edges.readable, call, 'accept', wait)
  }

  #adopt(primitives: SocketPrimitives): Socket {
    return new Socket(primitives, this.family, this.type, this.protocol, this.#host)
  }

  /** accept() in a loop, a handler for each peer, who is closed when it ends. One peer's failure is that peer's. */
  serve(handler: Handler<Socket>, options: ServeOptions<Socket> = {}): Promise<void> {
    return serve(this, handler, options, this.#host.clock)
  }

  /**
   * Connects: connect(2). On a datagram socket it names the peer whose datagrams are sent and received; `null`
   * dissolves that.
   */
  async connect(address: Address | null, wait?: WaitOptions): Promise<void> {
    if (address !== null) checkAddress(address)
    checkWait(wait)
    const { channel } = this
    const primitives = this.#primitives('connect')
    const result = primitives.connect(address)
    if (result >= 0) return
    const details = address === null ? {} : { target: address }
    if (address !== null && result === -errno.EINPROGRESS) {
      const call = new ConnectCall(channel, address)
      return channel.hold(this, channel.writing, call, 'connect', false, wait, channel.sendLimit)
    }
    if (result !== -errno.EAGAIN || this.family !== AF_UNIX) throw channel.error(result, 'connect', details)
    const again = () => channel.primitives.connect(address)
    const call = new TryCall<void>(channel, 'connect', again, () => undefined, details)
    return channel.hold(this, channel.writing, call, 'connect', false, wait, channel.sendLimit)
  }

  /**
   * Sends to the connected peer: send(2). Resolves with the count when all bytes of a stream were taken, or the whole
   * datagram; waiting is the backpressure.
   */
  send(bytes: Uint8Array, flags = 0, wait?: WaitOptions): Promise<number> {
    const { channel } = this
    const { writing } = channel
    if (!(bytes instanceof Uint8Array) || flags !== 0 || wait !== undefined || channel.closed) {
      return this.#sendSlowly(bytes, null, flags, wait)
    }
    let sent = 0
    if (writing.idle && (channel.ready & Edges.writable) !== 0) {
      const { length } = bytes
      const count = channel.primitives.send(bytes, 0, length, 0, null)
      if (count === length || (count >= 0 && this.type !== SOCK_STREAM)) return channel.turn.settle(count)
      if (count >= 0) sent = count
      else if (count !== -errno.EAGAIN) return Promise.reject(channel.error(count, 'send'))
    }
    const call = new SendCall(channel, bytes, sent, 0, null, this.type === SOCK_STREAM)
    return this.#hold(writing, Edges.writable, call, 'send', undefined)
  }

  /** Sends a datagram to an address: sendto(2). */
  sendto(bytes: Uint8Array, to: Address, flags = 0, wait?: WaitOptions): Promise<number> {
    return this.#sendSlowly(bytes, to, flags, wait)
  }

  async #sendSlowly(
    bytes: Uint8Array,
    to: Address | null,
    flags: number,
    wait: WaitOptions | undefined,
  ): Promise<number> {
    checkBytes(bytes, 'what is sent')
    if (to !== null) checkAddress(to)
    checkFlags(flags)
    checkWait(wait)
    const { channel } = this
    const syscall = to === null ? 'send' : 'sendto'
    const primitives = this.#primitives(syscall)
    const { writing } = channel
    let sent = 0
    const dontWait = (flags & MSG_DONTWAIT) !== 0
    if ((writing.idle && (channel.ready & Edges.writable) !== 0) || dontWait) {
      const count = writing.idle ? primitives.send(bytes, 0, bytes.length, flags, to) : -errno.EAGAIN
      const whole = count === bytes.length || this.type !== SOCK_STREAM || dontWait
      if (count >= 0 && whole) return channel.turn.settle(count)
      if (count >= 0) sent = count
      else if (count !== -errno.EAGAIN || dontWait)
        throw channel.error(count, syscall, to === null ? {} : { target: to })
    }
    const call = new SendCall(channel, bytes, sent, flags, to, this.type === SOCK_STREAM)
    return this.#hold(writing, Edges.writable, call, syscall, wait)
  }

  /**
   * Receives: recv(2). Given a buffer it resolves with the count, given a length with so many bytes at most, in an
   * array of their own. 0 bytes are the end of a stream. MSG_WAITALL: exactly so many, or fewer at the end.
   */
  recv(into: Uint8Array, flags?: number, wait?: WaitOptions): Promise<number>
  recv(length: number, flags?: number, wait?: WaitOptions): Promise<Uint8Array>
  recv(into: Uint8Array | number, flags = 0, wait?: WaitOptions): Promise<number | Uint8Array> {
    const { channel } = this
    const { reading } = channel
    if (!(into instanceof Uint8Array) || flags !== 0 || wait !== undefined || channel.closed) {
      if (typeof into === 'number') return this.#recvLength(into, flags, wait)
      return this.#recvSlowly(into, flags, wait)
    }
    if (this.#mayTry(reading, Edges.readable)) {
      const count = channel.primitives.recv(into, 0, into.byteLength, 0)
      if (count >= 0) return Promise.resolve(count)
      if (count !== -errno.EAGAIN) return Promise.reject(channel.error(count, 'recv'))
    }
    return this.#hold(reading, Edges.readable, new RecvCall(channel, into, 0), 'recv', undefined)
  }

  async #recvLength(length: number, flags: number, wait: WaitOptions | undefined): Promise<Uint8Array> {
    if (!Number.isInteger(length) || length < 0 || length > 0x7fffffff)
      throw new RangeError(`length ${length} is not a whole number from 0 to 2,147,483,647`)
    const { scratch } = this.#host
    const { channel } = this
    const plain = (flags & ~MSG_DONTWAIT) === 0 && wait === undefined && !channel.closed
    if (plain && length <= scratch.length && this.#mayTry(channel.reading, Edges.readable)) {
      const count = channel.primitives.recv(scratch, 0, length, flags)
      if (count >= 0) return scratch.slice(0, count)
      if (count !== -errno.EAGAIN) throw channel.error(count, 'recv')
    }
    const bytes = new Uint8Array(length)
    const count = await this.#recvSlowly(bytes, flags, wait)
    return count < length ? bytes.subarray(0, count) : bytes
  }

  async #recvSlowly(into: Uint8Array, flags: number, wait: WaitOptions | undefined): Promise<number> {
    checkBytes(into, 'a buffer')
    checkFlags(flags)
    checkWait(wait)
    const { channel } = this
    const primitives = this.#primitives('recv')
    if ((flags & MSG_WAITALL) !== 0 && this.#waitsForAll(flags)) {
      const call = new ExactRecvCall(channel, into, flags & ~MSG_WAITALL, this.family)
      const tried = this.#mayTry(channel.reading, Edges.readable)
      if (tried && call.attempt(false)) return call.promise
      return channel.hold(this, channel.reading, call, 'recv', !tried, wait, channel.receiveLimit)
    }
    return this.#receive('recv', flags, wait, () => {
      return primitives.recv(into, 0, into.byteLength, flags & ~MSG_WAITALL)
    })
  }

  #waitsForAll(flags: number): boolean {
    return this.type === SOCK_STREAM && (flags & (MSG_OOB | MSG_ERRQUEUE | MSG_DONTWAIT)) === 0
  }

  /** Receives with the sender's address: recvfrom(2). */
  async recvfrom(into: Uint8Array | number, flags = 0, wait?: WaitOptions): Promise<ReceivedFrom> {
    const data = typeof into === 'number' ? new Uint8Array(into) : into
    checkBytes(data, 'a buffer')
    const message: IncomingMessage = { buffers: [data], from: null, flags: 0 }
    const length = await this.#recvMessage(message, flags, wait, 'recvfrom')
    return { data: data.subarray(0, length), from: message.from }
  }

  /** Receives one message into the buffers, one after the other: recvmsg(2). */
  async recvmsg(
    buffers: Uint8Array | readonly Uint8Array[],
    flags = 0,
    wait?: WaitOptions,
  ): Promise<ReceivedMessage> {
    const message = { buffers: checkBuffers(buffers), from: null, flags: 0 }
    const length = await this.#recvMessage(message, flags, wait, 'recvmsg')
    return { length, from: message.from, flags: message.flags }
  }

  async #recvMessage(
    message: IncomingMessage,
    flags: number,
    wait: WaitOptions | undefined,
    syscall: string,
  ): Promise<number> {
    checkFlags(flags)
    checkWait(wait)
    const primitives = this.#primitives(syscall)
    return this.#receive(syscall, flags, wait, () => primitives.recvmsg(message, flags & ~MSG_WAITALL))
  }

  /** Receives as many messages as there are, at least one: recvmmsg(2). */
  async recvmmsg(vector: MessageVector, flags = 0, wait?: WaitOptions): Promise<number> {
    checkVector(vector)
    checkFlags(flags)
    checkWait(wait)
    const primitives = this.#primitives('recvmmsg')
    return this.#receive('recvmmsg', flags, wait, () => primitives.recvmmsg(vector, flags))
  }

  #receive(
    syscall: string,
    flags: number,
    wait: WaitOptions | undefined,
    primitive: () => number,
  ): Promise<number> {
    const { channel } = this
    const dontWait = (flags & MSG_DONTWAIT) !== 0
    let lane = channel.reading
    let edge: number = Edges.readable
    if ((flags & MSG_ERRQUEUE) !== 0) {
      lane = channel.errorQueue
      edge = Edges.errorQueue
    } else if ((flags & MSG_OOB) !== 0) {
      lane = channel.urgent
      edge = Edges.urgent
    }
    return this.#attempt(lane, edge, syscall, dontWait, wait, primitive, {})
  }

  /** Sends one message: sendmsg(2). Resolves as send() does. */
  async sendmsg(message: OutgoingMessage, flags = 0, wait?: WaitOptions): Promise<number> {
    if (typeof message !== 'object' || message === null)
      throw new TypeError(`a message is an object with buffers, not ${show(message)}`)
    const buffers = checkBuffers(message.buffers)
    const to = message.to ?? null
    if (to !== null) checkAddress(to)
    checkFlags(flags)
    checkWait(wait)
    const details = to === null ? {} : { target: to }
    const primitives = this.#primitives('sendmsg')
    const dontWait = (flags & MSG_DONTWAIT) !== 0
    const { writing } = this.channel
    // On a stream a message has no borders: what one call does not take, the next one must.
    if (this.type === SOCK_STREAM && !dontWait) return this.#sendSlowly(joinBuffers(buffers), to, flags, wait)
    const send = () => primitives.sendmsg({ buffers, to }, flags)
    return this.#attempt(writing, Edges.writable, 'sendmsg', dontWait, wait, send, details)
  }

  /** Sends the first `count` messages of a vector: sendmmsg(2). Resolves with how many were taken, at least one. */
  async sendmmsg(
    vector: MessageVector,
    count: number = vector.count,
    flags = 0,
    wait?: WaitOptions,
  ): Promise<number> {
    checkVector(vector)
    if (!Number.isInteger(count) || count < 0 || count > vector.count)
      throw new RangeError(`count ${show(count)} is not a whole number from 0 to ${vector.count}`)
    checkFlags(flags)
    checkWait(wait)
    const primitives = this.#primitives('sendmmsg')
    const dontWait = (flags & MSG_DONTWAIT) !== 0
    const send = () => primitives.sendmmsg(vector, count, flags)
    return this.#attempt(this.channel.writing, Edges.writable, 'sendmmsg', dontWait, wait, send, {})
  }

  /** Ends one direction or both: shutdown(2). SHUT_WR tells the peer that the stream ends. */
  shutdown(how: number): void {
    if (!Number.isInteger(how) || how < SHUT_RD || how > SHUT_RDWR)
      throw new RangeError(`how is SHUT_RD, SHUT_WR or SHUT_RDWR, not ${show(how)}`)
    this.#check(this.#primitives('shutdown').shutdown(how), 'shutdown')
  }

  /**
   * Closes: close(2). Calls that wait reject with EBADF at once. With a positive SO_LINGER the promise resolves when
   * the peer has acknowledged everything, or after those seconds with a reset. Closing twice is closing once.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  #close(): Promise<void> {
    const { channel } = this
    if (channel.busy) channel.keepsAlive = false
    channel.closed = true
    channel.closeLanes()
    const internetStream = this.type === SOCK_STREAM && this.family !== AF_UNIX
    if (channel.lingerSeconds > 0 && internetStream) return closeLingering(channel, channel.lingerSeconds)
    channel.primitives.close()
    return Promise.resolve()
  }

  /**
   * Gives the socket away: to a thread of this process, say, whose adopt() takes it. It is closed here, but not below.
   * Refused with EBUSY while a call waits.
   */
  detach(): DetachedSocket {
    const primitives = this.#primitives('detach')
    if (this.channel.busy) throw this.channel.error(-errno.EBUSY, 'detach', { reason: 'a call waits on it' })
    const detached = primitives.detach?.() ?? -errno.EOPNOTSUPP
    if (typeof detached === 'number') throw this.channel.error(detached, 'detach')
    this.channel.closed = true
    return detached
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** An option's value: getsockopt(2), by its descriptor, or by level and number as bytes. */
  getsockopt<Value>(option: SocketOption<Value>): Value
  getsockopt(level: number, name: number, length: number): Uint8Array
  getsockopt<Value>(
    option: SocketOption<Value> | number,
    name?: number,
    length?: number,
  ): Value | Uint8Array {
    this.#primitives('getsockopt')
    if (typeof option === 'number') return getRawOption(this.channel, option, name, length)
    return getOption(this.channel, option)
  }

  /** Sets an option: setsockopt(2), by its descriptor, or by level and number as bytes. */
  setsockopt<Value>(option: SocketOption<Value>, value: Value): void
  setsockopt(level: number, name: number, value: Uint8Array): void
  setsockopt<Value>(option: SocketOption<Value> | number, value: Value | number, bytes?: Uint8Array): void {
    this.#primitives('setsockopt')
    if (typeof option === 'number') setRawOption(this.channel, option, value, bytes)
    else setOption(this.channel, option, value as Value)
  }

  /** The socket's own address: getsockname(2). */
  getsockname(): Address {
    const name = this.#primitives('getsockname').getsockname()
    if (typeof name === 'number') throw this.channel.error(name, 'getsockname')
    return name
  }

  /** The connected peer's address: getpeername(2). */
  getpeername(): Address {
    const name = this.#primitives('getpeername').getpeername()
    if (typeof name === 'number') throw this.channel.error(name, 'getpeername')
    return name
  }

  /** Bytes received and not read yet (of a datagram socket: those of the next datagram): SIOCINQ. */
  get unread(): number {
    return this.#check(this.#primitives('ioctl').ioctl(SIOCINQ), 'ioctl')
  }

  /** Bytes sent and not acknowledged yet (of a datagram socket: not yet gone out): SIOCOUTQ. */
  get unsent(): number {
    return this.#check(this.#primitives('ioctl').ioctl(SIOCOUTQ), 'ioctl')
  }

  /** Does the next byte to read stand at the urgent mark? sockatmark(3). */
  sockatmark(): boolean {
    return this.#check(this.#primitives('ioctl').ioctl(SIOCATMARK), 'ioctl') !== 0
  }

  /** Calls that wait keep the process alive (the default). */
  ref(): this {
    this.channel.keepsAlive = true
    return this
  }

  /** Calls that wait do not keep the process alive. */
  unref(): this {
    this.channel.keepsAlive = false
    return this
  }

  /**
   * First in the lane, something may be there, and the budget lets it. Sending does not ask the budget before it
   * tries, so that what was sent is sent when close() follows; it then settles a turn later.
   */
  #mayTry(lane: Lane, edge: number): boolean {
    const { channel } = this
    return lane.idle && (channel.ready & edge) !== 0 && channel.turn.draw()
  }

  #attempt(
    lane: Lane,
    edge: number,
    syscall: string,
    dontWait: boolean,
    wait: WaitOptions | undefined,
    primitive: () => number,
    details: ErrorDetails,
  ): Promise<number> {
    const { channel } = this
    const writing = lane === channel.writing
    const free = writing ? lane.idle && (channel.ready & edge) !== 0 : this.#mayTry(lane, edge)
    if (free || dontWait) {
      const count = lane.idle ? primitive() : -errno.EAGAIN
      if (count >= 0) return writing ? channel.turn.settle(count) : Promise.resolve(count)
      if (count !== -errno.EAGAIN || dontWait) return Promise.reject(channel.error(count, syscall, details))
    }
    const call = new TryCall(channel, syscall, primitive, (count) => count, details)
    return this.#hold(lane, edge, call, syscall, wait)
  }

  #hold<Result>(
    lane: Lane,
    edge: number,
    call: Call<Result>,
    syscall: string,
    wait: WaitOptions | undefined,
  ): Promise<Result> {
    const { channel } = this
    const untried = (channel.ready & edge) !== 0
    const limit = edge === Edges.writable ? channel.sendLimit : channel.receiveLimit
    return channel.hold(this, lane, call, syscall, untried, wait, limit)
  }

  #primitives(syscall: string): SocketPrimitives {
    if (this.channel.closed) throw this.channel.closedError(syscall)
    return this.channel.primitives
  }

  #check(result: number, syscall: string, details?: ErrorDetails): number {
    if (result < 0) throw this.channel.error(result, syscall, details)
    return result
  }
}
