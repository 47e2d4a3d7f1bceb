import { SECOND, type Time } from '../time.ts'

/** A limit on how often something is done: so many a second, and so many at once after a rest. In whole numbers. */
export class TokenBucket {
  readonly #time: Time
  /** Nanoseconds for which one use pays. */
  readonly #interval: number
  readonly #burst: number
  /** When all that was used will have been paid for. */
  #paid = 0

  constructor(time: Time, perSecond: number, burst: number) {
    this.#time = time
    this.#interval = Math.floor(SECOND / perSecond)
    this.#burst = burst * this.#interval
  }

  take(): boolean {
    const { now } = this.#time
    const paid = Math.max(this.#paid, now) + this.#interval
    if (paid > now + this.#burst) return false
    this.#paid = paid
    return true
  }
}
