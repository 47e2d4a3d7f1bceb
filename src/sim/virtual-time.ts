import type { Alarm, Due, Time } from '../netstack/time.ts'
import { Alarms } from './alarms.ts'

/**
 * Time that stands still until somebody moves it on, from alarm to alarm: an idle hour costs nothing, and the same
 * alarms always ring in the same order.
 */
export class VirtualTime implements Time {
  #now = 0
  #ringing = false
  readonly #alarms = new Alarms(this)

  get now(): number {
    return this.#now
  }

  alarm(due: Due): Alarm {
    return this.#alarms.make(due)
  }

  /** When the next alarm rings; Infinity when none is set. */
  get next(): number {
    return this.#alarms.heap.first
  }

  /** How many alarms are set. */
  get alarms(): number {
    return this.#alarms.heap.size
  }

  /** Moves on to the next alarm and rings it. False when none is set. */
  step(): boolean {
    this.#enter('step')
    try {
      if (this.#alarms.heap.size === 0) return false
      this.#now = this.#alarms.heap.first
      this.#alarms.ring()
      return true
    } finally {
      this.#ringing = false
    }
  }

  /**
   * Moves on to a moment and rings every alarm up to it, itself included; at most so many. Gives how many have rung:
   * when that is `most`, time may not have come to the moment, and a further call goes on.
   */
  runUntil(moment: number, most: number = Number.POSITIVE_INFINITY): number {
    if (Number.isNaN(moment) || moment < this.#now)
      throw new RangeError(`cannot run until ${moment}: it is ${this.#now}, and time does not go back`)
    this.#enter('runUntil')
    let rung = 0
    try {
      while (this.#alarms.heap.first <= moment) {
        if (rung >= most || this.#alarms.heap.size === 0) return rung
        this.#now = this.#alarms.heap.first
        rung++
        this.#alarms.ring()
      }
      if (moment !== Number.POSITIVE_INFINITY) this.#now = moment
      return rung
    } finally {
      this.#ringing = false
    }
  }

  /** @internal Nobody waits for the next alarm: it is asked for. */
  firstChanged(): void {}

  #enter(call: string): void {
    if (this.#ringing) throw new Error(`${call}() is called by what an alarm rang: time moves there already`)
    this.#ringing = true
  }
}
