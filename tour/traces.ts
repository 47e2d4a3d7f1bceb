import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TraceEvent } from '../src/socket/index.ts'
import { parseLine } from '../src/trace/index.ts'

/** What the sockets of one process did, or of one thread in it. */
export interface Trace {
  readonly pid: number
  /** 0 is the process's first thread. */
  readonly thread: number
  readonly events: readonly TraceEvent[]
}

/** The files that witness.ts has written, ordered by process and thread. */
export async function readTraces(folder: string): Promise<Trace[]> {
  const traces: Trace[] = []
  for (const name of await readdir(folder)) {
    const [, pid, thread] = /^(\d+)-(\d+)\.ndjson$/.exec(name) ?? []
    if (pid === undefined) continue
    const lines = (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n')
    const events = lines.map(parseLine).filter((line): line is TraceEvent => 'type' in line)
    traces.push({ pid: Number(pid), thread: Number(thread), events })
  }
  return traces.sort((a, b) => a.pid - b.pid || a.thread - b.thread)
}
