import { ACCEPT_ROW, accept } from './measurements/accept.ts'
import { echo, echoLabel } from './measurements/echo.ts'
import { MEMORY_ROW, memory } from './measurements/memory.ts'
import { GRO_ROW, udpReceive } from './measurements/udp-receive.ts'
import type { Results } from './results.ts'
import { geometricMean, type Summary, summarize } from './statistics.ts'

/** What we promise of Soquete's figures in parts of the baseline's. */
interface Target {
  readonly claim: string
  readonly measurement: string
  /** The rows whose ratios are meant, by their geometric mean. */
  readonly rows: readonly string[]
  readonly wanted: { readonly atLeast: number } | { readonly below: number }
}

const TARGETS: readonly Target[] = [
  {
    claim: 'echo, 64 and 256 connections × 64 B and 1 KiB, geometric mean',
    measurement: echo.name,
    rows: [echoLabel(64, 64), echoLabel(64, 1024), echoLabel(256, 64), echoLabel(256, 1024)],
    wanted: { atLeast: 1.3 },
  },
  {
    claim: 'echo, 64 and 256 connections × 64 KiB, geometric mean',
    measurement: echo.name,
    rows: [echoLabel(64, 65536), echoLabel(256, 65536)],
    wanted: { atLeast: 2 },
  },
  {
    claim: 'echo, one connection, geometric mean of the three sizes',
    measurement: echo.name,
    rows: [echoLabel(1, 64), echoLabel(1, 1024), echoLabel(1, 65536)],
    wanted: { atLeast: 0.9 },
  },
  {
    claim: 'connections accepted',
    measurement: accept.name,
    rows: [ACCEPT_ROW],
    wanted: { atLeast: 1 },
  },
  {
    claim: 'UDP received with GRO, to node:dgram',
    measurement: udpReceive.name,
    rows: [GRO_ROW],
    wanted: { atLeast: 10 },
  },
  {
    claim: 'memory of an idle connection',
    measurement: memory.name,
    rows: [MEMORY_ROW],
    wanted: { below: 1 },
  },
]

export interface Verdict {
  readonly claim: string
  readonly wanted: string
  readonly ratio: Summary
  /** 'within the spread': the median misses, but not every round did. */
  readonly verdict: 'met' | 'within the spread' | 'missed'
}

/** What became of each target that was measured on this Node. */
export function judge(results: Results, runtime: string): Verdict[] {
  return TARGETS.flatMap((target) => {
    const rows = target.rows.map((row) => results.ratios(target.measurement, row, 'soquete', runtime))
    if (!rows.every((row) => row !== undefined)) return []
    const ratio = summarize(rows[0]!.map((_, round) => geometricMean(rows.map((row) => row[round]!))))
    return [{ claim: target.claim, ratio, ...compare(ratio, target.wanted) }]
  })
}

function compare(
  { median, min, max }: Summary,
  wanted: Target['wanted'],
): Pick<Verdict, 'wanted' | 'verdict'> {
  const [text, meets] =
    'atLeast' in wanted
      ? [`≥ ${wanted.atLeast}`, (value: number) => value >= wanted.atLeast]
      : [`< ${wanted.below}`, (value: number) => value < wanted.below]
  if (meets(median)) return { wanted: text, verdict: 'met' }
  return { wanted: text, verdict: meets(min) || meets(max) ? 'within the spread' : 'missed' }
}
