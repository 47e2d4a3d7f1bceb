import type { Chance } from '../chance.ts'

/**
 * HalfSipHash-2-4: a pseudo-random function of words of 32 bits whose key nobody outside knows (MUST-9). Initial
 * sequence numbers come of it, and the places of connections in their table, so that a stranger cannot crowd one.
 */
export class KeyedHash {
  readonly #k0: number
  readonly #k1: number
  #v0 = 0
  #v1 = 0
  #v2 = 0
  #v3 = 0

  constructor(chance: Chance) {
    this.#k0 = chance.uint32() | 0
    this.#k1 = chance.uint32() | 0
  }

  begin(): void {
    this.#v0 = this.#k0
    this.#v1 = this.#k1
    this.#v2 = 0x6c79_6765 ^ this.#k0
    this.#v3 = 0x7465_6462 ^ this.#k1
  }

  add(word: number): void {
    this.#v3 ^= word
    this.#round()
    this.#round()
    this.#v0 ^= word
  }

  /** From 0 to 2³² − 1. */
  end(): number {
    this.add(36 << 24)
    this.#v2 ^= 0xff
    for (let i = 0; i < 4; i++) this.#round()
    return (this.#v1 ^ this.#v3) >>> 0
  }

  #round(): void {
    let v0 = this.#v0
    let v1 = this.#v1
    let v2 = this.#v2
    let v3 = this.#v3
    v0 = (v0 + v1) | 0
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
    v0 = (v0 << 16) | (v0 >>> 16)
    v2 = (v2 + v3) | 0
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
    v0 = (v0 + v3) | 0
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
    v2 = (v2 + v1) | 0
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
    v2 = (v2 << 16) | (v2 >>> 16)
    this.#v0 = v0
    this.#v1 = v1
    this.#v2 = v2
    this.#v3 = v3
  }
}
