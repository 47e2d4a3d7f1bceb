import { styleText } from 'node:util'

/** How words stand out, where the terminal has colours. */
export interface Paint {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly arrow: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
}

const plain = (text: string): string => text

/** Nothing stands out, and nothing is lost: no colour is needed to read the tour. */
export const PLAIN: Paint = { bold: plain, dim: plain, arrow: plain, good: plain, bad: plain }

export const COLOURS: Paint = {
  bold: (text) => styleText('bold', text),
  dim: (text) => styleText('dim', text),
  arrow: (text) => styleText('cyan', text),
  good: (text) => styleText('green', text),
  bad: (text) => styleText('red', text),
}

/** Colours on a terminal that has them, unless NO_COLOR is set (no-color.org). */
export function paintFor(terminal: boolean, { NO_COLOR, TERM }: NodeJS.ProcessEnv): Paint {
  return terminal && !NO_COLOR && TERM !== 'dumb' ? COLOURS : PLAIN
}
