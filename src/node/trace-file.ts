import { writeSync } from 'node:fs'
import type { TraceEvent, Tracer } from '../socket/events.ts'
import { eventLine, headerLine } from '../trace/ndjson.ts'

/**
 * A tracer that writes NDJSON to a descriptor, each line before the program goes on, so that nothing is lost however
 * the process ends. Times become those of the machine's monotonic clock, so that traces of processes can be joined.
 */
export function traceToDescriptor(fd: number, party: string): Tracer {
  const offset = Number(process.hrtime.bigint()) / 1e6 - performance.now()
  writeWhole(fd, headerLine(party, process.pid))
  return {
    event: (event: TraceEvent) => writeWhole(fd, eventLine({ ...event, time: event.time + offset })),
  }
}

function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(fd, bytes, offset)
}
