import { cutMiddle } from './address-text.ts'
import type { Column, ColumnName } from './columns.ts'
import type { Entry } from './entry.ts'
import type { ListWords } from './words.ts'

/** The lines of a list. */
export interface Table {
  readonly header: string
  /** A line for each socket; more where not all of it fits beside each other. */
  readonly rows: readonly (readonly string[])[]
}

const GAP = '  '

/** Between columns when that makes the difference. */
const NARROW_GAP = ' '

/** What belongs to the line above. */
export const MARGIN = '       '

/** Unix names are not cut to less. */
const SHORTEST_NAME = 24

/** Columns that go when there is no room, the first one first. */
const DISPENSABLE: readonly ColumnName[] = ['cwnd', 'rtt']

/** Columns that move to a line of their own when there is no room; those in one group together. */
const FOLDED: readonly (readonly ColumnName[])[] = [['process'], ['recvQueue', 'sendQueue'], ['peer']]

interface Filled {
  readonly column: Column
  readonly heading: string
  readonly cells: string[]
  width: number
}

/** Fits sockets into so many columns of a terminal. What is wider all the same is an address, which nobody breaks. */
export function tableOf(
  entries: readonly Entry[],
  columns: readonly Column[],
  words: ListWords,
  width: number,
): Table {
  let beside = columns.map((column) => fill(column, entries, words)).filter(isNeeded)
  for (const name of DISPENSABLE) {
    if (total(beside) > width) beside = beside.filter(({ column }) => column.name !== name)
  }
  cutNames(beside, entries, width)
  const gap = total(beside) > width && total(beside, NARROW_GAP) <= width ? NARROW_GAP : GAP
  const below: Filled[] = []
  for (const names of FOLDED) {
    if (total(beside, gap) <= width) break
    const moved = beside.filter(({ column }) => names.includes(column.name))
    below.unshift(...moved)
    beside = beside.filter((each) => !moved.includes(each))
  }
  const headings = beside.map(({ column, heading, width }) => aligned(heading, column, width))
  return {
    header: headings.join(gap).trimEnd(),
    rows: sideBySide(beside, gap, entries.length).map((line, row) =>
      below.length === 0 ? [line] : [line, ...foldedLines(below, row, width)],
    ),
  }
}

function fill(column: Column, entries: readonly Entry[], words: ListWords): Filled {
  const heading = words[column.name]()
  const cells = entries.map(column.text)
  return { column, heading, cells, width: longest(cells, heading.length) }
}

function longest(texts: readonly string[], least: number): number {
  let most = least
  for (const { length } of texts) if (length > most) most = length
  return most
}

/** Most sockets have no round trips: without any there is no column of them. */
function isNeeded({ column, cells }: Filled): boolean {
  return !DISPENSABLE.includes(column.name) || cells.some((text) => text !== '')
}

function total(columns: readonly Filled[], gap = GAP): number {
  return columns.reduce((sum, { width }) => sum + width + gap.length, -gap.length)
}

/** Cuts the names of Unix sockets, the column with the longest ones first, as far as that helps. */
function cutNames(columns: readonly Filled[], entries: readonly Entry[], width: number): void {
  const names = columns.filter(({ column: { name } }) => name === 'local' || name === 'peer')
  const isName = (row: number) => entries[row]!.socket.kind === 'unix'
  for (const each of names.sort((one, other) => other.width - one.width)) {
    const excess = total(columns) - width
    if (excess <= 0) return
    const others = each.cells.filter((_, row) => !isName(row))
    const room = Math.max(longest(others, SHORTEST_NAME), each.width - excess)
    for (const [row, text] of each.cells.entries()) if (isName(row)) each.cells[row] = cutMiddle(text, room)
    each.width = longest(each.cells, each.heading.length)
  }
}

function aligned(text: string, { right }: Column, width: number): string {
  return right ? text.padStart(width) : text.padEnd(width)
}

function sideBySide(columns: readonly Filled[], gap: string, rows: number): string[] {
  const lines = new Array<string>(rows).fill('')
  for (const [index, { column, cells, width }] of columns.entries()) {
    const before = index === 0 ? '' : gap
    for (let row = 0; row < rows; row++) lines[row] += before + aligned(cells[row]!, column, width)
  }
  return lines.map((line) => line.trimEnd())
}

/** What has no column any more, named, except for processes, which cannot be taken for anything else. */
function foldedLines(columns: readonly Filled[], row: number, width: number): string[] {
  const items = columns.flatMap(({ column: { name }, heading, cells }) => {
    const text = cells[row]!
    // That a socket has no peer needs no line.
    if (text === '' || text === '*' || text === '-') return []
    return [name === 'process' ? text : `${heading} ${text}`]
  })
  return packed(items, width)
}

/** Items side by side below a socket's line, as many as fit; none is broken. */
export function packed(items: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const item of items) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + GAP.length + item.length <= width)
      lines[lines.length - 1] = last + GAP + item
    else lines.push(MARGIN + item)
  }
  return lines
}
