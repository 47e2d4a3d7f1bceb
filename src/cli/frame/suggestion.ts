/** How many letters must be typed, left out, changed or swapped to get from one word to the other. */
export function distance(from: string, to: string): number {
  let before: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const next = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      let least = Math.min(last[column]! + 1, next[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1))
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (row > 1 && column > 1 && swapped) least = Math.min(least, before[column - 2]! + 1)
      next.push(least)
    }
    ;[before, last] = [last, next]
  }
  return last[to.length]!
}

/** What somebody who wrote `word` may have meant; undefined when nothing is near. */
export function suggestion(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 40) return undefined
  const said = word.toLowerCase()
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const away = distance(said, candidate.toLowerCase())
    if (away < least) {
      best = candidate
      least = away
    }
  }
  return best
}
