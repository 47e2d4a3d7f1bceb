/** A stack's only source of chance: seeded in a simulation, so that the same seed gives the same bytes. */
export interface Chance {
  /** A whole number from 0 to 2³² − 1. */
  uint32(): number
}
