import { AsyncResource } from 'node:async_hooks'
import { addAbortSignal } from 'node:stream'
import { kernel } from '../kernel/kernel-stack.ts'
import { isSocketError, SocketError } from '../socket/errors.ts'
import { SO_LINGER } from '../socket/options/options.ts'
import { type Address, show } from '../socket/posix/addresses.ts'
import { SHUT_WR, SOCK_STREAM } from '../socket/posix/constants.ts'
import { errno } from '../socket/posix/errno.ts'
import { Socket } from '../socket/socket.ts'
import type { Stack } from '../socket/stack.ts'
import { type ConnectArguments, type ConnectTarget, connectTarget, targetOf } from './connect-target.ts'
import { DuplexEndpoint, type EndpointOptions, nodeName } from './duplex-endpoint.ts'
import { IdleTimer } from './idle-timer.ts'
import { openConnection } from './open-connection.ts'
import { sendTogether } from './send-together.ts'

export interface SocketDuplexOptions extends EndpointOptions {
  /** Destroys the stream when it aborts. */
  readonly signal?: AbortSignal | undefined
  /** Where connect() makes its socket: the kernel's network by default. */
  readonly stack?: Stack | undefined
}

/** Where to connect to, and how the stream behaves. */
export interface ConnectOptions extends ConnectTarget, SocketDuplexOptions {
  /** Milliseconds for setTimeout(). */
  readonly timeout?: number | undefined
}

type Callback = (error?: Error | null) => void

/** Node is given so many bytes at once when many come. */
const PIECE = 65536

/** What recvEach() is left with while the peer goes on. */
const ENOUGH = Symbol('enough for now')

/**
 * A Node stream over a stream socket, in the shape of net.Socket as far as libraries use it. toDuplex() makes one of
 * a connected socket, connectDuplex() one that connects, `new SocketDuplex()` one that somebody else connects.
 */
export class SocketDuplex extends DuplexEndpoint {
  bytesRead = 0
  /** Milliseconds that setTimeout() was given. */
  timeout: number | undefined
  readonly #stack: Stack
  /** That of its maker: listeners are not called in the one of whoever happened to read on. */
  readonly #context = new AsyncResource('SocketDuplex', { requireManualDestroy: true })
  /** Ends what connect() has under way. */
  #abandon: AbortController | null = null
  #receiving = false
  /** Node has room for more. */
  #wanted = false
  /** More came than Node is given at once. */
  #flooded = false
  #writing = false
  #bytesSent = 0
  readonly #idle = new IdleTimer()
  /** While a write waits: bytes in the system's queue when the idle time had last passed. */
  #queued = 0

  constructor(options: SocketDuplexOptions = {}) {
    super(options)
    this.#stack = options.stack ?? kernel
    this.on('end', refuseWrites)
    if (options.signal !== undefined) addAbortSignal(options.signal, this)
  }

  /** Around a connected socket; begins to receive. @internal */
  static over(socket: Socket, options?: SocketDuplexOptions): SocketDuplex {
    const duplex = new SocketDuplex(options)
    duplex.adopt(socket)
    duplex.prepare()
    duplex.read(0)
    return duplex
  }

  /** Connects as net.Socket does: 'lookup' for each address of a name, then 'connect' and 'ready', or 'error'. */
  connect(...args: ConnectArguments): this {
    const target = connectTarget(args)
    if (this.soquete !== null || this.connecting || this.destroyed)
      throw new SocketError(errno.EISCONN, 'connect', { reason: 'a stream connects once; make a new one' })
    const onConnect = args.findLast((argument) => typeof argument === 'function')
    if (onConnect !== undefined) this.once('connect', onConnect)
    this.connecting = true
    this.#idle.note()
    void this.#open(target)
    return this
  }

