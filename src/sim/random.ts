import type { Chance } from '../netstack/chance.ts'

const UINT32 = 0x1_0000_0000
const UINT53 = Number.MAX_SAFE_INTEGER + 1

/** Draws after which the state no longer shows what it was made from. */
const WARM_UP = 15

/**
 * Chance that follows from a seed: sfc32, "small fast counting", by Chris Doty-Humphrey (PractRand). It adds, shifts
 * and xors 32 bits, so it is the same on every runtime; its period is 2³² at least, 2¹²⁷ on average.
 *
 * Each purpose draws from a stream of its own, made by name. A stream depends on the seed and its name alone: that
 * others exist, or how much they draw, changes nothing for it.
 */
export class Random implements Chance {
  readonly #key: string
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number | string) {
    if (typeof seed !== 'string' && !Number.isSafeInteger(seed))
      throw new TypeError(`a seed is text or a whole number, not ${String(seed)}`)
    this.#key = String(seed)
    this.#a = hash(this.#key, 1)
    this.#b = hash(this.#key, 2)
    this.#c = hash(this.#key, 3)
    for (let i = 0; i < WARM_UP; i++) this.uint32()
  }

  /** The stream of a name. */
  stream(name: string): Random {
    // With lengths, no two ways lead to the same text.
    return new Random(`${this.#key.length}:${this.#key}/${name.length}:${name}`)
  }

  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** A whole number from 0 to 2⁵³ − 1. */
  uint53(): number {
    const high = this.uint32() >>> 11
    return high * UINT32 + this.uint32()
  }

  /** A whole number from 0 to n − 1, each as likely as any other; n from 1 to 2⁵³ − 1. */
  below(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`a whole number below ${n} cannot be drawn`)
    const small = n <= UINT32
    const range = small ? UINT32 : UINT53
    // What is drawn beyond the last whole multiple of n would make small numbers likelier.
    const limit = range - (range % n)
    let drawn: number
    do drawn = small ? this.uint32() : this.uint53()
    while (drawn >= limit)
    return drawn % n
  }

  /** True as often as `threshold()` says; one draw, whatever it is. */
  happens(threshold: number): boolean {
    return this.uint32() < threshold
  }
}

/** A probability as what `happens()` compares with: 0 is never, 1 always. */
export function threshold(probability: number): number {
  return Math.round(probability * UINT32)
}

/** 32 bits of a text: multiplications and shifts as in MurmurHash3, by Austin Appleby. */
function hash(text: string, seed: number): number {
  let bits = Math.imul(seed, 0x9e3779b1)
  for (let i = 0; i < text.length; i++) {
    bits = Math.imul(bits ^ text.charCodeAt(i), 0xcc9e2d51)
    bits = Math.imul((bits << 15) | (bits >>> 17), 0x1b873593)
  }
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
