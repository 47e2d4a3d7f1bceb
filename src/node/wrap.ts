/** Lines of text for prose: longer ones are hard to follow. */
const LONGEST = 110

/** A text in lines of so many columns, each behind `indent` and what the text is indented by itself. */
export function wrap(text: string, width: number, margin: string): string[] {
  const indent = margin + /^ */.exec(text)![0]
  const room = Math.min(width, LONGEST) - indent.length
  const lines: string[] = []
  let line = ''
  for (const word of text.trim().split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(indent + line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return [...lines, indent + line]
}
