import { callText, resultText } from './call-text.ts'
import { isReceiving, isSending, moment, type TracedCall } from './calls.ts'

/** Words of the ladder, in the reader's language. */
export interface LadderWords {
  readonly waits: string
  readonly endOfStream: string
  /** Milliseconds as people write them. */
  readonly milliseconds: (time: number) => string
}

export const ENGLISH: LadderWords = {
  waits: 'waits',
  endOfStream: 'end of stream',
  milliseconds: (time) => `${time < 10 ? time.toFixed(1) : Math.round(time).toLocaleString('en-US')} ms`,
}

export interface LadderOptions {
  /** Columns of the terminal. */
  readonly width: number
  /** The two who talk, as `client, process 4312`; null for a ladder without a head. */
  readonly parties: readonly [string, string] | null
  readonly words?: LadderWords
  /** Waits that began before this time are not named: they belong to what was shown before. */
  readonly since?: number
  /** Calls that only prepare (options, names) are left out. */
  readonly hide?: ReadonlySet<string>
}

/** A line of the ladder: what one of the two did, and, where bytes crossed, what the other one got. */
interface Row {
  readonly time: number
  readonly call: TracedCall
  readonly partner?: TracedCall | undefined
  /** The beginning of a wait. */
  readonly waits: boolean
}

const HIDDEN: ReadonlySet<string> = new Set(['getsockname', 'getpeername', 'getsockopt', 'setsockopt'])

/** Two columns, an arrow and a note fit from so many columns of terminal on. */
const WIDE = 100

/**
 * The text ladder: the calls of two parties in the order in which they happened, an arrow where bytes crossed, those
 * that wait named. Narrow terminals get one column.
 */
export function ladder(calls: readonly TracedCall[], options: LadderOptions): string[] {
  const hide = options.hide ?? HIDDEN
  const shown = calls.filter((call) => !hide.has(call.syscall)).sort((a, b) => moment(a) - moment(b))
  const rows = withWaits(pairUp(shown), shown, options.since ?? Number.NEGATIVE_INFINITY)
  return options.width >= WIDE ? wide(rows, options) : narrow(rows, options)
}

function pairUp(ordered: readonly TracedCall[]): Row[] {
  const rows: Row[] = []
  const done = new Set<TracedCall>()
  for (const [index, call] of ordered.entries()) {
    if (done.has(call) || call.leave === undefined) continue
    const next = ordered.slice(index + 1).find((other) => other.party !== call.party && !done.has(other))
    const partner = next !== undefined && crosses(call, next) ? next : undefined
    if (partner !== undefined) done.add(partner)
    rows.push({ time: moment(call), call, partner, waits: false })
  }
  return rows
}

/** Does `next` get what `call` sends? */
function crosses(call: TracedCall, next: TracedCall): boolean {
  if (!isSending(call) || !isReceiving(next) || next.leave === undefined) return false
  if (call.leave?.error !== undefined || next.leave.error !== undefined) return false
  if (call.syscall === 'connect' || next.syscall === 'accept')
    return call.syscall === 'connect' && next.syscall === 'accept'
  const ends = call.syscall === 'close' || call.syscall === 'shutdown'
  return ends === (next.leave.result === 0)
}

/** A row more for each call that waited while the other one did something else than end its wait. */
function withWaits(rows: readonly Row[], calls: readonly TracedCall[], since: number): Row[] {
  const waits = calls
    .filter((call) => call.waited && call.enter.time >= since)
    .filter((call) => {
      if (call.leave === undefined || call.leave.error !== undefined) return true
      const until = call.leave.time
      const meanwhile = rows.filter(
        (row) =>
          row.time > call.enter.time &&
          row.time < until &&
          row.call.party !== call.party &&
          row.partner !== call,
      )
      return meanwhile.length > 0
    })
    .map((call) => ({ time: call.enter.time, call, waits: true }))
  return [...rows, ...waits].sort((a, b) => a.time - b.time)
}

interface Cell {
  readonly text: string
  readonly note: string
}

function cell(call: TracedCall, words: LadderWords): Cell {
  return { text: callText(call) + resultText(call, words.endOfStream), note: note(call, words) }
}

/** How long it took, where that tells something; how it failed. */
function note(call: TracedCall, words: LadderWords): string {
  if (call.leave === undefined) return ''
  if (call.leave.error !== undefined) return call.leave.error.code
  const took = call.leave.time - call.enter.time
  return call.syscall === 'getaddrinfo' || (call.waited && took >= 1) ? words.milliseconds(took) : ''
}

function cells(row: Row, words: LadderWords): [Cell, Cell | undefined] {
  if (row.waits) return [{ text: `${callText(row.call)} …`, note: words.waits }, undefined]
  return [cell(row.call, words), row.partner === undefined ? undefined : cell(row.partner, words)]
}

const MARGIN = '   '
const NOTE = 10
const ARROWS = ['──▶', '◀──'] as const

function wide(rows: readonly Row[], options: LadderOptions): string[] {
  const { width, parties, words = ENGLISH } = options
  const column = Math.min(46, Math.floor((width - NOTE - MARGIN.length - 5) / 2))
  const line = (left: string, arrow: string, right: string, note: string) => {
    const start = `${MARGIN}${left.padEnd(column)} ${arrow.padEnd(3)} ${right}`
    return note === '' ? start.trimEnd() : `${start.trimEnd().padEnd(width - NOTE - 1)}  ${note}`
  }
  const lines = parties === null ? [] : [line(parties[0], '', parties[1], '')]
  for (const row of rows) {
    const { party } = row.call
    const [own, other] = cells(row, words)
    const [left, right] = party === 0 ? [own, other] : [other, own]
    const arrow = other === undefined ? '' : ARROWS[party as 0 | 1]
    const note = own.note || (other?.note ?? '')
    if (left === undefined || right === undefined || left.text.length <= column) {
      lines.push(line(left?.text ?? '', arrow, right?.text ?? '', note))
    } else {
      // Too long for its column: the other one's part stands below.
      lines.push(line(left.text, '', '', party === 0 ? own.note : ''))
      lines.push(line('', arrow, right.text, note))
    }
  }
  return lines
}

function narrow(rows: readonly Row[], { parties, words = ENGLISH }: LadderOptions): string[] {
  const lines = parties === null ? [] : parties.map((party, index) => `${MARGIN}${'AB'[index]}   ${party}`)
  for (const row of rows) {
    const [own, other] = cells(row, words)
    const line = (party: number, arrow: string, { text, note }: Cell) =>
      lines.push(`${MARGIN}${'AB'[party]} ${arrow} ${text}${note === '' ? '' : `   ${note}`}`)
    line(row.call.party, other === undefined ? ' ' : '▶', own)
    if (other !== undefined) line(1 - row.call.party, '◀', other)
  }
  return lines
}
