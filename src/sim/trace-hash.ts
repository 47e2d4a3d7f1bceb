import type { Arena } from '../netstack/packet/arena.ts'
import { sum } from '../netstack/packet/checksum.ts'
import type { Time } from '../netstack/time.ts'
import type { Lane, LinkWatch } from './packet-fate.ts'

/** Bytes that are read word by word: headers. Of what is behind them, the Internet checksum is enough. */
const HEADERS = 80

const UINT32 = 0x1_0000_0000

/**
 * A hash of all that crosses links: moments, lanes, fates, packets. Two runs that have the same one were the same run,
 * on whatever runtime. It is no hash against people who look for two packets with the same.
 */
export class TraceHash implements LinkWatch {
  readonly #time: Time
  readonly #arena: Arena
  readonly #lanes = new Map<Lane, number>()
  // Two lanes of 32 bits.
  #a = 0x2f0b4c47
  #b = 0x6a09e667
  #packets = 0

  constructor(time: Time, arena: Arena) {
    this.#time = time
    this.#arena = arena
  }

  /** Packets that went in. */
  get packets(): number {
    return this.#packets
  }

  /** Of what has passed so far: 16 hexadecimal digits. */
  get text(): string {
    const high = finish(this.#a ^ this.#packets)
    const low = finish(this.#b ^ high)
    return hex(high) + hex(low)
  }

  passed(lane: Lane, packet: number, slot: number, fate: number, sent: number): void {
    this.#packets++
    const length = this.#arena.length(slot)
    this.#mix(this.#lanes.get(lane) ?? this.#add(lane))
    this.#mix(packet)
    this.#mix((fate << 24) ^ length)
    this.#mixMoment(this.#time.now)
    this.#mixMoment(sent)
    this.#mixPacket(slot, length)
  }

  #mixPacket(slot: number, length: number): void {
    const view = this.#arena.view(slot)
    const end = this.#arena.end(slot)
    const words = end - (length & 3)
    const headers = this.#arena.start(slot) + HEADERS
    let at = this.#arena.start(slot)
    for (; at < words && at < headers; at += 4) this.#mix(view.getInt32(at))
    this.#mix(sum(view, at, end - at))
  }

  #mixMoment(moment: number): void {
    this.#mix(Math.floor(moment / UINT32))
    this.#mix(moment % UINT32)
  }

  #mix(word: number): void {
    const a = this.#a ^ word
    this.#a = Math.imul((a << 13) | (a >>> 19), 0x85ebca6b)
    const b = (this.#b + word) | 0
    this.#b = Math.imul((b << 17) | (b >>> 15), 0xc2b2ae35)
  }

  /** A lane's number follows from its name, not from when it came. */
  #add(lane: Lane): number {
    // FNV-1a, by Fowler, Noll and Vo.
    let number = 0x811c9dc5
    for (const character of `${lane.link} ${lane.way}`)
      number = Math.imul(number ^ character.codePointAt(0)!, 0x01000193)
    this.#lanes.set(lane, number)
    return number
  }
}

/** All bits of a word in all bits of another: as at the end of MurmurHash3, by Austin Appleby. */
function finish(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return (twice ^ (twice >>> 16)) >>> 0
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0')
}
