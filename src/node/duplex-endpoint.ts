import { Duplex } from 'node:stream'
import { option, type SocketOption } from '../socket/options/option.ts'
import { int } from '../socket/options/option-values.ts'
import { SO_KEEPALIVE, TCP_NODELAY } from '../socket/options/options.ts'
import { type Address, isInternetAddress } from '../socket/posix/addresses.ts'
import { AF_INET, AF_INET6, IPPROTO_TCP } from '../socket/posix/constants.ts'
import type { Socket } from '../socket/socket.ts'
import { calledByTls } from './read-by-tls.ts'

/** How the stream behaves: as options of net.Socket of the same names. */
export interface EndpointOptions {
  /** When the peer has ended its direction, ours stays open until end(). */
  readonly allowHalfOpen?: boolean | undefined
  /** Bytes that may wait in each direction before writers and the peer are held back. */
  readonly highWaterMark?: number | undefined
  readonly noDelay?: boolean | undefined
  readonly keepAlive?: boolean | undefined
  /** Milliseconds of idleness before the first probe. */
  readonly keepAliveInitialDelay?: number | undefined
}

/** An address as node:net shows it; empty where it shows none, as of a Unix socket. */
export interface NodeName {
  readonly address?: string
  readonly family?: 'IPv4' | 'IPv6'
  readonly port?: number
}

/** Seconds of idleness before the first probe: tcp(7). */
const TCP_KEEPIDLE = option('TCP_KEEPIDLE', IPPROTO_TCP, 4, int)

/** What a stream over a socket is and what is set on it. SocketDuplex adds what moves bytes. */
export class DuplexEndpoint extends Duplex {
  connecting = false
  /** The socket below; null until connect() makes it. */
  protected soquete: Socket | null = null
  #referenced = true
  #noDelay: boolean
  #keepAlive: boolean
  #keepAliveDelay: number
  #ownName: NodeName | null = null
  #peerName: NodeName | null = null
  /** TLS reads this stream, and closes it when its own reader has had everything: net.Socket leaves that to it too. */
  #readByTls = false
  /** Both directions have ended; from now on whoever destroys the stream means it. */
  #ended = false

  constructor(options: EndpointOptions) {
    const { allowHalfOpen = false, highWaterMark, keepAliveInitialDelay = 0 } = options
    super({ allowHalfOpen, emitClose: false, ...(highWaterMark === undefined ? {} : { highWaterMark }) })
    this.#noDelay = options.noDelay ?? false
    this.#keepAlive = options.keepAlive ?? false
    this.#keepAliveDelay = keepAliveInitialDelay
  }

  override on(event: string | symbol, listener: Parameters<Duplex['on']>[1]): this {
    if (event === 'data' && !this.#readByTls) this.#readByTls = calledByTls()
    return super.on(event, listener)
  }

  override destroy(error?: Error | null): this {
    const endsByItself = this.#readByTls && !this.#ended && this.readableEnded && this.writableFinished
    if (endsByItself && !error) {
      this.#ended = true
      return this
    }
    return super.destroy(error ?? undefined)
  }

  /** The socket that is used from now on, or that is tried next. */
  protected adopt(socket: Socket): void {
    this.soquete = socket
    if (!this.#referenced) socket.unref()
  }

  /** Sets on a connected socket what was asked for before. */
  protected prepare(): void {
    if (this.#noDelay) this.#set(TCP_NODELAY, true)
    if (this.#keepAlive) this.#applyKeepAlive()
  }

  setNoDelay(on = true): this {
    this.#noDelay = on
    this.#set(TCP_NODELAY, on)
    return this
  }

  /** `initialDelay`: milliseconds of idleness before the first probe; 0 leaves what the system has. */
  setKeepAlive(on = false, initialDelay = 0): this {
    this.#keepAlive = on
    this.#keepAliveDelay = initialDelay
    this.#applyKeepAlive()
    return this
  }

  #applyKeepAlive(): void {
    this.#set(SO_KEEPALIVE, this.#keepAlive)
    const seconds = Math.floor(this.#keepAliveDelay / 1000)
    if (this.#keepAlive && seconds > 0) this.#set(TCP_KEEPIDLE, seconds)
  }

  /** These are TCP's: on other sockets, as in node:net, they do nothing. */
  #set<Value>(tcpOption: SocketOption<Value>, value: Value): void {
    if (!this.pending && this.isTcp) this.soquete!.setsockopt(tcpOption, value)
  }

  protected get isTcp(): boolean {
    return this.soquete?.family === AF_INET || this.soquete?.family === AF_INET6
  }

  /** Waiting for bytes to come or go keeps the process alive (the default). */
  ref(): this {
    this.#referenced = true
    this.soquete?.ref()
    return this
  }

  unref(): this {
    this.#referenced = false
    this.soquete?.unref()
    return this
  }

  /** Not connected: not yet, or not any more. */
  get pending(): boolean {
    return this.connecting || this.soquete === null || this.soquete.closed
  }

  get readyState(): 'opening' | 'open' | 'readOnly' | 'writeOnly' | 'closed' {
    if (this.connecting) return 'opening'
    if (this.readable) return this.writable ? 'open' : 'readOnly'
    return this.writable ? 'writeOnly' : 'closed'
  }

  /** The socket's own name. */
  address(): NodeName {
    this.#ownName ??= this.#ask((socket) => socket.getsockname())
    return this.#ownName ?? {}
  }

  /** Once asked for it is known for good. */
  #peer(): NodeName {
    this.#peerName ??= this.#ask((socket) => socket.getpeername())
    return this.#peerName ?? {}
  }

  #ask(name: (socket: Socket) => Address): NodeName | null {
    if (this.pending) return null
    try {
      return nodeName(name(this.soquete!))
    } catch {
      return null // The connection is gone, and its name with it.
    }
  }

  get localAddress(): string | undefined {
    return this.address().address
  }

  get localPort(): number | undefined {
    return this.address().port
  }

  get localFamily(): string | undefined {
    return this.address().family
  }

  get remoteAddress(): string | undefined {
    return this.#peer().address
  }

  get remotePort(): number | undefined {
    return this.#peer().port
  }

  get remoteFamily(): string | undefined {
    return this.#peer().family
  }
}

export function nodeName(address: Address): NodeName {
  if (!isInternetAddress(address)) return {}
  const family = address.family === AF_INET ? 'IPv4' : 'IPv6'
  return { address: address.address, family, port: address.port }
}
