/** Bytes of a line: who sends none for ever does not fill the memory. */
export const LONGEST_LINE = 64 * 1024

export class LineTooLong extends Error {}

/** The lines of an input; a last one need not end. Throws LineTooLong. */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of input) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop()!
    yield* lines
    if (rest.length > LONGEST_LINE) throw new LineTooLong()
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
