import type { Channel } from './channel.ts'
import { checkBoolean } from './check-boolean.ts'
import { Delimiter } from './delimiter.ts'
import { type ErrorDetails, SocketError } from './errors.ts'
import { Fullness, peekSeen, UNIX_FITS } from './fullness.ts'
import { Call } from './lane.ts'
import { show } from './posix/addresses.ts'
import { byteLengthOf, isBytes } from './posix/bytes.ts'
import { AF_UNIX, MSG_PEEK, SIOCINQ } from './posix/constants.ts'
import { errno } from './posix/errno.ts'
import { Edges } from './primitives.ts'
import { checkWait, type WaitOptions } from './waiting.ts'

export interface RecvUntilOptions extends WaitOptions {
  /** Bytes, with the delimiter, at most; more fail with EMSGSIZE. 65,536 when it does not say. */
  readonly max?: number | undefined
  /** Does the result end with the delimiter? It does not by default. */
  readonly includeDelimiter?: boolean | undefined
}

const MAX = 65536

/** Bytes of a first look: most lines are shorter, and what stands behind them is not copied in vain. */
const FIRST_LOOK = 1024

const NOTHING = new Uint8Array(0)

/**
 * Everything up to a delimiter. Looks at bytes without taking them (MSG_PEEK), each of them once, and takes them only
 * when the delimiter is there, or when no more would fit into the socket's buffer and it must go on in memory.
 */
export class RecvUntilCall extends Call<Uint8Array | null> {
  readonly #channel: Channel
  readonly #unix: boolean
  readonly #delimiter: Delimiter
  readonly #max: number
  readonly #includes: boolean
  /** Bytes that have been looked at, from the first on; those that have been taken of them; where the delimiter ends. */
  #seen = 0
  #taken = 0
  #end = -1
  /** Those that have been taken, and room for more. */
  #own = NOTHING
  /** The last look ended at a boundary behind which more stands. */
  #boundary = false
  /** Made when it first has to wait. */
  #fullness: Fullness | null = null
  #stalled = false

  constructor(channel: Channel, family: number, delimiter: Uint8Array | number, options: RecvUntilOptions) {
    super()
    checkWait(options)
    const { max = MAX, includeDelimiter = false } = options
    this.#channel = channel
    this.#unix = family === AF_UNIX
    this.#delimiter = new Delimiter(delimiterBytes(delimiter))
    this.#max = checkMax(max, this.#delimiter.length)
    checkBoolean('includeDelimiter', includeDelimiter)
    this.#includes = includeDelimiter
  }

