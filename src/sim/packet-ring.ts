// Numbers of an entry, eight to a cache line.
const SLOT = 0
/** When its first bit leaves. */
const START = 1
/** When its last bit arrives. */
const ARRIVES = 2
const SENT = 3
const PACKET = 4
/** What the jitter makes of its delay. */
const JITTER = 5
/** LOST, and the marks. */
const MARKS = 6
/** Nanoseconds for which it is held back at its arrival; negative: the number of packets that overtake it. */
const HOLD = 7

const WIDTH_LOG = 3
const FIRST_CAPACITY = 16

/**
 * The packets of a direction in the order in which they were sent: numbers in a ring, no objects. An entry is known by
 * its index, which counts up, so that it stays good when the ring grows; indices go round at 2³².
 */
export class PacketRing {
  #entries = new Float64Array(FIRST_CAPACITY << WIDTH_LOG)
  #mask = FIRST_CAPACITY - 1
  /** The oldest entry's index. */
  head = 0
  /** The index of the next entry. */
  tail = 0

  get size(): number {
    return (this.tail - this.head) | 0
  }

  push(
    slot: number,
    start: number,
    arrives: number,
    sent: number,
    packet: number,
    jitter: number,
    marks: number,
    hold: number,
  ): void {
    if (this.size > this.#mask) this.#enlarge()
    const at = (this.tail & this.#mask) << WIDTH_LOG
    const entries = this.#entries
    entries[at + SLOT] = slot
    entries[at + START] = start
    entries[at + ARRIVES] = arrives
    entries[at + SENT] = sent
    entries[at + PACKET] = packet
    entries[at + JITTER] = jitter
    entries[at + MARKS] = marks
    entries[at + HOLD] = hold
    this.tail = (this.tail + 1) | 0
  }

  /** Forgets the oldest. */
  shift(): void {
    this.head = (this.head + 1) | 0
  }

  slot(index: number): number {
    return this.#entries[((index & this.#mask) << WIDTH_LOG) + SLOT]!
  }

  start(index: number): number {
    return this.#entries[((index & this.#mask) << WIDTH_LOG) + START]!
  }

  arrives(index: number): number {
    return this.#entries[((index & this.#mask) << WIDTH_LOG) + ARRIVES]!
  }

  sent(index: number): number {
    return this.#entries[((index & this.#mask) << WIDTH_LOG) + SENT]!
  }

  packet(index: number): number {
    return this.#entries[((index & this.#mask) << WIDTH_LOG) + PACKET]!
  }

  jitter(index: number): number {
    return this.#entries[((index & this.#mask) << WIDTH_LOG) + JITTER]!
  }

  marks(index: number): number {
    return this.#entries[((index & this.#mask) << WIDTH_LOG) + MARKS]!
  }

  hold(index: number): number {
    return this.#entries[((index & this.#mask) << WIDTH_LOG) + HOLD]!
  }

  /** Gives an entry other times. */
  reschedule(index: number, start: number, arrives: number): void {
    const at = (index & this.#mask) << WIDTH_LOG
    this.#entries[at + START] = start
    this.#entries[at + ARRIVES] = arrives
  }

  #enlarge(): void {
    const mask = 2 * this.#mask + 1
    const larger = new Float64Array((mask + 1) << WIDTH_LOG)
    for (let index = this.head; index !== this.tail; index = (index + 1) | 0) {
      const from = (index & this.#mask) << WIDTH_LOG
      const to = (index & mask) << WIDTH_LOG
      for (let i = 0; i < 1 << WIDTH_LOG; i++) larger[to + i] = this.#entries[from + i]!
    }
    this.#entries = larger
    this.#mask = mask
  }
}
