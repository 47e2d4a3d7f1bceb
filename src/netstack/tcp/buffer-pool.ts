/** A piece of memory for a ring: the same bytes twice, because words are copied through the view. */
export interface Piece {
  readonly view: DataView
  readonly bytes: Uint8Array
}

const SMALLEST = 12
const LARGEST = 30
/** Bytes of unused pieces that are kept. */
const KEPT_MOST = 1 << 24

/**
 * Memory for the buffers of connections, in powers of two. A ring that runs empty gives its piece back, so that an idle
 * connection holds none, and the next one that needs it costs no allocation.
 */
export class BufferPool {
  readonly #free: Piece[][] = Array.from({ length: LARGEST + 1 }, () => [])
  #kept = 0

  /** At least so many bytes; whatever was there before stands in them. */
  take(length: number): Piece {
    const kind = Math.max(SMALLEST, 32 - Math.clz32(length - 1))
    const piece = this.#free[kind]!.pop()
    if (piece !== undefined) {
      this.#kept -= piece.bytes.length
      return piece
    }
    const bytes = new Uint8Array(2 ** kind)
    return { bytes, view: new DataView(bytes.buffer) }
  }

  give(piece: Piece): void {
    const length = piece.bytes.length
    if (this.#kept + length > KEPT_MOST) return
    this.#kept += length
    this.#free[31 - Math.clz32(length)]!.push(piece)
  }
}
