import { wrap } from '../../node/wrap.ts'
import type { Way } from './page.ts'

/** Columns for the names of states. */
const NAMES = 14

/** Columns before what a page shows as it is. */
const MARGIN = 4

/**
 * What leads to a state, above it, and what leads away, below:
 *
 *     CLOSE_WAIT ───┐  close(): FIN goes out
 *                LAST_ACK
 *     CLOSED ◀──────┘  ACK of FIN arrives
 *
 * `width` is that of the page, which has margins of its own.
 */
export function diagram(name: string, ways: readonly Way[], width: number): string[] {
  const before = ways.filter(({ to }) => to === name)
  const after = ways.filter(({ from }) => from === name)
  const state = `${' '.repeat(NAMES + 1 - Math.ceil(name.length / 2))}${name}`
  return [
    ...before.flatMap(({ from, when }, index) =>
      branch(`${from} `, index === 0 ? '┐' : '┤', '│', when, width),
    ),
    state,
    ...after.flatMap(({ to, when }, index) => {
      const isLast = index === after.length - 1
      return branch(`${to} ◀`, isLast ? '┘' : '┤', isLast ? ' ' : '│', when, width)
    }),
  ]
}

/** One of the states around, its line to the spine, and when one comes to the other. */
function branch(start: string, joint: string, below: string, when: string, width: number): string[] {
  const margin = `${' '.repeat(NAMES)}${below}  `
  const [first = '', ...others] = wrap(when, width - MARGIN, margin)
  return [`${start.padEnd(NAMES, '─')}${joint}  ${first.slice(margin.length)}`, ...others]
}
