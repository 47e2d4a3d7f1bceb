/** A control sequence of ECMA-48: CSI, parameters, and the letter that says what it does; or another control. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it is about
const SEQUENCE = /^\x1b\[([?0-9;]*)([A-Za-z])/

/** What a terminal shows that is sent a program's output, as far as this project's programs use one. */
export class Screen {
  #lines: string[] = []
  #row = 0
  #column = 0
  #pending = ''
  /** What stands on the ordinary screen, while the other one is shown. */
  #ordinary: { lines: string[]; row: number; column: number } | null = null
  isCursorShown = true

  /** Without the spaces at their ends. */
  get lines(): string[] {
    return this.#lines.map((line) => line.trimEnd())
  }

  /** Is the screen shown that programs have for drawing? */
  get isOther(): boolean {
    return this.#ordinary !== null
  }

  take(text: string): void {
    let rest = this.#pending + text
    while (rest !== '') {
      if (rest.startsWith('\x1b')) {
        const match = SEQUENCE.exec(rest)
        // The rest of it is still to come.
        if (match === null) break
        this.#obey(match[1]!, match[2]!)
        rest = rest.slice(match[0].length)
      } else {
        const end = rest.indexOf('\x1b')
        const piece = end === -1 ? rest : rest.slice(0, end)
        for (const character of piece) this.#put(character)
        rest = rest.slice(piece.length)
      }
    }
    this.#pending = rest
  }

  #put(character: string): void {
    if (character === '\r') this.#column = 0
    else if (character === '\n') this.#row++
    else {
      const line = (this.#lines[this.#row] ?? '').padEnd(this.#column)
      this.#set(line.slice(0, this.#column) + character + line.slice(this.#column + 1))
      this.#column++
    }
  }

  #set(line: string): void {
    while (this.#lines.length < this.#row) this.#lines.push('')
    this.#lines[this.#row] = line
  }

  #obey(parameters: string, letter: string): void {
    if (letter === 'H') {
      const [row = 1, column = 1] = parameters.split(';').map(Number)
      this.#row = row - 1
      this.#column = column - 1
    } else if (letter === 'K' && parameters === '2') this.#set('')
    else if (letter === 'J' && parameters === '2') this.#lines = []
    else if (parameters === '?1049') this.#switch(letter === 'h')
    else if (parameters === '?25') this.isCursorShown = letter === 'h'
    else if (letter !== 'm' && parameters !== '?7') throw new Error(`CSI ${parameters}${letter} is not known`)
  }

  #switch(toOther: boolean): void {
    if (toOther) {
      this.#ordinary = { lines: this.#lines, row: this.#row, column: this.#column }
      this.#lines = []
    } else if (this.#ordinary !== null) {
      this.#lines = this.#ordinary.lines
      this.#row = this.#ordinary.row
      this.#column = this.#ordinary.column
      this.#ordinary = null
    }
  }
}
