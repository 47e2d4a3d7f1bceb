/** The name that differs least from one that was probably mistyped: by one letter, or by two in a long one. */
export function nearest(wrong: string, names: Iterable<string>): string | null {
  const allowed = wrong.length > 5 ? 2 : 1
  let best: string | null = null
  let least = allowed + 1
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) > allowed) continue
    const distance = editDistance(wrong, name)
    if (distance > 0 && distance < least) [best, least] = [name, distance]
  }
  return best
}

/** Letters to put in, take out, replace, or swap with their neighbour (optimal string alignment). */
function editDistance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[other.length]!
}
