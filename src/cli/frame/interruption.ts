import { setMaxListeners } from 'node:events'
import { EXIT } from './exit-status.ts'
import type { Terminal } from './terminal.ts'
import { wordsOf } from './words.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Milliseconds that finishing may take before somebody wants to know how to end it at once. */
const UNNOTICED = 300

/**
 * SIGINT and SIGTERM ask a command to finish what it has begun: `signal` aborts, with the signal's name as its reason.
 * A second one ends the process as if it had never been caught.
 */
export class Interruption {
  readonly #controller = new AbortController()
  readonly #terminal: Terminal
  #note: NodeJS.Timeout | undefined
  readonly #heard = (name: NodeJS.Signals) => this.#first(name)

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    // Each connection listens to it while it lasts.
    setMaxListeners(0, this.#controller.signal)
    for (const name of SIGNALS) process.once(name, this.#heard)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** What a command ends with that was to go on; 0 when nobody has asked it to end. */
  get status(): number {
    const { aborted, reason } = this.signal
    if (!aborted) return EXIT.done
    return reason === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted
  }

  /** The command has ended: signals mean again what they mean by default. */
  release(): void {
    clearTimeout(this.#note)
    for (const name of SIGNALS) process.off(name, this.#heard)
  }

  #first(name: NodeJS.Signals): void {
    // With no listener left, the system ends the process.
    this.release()
    const { finishing } = wordsOf(this.#terminal.language)
    this.#note = setTimeout(() => void this.#terminal.tell(finishing), UNNOTICED)
    this.#note.unref()
    this.#controller.abort(name)
  }
}
