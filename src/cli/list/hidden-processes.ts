import type { Terminal } from '../frame/terminal.ts'
import type { Snapshot } from './snapshot.ts'
import { listWordsOf } from './words.ts'

/** Says that processes could not be looked into, when that leaves something out. */
export async function tellHiddenProcesses(
  { tell, language }: Terminal,
  { hidden: { closed, isCut } }: Snapshot,
): Promise<void> {
  const words = listWordsOf(language)
  if (closed > 0) await tell(words.closedProcesses(closed, process.geteuid?.() === 0))
  if (isCut) await tell(words.notAllProcesses())
}
