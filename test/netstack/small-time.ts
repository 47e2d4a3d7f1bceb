import type { Chance } from '../../src/netstack/chance.ts'
import type { Alarm, Due, Time } from '../../src/netstack/time.ts'

/** A time that stands still until it is told to pass: enough for tests of one part of the stack. */
export class SmallTime implements Time {
  now = 0
  readonly #set: SmallAlarm[] = []

  alarm(due: Due): Alarm {
    return new SmallAlarm(due, this.#set)
  }

  /** Alarms that are set. */
  get pending(): number {
    return this.#set.length
  }

  /** Rings what is due now, and what that brings about, for so many alarms at most. */
  settle(most = 100_000): void {
    this.pass(0, most)
  }

  /** Lets so many nanoseconds pass. */
  pass(duration: number, most = 100_000): void {
    const until = this.now + duration
    for (let rung = 0; ; rung++) {
      let next: SmallAlarm | undefined
      for (const alarm of this.#set) if (next === undefined || alarm.at < next.at) next = alarm
      if (next === undefined || next.at > until) break
      if (rung === most) throw new Error(`no end after ${most} alarms`)
      this.now = Math.max(this.now, next.at)
      next.clear()
      next.owner.due(next)
    }
    this.now = until
  }
}

class SmallAlarm implements Alarm {
  at = -1
  readonly owner: Due
  readonly #set: SmallAlarm[]

  constructor(owner: Due, set: SmallAlarm[]) {
    this.owner = owner
    this.#set = set
  }

  set(at: number): void {
    this.clear()
    this.at = at
    this.#set.push(this)
  }

  clear(): void {
    const index = this.#set.indexOf(this)
    if (index >= 0) this.#set.splice(index, 1)
    this.at = -1
  }
}

/** xorshift32: chance enough for tests. */
export class SmallChance implements Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 1
  }

  uint32(): number {
    let x = this.#state
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#state = x
    return x >>> 0
  }

  below(count: number): number {
    return this.uint32() % count
  }
}
