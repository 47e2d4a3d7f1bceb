import type { Channel } from './channel.ts'
import type { ErrorDetails } from './errors.ts'
import { Fullness, peekSeen, UNIX_FITS } from './fullness.ts'
import { Call } from './lane.ts'
import { byteLengthOf } from './posix/bytes.ts'
import { AF_UNIX, MSG_PEEK, SIOCINQ } from './posix/constants.ts'
import { errno } from './posix/errno.ts'
import { Edges, type SocketPrimitives } from './primitives.ts'

/** recv(2) into the caller's buffer. */
export class RecvCall extends Call<number> {
  readonly #channel: Channel
  readonly #into: Uint8Array
  readonly #length: number

  constructor(channel: Channel, into: Uint8Array) {
    super()
    this.#channel = channel
    this.#into = into
    this.#length = byteLengthOf(into)
  }

  attempt(): boolean {
    if (byteLengthOf(this.#into) !== this.#length) return this.fail(bufferChanged())
    const count = this.#channel.primitives.recv(this.#into, 0, this.#length, 0)
    if (count >= 0) {
      this.resolve(count)
      return true
    }
    return count === -errno.EAGAIN ? false : this.fail(this.#channel.error(count, 'recv'))
  }
}

function bufferChanged(): TypeError {
  return new TypeError('the buffer was detached or resized while the call waited')
}

/**
 * Receives up to so many bytes into an array of their own; a negative error number when it cannot. Nothing is set
 * aside before the bytes are there.
 */
export function receiveBytes(channel: Channel, length: number, flags: number): Uint8Array | number {
  const { scratch } = channel.host
  const room = length <= scratch.length ? scratch : new Uint8Array(length)
  const count = channel.primitives.recv(room, 0, length, flags)
  if (count < 0) return count
  const size = Math.min(count, length)
  return room === scratch ? scratch.slice(0, size) : room.subarray(0, size)
}

/** A receiving call whose primitive answers a value, or a negative error number. */
export abstract class ValueCall<Result extends object> extends Call<Result> {
  protected readonly channel: Channel

  constructor(channel: Channel) {
    super()
    this.channel = channel
  }

  protected abstract take(): Result | number

  attempt(): boolean {
    const value = this.take()
    if (typeof value !== 'number') {
      this.resolve(value)
      return true
    }
    return value === -errno.EAGAIN ? false : this.fail(this.channel.error(value, this.syscall))
  }
}

/** recv(2) into an array of its own. */
export class RecvBytesCall extends ValueCall<Uint8Array> {
  readonly #length: number

  constructor(channel: Channel, length: number) {
    super(channel)
    this.#length = length
  }

  protected take(): Uint8Array | number {
    return receiveBytes(this.channel, this.#length, 0)
  }
}

/** accept(2). */
export class AcceptCall extends ValueCall<SocketPrimitives> {
  protected take(): SocketPrimitives | number {
    return this.channel.primitives.accept()
  }
}

/** So many bytes fit into every TCP receive buffer: no watermark is needed to learn that no more would. */
const ALWAYS_FITS = 512

/** Room for a look at whether anything is there. */
const FIRST_BYTE = new Uint8Array(1)

/**
 * recv(2) with MSG_WAITALL on a stream: all bytes, or fewer at the stream's end. It takes nothing out of the socket
 * until it can finish, as far as the socket's buffer allows, so that cutting it short loses nothing: SO_RCVLOWAT asks
 * the stack for an edge when all bytes are there, or when no more would fit.
 */
export class ExactRecvCall extends Call<number> {
  readonly #channel: Channel
  readonly #into: Uint8Array
  readonly #length: number
  readonly #flags: number
  readonly #unix: boolean
  #taken = 0
  /** Made when it first has to wait. */
  #fullness: Fullness | null = null

  constructor(channel: Channel, into: Uint8Array, flags: number, family: number) {
    super()
    this.#channel = channel
    this.#into = into
    this.#length = byteLengthOf(into)
    this.#flags = flags
    this.#unix = family === AF_UNIX
  }

  attempt(edge: boolean): boolean {
    if (byteLengthOf(this.#into) !== this.#length) return this.#reject(bufferChanged())
    const { primitives } = this.#channel
    // The end is looked at before the count: what arrived ahead of it is then in the count.
    const ended = (primitives.ready & Edges.ended) !== 0
    const full = (edge && this.#fullness?.told === true) || (this.#unix && this.#mustTake())
    const available = full || ended ? 0 : primitives.ioctl(SIOCINQ)
    if (full || ended || available >= this.#length - this.#taken) return this.#take(ended)
    if (available === 0 && !this.#unix) return this.#lookBehindMark()
    this.#wait(available)
    return false
  }

  /** SIOCINQ counts up to the urgent mark: at the mark itself it says 0, whatever stands behind. */
  #lookBehindMark(): boolean {
    const count = this.#channel.primitives.recv(FIRST_BYTE, 0, 1, MSG_PEEK)
    if (count === 0) return this.#take(true)
    if (count < 0 && count !== -errno.EAGAIN)
      return this.#reject(this.#channel.error(count, 'recv', this.progress()))
    this.#wait(Math.max(count, 0))
    return false
  }

  #take(ended: boolean): boolean {
    const { primitives } = this.#channel
    for (;;) {
      const count = primitives.recv(this.#into, this.#taken, this.#length - this.#taken, this.#flags)
      if (count === -errno.EAGAIN) break
      if (count < 0) return this.#reject(this.#channel.error(count, 'recv', this.progress()))
      this.#taken += count
      if (this.#taken === this.#length || count === 0 || (this.#flags & MSG_PEEK) !== 0) {
        this.abandon()
        this.resolve(this.#taken)
        return true
      }
      // More may stand behind a boundary: the urgent mark, or the last bytes before the end.
      if (!ended && !this.#unix) break
    }
    this.#wait(0)
    return false
  }

  /** On a Unix stream: bytes have been taken already, or more are asked for than fit. */
  #mustTake(): boolean {
    return (this.#taken > 0 || this.#length > UNIX_FITS) && (this.#flags & MSG_PEEK) === 0
  }

  #wait(available: number): void {
    const missing = this.#length - this.#taken
    // Of a few bytes, some of which are there, the others may be too, behind the urgent mark: the watermark counts both.
    if (!this.#unix && missing <= ALWAYS_FITS && available === 0 && this.#fullness === null) return
    this.#fullness ??= new Fullness(this.#channel, this)
    if (!this.#unix) this.#fullness.want(missing)
    else this.#fullness.watch((this.#flags & MSG_PEEK) === 0 ? available : 0)
  }

  /** Takes what is there: the sender may be stuck. */
  stalled(): void {
    const { primitives } = this.#channel
    const count = primitives.recv(this.#into, this.#taken, this.#length - this.#taken, this.#flags)
    if (count > 0) this.#taken += count
    this.#channel.lane(Edges.readable).wake(false)
  }

  #reject(error: unknown): true {
    this.abandon()
    return this.fail(error)
  }

  override abandon(): void {
    this.#fullness?.end()
  }

  override progress(): ErrorDetails {
    if (this.#taken === 0) return { bytesTransferred: 0, ...peekSeen(this.#channel, this.#length) }
    return { bytesTransferred: this.#taken, data: this.#into.slice(0, this.#taken) }
  }
}
