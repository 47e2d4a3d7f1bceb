import type { Arena } from '../netstack/packet/arena.ts'
import type { Time } from '../netstack/time.ts'
import type { Decisions } from './decisions.ts'
import type { LinkWatch } from './packet-fate.ts'
import type { Random } from './random.ts'

/** What all links of a network share. */
export interface World {
  readonly time: Time
  readonly arena: Arena
  readonly random: Random
  readonly decisions: Decisions
  /** They see what passes, in this order. */
  readonly watches: readonly LinkWatch[]
}
