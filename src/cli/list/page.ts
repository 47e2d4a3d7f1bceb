import type { Language } from '../../socket/language.ts'
import { columnsOf } from './columns.ts'
import type { Entry } from './entry.ts'
import type { Snapshot } from './snapshot.ts'
import { tableOf } from './table.ts'
import { listWordsOf } from './words.ts'

/** What is said of each socket, and how much room there is. */
export interface Layout {
  readonly language: Language
  /** Columns; Infinity where nobody counts them. */
  readonly width: number
  readonly extended: boolean
  readonly explain: boolean
}

/** The list as text. */
export interface Page {
  readonly header: string
  /** The lines of each socket, in order. */
  readonly blocks: readonly (readonly string[])[]
}

/** What stands below a socket's line. */
export type Below = (entry: Entry) => readonly string[]

/** Sockets as text; `entries` may be others than those of the snapshot. */
export function pageOf(
  entries: readonly Entry[],
  { users }: Snapshot,
  { language, width }: Layout,
  below?: Below,
): Page {
  const words = listWordsOf(language)
  const { header, rows } = tableOf(entries, columnsOf(words, users), words, width)
  if (below === undefined) return { header, blocks: rows }
  return { header, blocks: rows.map((row, index) => [...row, ...below(entries[index]!)]) }
}
