import type { Side } from '../frame/terminal.ts'

/** Milliseconds from one look to the next. */
const PERIOD = 250

/** One line at the foot of a terminal, drawn again and again until it is cleared. */
export class StatusLine {
  readonly #side: Side
  readonly #text: () => string
  readonly #timer: NodeJS.Timeout

  constructor(side: Side, text: () => string) {
    this.#side = side
    this.#text = text
    this.#timer = setInterval(() => this.#draw(), PERIOD)
    this.#timer.unref()
    this.#draw()
  }

  async clear(): Promise<void> {
    clearInterval(this.#timer)
    await this.#side.write('\r\x1b[K')
  }

  #draw(): void {
    // One column stays free: some terminals begin a new line when the last one is written to.
    const text = this.#text().slice(0, this.#side.width - 1)
    // A terminal that has gone is told of elsewhere.
    this.#side.write(`\r${text}\x1b[K`).catch(() => {})
  }
}
