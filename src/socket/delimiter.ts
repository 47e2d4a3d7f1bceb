/**
 * Finds a run of bytes in a stream that is looked at piece by piece. No byte is looked at twice, however the run
 * repeats itself: Knuth, Morris and Pratt.
 */
export class Delimiter {
  readonly length: number
  readonly #bytes: Uint8Array
  /** After so many bytes that match and one that does not, so many match still. */
  readonly #fallback: Uint32Array
  #matched = 0

  constructor(bytes: Uint8Array) {
    this.length = bytes.length
    this.#bytes = bytes
    this.#fallback = new Uint32Array(bytes.length)
    for (let at = 1, matched = 0; at < bytes.length; at++) {
      while (matched > 0 && bytes[at] !== bytes[matched]) matched = this.#fallback[matched - 1]!
      if (bytes[at] === bytes[matched]) matched++
      this.#fallback[at] = matched
    }
  }

  /** The next piece of the stream: gives the index behind the run's end in it, or -1. */
  search(piece: Uint8Array): number {
    const bytes = this.#bytes
    const first = bytes[0]!
    let matched = this.#matched
    for (let at = 0; at < piece.length; ) {
      if (matched === 0) {
        const begin = piece.indexOf(first, at)
        if (begin === -1) break
        at = begin + 1
        matched = 1
      } else if (piece[at] === bytes[matched]) {
        at++
        matched++
      } else {
        matched = this.#fallback[matched - 1]!
      }
      if (matched === bytes.length) {
        this.#matched = 0
        return at
      }
    }
    this.#matched = matched
    return -1
  }

  /** What comes next has nothing to do with what came before. */
  restart(): void {
    this.#matched = 0
  }
}
