import type { Alarm, Due, Time } from '../netstack/time.ts'
import { MILLISECOND } from '../netstack/time.ts'
import { Alarms } from './alarms.ts'

/** What a clock of the machine must do; a `Clock` of the contract does it. Milliseconds. */
export interface MachineClock {
  now(): number
  setTimeout(callback: () => void, milliseconds: number): { cancel(): void }
}

/** As far as the machine's timers reach: 2³¹ − 1 ms. */
const FARTHEST = 0x7fffffff

/**
 * Time that passes with the machine's, or faster or slower: for watching, and for a stack behind a TUN device.
 *
 * Alarms ring late by as much as the machine is, but in the order of their moments, and each sees as `now` the moment
 * that it was set to, unless somebody has read a later one: so what alarms alone do to each other comes at the same
 * moments as in virtual time.
 */
export class RealTime implements Time {
  readonly #clock: MachineClock
  readonly #start: number
  /** Nanoseconds of this time in a millisecond of the machine's. */
  readonly #pace: number
  #now = 0
  #ringing = false
  #timer: { cancel(): void } | null = null
  readonly #alarms = new Alarms(this)
  readonly #wake = () => this.#ringDue()

  /** `speed` is how many seconds of this time pass in one of the machine's. */
  constructor(clock: MachineClock, speed = 1) {
    if (!(speed > 0 && speed < Number.POSITIVE_INFINITY))
      throw new RangeError(`speed ${speed} is not above 0; 1 is the machine's own, 0.1 a tenth of it`)
    this.#clock = clock
    this.#start = clock.now()
    this.#pace = MILLISECOND * speed
  }

  get now(): number {
    if (!this.#ringing) this.#now = Math.max(this.#now, this.#elapsed())
    return this.#now
  }

  alarm(due: Due): Alarm {
    return this.#alarms.make(due)
  }

  /** @internal The machine is asked to wake us at another moment, or not at all. */
  firstChanged(): void {
    if (!this.#ringing) this.#schedule()
  }

  #elapsed(): number {
    return Math.floor((this.#clock.now() - this.#start) * this.#pace)
  }

  #schedule(): void {
    this.#timer?.cancel()
    this.#timer = null
    if (this.#alarms.heap.size === 0) return
    const wait = Math.ceil((this.#alarms.heap.first - this.#elapsed()) / this.#pace)
    this.#timer = this.#clock.setTimeout(this.#wake, Math.min(Math.max(wait, 0), FARTHEST))
  }

  /** Rings what is due now, not what is set to now meanwhile: the machine's other work has its turn between. */
  #ringDue(): void {
    this.#timer = null
    const until = Math.max(this.#now, this.#elapsed())
    let most = this.#alarms.heap.size
    this.#ringing = true
    try {
      while (most-- > 0 && this.#alarms.heap.first <= until) {
        this.#now = Math.max(this.#now, this.#alarms.heap.first)
        this.#alarms.ring()
      }
    } finally {
      this.#ringing = false
      this.#schedule()
    }
  }
}
