import type { BufferPool, Piece } from './buffer-pool.ts'

/**
 * A queue of bytes in a row that wraps. It grows as it must, up to what its user allows, and holds no memory while it
 * is empty. Bytes may be written beyond its end before those in between have come: `place()`, then `extend()`.
 */
export class ByteRing {
  readonly #pool: BufferPool
  #piece: Piece | null = null
  #mask = 0
  #first = 0
  #length = 0

  constructor(pool: BufferPool) {
    this.#pool = pool
  }

  get length(): number {
    return this.#length
  }

  /** Bytes of memory that it holds now. */
  get held(): number {
    return this.#piece === null ? 0 : this.#mask + 1
  }

  /** Appends bytes of the user's. */
  push(from: Uint8Array, offset: number, length: number): void {
    if (length === 0) return
    const piece = this.#reserve(this.#length + length, this.#length)
    const at = (this.#first + this.#length) & this.#mask
    const before = Math.min(length, this.#mask + 1 - at)
    piece.bytes.set(from.subarray(offset, offset + before), at)
    if (before < length) piece.bytes.set(from.subarray(offset + before, offset + length), 0)
    this.#length += length
  }

  /** Writes a packet's bytes `ahead` of the end, where `extend()` may reach them later; `used` bytes there are of use. */
  place(ahead: number, view: DataView, at: number, length: number, used: number): void {
    const beyond = this.#length + ahead
    const piece = this.#reserve(beyond + length, this.#length + used)
    const to = (this.#first + beyond) & this.#mask
    const before = Math.min(length, this.#mask + 1 - to)
    copy(view, at, piece.view, to, before)
    if (before < length) copy(view, at + before, piece.view, 0, length - before)
  }

  /** So many bytes more, which `place()` has written, belong to it. */
  extend(length: number): void {
    this.#length += length
  }

  /** Copies bytes from `skip` on into a packet. */
  copyTo(skip: number, view: DataView, at: number, length: number): void {
    const piece = this.#piece!
    const from = (this.#first + skip) & this.#mask
    const before = Math.min(length, this.#mask + 1 - from)
    copy(piece.view, from, view, at, before)
    if (before < length) copy(piece.view, 0, view, at + before, length - before)
  }

  /** Copies bytes from `skip` on for the user. */
  peek(skip: number, into: Uint8Array, offset: number, length: number): void {
    if (length === 0) return
    const { bytes } = this.#piece!
    const from = (this.#first + skip) & this.#mask
    const before = Math.min(length, this.#mask + 1 - from)
    into.set(bytes.subarray(from, from + before), offset)
    if (before < length) into.set(bytes.subarray(0, length - before), offset + before)
  }

  /** Takes bytes off the front; `keep` says that some are placed beyond the end, and the memory is needed. */
  drop(length: number, keep = false): void {
    this.#length -= length
    this.#first = (this.#first + length) & this.#mask
    if (this.#length === 0 && !keep) this.clear()
  }

  clear(): void {
    if (this.#piece !== null) this.#pool.give(this.#piece)
    this.#piece = null
    this.#first = 0
    this.#length = 0
    this.#mask = 0
  }

  #reserve(length: number, used: number): Piece {
    const old = this.#piece
    if (old !== null && length <= this.#mask + 1) return old
    const piece = this.#pool.take(length)
    if (old !== null) {
      const before = Math.min(used, this.#mask + 1 - this.#first)
      piece.bytes.set(old.bytes.subarray(this.#first, this.#first + before))
      if (before < used) piece.bytes.set(old.bytes.subarray(0, used - before), before)
      this.#pool.give(old)
    }
    this.#piece = piece
    this.#first = 0
    this.#mask = piece.bytes.length - 1
    return piece
  }
}

/** By words, in the order that machines have them, because a subarray for each packet would be an object for each packet. */
function copy(from: DataView, at: number, to: DataView, into: number, length: number): void {
  const end = at + length
  let source = at
  let target = into
  for (; source + 16 <= end; source += 16, target += 16) {
    to.setInt32(target, from.getInt32(source, true), true)
    to.setInt32(target + 4, from.getInt32(source + 4, true), true)
    to.setInt32(target + 8, from.getInt32(source + 8, true), true)
    to.setInt32(target + 12, from.getInt32(source + 12, true), true)
  }
  for (; source < end; source++, target++) to.setUint8(target, from.getUint8(source))
}
