import type { Cell, Page, Row } from './rows.ts'

const MARGIN = '   '

/** The narrow form of the ladder: one column, a letter for each party; with more than two, each in a lane of its own. */
export function lanes(rows: readonly Row[], { parties, head }: Page): string[] {
  const lane = (party: number) => (parties.length > 2 ? '  '.repeat(party) : '')
  const begin = (party: number) => `${MARGIN}${lane(party)}${String.fromCharCode(65 + party)}`
  const lines = head ? parties.map((name, party) => `${begin(party)}   ${name}`) : []
  const say = (arrow: string, { party, text, note }: Cell) =>
    lines.push(`${begin(party)} ${arrow} ${text}${note === '' ? '' : `   ${note}`}`)
  for (const { own, other, from, to } of rows) {
    if (other === undefined) {
      say(from !== undefined ? '◀' : to !== undefined ? '▷' : ' ', own)
    } else {
      say('▶', own)
      say('◀', other)
    }
  }
  return lines
}