  async #open(target: ConnectTarget): Promise<void> {
    this.#abandon = new AbortController()
    try {
      await openConnection(this.#stack, target, {
        signal: this.#abandon.signal,
        onLookup: (host, error, address) => this.#tellLookup(host, error, address),
        onAttempt: (socket) => this.adopt(socket),
      })
      process.nextTick(() => this.#opened())
    } catch (error) {
      this.destroy(error as Error)
    }
  }

  /** In a tick of its own, as all that calls the program: what a listener throws must not become a rejection. */
  #tellLookup(host: string, error: unknown, found: Address | null): void {
    const { address, family } = found === null ? {} : nodeName(found)
    const version = family === undefined ? undefined : Number(family.at(-1))
    process.nextTick(() => this.emit('lookup', error, address, version, host))
  }

  #opened(): void {
    if (this.destroyed) return
    this.connecting = false
    this.#abandon = null
    this.#idle.note()
    this.prepare()
    this.emit('connect')
    this.emit('ready')
    if (this.#wanted) this._read()
    else if (!this.isPaused()) this.read(0)
  }

  override _read(): void {
    this.#wanted = true
    if (!this.#receiving && !this.pending) this.#context.runInAsyncScope(this.#receive, this)
  }

  /** What comes now and then is received in lent memory and copied; a flood is received where it stays. */
  #receive(): void {
    const socket = this.soquete!
    this.#receiving = true
    this.#flooded &&= socket.unread >= PIECE
    if (this.#flooded) {
      const room = Buffer.allocUnsafeSlow(PIECE)
      socket.recv(room).then((count) => this.#onFilled(room, count), this.#onStop)
    } else socket.recvEach(this.#use).then(this.#onEnd, this.#onStop)
  }

  readonly #use = (bytes: Uint8Array): void => {
    // Pieces as large as those of a flood: the memory of one will do for the next.
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.length <= PIECE ? bytes : bytes.subarray(at, at + PIECE)
      const copy = Buffer.allocUnsafe(piece.length)
      copy.set(piece)
      this.#give(copy)
    }
    this.#flooded = bytes.length > PIECE
    if (this.#flooded || !this.#wanted) throw ENOUGH
  }

  #onFilled(room: Buffer, count: number): void {
    if (count === 0) {
      this.#onEnd()
      return
    }
    this.#give(room.subarray(0, count))
    process.nextTick(this.#onStop, ENOUGH)
  }

  #give(bytes: Buffer): void {
    this.bytesRead += bytes.length
    this.#idle.note()
    try {
      this.#wanted = this.push(bytes)
    } catch (error) {
      // A listener's, not the connection's.
      process.nextTick(rethrow, error)
    }
  }

  readonly #onEnd = (): void => {
    this.push(null)
    this.read(0)
  }

  readonly #onStop = (reason: unknown): void => {
    this.#receiving = false
    if (this.destroyed) return
    if (reason !== ENOUGH) this.#fail(reason as Error)
    else if (this.#wanted) this.#receive()
  }

  /**
   * Between two events of a socket of node:net comes what was put off by setImmediate(). So must it here: TLS over the
   * stream that is about to close it anyway does not mind a reset then.
   */
  #fail(error: Error): void {
    if (this.#writing) this.destroy(error)
    else setImmediate(() => this.destroy(error))
  }

  override _write(chunk: Uint8Array, encoding: BufferEncoding, callback: Callback): void {
    if (this.connecting) this.#postpone(() => this._write(chunk, encoding, callback), callback)
    else if (this.pending) callback(closed())
    else this.#follow(this.soquete!.send(chunk), chunk.length, callback)
  }

  override _writev(chunks: { chunk: Uint8Array }[], callback: Callback): void {
    if (this.connecting) this.#postpone(() => this._writev(chunks, callback), callback)
    else if (this.pending) callback(closed())
    else this.#sendTogether(chunks, callback)
  }

  #sendTogether(chunks: readonly { chunk: Uint8Array }[], callback: Callback): void {
    const buffers = chunks.map(({ chunk }) => chunk)
    const length = buffers.reduce((sum, buffer) => sum + buffer.length, 0)
    this.#follow(sendTogether(this.soquete!, buffers, length), length, callback)
  }

  /** Until 'connect', or for ever when the stream closes before. */
  #postpone(write: () => void, callback: Callback): void {
    const giveUp = () => callback(closedEarly())
    this.once('close', giveUp)
    this.once('connect', () => {
      this.off('close', giveUp)
      write()
    })
  }

  /** A send that has completed at once costs no turn of the promises' queue. */
  #follow(sending: Promise<number>, length: number, callback: Callback): void {
    this.#idle.note()
    const done = () => {
      this.#bytesSent += length
      this.#writing = false
      callback()
    }
    if (this.soquete!.channel.turn.hasSettled(sending)) {
      done()
      return
    }
    this.#writing = true
    this.#queued = -1
    const failed = (error: Error) => process.nextTick(callback, this.destroyed ? canceled() : error)
    sending.then(() => process.nextTick(done), failed)
  }

  override _final(callback: Callback): void {
    if (this.connecting || this.soquete === null) {
      this.once('connect', () => this._final(callback))
      return
    }
    let failed: unknown = null
    try {
      this.soquete!.shutdown(SHUT_WR)
    } catch (error) {
      // The connection was reset, which is for whoever reads to learn; or a listener of 'connect' destroyed it.
      if (!isSocketError(error, 'ENOTCONN') && !this.destroyed) failed = error
    }
    // Not at once: whoever destroys the stream right after end() sees no 'finish', as in node:net.
    process.nextTick(callback, failed as Error | null)
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    // As in node:net, a stream that never was to be connected closes without one.
    const hadError = error !== null && (this.connecting || this.soquete !== null)
    this.connecting = false
    this.#idle.stop()
    this.#abandon?.abort()
    const tell = () => setImmediate(() => this.emit('close', hadError))
    Promise.resolve(this.soquete?.close()).then(tell, tell)
    callback(error)
  }

  /** Ends, and destroys the stream when all is written. */
  destroySoon(): void {
    if (this.writable) this.end()
    if (this.writableFinished) this.destroy()
    else this.once('finish', this.destroy)
  }

  /** Closes with a reset (RST), which throws away what is not sent yet and tells the peer so. TCP alone has it. */
  resetAndDestroy(): this {
    if (this.connecting) return this.once('connect', () => this.resetAndDestroy())
    if (this.pending) return this.destroy(closed())
    if (!this.isTcp) throw new TypeError('resetAndDestroy() is for TCP; any other socket ends by destroy()')
    this.soquete!.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
    return this.destroy()
  }

  /** Emits 'timeout' when nothing has come or gone for so many milliseconds; 0 ends that. */
  setTimeout(milliseconds: number, onTimeout?: () => void): this {
    if (typeof milliseconds !== 'number')
      throw new TypeError(`a timeout is a number of milliseconds, not ${show(milliseconds)}`)
    if (!(milliseconds >= 0)) throw new RangeError(`a timeout of ${milliseconds} ms is none; 0 ends it`)
    if (this.destroyed) return this
    this.timeout = milliseconds
    this.#idle.set(milliseconds, this.#onIdle)
    if (onTimeout === undefined) return this
    return milliseconds === 0 ? this.off('timeout', onTimeout) : this.once('timeout', onTimeout)
  }

  /** While a write waits its bytes may still be going, and the system's queue is not what it was. */
  readonly #onIdle = (): void => {
    const queued = this.#writing ? this.soquete!.unsent : this.#queued
    if (queued === this.#queued) {
      this.emit('timeout')
      return
    }
    this.#queued = queued
    this.#idle.note()
  }

  /** Bytes that were written, those included that still wait here. */
  get bytesWritten(): number {
    return this.#bytesSent + this.writableLength
  }
}

