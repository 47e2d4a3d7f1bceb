import type { WaitOptions } from '../../socket/waiting.ts'
import type { Run } from '../frame/command.ts'
import { EXIT } from '../frame/exit-status.ts'
import type { Terminal } from '../frame/terminal.ts'
import { tellHiddenProcesses } from './hidden-processes.ts'
import type { LIST_OPTIONS } from './options.ts'
import { type Layout, pageOf } from './page.ts'
import { selectionOf } from './selection.ts'
import { type Snapshot, takeSnapshot } from './snapshot.ts'
import { listWordsOf } from './words.ts'

/** Milliseconds between two looks when nobody says how many. */
const USUAL_EVERY = 1000

export const run: Run<typeof LIST_OPTIONS> = async ({ values, operands }, terminal) => {
  const { stack, language } = terminal
  const { extended, explain, json } = values
  const selection = selectionOf(values, operands, language)
  const details = extended || explain || json
  const look = (wait?: WaitOptions) => takeSnapshot(stack, selection, details, wait)
  const layout = (): Layout => ({ language, width: widthOf(terminal), extended, explain })
  if (values.watch || values.every !== undefined) {
    const { watch } = await import('./watch.ts')
    await watch(terminal, look, { every: values.every ?? USUAL_EVERY, json, layout })
    return EXIT.done
  }
  const snapshot = await look()
  if (json) await printRecords(terminal, snapshot, explain)
  else await printPage(terminal, snapshot, layout())
  await tellHiddenProcesses(terminal, snapshot)
  return EXIT.done
}

/** On a terminal its columns; elsewhere as many as are needed, unless $COLUMNS says how many there are. */
function widthOf({ stdout: { isTerminal, width } }: Terminal): number {
  return isTerminal || process.env.COLUMNS ? width : Number.POSITIVE_INFINITY
}

async function printPage(terminal: Terminal, snapshot: Snapshot, layout: Layout): Promise<void> {
  const { stdout } = terminal
  const isPlain = !layout.extended && !layout.explain
  const below = isPlain ? undefined : (await import('./below.ts')).linesBelow(snapshot, layout)
  const { header, blocks } = pageOf(snapshot.entries, snapshot, layout, below)
  await stdout.write(`${[stdout.paint.bold(header), ...blocks.flat()].join('\n')}\n`)
  if (blocks.length > 0 || !stdout.isTerminal) return
  const words = listWordsOf(layout.language)
  await terminal.tell(words.nothing(), words.nothingMore())
}

async function printRecords(terminal: Terminal, snapshot: Snapshot, explains: boolean): Promise<void> {
  const { JsonOutput } = await import('./json-output.ts')
  await new JsonOutput(terminal, explains).list(snapshot)
}
