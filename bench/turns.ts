import type { Contender } from './contender.ts'
import type { Conditions, Measurement } from './measurement.ts'
import type { Neighbours } from './neighbours.ts'
import type { Progress } from './progress.ts'
import type { Result, Results } from './results.ts'

/** What a run has from its first turn to its last. */
export interface Run {
  readonly contenders: readonly Contender[]
  readonly rounds: number
  readonly conditions: Conditions
  readonly neighbours: Neighbours
  readonly progress: Progress
  readonly results: Results
}

/**
 * Measures all contenders in turns, round by round, so that what slows the machine for a while slows all of
 * them. Each turn is a process of its own: how a process happens to lie in memory, and what its compiler happened
 * to learn, moves figures more than time does.
 */
export async function takeTurns(measurement: Measurement, run: Run): Promise<void> {
  const rows = measurement.cases.map((each) =>
    run.contenders
      .filter(({ peer }) => each.peers.includes(peer))
      .map((contender) => run.results.add(measurement, each, contender)),
  )
  for (let round = 0; round < run.rounds; round++) {
    for (const row of rows) {
      for (const result of rotate(row, round)) {
        run.progress.say(`${measurement.name}, round ${round + 1} of ${run.rounds}: ${describe(result)}`)
        await takeTurn(result, run)
      }
    }
  }
}

async function takeTurn(result: Result, { neighbours, conditions }: Run): Promise<void> {
  if (result.failure !== undefined) return
  try {
    const turn = () => result.case.measure(result.contender, conditions)
    result.samples.push(await neighbours.avoid(turn))
  } catch (error) {
    result.failure = error instanceof Error ? error.message : String(error)
  }
}

/** Nobody always goes first. */
function rotate<Item>(items: readonly Item[], by: number): Item[] {
  const start = items.length === 0 ? 0 : by % items.length
  return [...items.slice(start), ...items.slice(0, start)]
}

function describe({ case: { label }, contender: { peer, runtime } }: Result): string {
  return runtime === undefined ? `${label}, ${peer}` : `${label}, ${peer} on ${runtime}`
}
