import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from '../child.ts'
import type { Conditions } from '../measurement.ts'

/** Seconds beyond what a run should take, after which something is wrong. */
const GRACE = 10

/** From this part of a processor on, the load generator is what limits a figure. */
const SATURATED = 0.95

/** Seconds after which a process of a run is killed. */
export function lifetime({ warmUp, seconds }: Conditions): number {
  return warmUp + seconds + GRACE
}

export function saturated(busy: number): 0 | 1 {
  return busy >= SATURATED ? 1 : 0
}

/** Seconds that a load has to last when a server is asked for reports meanwhile. */
export function blastTime({ warmUp, seconds }: Conditions): number {
  return warmUp + seconds + 0.3
}

/**
 * Datagrams per second between two reports, one after the warm-up and one at the end. A child stamps its
 * reports itself, so one that answers late is not counted wrongly.
 */
export async function datagramRate(child: Child, { warmUp, seconds }: Conditions): Promise<number> {
  await sleep(warmUp * 1000)
  const first = await child.report()
  await sleep(seconds * 1000)
  const last = await child.report()
  const datagrams = Number(last.datagrams) - Number(first.datagrams)
  return datagrams / (Number(last.seconds) - Number(first.seconds))
}