  attempt(edge: boolean): boolean {
    const channel = this.#channel
    // The end is looked at before the bytes: what arrived ahead of it is then among them.
    const ended = (channel.primitives.ready & Edges.ended) !== 0
    let full = this.#stalled || (edge && this.#fullness?.told === true)
    this.#stalled = false
    for (;;) {
      const before = this.#seen
      const count = this.#look()
      if (this.#end !== -1 && this.#take(this.#end)) return this.#finish()
      if (count > 0 && this.#seen === this.#max) return this.#reject(this.#tooLong())
      if (count === 0) return this.#finishAtEnd()
      if (count < 0 && count !== -errno.EAGAIN)
        return this.#reject(channel.error(count, 'recv', this.progress()))
      const stuck = (full && this.#seen === before) || this.#boundary || this.#goesOnInMemory()
      if (count < 0 || !(stuck || ended)) break
      this.#take(this.#seen)
      full = false
      if (!channel.turn.draw()) {
        channel.turn.defer(channel.lane(Edges.readable))
        return false
      }
    }
    this.#wait()
    return false
  }

  /** On a Unix stream: its buffer was full before, or more has been seen than surely fits. */
  #goesOnInMemory(): boolean {
    return this.#unix && (this.#taken > 0 || this.#seen > UNIX_FITS)
  }

  /** Looks at what is new. Gives how many bytes wait in the socket, 0 at the end, or a negative error number. */
  #look(): number {
    const { primitives } = this.#channel
    const available = primitives.ioctl(SIOCINQ)
    this.#boundary = false
    if (available > 0 && available <= this.#seen - this.#taken) return available
    for (;;) {
      const waiting = this.#seen - this.#taken
      const size = Math.min(Math.max(FIRST_LOOK, 2 * waiting), this.#max - this.#taken)
      const [room, start] = this.#room(size)
      const count = primitives.recv(room, start, size, MSG_PEEK)
      if (count <= 0) return count
      if (count > waiting) {
        const end = this.#delimiter.search(room.subarray(start + waiting, start + count))
        if (end !== -1) this.#end = this.#seen + end
        this.#seen = this.#taken + count
      }
      this.#boundary = this.#unix && count < Math.min(size, available)
      if (this.#end !== -1 || count < size || this.#seen === this.#max) return count
    }
  }

  /** Where so many bytes can be looked at: memory of our own only when some have been taken, or when they are many. */
  #room(size: number): [room: Uint8Array, start: number] {
    const { scratch } = this.#channel.host
    if (this.#taken === 0 && size <= scratch.length) return [scratch, 0]
    this.#reserve(this.#taken + size)
    return [this.#own, this.#taken]
  }

  #reserve(size: number): void {
    if (this.#own.length >= size) return
    const larger = new Uint8Array(Math.min(this.#max, Math.max(size, 2 * this.#own.length)))
    larger.set(this.#own.subarray(0, this.#taken))
    this.#own = larger
  }

  /** Takes what has been seen, up to there. False: somebody else, who has the socket too, was quicker. */
  #take(end: number): boolean {
    this.#reserve(end)
    while (this.#taken < end) {
      const count = this.#channel.primitives.recv(this.#own, this.#taken, end - this.#taken, 0)
      if (count <= 0) {
        this.#seen = this.#taken
        this.#end = -1
        this.#delimiter.restart()
        return false
      }
      this.#taken += count
    }
    return true
  }

  #wait(): void {
    const waiting = this.#seen - this.#taken
    if (waiting === 0 && this.#fullness === null) return
    this.#fullness ??= new Fullness(this.#channel, this)
    if (this.#unix) this.#fullness.watch(waiting)
    else this.#fullness.want(waiting + 1)
  }

  stalled(): void {
    this.#stalled = true
    this.#channel.lane(Edges.readable).wake(false)
  }

  #finish(): true {
    const length = this.#includes ? this.#end : this.#end - this.#delimiter.length
    const exact = this.#own.length === this.#end
    this.abandon()
    this.resolve(exact ? this.#own.subarray(0, length) : this.#own.slice(0, length))
    return true
  }

  #finishAtEnd(): true {
    if (this.#taken > 0) {
      const reason = `the stream ended after ${this.#taken} bytes, without the delimiter`
      return this.#reject(new SocketError(errno.ENODATA, 'recv', { ...this.progress(), reason }))
    }
    this.abandon()
    this.resolve(null)
    return true
  }

  #tooLong(): SocketError {
    return new SocketError(errno.EMSGSIZE, 'recvUntil', {
      ...this.progress(),
      reason: `no delimiter in the first ${this.#max} bytes`,
    })
  }

  #reject(error: unknown): true {
    this.abandon()
    return this.fail(error)
  }

  override abandon(): void {
    this.#fullness?.end()
  }

  override progress(): ErrorDetails {
    if (this.#taken === 0) return { bytesTransferred: 0, ...peekSeen(this.#channel, this.#max) }
    return { bytesTransferred: this.#taken, data: this.#own.slice(0, this.#taken) }
  }
}

/** A copy: the caller's may change while the call waits. */
function delimiterBytes(delimiter: unknown): Uint8Array {
  if (isBytes(delimiter)) {
    if (byteLengthOf(delimiter) === 0) throw new RangeError('a delimiter has one byte at least')
    return new Uint8Array(delimiter)
  }
  if (typeof delimiter !== 'number') {
    const hint = typeof delimiter === 'string' ? '; encode text with new TextEncoder()' : ''
    throw new TypeError(`a delimiter is a byte or a Uint8Array, not ${show(delimiter)}${hint}`)
  }
  if (!Number.isInteger(delimiter) || delimiter < 0 || delimiter > 255)
    throw new RangeError(`a delimiter of one byte is a whole number from 0 to 255, not ${delimiter}`)
  return Uint8Array.of(delimiter)
}

function checkMax(max: unknown, least: number): number {
  if (typeof max !== 'number') throw new TypeError(`max is a number of bytes, not ${show(max)}`)
  if (!Number.isInteger(max) || max < least || max > 0x7fffffff)
    throw new RangeError(`max ${max} is not a whole number from ${least} (the delimiter) to 2,147,483,647`)
  return max
}
