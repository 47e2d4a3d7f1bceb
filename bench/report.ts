import type { Contender, PeerName } from './contender.ts'
import { figure, ratio } from './figures.ts'
import type { Detail, Measurement, Sample } from './measurement.ts'
import type { Neighbours } from './neighbours.ts'
import { onNode, type Result, type Results } from './results.ts'
import { summarize } from './statistics.ts'
import { table } from './table.ts'
import { judge, type Verdict } from './targets.ts'

/** Behind a figure that the load limited. */
const LIMITED = '°'
const NONE = '–'

/** Everything that was measured with the JavaScript peers on one Node, as text. */
export function report(results: Results, measurements: readonly Measurement[], runtime: string): string {
  const parts = [`${runtime}\n${'─'.repeat(runtime.length)}`]
  for (const measurement of measurements) parts.push(...tables(results, measurement, runtime))
  const verdicts = judge(results, runtime)
  if (verdicts.length > 0) parts.push(`Targets: soquete in parts of Node's own\n\n${verdictTable(verdicts)}`)
  return parts.join('\n\n')
}

function tables(results: Results, measurement: Measurement, runtime: string): string[] {
  const { name, title, cases, baseline, details } = measurement
  const peers = columns(results, measurement, runtime)
  const rows = cases.map(({ label }) => {
    const cells = peers.map(({ peer }) => mainCell(results.find(name, label, peer, runtime)))
    const ratios = results.ratios(name, label, 'soquete', runtime)
    return [label, ...cells, ratios === undefined ? NONE : ratio(summarize(ratios))]
  })
  const heading = [
    '',
    ...peers.map(headingOf),
    `soquete ÷ ${[baseline.peer, baseline.row].filter(Boolean).join(', ')}`,
  ]
  return [
    `${title}\n\n${table([heading, ...rows])}`,
    ...details.map((detail) => detailTable(results, measurement, detail, peers, runtime)),
  ]
}

/** Soquete first, then whom it is compared with. */
function columns(results: Results, { name, baseline }: Measurement, runtime: string): Contender[] {
  const order = (peer: PeerName) => (peer === 'soquete' ? 0 : peer === baseline.peer ? 1 : 2)
  const contenders = results.all
    .filter(({ measurement, contender }) => measurement.name === name && shownWith(contender, runtime))
    .map(({ contender }) => contender)
  return [...new Set(contenders)].sort((a, b) => order(a.peer) - order(b.peer))
}

function shownWith(contender: Contender, runtime: string): boolean {
  return contender.runtime === runtime || !onNode(contender)
}

function headingOf(contender: Contender): string {
  return onNode(contender) ? contender.peer : (contender.runtime ?? contender.peer)
}

function mainCell(result: Result | undefined): string {
  const text = measured(result) ? figure(summarize(result.samples.map(({ value }) => value))) : NONE
  const limited = measured(result) && medians(result).limited === 1
  // Every cell gives room to the mark, so that the figures stay in line.
  return text + (limited ? LIMITED : ' ')
}

function detailTable(
  results: Results,
  { name, cases }: Measurement,
  { title, show }: Detail,
  peers: readonly Contender[],
  runtime: string,
): string {
  const rows = cases.flatMap(({ label }) => {
    const found = peers.map(({ peer }) => results.find(name, label, peer, runtime))
    const cells = found.map((result) => (measured(result) ? show(medians(result)) : undefined))
    return cells.every((cell) => cell === undefined) ? [] : [[label, ...cells.map((cell) => cell ?? NONE)]]
  })
  return `${title}\n\n${table([['', ...peers.map(headingOf)], ...rows])}`
}

function measured(result: Result | undefined): result is Result {
  return result !== undefined && result.failure === undefined
}

function medians({ samples }: Result): Sample {
  const names = Object.keys(samples[0]!)
  const entries = names.map((name) => [name, summarize(samples.map((sample) => sample[name] ?? 0)).median])
  return Object.fromEntries(entries)
}

function verdictTable(verdicts: readonly Verdict[]): string {
  return table(verdicts.map(({ claim, wanted, ratio: got, verdict }) => [claim, wanted, ratio(got), verdict]))
}

/** What the marks mean and what went wrong, for all Nodes together. */
export function notes(
  results: Results,
  contenders: readonly Contender[],
  { disturbed }: Neighbours,
): string[] {
  const lines: string[] = []
  if (results.all.some((result) => measured(result) && medians(result).limited === 1))
    lines.push(`${LIMITED} The load or the sink was the limit: the peer could have done more.`)
  if (disturbed > 0) {
    const turns = results.all.reduce((sum, { samples }) => sum + samples.length, 0)
    lines.push(`Other processes disturbed ${disturbed} of ${turns} turns, which widens the spread.`)
  }
  if (!contenders.some(({ peer }) => peer === 'Bun')) lines.push('Bun is not on PATH, so it was left out.')
  for (const [failure, rows] of failures(results)) lines.push(`${failure} (${rows.join('; ')})`)
  return lines
}

/** Each failure, and the rows that it left empty. */
function failures(results: Results): Map<string, string[]> {
  const rows = new Map<string, string[]>()
  for (const { measurement, case: each, contender, failure } of results.all) {
    if (failure === undefined) continue
    const text = `${headingOf(contender)} failed in ${measurement.name}: ${failure}`
    rows.set(text, [...(rows.get(text) ?? []), each.label.trim()])
  }
  return rows
}
