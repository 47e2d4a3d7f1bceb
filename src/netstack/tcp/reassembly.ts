import { between, diff, geq, gt, leq, lt } from '../packet/sequence.ts'
import type { TcpOptions } from '../packet/tcp-options.ts'

/** Ranges at most: a stranger who sends every second byte gets no more memory than the ring has. */
const RANGES_MOST = 64

/** Which sequence numbers beyond RCV.NXT have come already (SHLD-31): ranges in ascending order that do not touch. */
export class Reassembly {
  readonly #left = new Uint32Array(RANGES_MOST + 1)
  readonly #right = new Uint32Array(RANGES_MOST + 1)
  #count = 0
  /** A number of the range that was added to last. */
  #latest = 0
  get count(): number {
    return this.#count
  }

  /** How far the last range reaches beyond a sequence number; 0 without any. */
  reach(next: number): number {
    return this.#count === 0 ? 0 : diff(this.#right[this.#count - 1]!, next)
  }

  /** Adds a range; false when there would be too many. */
  add(left: number, right: number): boolean {
    this.#latest = left
    let from = 0
    while (from < this.#count && lt(this.#right[from]!, left)) from++
    let to = from
    while (to < this.#count && leq(this.#left[to]!, right)) to++
    if (from === to) {
      if (this.#count === RANGES_MOST) return false
      this.#left.copyWithin(from + 1, from, this.#count)
      this.#right.copyWithin(from + 1, from, this.#count)
      this.#left[from] = left
      this.#right[from] = right
      this.#count++
      return true
    }
    if (gt(this.#left[from]!, left)) this.#left[from] = left
    const last = this.#right[to - 1]!
    this.#right[from] = gt(last, right) ? last : right
    this.#remove(from + 1, to)
    return true
  }

  /** How many bytes follow a sequence number without a gap; the ranges that have them are taken out. */
  take(next: number): number {
    let end = next
    let taken = 0
    while (taken < this.#count && leq(this.#left[taken]!, end)) {
      if (geq(this.#right[taken]!, end)) end = this.#right[taken]!
      taken++
    }
    this.#remove(0, taken)
    return diff(end, next)
  }

  /** Blocks of SACK, the one that changed last in front, as many as there is room for: RFC 2018 section 4. */
  tell(options: TcpOptions): void {
    let first = 0
    while (first < this.#count && !between(this.#left[first]!, this.#latest, this.#right[first]!)) first++
    if (first < this.#count) options.addSackBlock(this.#left[first]!, this.#right[first]!)
    for (let i = 0; i < this.#count; i++)
      if (i !== first && !options.addSackBlock(this.#left[i]!, this.#right[i]!)) return
  }

  clear(): void {
    this.#count = 0
  }

  #remove(from: number, to: number): void {
    if (from >= to) return
    this.#left.copyWithin(from, to, this.#count)
    this.#right.copyWithin(from, to, this.#count)
    this.#count -= to - from
  }
}
