import type { Cell, Page, Row } from './rows.ts'

const MARGIN = '   '
/** Room for what stands beside a line, at its end. */
const NOTE = 10
/** Between two columns: a blank, three of arrow, a blank. */
const GAP = 5
const NARROWEST = 41
const WIDEST = 46

function columnWidth(width: number, parties: number): number {
  return Math.floor((width - NOTE - MARGIN.length - GAP * (parties - 1)) / parties)
}

/** Two columns, an arrow and a note fit from 100 columns of terminal on, three from 146. */
export function columnsFit(width: number, parties: number): boolean {
  return columnWidth(width, parties) >= NARROWEST
}

/** The wide form of the ladder: a column for each party, and the arrows between them. */
export function columns(rows: readonly Row[], page: Page): string[] {
  const lines = page.head ? [line(page, page.parties, null, '')] : []
  for (const { own, other, from, to } of rows) {
    if (other === undefined) {
      lines.push(line(page, at(own), arrowOf(page, own, from, to), own.note))
      continue
    }
    const [left, right] = own.party < other.party ? [own, other] : [other, own]
    const arrow = { from: own.party, to: other.party, there: true }
    if (fits(page, left)) {
      lines.push(line(page, at(own, other), arrow, own.note || other.note))
    } else {
      // Too long for its column: the two stand one below the other, the arrow beside the right one.
      for (const each of [own, other])
        lines.push(line(page, at(each), each === right ? arrow : null, each.note))
    }
  }
  return lines
}

/** An arrow between two parties; its point is filled where the bytes are there, and hollow where they set out. */
interface Arrow {
  readonly from: number
  readonly to: number
  readonly there: boolean
}

/** The arrow of a line in which only one party does something. Beside a text that is too long there is none. */
function arrowOf(page: Page, own: Cell, from: number | undefined, to: number | undefined): Arrow | null {
  const other = from ?? to
  if (other === undefined || (own.party < other && !fits(page, own))) return null
  return from === undefined
    ? { from: own.party, to: other, there: false }
    : { from, to: own.party, there: true }
}

function fits({ width, parties }: Page, { text }: Cell): boolean {
  return text.length <= Math.min(WIDEST, columnWidth(width, parties.length))
}

function at(...cells: readonly Cell[]): string[] {
  const texts: string[] = []
  for (const { party, text } of cells) texts[party] = text
  return texts
}

function line(
  { width, parties }: Page,
  texts: readonly (string | undefined)[],
  arrow: Arrow | null,
  note: string,
): string {
  const column = Math.min(WIDEST, columnWidth(width, parties.length))
  const { from, to, there } = arrow ?? { from: 0, to: 0, there: true }
  const [first, last] = [Math.min(from, to), Math.max(from, to)]
  const points = there ? '◀▶' : '◁▷'
  let start = MARGIN
  for (let party = 0; party < parties.length; party++) {
    const passes = party > first && party < last
    start += (texts[party] ?? '').padEnd(column, passes ? '─' : ' ')
    if (party < first || party >= last) start += ' '.repeat(GAP)
    else if (from < to)
      start += `${party === first ? ' ' : '─'}──${party === last - 1 ? `${points[1]} ` : '──'}`
    else start += `${party === first ? ` ${points[0]}` : '──'}──${party === last - 1 ? ' ' : '─'}`
  }
  start = start.trimEnd()
  return note === '' ? start : `${start.padEnd(width - NOTE - 1)}  ${note}`
}
