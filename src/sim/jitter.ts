import type { Random } from './random.ts'

/** How far delays lie from the middle one: anywhere within the jitter, or mostly near, the jitter being σ. */
export type JitterShape = 'uniform' | 'normal'

/** The sum of twelve draws from 0 to 2¹⁶ − 1 has a σ of 2¹⁶, nearly: that of one is √(2³² / 12). */
const SIGMA = 0x1_0000
const MIDDLE = 6 * 0xffff

/** Nanoseconds that a packet comes late, or early when they are negative. */
export function drawJitter(random: Random, shape: JitterShape, jitter: number): number {
  if (shape === 'uniform') return random.below(2 * jitter + 1) - jitter
  // A bell within 6 σ, by whole numbers: the tails of a true one would need logarithms.
  let sum = 0
  for (let i = 0; i < 6; i++) {
    const two = random.uint32()
    sum += (two >>> 16) + (two & 0xffff)
  }
  return Math.round(((sum - MIDDLE) * jitter) / SIGMA)
}
