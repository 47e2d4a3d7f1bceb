import { AF_INET, AF_INET6 } from '../socket/posix/constants.ts'
import { inet_pton } from '../socket/posix/inet.ts'

/** An IP address as four words; an IPv4 one has only the first. */
export type Words = readonly [number, number, number, number]

/** Addresses that begin with the same bits. */
export interface Prefix {
  readonly version: 4 | 6
  readonly words: Words
  readonly bits: number
}

/** `10.0.0.1`, `fd00::1`, with `/24` or without; null for anything else. Bits behind the prefix stay as they are. */
export function parsePrefix(text: string): Prefix | null {
  const slash = text.indexOf('/')
  const address = slash < 0 ? text : text.slice(0, slash)
  const version = address.includes(':') ? 6 : 4
  const bytes = inet_pton(version === 4 ? AF_INET : AF_INET6, address)
  if (bytes === null) return null
  const width = 8 * bytes.length
  const length = slash < 0 ? String(width) : text.slice(slash + 1)
  if (!/^\d{1,3}$/.test(length) || Number(length) > width) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const word = (at: number) => (at < bytes.length ? view.getUint32(at) : 0)
  return { version, words: [word(0), word(4), word(8), word(12)], bits: Number(length) }
}

/** The prefix with the bits behind it all 0, or all 1. */
export function masked({ words, bits }: Prefix, fill: 0 | 1): Words {
  return words.map((word, index) => {
    const kept = Math.min(Math.max(bits - 32 * index, 0), 32)
    const mask = kept === 0 ? 0 : (0xffffffff << (32 - kept)) >>> 0
    return (fill === 0 ? word & mask : word | ~mask) >>> 0
  }) as unknown as Words
}

/**
 * Which port has an address, or is the way to it: the longest prefix decides. A table is for one version of IP, whose
 * addresses have so many bits. Looking up allocates nothing.
 */
export class ForwardingTable {
  // Entries by index: four words each, then bits and port.
  readonly #words: number[] = []
  readonly #bits: number[] = []
  readonly #ports: number[] = []
  /** Whole addresses: the first entry of each hash; `#next` has the others. */
  readonly #whole = new Map<number, number>()
  readonly #next: number[] = []
  /** Entries of shorter prefixes, the longest first. */
  readonly #shorter: number[] = []
  readonly #width: 32 | 128

  constructor(width: 32 | 128) {
    this.#width = width
  }

  add(prefix: Prefix, port: number): void {
    const words = masked(prefix, 0)
    const entry = this.#ports.push(port) - 1
    this.#words.push(...words)
    this.#bits.push(prefix.bits)
    this.#next.push(-1)
    if (prefix.bits < this.#width) {
      const at = this.#shorter.findIndex((other) => this.#bits[other]! < prefix.bits)
      this.#shorter.splice(at < 0 ? this.#shorter.length : at, 0, entry)
      return
    }
    const key = hash(words[0], words[1], words[2], words[3])
    this.#next[entry] = this.#whole.get(key) ?? -1
    this.#whole.set(key, entry)
  }

  /** The port of an address by its words; −1 when there is none. */
  find(first: number, second: number, third: number, fourth: number): number {
    let entry = this.#whole.get(hash(first, second, third, fourth)) ?? -1
    for (; entry >= 0; entry = this.#next[entry]!)
      if (this.#matches(entry, first, second, third, fourth)) return this.#ports[entry]!
    for (let i = 0; i < this.#shorter.length; i++)
      if (this.#matches(this.#shorter[i]!, first, second, third, fourth))
        return this.#ports[this.#shorter[i]!]!
    return -1
  }

  #matches(entry: number, first: number, second: number, third: number, fourth: number): boolean {
    const bits = this.#bits[entry]!
    const at = 4 * entry
    return (
      same(this.#words[at]!, first, bits) &&
      same(this.#words[at + 1]!, second, bits - 32) &&
      same(this.#words[at + 2]!, third, bits - 64) &&
      same(this.#words[at + 3]!, fourth, bits - 96)
    )
  }
}

/** Are the first bits the same? */
function same(one: number, other: number, bits: number): boolean {
  return bits <= 0 || (one ^ other) >>> (bits >= 32 ? 0 : 32 - bits) === 0
}

/** A small integer, which costs nothing to look up. */
function hash(first: number, second: number, third: number, fourth: number): number {
  const upper = Math.imul(first ^ 0x9e3779b1, 0x85ebca6b) ^ Math.imul(second, 0xc2b2ae35)
  return (Math.imul(upper ^ third, 0x85ebca6b) ^ fourth) & 0x3fffffff
}
