import { moment, type TracedCall } from './calls.ts'
import { columns, columnsFit } from './columns.ts'
import { lanes } from './lanes.ts'
import { pairUp } from './pairing.ts'
import { rowsOf } from './rows.ts'
import { ENGLISH, type TraceWords } from './words.ts'

export interface LadderOptions {
  /** Columns of the terminal. */
  readonly width: number
  /** Those who talk, from left to right, as `client, process 4312`. */
  readonly parties: readonly string[]
  /** Begins with the parties' names; so it is unless it says false. */
  readonly head?: boolean
  readonly words?: TraceWords
  /** Waits that began before this time are not named: they belong to what was shown before. */
  readonly since?: number
  /** Calls that only prepare (options, names) are left out, unless it names them here. */
  readonly show?: ReadonlySet<string>
}

const PREPARING: ReadonlySet<string> = new Set(['getsockname', 'getpeername', 'getsockopt', 'setsockopt'])

/**
 * The text ladder: the calls of all parties in the order in which they happened, an arrow where bytes crossed, long
 * waits named. A column for each party where the terminal is wide enough; otherwise one column, with letters.
 */
export function ladder(calls: readonly TracedCall[], options: LadderOptions): string[] {
  const { width, parties, head = true, words = ENGLISH } = options
  const shows = ({ syscall }: TracedCall) => !PREPARING.has(syscall) || options.show?.has(syscall) === true
  const shown = withoutRepeatedCloses(calls.filter(shows).sort((a, b) => moment(a) - moment(b)))
  const rows = rowsOf(shown, pairUp(calls), options.since ?? Number.NEGATIVE_INFINITY, words)
  const render = columnsFit(width, parties.length) ? columns : lanes
  return render(rows, { width, parties, head })
}

/** Closing twice is closing once: the second time says nothing. */
function withoutRepeatedCloses(ordered: readonly TracedCall[]): TracedCall[] {
  const closed = new Set<string>()
  return ordered.filter(({ party, socket, syscall }) => {
    const key = `${party}/${socket}`
    return syscall !== 'close' || (!closed.has(key) && closed.add(key))
  })
}
