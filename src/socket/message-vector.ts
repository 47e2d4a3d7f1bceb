import { type Address, checkAddress, show } from './addresses.ts'
import { byteLengthOf, checkBytes } from './bytes.ts'
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE } from './sockaddr.ts'

/** Linux takes no more messages than this in one call (UIO_MAXIOV). */
export const MAX_MESSAGES = 1024

/**
 * Messages for recvmmsg(2) and sendmmsg(2), made once and used again: `count` slots of `size` bytes in one arena.
 * No call allocates for a datagram. With UDP_GRO a slot may hold several datagrams of `segmentSizes[i]` bytes each,
 * so make slots of 65,535 bytes then.
 *
 *     const batch = new MessageVector(64, 2048)
 *     const n = await socket.recvmmsg(batch)
 *     for (let i = 0; i < n; i++) use(batch.message(i), batch.from(i))
 */
export class MessageVector {
  readonly count: number
  readonly size: number
  /** All slots: slot i starts at i · size. */
  readonly arena: Uint8Array
  /** Bytes in each slot: received, or to send. */
  readonly lengths: Uint32Array
  /** Flags that each message came with, as MSG_TRUNC. */
  readonly flags: Uint32Array
  /** With UDP_GRO: bytes of each datagram in the slot (the last may be shorter); 0: the slot is one datagram. */
  readonly segmentSizes: Uint16Array
  /** `struct sockaddr`s, SOCKADDR_SIZE bytes each. */
  readonly names: Uint8Array
  readonly nameLengths: Uint32Array

  /** Tells the vectors that were made here from objects that look like one. */
  readonly #genuine = true

  static isVector(value: unknown): value is MessageVector {
    return typeof value === 'object' && value !== null && #genuine in value && value.#genuine
  }

  constructor(count: number, size: number) {
    checkRange('count', count, 1, MAX_MESSAGES)
    checkRange('size', size, 1, 0x7fffffff / count)
    this.count = count
    this.size = size
    this.arena = new Uint8Array(count * size)
    this.lengths = new Uint32Array(count)
    this.flags = new Uint32Array(count)
    this.segmentSizes = new Uint16Array(count)
    this.names = new Uint8Array(count * SOCKADDR_SIZE)
    this.nameLengths = new Uint32Array(count)
    Object.freeze(this)
  }

  /** The whole of slot `index`, to fill; then say how much by `lengths[index]`. */
  slot(index: number): Uint8Array {
    this.#check(index)
    return this.arena.subarray(index * this.size, (index + 1) * this.size)
  }

  /** What slot `index` holds: a view, good until the slot is used again. */
  message(index: number): Uint8Array {
    this.#check(index)
    const start = index * this.size
    return this.arena.subarray(start, start + Math.min(this.lengths[index]!, this.size))
  }

  /** Who sent the message in slot `index`; null when the sender has no address. */
  from(index: number): Address | null {
    this.#check(index)
    return decodeSockaddr(this.names, index * SOCKADDR_SIZE, this.nameLengths[index]!)
  }

  /** Puts a message into slot `index`: copies the bytes, and notes where to (nowhere: the connected peer). */
  set(index: number, bytes: Uint8Array, to?: Address): void {
    this.#check(index)
    checkBytes(bytes, 'a message')
    const length = byteLengthOf(bytes)
    if (length > this.size) throw new RangeError(`message of ${length} bytes, but a slot holds ${this.size}`)
    if (to !== undefined) checkAddress(to)
    this.arena.set(bytes, index * this.size)
    this.lengths[index] = length
    this.nameLengths[index] = to === undefined ? 0 : encodeSockaddr(to, this.names, index * SOCKADDR_SIZE)
  }

  #check(index: number): void {
    checkRange('slot', index, 0, this.count - 1)
  }
}

function checkRange(name: string, value: number, min: number, max: number): void {
  if (typeof value !== 'number') throw new TypeError(`${name} is a number, not ${show(value)}`)
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`${name} ${value} is not a whole number from ${min} to ${Math.floor(max)}`)
}

export function checkVector(vector: unknown): asserts vector is MessageVector {
  if (!MessageVector.isVector(vector))
    throw new TypeError(`messages are a MessageVector, not ${show(vector)}`)
}
