import type { Clock } from './primitives.ts'

/** Calls that may complete at once before the loop gets a turn. */
const CALLS = 2048
/** Milliseconds that they may take together. */
const SLICE = 4
/** Calls between two looks at the clock. */
const STRIDE = 32

const SETTLED = Promise.resolve()

interface Deferred {
  resume(): void
}

/**
 * The fairness budget of a thread: calls that complete at once draw on it, and when it is spent the next one waits
 * for the loop, so that one flooding peer stops neither timers nor neighbours.
 */
export class Turn {
  readonly #clock: Clock
  #left = CALLS
  #untilLook = STRIDE
  #started: number
  #deferred: Deferred[] = []
  #yielding = false
  /** Those whose turn it is, and which of them is next. */
  #resuming: Deferred[] = []
  #next = 0
  /** A promise that has settled serves everybody who gets the same count. */
  #lastCount = 0
  #lastSettled: Promise<number> = Promise.resolve(0)

  constructor(clock: Clock) {
    this.#clock = clock
    this.#started = clock.now()
  }

  /** The loop has had its turn. */
  begin(): void {
    this.#left = CALLS
    this.#untilLook = STRIDE
    this.#started = this.#clock.now()
  }

  /** May one more call complete at once? */
  draw(): boolean {
    if (this.#left <= 0) return false
    this.#left--
    if (--this.#untilLook > 0) return true
    this.#untilLook = STRIDE
    if (this.#clock.now() - this.#started < SLICE) return true
    this.#left = 0
    return false
  }

  /** What a call that has completed at once resolves with: now, or, when the budget is spent, in the next turn. */
  settle(count: number): Promise<number> {
    if (!this.draw()) return new Promise((resolve) => this.defer({ resume: () => resolve(count) }))
    if (count !== this.#lastCount) {
      this.#lastCount = count
      this.#lastSettled = Promise.resolve(count)
    }
    return this.#lastSettled
  }

  /** Is this a promise of settle() that has settled already? */
  hasSettled(promise: unknown): boolean {
    return promise === this.#lastSettled
  }

  /** Calls back after the loop has had its turn. */
  defer(deferred: Deferred): void {
    this.#deferred.push(deferred)
    if (this.#yielding) return
    this.#yielding = true
    this.#clock.yield(() => this.#resume())
  }

  #resume(): void {
    this.#yielding = false
    this.begin()
    this.#resuming = this.#deferred
    this.#deferred = []
    this.#next = 0
    this.#resumeOne()
  }

  /** One at a time, and its program goes on before the next: what it received is used before more is received. */
  readonly #resumeOne = (): void => {
    this.#resuming[this.#next++]?.resume()
    if (this.#next < this.#resuming.length) SETTLED.then(this.#resumeOne)
    else this.#resuming = []
  }
}
