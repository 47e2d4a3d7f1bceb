import type { Contender, PeerName } from './contender.ts'
import type { Case, Measurement, Sample } from './measurement.ts'

/** What a contender gave in a case: a sample for each round, or why there is none. */
export interface Result {
  readonly measurement: Measurement
  readonly case: Case
  readonly contender: Contender
  readonly samples: Sample[]
  failure: string | undefined
}

export class Results {
  readonly all: Result[] = []

  add(measurement: Measurement, each: Case, contender: Contender): Result {
    const result: Result = { measurement, case: each, contender, samples: [], failure: undefined }
    this.all.push(result)
    return result
  }

  /** The result of a peer, on this runtime if it is one that runs on Node. */
  find(name: string, label: string, peer: PeerName, runtime: string): Result | undefined {
    return this.all.find((result) => {
      const { measurement, contender } = result
      const right = measurement.name === name && result.case.label === label && contender.peer === peer
      return right && (contender.runtime === runtime || !onNode(contender))
    })
  }

  /** A peer's figures in parts of the baseline's, round by round; undefined where either failed. */
  ratios(name: string, label: string, peer: PeerName, runtime: string): number[] | undefined {
    const result = this.find(name, label, peer, runtime)
    if (result === undefined) return undefined
    const { baseline } = result.measurement
    const base = this.find(name, baseline.row ?? label, baseline.peer, runtime)
    if (base === undefined || result.failure !== undefined || base.failure !== undefined) return undefined
    return result.samples.map((sample, round) => sample.value / base.samples[round]!.value)
  }
}

export function onNode({ runtime }: Contender): boolean {
  return runtime?.startsWith('Node ') ?? false
}
