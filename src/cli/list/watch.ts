import { setTimeout as pause } from 'node:timers/promises'
import type { WaitOptions } from '../../socket/waiting.ts'
import { Interruption } from '../frame/interruption.ts'
import type { Terminal } from '../frame/terminal.ts'
import { ChangeLines } from './change-lines.ts'
import { type Change, changesBetween } from './changes.ts'
import { tellHiddenProcesses } from './hidden-processes.ts'
import { JsonOutput } from './json-output.ts'
import type { Layout } from './page.ts'
import { Screen } from './screen.ts'
import type { Snapshot } from './snapshot.ts'

export interface WatchOptions {
  /** Milliseconds between two looks. */
  readonly every: number
  readonly json: boolean
  /** The width may change meanwhile. */
  readonly layout: () => Layout
}

/** Who shows what is watched. */
interface View {
  first(snapshot: Snapshot): Promise<void>
  next(snapshot: Snapshot, changes: readonly Change[]): Promise<void>
  end(): Promise<void>
}

/** Looks again and again, until it is interrupted. */
export async function watch(
  terminal: Terminal,
  look: (wait: WaitOptions) => Promise<Snapshot>,
  options: WatchOptions,
): Promise<void> {
  const interruption = new Interruption(terminal)
  const { signal } = interruption
  const view = viewFor(terminal, options)
  try {
    let before = await look({ signal })
    await view.first(before)
    while (!signal.aborted) {
      await pause(options.every, undefined, { signal })
      const now = await look({ signal })
      await view.next(now, changesBetween(before, now))
      before = now
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    await view.end()
    interruption.release()
  }
}

function viewFor(terminal: Terminal, { every, json, layout }: WatchOptions): View {
  if (json) {
    const output = new JsonOutput(terminal, layout().explain)
    return {
      async first(snapshot) {
        await output.list(snapshot)
        await tellHiddenProcesses(terminal, snapshot)
      },
      next: (snapshot, changes) => output.changes(changes, snapshot),
      end: async () => {},
    }
  }
  // A terminal that calls itself dumb cannot draw.
  const draws = terminal.stdout.isTerminal && process.env.TERM !== 'dumb'
  return draws ? new Screen(terminal, layout, every) : new ChangeLines(terminal, layout, every)
}
