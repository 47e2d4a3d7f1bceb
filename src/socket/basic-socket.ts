import { Channel, type ChannelHost } from './channel.ts'
import { closeLingering } from './closing.ts'
import { type ErrorDetails, SocketError } from './errors.ts'
import { getOption, getRawOption, noticeAll, setOption, setRawOption } from './option-calls.ts'
import type { SocketOption } from './options/options.ts'
import { type Address, checkAddress, show } from './posix/addresses.ts'
import {
  AF_UNIX,
  SHUT_RD,
  SHUT_RDWR,
  SIOCATMARK,
  SIOCINQ,
  SIOCOUTQ,
  SOCK_STREAM,
  SOMAXCONN,
} from './posix/constants.ts'
import { errno } from './posix/errno.ts'
import type { DetachedSocket, SocketPrimitives } from './primitives.ts'

/** What a socket is and what is set on it: the calls that never wait. Socket adds those that do. */
export class BasicSocket {
  readonly family: number
  /** SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET. */
  readonly type: number
  readonly protocol: number
  /** @internal */
  readonly channel: Channel
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
    this.channel = new Channel(primitives, host)
    primitives.heldBy?.(this)
  }

  /** The descriptor's number; -1 once it is closed, and on stacks that have none. */
  get fd(): number {
    return this.channel.primitives.fd ?? -1
  }

  get closed(): boolean {
    return this.channel.closed
  }

  /** Gives the socket its local address: bind(2). Port 0 lets the system choose; getsockname() tells. */
  bind(address: Address): void {
    checkAddress(address)
    this.check(this.open('bind').bind(address), 'bind', { target: address })
  }

  /** Makes the socket a listener: listen(2). `backlog` connections at most wait for accept(). */
  listen(backlog: number = SOMAXCONN): void {
    if (!Number.isInteger(backlog) || backlog < 0)
      throw new RangeError(`backlog is a whole number from 0 on, not ${show(backlog)}`)
    this.check(this.open('listen').listen(Math.min(backlog, 0x7fffffff)), 'listen')
  }

  /** Ends one direction or both: shutdown(2). SHUT_WR tells the peer that the stream ends. */
  shutdown(how: number): void {
    if (!Number.isInteger(how) || how < SHUT_RD || how > SHUT_RDWR)
      throw new RangeError(`how is SHUT_RD, SHUT_WR or SHUT_RDWR, not ${show(how)}`)
    this.check(this.open('shutdown').shutdown(how), 'shutdown')
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
    if (internetStream && channel.shared) noticeAll(channel)
    const { linger } = channel.limits
    if (linger > 0 && internetStream) return closeLingering(this, linger)
    channel.primitives.close()
    return Promise.resolve()
  }

  /**
   * Gives the socket away: to a thread of this process, say, whose adopt() takes it. It is closed here, but not below:
   * who is given the descriptor closes it. Refused with EBUSY while a call waits. `blocking` clears O_NONBLOCK, as
   * another program expects of a descriptor that it inherits.
   */
  detach({ blocking = false }: { readonly blocking?: boolean } = {}): DetachedSocket {
    if (typeof blocking !== 'boolean') throw new TypeError(`blocking is true or false, not ${show(blocking)}`)
    const primitives = this.open('detach')
    if (this.channel.busy) throw this.channel.error(-errno.EBUSY, 'detach', { reason: 'a call waits on it' })
    const detached = primitives.detach?.(blocking) ?? -errno.EOPNOTSUPP
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
    this.open('getsockopt')
    try {
      if (typeof option === 'number') return getRawOption(this.channel, option, name, length)
      return getOption(this.channel, option)
    } catch (error) {
      throw noteOption(error, option, name, undefined)
    }
  }

  /** Sets an option: setsockopt(2), by its descriptor, or by level and number as bytes. */
  setsockopt<Value>(option: SocketOption<Value>, value: Value): void
  setsockopt(level: number, name: number, value: Uint8Array): void
  setsockopt<Value>(option: SocketOption<Value> | number, value: Value | number, bytes?: Uint8Array): void {
    this.open('setsockopt')
    try {
      if (typeof option === 'number') setRawOption(this.channel, option, value, bytes)
      else setOption(this.channel, option, value as Value)
    } catch (error) {
      throw noteOption(error, option, value, bytes)
    }
  }

  /** The socket's own address: getsockname(2). */
  getsockname(): Address {
    const name = this.open('getsockname').getsockname()
    if (typeof name === 'number') throw this.channel.error(name, 'getsockname')
    return name
  }

  /** The connected peer's address: getpeername(2). */
  getpeername(): Address {
    const name = this.open('getpeername').getpeername()
    if (typeof name === 'number') throw this.channel.error(name, 'getpeername')
    return name
  }

  /** Bytes received and not read yet (of a datagram socket: those of the next datagram): SIOCINQ. */
  get unread(): number {
    return this.check(this.open('ioctl').ioctl(SIOCINQ), 'ioctl')
  }

  /** Bytes sent and not acknowledged yet (of a datagram socket: not yet gone out): SIOCOUTQ. */
  get unsent(): number {
    return this.check(this.open('ioctl').ioctl(SIOCOUTQ), 'ioctl')
  }

  /** Does the next byte to read stand at the urgent mark? sockatmark(3). */
  sockatmark(): boolean {
    return this.check(this.open('ioctl').ioctl(SIOCATMARK), 'ioctl') !== 0
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

  /** The primitives, unless the socket is closed. */
  protected open(syscall: string): SocketPrimitives {
    if (this.channel.closed) throw this.channel.closedError(syscall)
    return this.channel.primitives
  }

  protected check(result: number, syscall: string, details?: ErrorDetails): number {
    if (result < 0) throw this.channel.error(result, syscall, details)
    return result
  }
}

/** Lets an error know which option it is about: a descriptor and its value, or a level, a number and bytes. */
function noteOption(
  error: unknown,
  option: SocketOption<unknown> | number,
  second: unknown,
  third: unknown,
): unknown {
  if (!(error instanceof SocketError)) return error
  if (typeof option === 'number')
    error.note({ option: { level: option, number: second as number, value: third } })
  else
    error.note({ option: { level: option.level, number: option.number, name: option.name, value: second } })
  return error
}
