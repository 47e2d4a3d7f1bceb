import { formatDuration } from '../frame/quantities.ts'
import type { Terminal } from '../frame/terminal.ts'
import { linesBelow } from './below.ts'
import type { Change } from './changes.ts'
import { type Column, type ColumnName, columnsOf } from './columns.ts'
import { Explainer } from './explainer.ts'
import { tellHiddenProcesses } from './hidden-processes.ts'
import type { Layout } from './page.ts'
import type { Snapshot } from './snapshot.ts'
import { stateText } from './states.ts'
import { type ListWords, listWordsOf } from './words.ts'

/** How a change is marked: no colour is needed to see it. */
export const MARKS: Readonly<Record<Change['event'], string>> = { appeared: '+', changed: '~', vanished: '-' }

/** The columns of a change, as wide as mostly is enough: what comes later is not known when the first line goes out. */
const WIDTHS: Readonly<Partial<Record<ColumnName, number>>> = {
  proto: 5,
  state: 10,
  local: 21,
  peer: 21,
  recvQueue: 6,
  sendQueue: 6,
  process: 0,
}

/** What stands before the columns: `12:34:56 + `. */
const BEFORE = 11

/** What happens to sockets, a line each, for those who read it later or in a pipe. */
export class ChangeLines {
  readonly #terminal: Terminal
  readonly #layout: () => Layout
  readonly #every: number
  readonly #words: ListWords
  /** What a state means is said once. */
  readonly #explainer: Explainer

  constructor(terminal: Terminal, layout: () => Layout, every: number) {
    this.#terminal = terminal
    this.#layout = layout
    this.#every = every
    this.#words = listWordsOf(terminal.language)
    this.#explainer = new Explainer(terminal.language)
  }

  async first(snapshot: Snapshot): Promise<void> {
    const header = this.#row(snapshot, ({ name }) => this.#words[name]())
    await this.#terminal.stdout.write(`${' '.repeat(BEFORE)}${header}\n`)
    const every = formatDuration(this.#every)
    await this.#terminal.tell(this.#words.watching(snapshot.entries.length, every))
    await tellHiddenProcesses(this.#terminal, snapshot)
  }

  async next(snapshot: Snapshot, changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return
    const time = new Date().toTimeString().slice(0, 8)
    const below = linesBelow(snapshot, this.#layout(), this.#explainer)
    const lines = changes.flatMap(({ event, entry, before }) => {
      const row = this.#row(snapshot, ({ text }) => text(entry))
      const was = before === undefined ? '' : `  (${this.#before(before, entry)})`
      return [`${time} ${MARKS[event]} ${row}${was}`, ...(event === 'vanished' ? [] : below(entry))]
    })
    await this.#terminal.stdout.write(`${lines.join('\n')}\n`)
  }

  async end(): Promise<void> {}

  #row({ users }: Snapshot, textOf: (column: Column) => string): string {
    const cells = columnsOf(this.#words, users).flatMap((column) => {
      const width = WIDTHS[column.name]
      if (width === undefined) return []
      const text = textOf(column)
      return [column.right ? text.padStart(width) : text.padEnd(width)]
    })
    return cells.join('  ').trimEnd()
  }

  #before({ state, local, peer, processes }: NonNullable<Change['before']>, { socket }: Change['entry']) {
    const shown = state === undefined ? undefined : stateText({ kind: socket.kind, state })
    const differences = [shown, local, peer].filter((text) => text !== undefined)
    if (differences.length > 0 || processes === undefined) return this.#words.was(differences.join(', '))
    // A connection gets its first holder by accept().
    return this.#words.was(processes.join(', ') || this.#words.waitsForAccept())
  }
}
