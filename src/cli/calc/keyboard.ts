import { createInterface, type Interface } from 'node:readline'

/** Lines that the up arrow brings back. */
const HISTORY = 1000

/** Lines that somebody types at this process's terminal, with a history. */
export class Keyboard {
  readonly #interface: Interface
  readonly #onInterrupt: () => void
  /** Typed ahead, or pasted. */
  readonly #ready: string[] = []
  #wake: (() => void) | null = null
  #closed = false

  /** `onInterrupt`: Ctrl-C with nothing typed, or while no line is asked for. With something typed that is dropped. */
  constructor(onInterrupt: () => void) {
    this.#onInterrupt = onInterrupt
    this.#interface = createInterface({
      input: process.stdin,
      output: process.stdout,
      terminal: true,
      historySize: HISTORY,
      removeHistoryDuplicates: true,
    })
    this.#interface.on('line', (line) => {
      this.#ready.push(line)
      this.#wake?.()
    })
    this.#interface.on('SIGINT', () => this.#interrupt())
    this.#interface.on('close', () => {
      this.#closed = true
      this.#wake?.()
    })
  }

  /** The next line; null when there will be none. */
  async next(prompt: string): Promise<string | null> {
    const ready = this.#ready.shift()
    if (ready !== undefined) {
      // What was pasted stands further up: here it is beside its answers.
      process.stdout.write(`${prompt}${ready}\n`)
      return ready
    }
    if (this.#closed) return null
    this.#interface.setPrompt(prompt)
    this.#interface.prompt()
    await new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    this.#wake = null
    return this.#ready.shift() ?? null
  }

  close(): void {
    this.#interface.close()
  }

  #interrupt(): void {
    process.stdout.write('^C\n')
    if (this.#wake === null || this.#interface.line === '') {
      this.#onInterrupt()
      return
    }
    // A key that drops the line there is not on every terminal.
    Object.assign(this.#interface, { line: '', cursor: 0 })
    this.#interface.prompt()
  }
}
