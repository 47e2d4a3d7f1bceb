import type { Output } from '../../socket/program.ts'

// Control sequences of ECMA-48, and of xterm where they begin with ?.
const OTHER_SCREEN = '\x1b[?1049h'
const OWN_SCREEN = '\x1b[?1049l'
const HIDE_CURSOR = '\x1b[?25l'
const SHOW_CURSOR = '\x1b[?25h'
/** A line that is too long ends at the edge, instead of going on in the next one. */
const NO_WRAP = '\x1b[?7l'
const WRAP = '\x1b[?7h'
const CLEAR = '\x1b[2J'
const CLEAR_LINE = '\x1b[2K'

/** Lines of a terminal that does not say how many it has. */
const USUAL_HEIGHT = 24

/** A screen of lines, of which only those are written that differ from what stands there. */
export class Drawing {
  readonly #output: Output
  #standing: readonly string[] = []
  #size = ''
  #isOpen = false

  constructor(output: Output) {
    this.#output = output
  }

  get height(): number {
    return process.stdout.rows || USUAL_HEIGHT
  }

  /** Resolves when the terminal has taken it: a slow one gets fewer pictures, and not a queue of them. */
  draw(lines: readonly string[]): Promise<void> {
    const size = `${process.stdout.columns} ${this.height}`
    const isAnew = size !== this.#size || !this.#isOpen
    this.#size = size
    const opening = this.#isOpen ? '' : OTHER_SCREEN + HIDE_CURSOR + NO_WRAP
    this.#isOpen = true
    const shown = lines.slice(0, this.height)
    const standing = isAnew ? [] : this.#standing
    this.#standing = shown
    let text = ''
    for (let row = 0; row < Math.max(shown.length, standing.length); row++) {
      const line = shown[row] ?? ''
      if (line !== standing[row]) text += `\x1b[${row + 1};1H${CLEAR_LINE}${line}`
    }
    return this.#output.write(opening + (isAnew ? CLEAR : '') + text)
  }

  /** Gives the terminal back as it was; it can be drawn on again. */
  async end(): Promise<void> {
    if (this.#isOpen) await this.#output.write(WRAP + SHOW_CURSOR + OWN_SCREEN)
    this.#isOpen = false
  }
}
