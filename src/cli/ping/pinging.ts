import { isSocketError } from '../../socket/errors.ts'
import type { InternetAddress } from '../../socket/posix/addresses.ts'
import type { Clock } from '../../socket/primitives.ts'
import type { Answer, EchoSocket } from './echo-socket.ts'
import type { PingReport } from './report.ts'
import { Requests } from './requests.ts'
import { Totals } from './totals.ts'

export interface Schedule {
  /** Requests to send; with a deadline, requests to be answered. */
  readonly count: number | undefined
  /** Milliseconds, as the next ones. */
  readonly interval: number
  readonly timeout: number
  readonly deadline: number | undefined
  /** Ends it, with the figures. */
  readonly signal: AbortSignal
}

/** Milliseconds before the first request. */
const READY = 5

/** Sends requests and hears what becomes of them. */
export class Pinging {
  readonly #socket: EchoSocket
  readonly #to: InternetAddress
  readonly #data: Uint8Array
  readonly #schedule: Schedule
  readonly #report: PingReport
  readonly #clock: Clock
  readonly #requests: Requests
  readonly #totals = new Totals()

  constructor(
    socket: EchoSocket,
    to: InternetAddress,
    data: Uint8Array,
    schedule: Schedule,
    report: PingReport,
    clock: Clock,
  ) {
    this.#socket = socket
    this.#to = to
    this.#data = data
    this.#schedule = schedule
    this.#report = report
    this.#clock = clock
    this.#requests = new Requests(schedule.timeout)
  }

  async run(): Promise<Totals> {
    const { interval, deadline = Number.POSITIVE_INFINITY, signal } = this.#schedule
    // The kernel stamps what comes a little after it was asked to, and the first of all calls take long.
    await this.#hear(READY)
    const began = this.#clock.now()
    let due = began
    for (;;) {
      const now = this.#clock.now()
      if (signal.aborted || now >= began + deadline || this.#isDone()) break
      const more = this.#asksMore()
      if (more && now >= due) {
        due = now + interval
        await this.#ask()
      } else {
        const next = Math.min(more ? due : Number.POSITIVE_INFINITY, this.#requests.nextTimeout)
        await this.#hear(Math.min(next, began + deadline) - now)
        for (const sequence of this.#requests.timedOut(this.#clock.now()))
          await this.#report.timeout(sequence)
      }
    }
    this.#totals.duration = this.#clock.now() - began
    return this.#totals
  }

  #asksMore(): boolean {
    const { count = Number.POSITIVE_INFINITY, deadline } = this.#schedule
    return (deadline === undefined ? this.#totals.sent : this.#totals.received) < count
  }

  #isDone(): boolean {
    const waits = this.#schedule.deadline === undefined && this.#requests.waiting > 0
    return !this.#asksMore() && !waits
  }

  async #ask(): Promise<void> {
    const { signal } = this.#schedule
    const sequence = ++this.#totals.sent & 0xffff
    this.#requests.sent(sequence, this.#clock.now())
    try {
      await this.#socket.send(sequence, this.#data, this.#to, { signal })
    } catch (error) {
      if (signal.aborted) return
      if (!isSocketError(error)) throw error
      this.#requests.failed(sequence)
      this.#totals.errors++
      await this.#report.unsent(sequence, error)
    }
  }

  /** Waits so many milliseconds for an answer. */
  async #hear(timeout: number): Promise<void> {
    const { signal } = this.#schedule
    try {
      const answer = await this.#socket.receive({ timeout: Math.max(0, timeout), signal })
      if (answer !== null) await this.#judge(answer)
    } catch (error) {
      if (!signal.aborted && !isSocketError(error, 'ETIMEDOUT')) throw error
    }
  }

  async #judge(answer: Answer): Promise<void> {
    if ('reason' in answer) {
      if (!this.#requests.failed(answer.sequence)) return
      this.#totals.errors++
      await this.#report.trouble(answer)
      return
    }
    const match = this.#requests.answered(answer.sequence, this.#clock.now(), answer.time)
    if (match === null) return
    if (match.duplicate) this.#totals.duplicates++
    else this.#totals.answered(match.time)
    if (match.late) this.#totals.late++
    await this.#report.reply(answer, match)
  }
}
