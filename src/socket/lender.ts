import { byteLengthOf } from './bytes.ts'

/** Bytes in a lent buffer. */
export interface Loan {
  readonly buffer: Uint8Array
  readonly length: number
}

/** Buffers that are kept for the next loan; more were lent at one time and are let go. */
const KEPT = 64

/**
 * Buffers that are lent to whoever has just received something, and come back when it has been used. The last one
 * that came back goes out first: it is still in the processor's cache.
 */
export class Lender {
  readonly #size: number
  readonly #free: Uint8Array[] = []

  constructor(size: number) {
    this.#size = size
  }

  lend(): Uint8Array {
    return this.#free.pop() ?? new Uint8Array(this.#size)
  }

  takeBack(buffer: Uint8Array): void {
    // A buffer that was given away (transferred) meanwhile does not come back.
    if (this.#free.length < KEPT && byteLengthOf(buffer) === this.#size) this.#free.push(buffer)
  }
}
