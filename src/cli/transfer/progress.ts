import { Presets, SingleBar } from 'cli-progress'
import { formatDuration, formatSize } from '../frame/quantities.ts'
import type { Direction, Watcher } from './converse.ts'

/** Times a second that the line is drawn. */
const RATE = 10

/** Milliseconds over which the rate is an average. */
const WINDOW = 2000

/** A line on stderr that says how much has moved, how fast, and, of a file, how much is left. */
export class Progress implements Watcher {
  readonly #bar: SingleBar
  readonly #totals = { received: 0, sent: 0 }
  readonly #recent: { readonly time: number; readonly bytes: number }[] = []

  /** `total`: bytes that will be sent, when that is known. */
  constructor(total: number | undefined) {
    const format = total ? '{bar} {percentage} %   {moved}{eta_formatted}' : '{moved}'
    const ours = {
      format,
      fps: RATE,
      barsize: 20,
      gracefulExit: false,
      formatTime: (seconds: number) => (seconds > 0 ? `   ETA ${formatDuration(1000 * seconds)}` : ''),
    }
    this.#bar = new SingleBar(ours, Presets.shades_classic)
    this.#bar.start(total ?? 0, 0, this.#shown())
  }

  moved(direction: Direction, piece: Uint8Array): void {
    this.#totals[direction] += piece.length
    const last = this.#recent.at(-1)
    if (last === undefined || performance.now() - last.time >= 1000 / RATE)
      this.#bar.update(this.#totals.sent, this.#shown())
  }

  stop(): void {
    this.#bar.update(this.#totals.sent, this.#shown())
    this.#bar.stop()
  }

  #shown(): { readonly moved: string } {
    const { received, sent } = this.#totals
    return { moved: `↑ ${formatSize(sent)}   ↓ ${formatSize(received)}   ${formatSize(this.#rate())}/s` }
  }

  /** Bytes a second, in both directions. */
  #rate(): number {
    const now = { time: performance.now(), bytes: this.#totals.sent + this.#totals.received }
    this.#recent.push(now)
    while (this.#recent.length > 2 && now.time - this.#recent[0]!.time > WINDOW) this.#recent.shift()
    const [before] = this.#recent
    return Math.round((1000 * (now.bytes - before!.bytes)) / Math.max(1, now.time - before!.time))
  }
}
