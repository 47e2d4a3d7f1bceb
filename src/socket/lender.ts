import { byteLengthOf } from './posix/bytes.ts'

/** Buffers that are kept for the next loan; more were lent at one time and are let go. */
const KEPT = 64

/** A lent buffer. */
export class Loan {
  readonly buffer: Uint8Array
  #view: Uint8Array

  constructor(size: number) {
    this.buffer = new Uint8Array(size)
    this.#view = this.buffer
  }

  /** Its first bytes: the same view as last time when they are as many. */
  first(length: number): Uint8Array {
    if (byteLengthOf(this.#view) !== length) this.#view = this.buffer.subarray(0, length)
    return this.#view
  }
}

/**
 * Buffers that are lent to whoever has just received something, and come back when it has been used. The last one
 * that came back goes out first: it is still in the processor's cache.
 */
export class Lender {
  readonly #size: number
  readonly #free: Loan[] = []

  constructor(size: number) {
    this.#size = size
  }

  lend(): Loan {
    return this.#free.pop() ?? new Loan(this.#size)
  }

  takeBack(loan: Loan): void {
    // A buffer that was given away (transferred) meanwhile does not come back.
    if (this.#free.length < KEPT && byteLengthOf(loan.buffer) === this.#size) this.#free.push(loan)
  }
}
