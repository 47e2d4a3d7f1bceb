/** What an answer was to the request that it names. */
export interface Match {
  /** Milliseconds since the request was sent. */
  readonly time: number
  /** It had been answered already. */
  readonly duplicate: boolean
  /** It came after the time that was given to it. */
  readonly late: boolean
}

interface Request {
  readonly sentAt: number
  fate: 'waiting' | 'late' | 'failed' | 'answered'
}

/**
 * What became of each request. Numbers have 16 bits, so the last 65,536 are known; of two with one number the younger
 * one is meant.
 */
export class Requests {
  /** Milliseconds that each may take. */
  readonly #timeout: number
  readonly #all = new Map<number, Request>()
  /** Those without an answer, the oldest first. */
  readonly #waiting = new Map<number, number>()

  constructor(timeout: number) {
    this.#timeout = timeout
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** When the time of the oldest that waits is over. */
  get nextTimeout(): number {
    const [oldest = Number.POSITIVE_INFINITY] = this.#waiting.values()
    return oldest + this.#timeout
  }

  sent(sequence: number, now: number): void {
    this.#waiting.delete(sequence)
    this.#all.set(sequence, { sentAt: now, fate: 'waiting' })
    this.#waiting.set(sequence, now)
  }

  /** `measured`: what the kernel says that it took. Null when no such request was sent. */
  answered(sequence: number, now: number, measured = Number.POSITIVE_INFINITY): Match | null {
    const request = this.#all.get(sequence)
    if (request === undefined) return null
    const { sentAt, fate } = request
    this.#settle(sequence, 'answered')
    return { time: Math.min(now - sentAt, measured), duplicate: fate === 'answered', late: fate === 'late' }
  }

  /** It did not arrive; false when no such request waits. */
  failed(sequence: number): boolean {
    const waits = this.#waiting.has(sequence)
    if (waits) this.#settle(sequence, 'failed')
    return waits
  }

  /** Those whose time is over now. */
  timedOut(now: number): readonly number[] {
    const over: number[] = []
    for (const [sequence, sentAt] of this.#waiting) {
      if (sentAt + this.#timeout > now) break
      over.push(sequence)
    }
    for (const sequence of over) this.#settle(sequence, 'late')
    return over
  }

  #settle(sequence: number, fate: Request['fate']): void {
    this.#waiting.delete(sequence)
    const request = this.#all.get(sequence)
    if (request !== undefined) request.fate = fate
  }
}
