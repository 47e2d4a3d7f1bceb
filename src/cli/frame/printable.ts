/** Characters that would move the cursor, colour, beep, or turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones
export const UNSEEN = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Characters of somebody's text in a message: what is longer is cut. */
const LONGEST = 100

/** A text as a terminal may show it: what cannot be seen is written as JavaScript would, `\x1b`. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = character.charCodeAt(0).toString(16)
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`
  })
}

/** A message whose lines are our own, and whose words may be a stranger's. */
export function printableLines(message: string): string {
  return message.split('\n').map(printable).join('\n')
}

/** What somebody has written, for a message about it. */
export function quotable(text: string): string {
  return printable(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
}
