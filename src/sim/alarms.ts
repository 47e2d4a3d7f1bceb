import type { Alarm, Due } from '../netstack/time.ts'
import { MomentHeap } from './moment-heap.ts'

/** The alarms of a time that are set, in the order in which they ring. */
export class Alarms {
  /** Whose `first` is when the next one rings. */
  readonly heap = new MomentHeap()
  /** By id in the heap. An alarm has an id only while it is set: one that is forgotten costs nothing. */
  readonly #alarms: (HeapAlarm | null)[] = []
  readonly #clock: AlarmClock

  constructor(clock: AlarmClock) {
    this.#clock = clock
  }

  make(due: Due): Alarm {
    return new HeapAlarm(this, due)
  }

  at(id: number): number {
    return this.heap.at(id)
  }

  /** The id of the alarm, which was `id` (or −1) before. */
  set(alarm: HeapAlarm, id: number, at: number): number {
    if (!(at <= Number.MAX_SAFE_INTEGER && Math.floor(at) === at))
      throw new RangeError(`an alarm rings at a whole number of nanoseconds, not at ${at}`)
    // One whose time has passed rings now, behind those that ring now already.
    const now = this.#clock.now
    const moment = at > now ? at : now
    const first = this.heap.firstId
    let set = id
    if (id >= 0) this.heap.move(id, moment)
    else {
      set = this.heap.put(moment)
      this.#alarms[set] = alarm
    }
    if (first === set || this.heap.firstId === set) this.#clock.firstChanged()
    return set
  }

  clear(id: number): void {
    const first = this.heap.firstId
    this.heap.take(id)
    this.#alarms[id] = null
    if (first === id) this.#clock.firstChanged()
  }

  /** Rings the next one, which there must be. */
  ring(): void {
    const id = this.heap.firstId
    const alarm = this.#alarms[id]!
    this.heap.take(id)
    this.#alarms[id] = null
    alarm.ring()
  }
}

/** Whose alarms they are. */
export interface AlarmClock {
  readonly now: number
  /** Another alarm than before is the next one, or it rings at another moment, or there is none now. */
  firstChanged(): void
}

class HeapAlarm implements Alarm {
  readonly #alarms: Alarms
  readonly #due: Due
  #id = -1

  constructor(alarms: Alarms, due: Due) {
    this.#alarms = alarms
    this.#due = due
  }

  get at(): number {
    return this.#id < 0 ? -1 : this.#alarms.at(this.#id)
  }

  set(at: number): void {
    this.#id = this.#alarms.set(this, this.#id, at)
  }

  clear(): void {
    if (this.#id < 0) return
    this.#alarms.clear(this.#id)
    this.#id = -1
  }

  /** @internal */
  ring(): void {
    this.#id = -1
    this.#due.due(this)
  }
}
