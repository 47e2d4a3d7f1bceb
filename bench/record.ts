import { writeFileSync } from 'node:fs'
import type { Machine } from './machine.ts'
import type { Results } from './results.ts'
import { summarize } from './statistics.ts'
import { judge } from './targets.ts'

/** Writes all that was measured as JSON, for other programs. */
export function writeRecord(
  file: string,
  results: Results,
  machine: Machine,
  runtimes: readonly string[],
): void {
  const record = {
    machine,
    results: results.all.map(({ measurement, case: each, contender, samples, failure }) => ({
      measurement: measurement.name,
      case: each.label.trim(),
      peer: contender.peer,
      runtime: contender.runtime,
      median: samples.length > 0 ? summarize(samples.map(({ value }) => value)).median : undefined,
      samples,
      failure,
    })),
    targets: Object.fromEntries(runtimes.map((runtime) => [runtime, judge(results, runtime)])),
  }
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`)
}
