import { ERROR_GROUPS, errorsOf } from './errors.ts'
import { IDEAS } from './ideas.ts'
import { STATES } from './states.ts'

/** The names of all pages, in their order. */
export const PAGE_NAMES: readonly string[] = [
  ...ERROR_GROUPS.flatMap((group) => errorsOf(group).map(([code]) => code)),
  ...Object.keys(STATES),
  ...Object.keys(IDEAS),
]
