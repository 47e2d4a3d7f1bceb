import type { Path } from '../path.ts'
import { type Alarm, type Due, MILLISECOND, type Time } from '../time.ts'
import { TableNode } from './table-node.ts'
import type { Tcb } from './tcb.ts'

/** What is left of a connection in TIME-WAIT. */
export class TimeWait extends TableNode {
  readonly path: Path
  readonly localPort: number
  readonly remotePort: number
  readonly sndNxt: number
  readonly rcvNxt: number
  readonly window: number
  readonly timestamps: boolean
  tsRecent: number
  readonly #tsOffset: number
  until = 0

  constructor(tcb: Tcb) {
    super(tcb.key)
    this.path = tcb.path
    this.localPort = tcb.localPort
    this.remotePort = tcb.remotePort
    this.sndNxt = tcb.snd.nxt
    this.rcvNxt = tcb.rcv.nxt
    this.window = Math.floor(tcb.rcv.wnd / 2 ** tcb.rcv.shift)
    this.timestamps = tcb.timestamps
    this.tsRecent = tcb.tsRecent
    this.#tsOffset = tcb.tsOffset
  }

  /** TSval. */
  clockNow(now: number): number {
    return (Math.floor(now / MILLISECOND) + this.#tsOffset) >>> 0
  }
}

/** All that are in TIME-WAIT, for 2 MSL each (MUST-13): one alarm, because who came first goes first. */
export class TimeWaits implements Due {
  readonly #time: Time
  readonly #lasting: number
  readonly #most: number
  readonly #ended: (one: TimeWait) => void
  readonly #alarm: Alarm
  /** In the order of their ends. */
  readonly #all = new Set<TimeWait>()

  constructor(time: Time, lasting: number, most: number, ended: (one: TimeWait) => void) {
    this.#time = time
    this.#lasting = lasting
    this.#most = most
    this.#ended = ended
    this.#alarm = time.alarm(this)
  }

  get size(): number {
    return this.#all.size
  }

  /** Begins, or begins anew. Gives whether the oldest had to go for it. */
  start(one: TimeWait): boolean {
    this.#all.delete(one)
    const isFull = this.#all.size >= this.#most
    if (isFull) this.end(this.#all.values().next().value!)
    one.until = this.#time.now + this.#lasting
    this.#all.add(one)
    if (this.#alarm.at < 0) this.#alarm.set(one.until)
    return isFull
  }

  end(one: TimeWait): void {
    this.#all.delete(one)
    this.#ended(one)
    if (this.#all.size === 0) this.#alarm.clear()
  }

  due(): void {
    for (const one of this.#all) {
      if (one.until > this.#time.now) {
        this.#alarm.set(one.until)
        return
      }
      this.end(one)
    }
  }
}
