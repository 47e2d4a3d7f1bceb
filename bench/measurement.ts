import type { Contender, PeerName } from './contender.ts'
import type { Programs } from './programs.ts'

/** What one run of one contender gave. `value` is compared; what else is measured varies. */
export interface Sample {
  readonly value: number
  /** 1 when the load or the sink, not the contender, was the limit. */
  readonly limited?: 0 | 1
  readonly [detail: string]: number | undefined
}

export interface Conditions {
  readonly programs: Programs
  /** Seconds before measuring, for compilers and caches. */
  readonly warmUp: number
  /** Seconds that are measured. */
  readonly seconds: number
}

export interface Case {
  readonly label: string
  readonly peers: readonly PeerName[]
  measure(contender: Contender, conditions: Conditions): Promise<Sample>
}

/** A second table with the same rows and columns. */
export interface Detail {
  readonly title: string
  /** The text of a cell, from the medians of its samples; undefined leaves the cell empty. */
  show(medians: Sample): string | undefined
}

export interface Measurement {
  /** As --only takes it. */
  readonly name: string
  /** What is measured and its unit. */
  readonly title: string
  readonly cases: readonly Case[]
  /** Who is one in the ratios; in every row the figure of the same row, unless `row` names one for all. */
  readonly baseline: { readonly peer: PeerName; readonly row?: string }
  readonly details: readonly Detail[]
}
