import type { Chance } from '../../src/netstack/chance.ts'
import type { Alarm, Due, Time } from '../../src/netstack/time.ts'

/** Time that moves when a test says so; alarms ring in their order. */
export class Clock implements Time {
  now = 1_000_000_000
  #order = 0
  readonly #set = new Set<ClockAlarm>()

  alarm(due: Due): Alarm {
    return new ClockAlarm(this, due)
  }

  /** @internal */
  nextOrder(): number {
    return this.#order++
  }

  /** @internal */
  get alarms(): Set<ClockAlarm> {
    return this.#set
  }

  /** When the next alarm rings; infinity when none does. */
  get next(): number {
    return this.#first()?.at ?? Number.POSITIVE_INFINITY
  }

  #first(): ClockAlarm | null {
    let first: ClockAlarm | null = null
    for (const alarm of this.#set)
      if (first === null || alarm.at < first.at || (alarm.at === first.at && alarm.order < first.order))
        first = alarm
    return first
  }

  /** Goes to a moment, and rings what is due up to it. */
  to(moment: number): void {
    for (;;) {
      const alarm = this.#first()
      if (alarm === null || alarm.at > moment) break
      this.now = Math.max(this.now, alarm.at)
      alarm.ring()
    }
    this.now = Math.max(this.now, moment)
  }
}

class ClockAlarm implements Alarm {
  at = -1
  order = 0
  readonly #clock: Clock
  readonly #due: Due

  constructor(clock: Clock, due: Due) {
    this.#clock = clock
    this.#due = due
  }

  set(at: number): void {
    this.at = at
    this.order = this.#clock.nextOrder()
    this.#clock.alarms.add(this)
  }

  clear(): void {
    this.at = -1
    this.#clock.alarms.delete(this)
  }

  ring(): void {
    this.clear()
    this.#due.due(this)
  }
}

/** Chance from a seed: splitmix32. */
export class Seeded implements Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  uint32(): number {
    this.#state = (this.#state + 0x9e37_79b9) | 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0_aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }

  /** True so often: a probability from 0 to 1. */
  hits(probability: number): boolean {
    return this.uint32() < probability * 0x1_0000_0000
  }

  /** A whole number below. */
  below(limit: number): number {
    return this.uint32() % limit
  }
}
