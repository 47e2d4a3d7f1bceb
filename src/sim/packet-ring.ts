// Where the numbers of an entry stand in it: eight, a cache line.
export const SLOT = 0
/** When its first bit leaves. */
export const START = 1
/** When its last bit arrives. */
export const ARRIVES = 2
export const SENT = 3
export const PACKET = 4
/** What the jitter makes of its delay. */
export const JITTER = 5
/** LOST, and the marks. */
export const MARKS = 6
/** Nanoseconds for which it is held back at its arrival; negative: the number of packets that overtake it. */
export const HOLD = 7

const WIDTH_LOG = 3
const FIRST_CAPACITY = 16

/**
 * The packets of a direction in the order in which they were sent: numbers in a ring, no objects. An entry is known by
 * its index, which counts up, so that it stays good when the ring grows; indices go round at 2³².
 */
export class PacketRing {
  /** All entries. They are read and written here: large numbers that go through calls may be boxed. */
  entries = new Float64Array(FIRST_CAPACITY << WIDTH_LOG)
  #mask = FIRST_CAPACITY - 1
  /** The oldest entry's index. */
  head = 0
  /** The index of the next entry. */
  tail = 0

  get size(): number {
    return (this.tail - this.head) | 0
  }

  /** Adds an entry; gives where it stands in `entries`. */
  push(): number {
    if (this.size > this.#mask) this.#enlarge()
    const at = this.at(this.tail)
    this.tail = (this.tail + 1) | 0
    return at
  }

  /** Adds an entry with the numbers of the one that stands there, the last. */
  pushLike(like: number): number {
    const before = this.#mask
    const at = this.push()
    // When the ring has grown, the other has moved.
    const from = before === this.#mask ? like : this.at(this.tail - 2)
    this.entries.copyWithin(at, from, from + (1 << WIDTH_LOG))
    return at
  }

  /** Forgets the oldest. */
  shift(): void {
    this.head = (this.head + 1) | 0
  }

  /** Where an entry stands in `entries`. */
  at(index: number): number {
    return (index & this.#mask) << WIDTH_LOG
  }

  #enlarge(): void {
    const mask = 2 * this.#mask + 1
    const larger = new Float64Array((mask + 1) << WIDTH_LOG)
    for (let index = this.head; index !== this.tail; index = (index + 1) | 0) {
      const from = (index & this.#mask) << WIDTH_LOG
      const to = (index & mask) << WIDTH_LOG
      for (let i = 0; i < 1 << WIDTH_LOG; i++) larger[to + i] = this.entries[from + i]!
    }
    this.entries = larger
    this.#mask = mask
  }
}