/** Node's stream over a connected stream socket, which from now on is the stream's alone to use and to close. */
export function toDuplex(socket: Socket, options?: SocketDuplexOptions): SocketDuplex {
  if (!(socket instanceof Socket)) throw new TypeError(`toDuplex() takes a Socket, not ${show(socket)}`)
  if (socket.type !== SOCK_STREAM) throw new TypeError('toDuplex() takes a stream socket: SOCK_STREAM')
  return SocketDuplex.over(socket, options)
}

/** A stream that connects, to an address or as net.connect() does: also good as `createConnection` of an http.Agent. */
export function connectDuplex(to: Address | ConnectOptions, onConnect?: () => void): SocketDuplex {
  const options: ConnectOptions = targetOf(to)
  const duplex = new SocketDuplex(options)
  if (options.timeout !== undefined) duplex.setTimeout(options.timeout)
  // The signal may have aborted already.
  return duplex.destroyed ? duplex : duplex.connect(options, undefined, onConnect)
}

/** The peer has ended, and no half is left open: as in net.Socket, a write that comes too late gets EPIPE. */
function refuseWrites(this: SocketDuplex): void {
  if (!this.allowHalfOpen) this.write = refusedWrite
}

function refusedWrite(this: SocketDuplex, chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
  const write = SocketDuplex.prototype.write as (...args: unknown[]) => boolean
  if (!this.writableEnded) return write.call(this, chunk, encoding, callback)
  const error = new SocketError(errno.EPIPE, 'send', { reason: 'the peer has ended the connection' })
  const told = typeof encoding === 'function' ? encoding : callback
  if (typeof told === 'function') process.nextTick(told as Callback, error)
  this.destroy(error)
  return false
}

/** What becomes of a write that waits when the stream is destroyed. */
function canceled(): SocketError {
  return new SocketError(errno.ECANCELED, 'send', {
    reason: 'the stream was destroyed while this was written',
  })
}

function closed(): Error {
  return failure('ERR_SOCKET_CLOSED', 'the socket is closed')
}

function closedEarly(): Error {
  return failure('ERR_SOCKET_CLOSED_BEFORE_CONNECTION', 'the socket was closed before it was connected')
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}

function rethrow(error: unknown): never {
  throw error
}
