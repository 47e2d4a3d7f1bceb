import { datagrams } from './datagrams.ts'
import { delimitedReads } from './delimited-reads.ts'
import { endpoints } from './endpoints.ts'
import { exactReads } from './exact-reads.ts'
import type { Subject } from './harness.ts'
import { iteration } from './iteration.ts'
import { streams } from './streams.ts'
import { waiting } from './waiting.ts'
import { webStreams } from './web-streams.ts'

/** What every stack must do, in one suite. */
export function contract(subject: Subject): void {
  streams(subject)
  exactReads(subject)
  delimitedReads(subject)
  waiting(subject)
  datagrams(subject)
  endpoints(subject)
  iteration(subject)
  webStreams(subject)
}
