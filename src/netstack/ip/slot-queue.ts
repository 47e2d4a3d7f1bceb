import type { Arena } from '../packet/arena.ts'

/**
 * Packets that wait for somebody: each as its slot, held, and where its data begin and end. Bounded by the memory that
 * they keep, not by their bytes: a short packet may wait in a large slot.
 */
export class SlotQueue {
  /** Bytes of memory at most; one packet always fits. */
  limit: number
  readonly #arena: Arena
  /** A ring, three numbers for each: slot, data, end. */
  #ring = new Int32Array(3 * 8)
  #first = 0
  #count = 0
  #bytes = 0

  constructor(arena: Arena, limit: number) {
    this.#arena = arena
    this.limit = limit
  }

  get length(): number {
    return this.#count
  }

  /** The slot of the first, its data and their end; only while there is one. */
  get slot(): number {
    return this.#ring[3 * this.#first]!
  }

  get at(): number {
    return this.#ring[3 * this.#first + 1]!
  }

  get end(): number {
    return this.#ring[3 * this.#first + 2]!
  }

  /** Keeps a packet; false when there is no room. */
  push(slot: number, at: number, end: number): boolean {
    const size = this.#arena.size(slot)
    if (this.#count > 0 && this.#bytes + size > this.limit) return false
    const room = this.#ring.length / 3
    if (this.#count === room) this.#enlarge(room)
    this.#arena.retain(slot)
    this.#bytes += size
    let place = this.#first + this.#count++
    if (place >= this.#ring.length / 3) place -= this.#ring.length / 3
    this.#ring[3 * place] = slot
    this.#ring[3 * place + 1] = at
    this.#ring[3 * place + 2] = end
    return true
  }

  #enlarge(room: number): void {
    const larger = new Int32Array(6 * room)
    larger.set(this.#ring.subarray(3 * this.#first))
    larger.set(this.#ring.subarray(0, 3 * this.#first), 3 * (room - this.#first))
    this.#ring = larger
    this.#first = 0
  }

  /** Lets go of the first. */
  shift(): void {
    const { slot } = this
    this.#bytes -= this.#arena.size(slot)
    if (++this.#first === this.#ring.length / 3) this.#first = 0
    this.#count--
    this.#arena.release(slot)
  }

  clear(): void {
    while (this.#count > 0) this.shift()
  }
}
