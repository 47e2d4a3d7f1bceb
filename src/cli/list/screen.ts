import { formatDuration } from '../frame/quantities.ts'
import type { Terminal } from '../frame/terminal.ts'
import { linesBelow } from './below.ts'
import { MARKS } from './change-lines.ts'
import { type Change, identityOf } from './changes.ts'
import { Drawing } from './drawing.ts'
import type { Entry } from './entry.ts'
import { inOrder } from './order.ts'
import { type Layout, pageOf } from './page.ts'
import type { Snapshot } from './snapshot.ts'
import { type ListWords, listWordsOf } from './words.ts'

/** Milliseconds that a change stays marked at least, and how many looks. */
const MARKED = 3000
const LOOKS = 2

/** What stands before each socket's line: its mark. */
const MARK_WIDTH = 2

interface Marked {
  readonly change: Change
  readonly until: number
}

/** The list on a terminal, drawn anew in place, with what has changed of late marked. */
export class Screen {
  readonly #terminal: Terminal
  readonly #layout: () => Layout
  readonly #every: number
  readonly #words: ListWords
  readonly #drawing: Drawing
  readonly #marked = new Map<string, Marked>()
  #snapshot: Snapshot | undefined
  /** Who looks next hears of a terminal that takes nothing. */
  readonly #resized = () => void this.#draw().catch(() => {})
  readonly #suspended = () => void this.#drawing.end().then(() => process.kill(process.pid, 'SIGSTOP'))

  constructor(terminal: Terminal, layout: () => Layout, every: number) {
    this.#terminal = terminal
    this.#layout = layout
    this.#every = every
    this.#words = listWordsOf(terminal.language)
    this.#drawing = new Drawing(terminal.stdout)
  }

  async first(snapshot: Snapshot): Promise<void> {
    process.stdout.on('resize', this.#resized)
    process.on('SIGTSTP', this.#suspended)
    process.on('SIGCONT', this.#resized)
    this.#snapshot = snapshot
    await this.#draw()
  }

  async next(snapshot: Snapshot, changes: readonly Change[]): Promise<void> {
    const now = performance.now()
    for (const [identity, { until }] of this.#marked) if (until < now) this.#marked.delete(identity)
    const until = now + Math.max(MARKED, LOOKS * this.#every)
    for (const change of changes) this.#marked.set(identityOf(change.entry), { change, until })
    this.#snapshot = snapshot
    await this.#draw()
  }

  async end(): Promise<void> {
    process.stdout.off('resize', this.#resized)
    process.off('SIGTSTP', this.#suspended)
    process.off('SIGCONT', this.#resized)
    await this.#drawing.end()
  }

  async #draw(): Promise<void> {
    if (this.#snapshot !== undefined) await this.#drawing.draw(this.#lines(this.#snapshot))
  }

  #lines(snapshot: Snapshot): string[] {
    const { paint } = this.#terminal.stdout
    const vanished = [...this.#marked.values()].flatMap(({ change }) =>
      change.event === 'vanished' ? [change.entry] : [],
    )
    const entries = inOrder([...snapshot.entries, ...vanished])
    const layout = this.#layout()
    const inner = { ...layout, width: layout.width - MARK_WIDTH }
    const { header, blocks } = pageOf(entries, snapshot, inner, linesBelow(snapshot, inner))
    const top = this.#words.screenTop(snapshot.entries.length, formatDuration(this.#every))
    const marked = blocks.map((lines, index) => this.#withMark(entries[index]!, lines))
    const margin = ' '.repeat(MARK_WIDTH)
    return [
      paint.dim(top.slice(0, layout.width)),
      paint.bold(margin + header),
      ...this.#fitting(marked, this.#drawing.height - 2),
    ]
  }

  /** As many sockets as there is room for; the last line says how many more there are. */
  #fitting(blocks: readonly (readonly string[])[], room: number): string[] {
    if (blocks.reduce((sum, { length }) => sum + length, 0) <= room) return blocks.flat()
    const lines: string[] = []
    for (const [index, block] of blocks.entries()) {
      if (lines.length + block.length > room - 1) return [...lines, this.#words.below(blocks.length - index)]
      lines.push(...block)
    }
    return lines
  }

  #withMark(entry: Entry, [first = '', ...others]: readonly string[]): string[] {
    const { paint } = this.#terminal.stdout
    const event = this.#marked.get(identityOf(entry))?.change.event
    const stands = { appeared: paint.good, changed: paint.bold, vanished: paint.bad }
    const painted = event === undefined ? (text: string) => text : stands[event]
    const mark = event === undefined ? ' ' : MARKS[event]
    return [painted(`${mark} ${first}`), ...others.map((line) => `${' '.repeat(MARK_WIDTH)}${line}`)]
  }
}
