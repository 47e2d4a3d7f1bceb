/** Lines that a story keeps: its last ones tell why. */
const KEPT = 60

/** Who said what, in the order in which it was heard: what a test tells when it fails. */
export class Story {
  readonly #lines: { who: string; text: string }[] = []
  #forgotten = 0

  tell(who: string, text: string): void {
    this.#lines.push({ who, text })
    if (this.#lines.length > KEPT) {
      this.#lines.shift()
      this.#forgotten++
    }
  }

  toString(): string {
    const width = Math.max(0, ...this.#lines.map(({ who }) => who.length))
    const lines = this.#lines.map(({ who, text }) => `  ${who.padEnd(width)}  ${text}`)
    if (this.#forgotten > 0) lines.unshift(`  … ${this.#forgotten} lines before`)
    return lines.join('\n')
  }
}
