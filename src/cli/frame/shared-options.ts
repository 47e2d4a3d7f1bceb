import { count, duration } from './kinds.ts'
import { flag, value, valueOr } from './option.ts'

/** Connections that a command serves at one time when nobody says how many: a stranger may not take all descriptors. */
const MOST_CONNECTIONS = 1000

/** How much a command says, and to whom. */
export const REPORT_OPTIONS = { json: flag(), quiet: flag('q'), verbose: flag('v') } as const

/** Of everything that serves connections. */
export const SERVER_OPTIONS = {
  idle: value(duration),
  max: valueOr(count, MOST_CONNECTIONS),
  ...REPORT_OPTIONS,
} as const
