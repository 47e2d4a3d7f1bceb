/** Milliseconds. */
export interface RoundTrips {
  readonly min: number
  readonly avg: number
  readonly max: number
  /** How far they lie from their average: the standard deviation. */
  readonly mdev: number
}

/** The figures of a whole run. */
export class Totals {
  sent = 0
  /** Answers, the late ones among them, and no duplicate. */
  received = 0
  late = 0
  duplicates = 0
  /** Requests that did not arrive, as somebody said, or could not be sent. */
  errors = 0
  /** Milliseconds of the whole. */
  duration = 0
  #min = Number.POSITIVE_INFINITY
  #max = 0
  #avg = 0
  /** The sum of the squares of what each time is away from the average: Welford's way, which loses no digits. */
  #squares = 0

  answered(time: number): void {
    this.received++
    this.#min = Math.min(this.#min, time)
    this.#max = Math.max(this.#max, time)
    const away = time - this.#avg
    this.#avg += away / this.received
    this.#squares += away * (time - this.#avg)
  }

  /** Percent of the requests. */
  get loss(): number {
    return this.sent === 0 ? 0 : (100 * (this.sent - this.received)) / this.sent
  }

  /** Null when no answer came. */
  get roundTrips(): RoundTrips | null {
    if (this.received === 0) return null
    const mdev = Math.sqrt(this.#squares / this.received)
    return { min: this.#min, avg: this.#avg, max: this.#max, mdev }
  }
}
