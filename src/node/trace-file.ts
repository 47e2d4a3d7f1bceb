import { writeSync } from 'node:fs'
import type { TraceEvent, Tracer } from '../socket/events.ts'
import { eventLine, headerLine } from '../trace/ndjson.ts'

/**
 * A tracer that writes NDJSON to a descriptor, each line before the program goes on, so that nothing is lost however
 * the process ends. Times become those of the machine's monotonic clock, so that traces of processes can be joined.
 */
export function traceToDescriptor(fd: number, party: string): Tracer {
  const offset = clockOffset()
  writeWhole(fd, headerLine(party, process.pid))
  return {
    event: (event: TraceEvent) => writeWhole(fd, eventLine({ ...event, time: event.time + offset })),
  }
}

/** Milliseconds from performance.now() to the monotonic clock, by the quickest of some looks at both. */
function clockOffset(): number {
  let best = { offset: 0, took: Number.POSITIVE_INFINITY }
  for (let look = 0; look < 10; look++) {
    const before = performance.now()
    const monotonic = Number(process.hrtime.bigint()) / 1e6
    const after = performance.now()
    // Who is interrupted in between would be late by milliseconds, and so would be every call in the trace.
    if (after - before < best.took) best = { offset: monotonic - (before + after) / 2, took: after - before }
  }
  return best.offset
}

function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(fd, bytes, offset)
}
