import { isSocketError } from './errors.ts'
import { SO_LINGER } from './options/options.ts'
import { show } from './posix/addresses.ts'
import { SHUT_RD, SHUT_WR, SOCK_STREAM } from './posix/constants.ts'
import { errno } from './posix/errno.ts'
import { Socket } from './socket.ts'

/** Both directions of a connection, as the web has them: https://streams.spec.whatwg.org. */
export interface WebStreams {
  /** A byte stream. */
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>
  readonly writable: WritableStream<Uint8Array>
}

/**
 * Hands a connection over to a pair of web streams, which close it when both have ended. Reading: nothing is received
 * before it is asked for, and a BYOB reader has it received into its own buffer; the stream's end closes; cancelling
 * is shutdown(SHUT_RD). Writing: a write ends when all its bytes were taken, which is the backpressure; closing is
 * shutdown(SHUT_WR); aborting resets the connection (SO_LINGER of 0 seconds), so that the peer does not take what it
 * has for all. A connection that breaks while it is read ends both.
 */
export function toWebStreams(socket: Socket): WebStreams {
  if (!(socket instanceof Socket)) throw new TypeError(`toWebStreams() takes a Socket, not ${show(socket)}`)
  if (socket.closed) throw socket.channel.closedError('recv')
  if (socket.type !== SOCK_STREAM) {
    const reason = 'this socket carries messages, and web streams carry bytes'
    throw socket.channel.error(-errno.EOPNOTSUPP, 'recv', { reason })
  }
  const { readable, writable } = new Bridge(socket)
  return { readable, writable }
}

/** Bytes received at a time when the reader brings no buffer. */
const PIECE = 65536

class Bridge {
  readonly readable: WebStreams['readable']
  readonly writable: WebStreams['writable']
  readonly #socket: Socket
  #reader!: ReadableByteStreamController
  #writer!: WritableStreamDefaultController
  #reading = true
  #writing: 'open' | 'ended' | 'failed' = 'open'

  constructor(socket: Socket) {
    this.#socket = socket
    const source = {
      type: 'bytes',
      start: (controller: ReadableByteStreamController) => {
        this.#reader = controller
      },
      pull: (controller: ReadableByteStreamController) => this.#pull(controller),
      cancel: () => this.#cancel(),
    } as const
    this.readable = new ReadableStream(source, { highWaterMark: 0 }) as WebStreams['readable']
    this.writable = new WritableStream<Uint8Array>({
      start: (controller) => {
        this.#writer = controller
        // abort() below is called only when the write under way has ended, and that may wait for the peer.
        const { signal } = controller as WritableStreamDefaultController & { readonly signal: AbortSignal }
        signal.addEventListener('abort', () => this.#reset(signal.reason), { once: true })
      },
      write: (bytes) => this.#write(bytes),
      close: () => this.#close(),
      abort: (reason) => this.#reset(reason),
    })
  }

  async #pull(controller: ReadableByteStreamController): Promise<void> {
    const request = controller.byobRequest
    const view = request?.view as Uint8Array | null | undefined
    try {
      if (request === null || view == null) {
        const bytes = await this.#socket.recv(PIECE)
        if (!this.#reading) return
        if (bytes.length > 0) controller.enqueue(bytes)
        else this.#endReading(controller)
      } else {
        const count = await this.#socket.recv(view)
        if (!this.#reading) return
        if (count === 0) this.#endReading(controller)
        request.respond(count)
      }
    } catch (error) {
      if (!this.#reading) return
      this.#breakOff(error)
    }
  }

  #endReading(controller: ReadableByteStreamController): void {
    this.#reading = false
    controller.close()
    void this.#closeWhenEnded()
  }

  #cancel(): Promise<void> {
    this.#reading = false
    try {
      this.#socket.shutdown(SHUT_RD)
    } catch {
      // The peer is gone, or the program has closed the socket: nothing more will be read anyway.
    }
    return this.#closeWhenEnded()
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      await this.#socket.send(bytes)
    } catch (error) {
      // What the peer has sent before it went can still be read; a program's own mistake ends both.
      if (!isSocketError(error)) this.#reset(error)
      else if (this.#writing === 'open') {
        this.#writing = 'failed'
        void this.#closeWhenEnded()
      }
      throw error
    }
  }

  async #close(): Promise<void> {
    try {
      this.#socket.shutdown(SHUT_WR)
      this.#writing = 'ended'
    } catch (error) {
      this.#writing = 'failed'
      throw error
    } finally {
      await this.#closeWhenEnded()
    }
  }

  /** The writer has given up; its stream knows that. */
  #reset(reason: unknown): void {
    if (this.#writing !== 'open') return
    this.#reading = false
    this.#writing = 'failed'
    this.#reader.error(reason)
    void this.#closeWhenEnded()
  }

  /** Neither direction goes on. */
  #breakOff(error: unknown): void {
    if (this.#writing === 'open') {
      this.#writing = 'failed'
      this.#writer.error(error)
    }
    this.#reading = false
    this.#reader.error(error)
    void this.#closeWhenEnded()
  }

  /** When what was written has not been ended as it should, the peer learns that by a reset. */
  #closeWhenEnded(): Promise<void> {
    if (this.#reading || this.#writing === 'open') return Promise.resolve()
    if (this.#writing === 'failed' && !this.#socket.closed) {
      try {
        this.#socket.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
      } catch {
        // It has no such option, and is closed all the same.
      }
    }
    return this.#socket.close()
  }
}
