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
  bold: styled('bold'),
  dim: styled('dim'),
  arrow: styled('cyan'),
  good: styled('green'),
  bad: styled('red'),
}

/** Whether there are colours is for paintFor() and its callers to say: Node would look at stdout. */
function styled(style: 'bold' | 'dim' | 'cyan' | 'green' | 'red'): (text: string) => string {
  return (text) => styleText(style, text, { validateStream: false })
}

/** Colours on a terminal that has them, unless NO_COLOR is set (no-color.org). */
export function paintFor(terminal: boolean, { NO_COLOR, TERM }: NodeJS.ProcessEnv): Paint {
  return terminal && !NO_COLOR && TERM !== 'dumb' ? COLOURS : PLAIN
}
