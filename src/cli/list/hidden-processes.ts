import type { Terminal } from '../frame/terminal.ts'
import type { Snapshot } from './snapshot.ts'
import { listWordsOf } from './words.ts'

/** Says that processes could not be looked into, when that leaves something out. */
export async function tellHiddenProcesses(
  { tell, language }: Terminal,
  { closedProcesses }: Snapshot,
): Promise<void> {
  if (closedProcesses === 0) return
  await tell(listWordsOf(language).closedProcesses(closedProcesses, process.geteuid?.() === 0))
}
