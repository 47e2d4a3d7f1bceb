import type { Arena } from '../netstack/packet/arena.ts'
import { sum } from '../netstack/packet/checksum.ts'
import type { Time } from '../netstack/time.ts'
import type { Lane, LinkWatch } from './packet-fate.ts'

/** Bytes that are read word by word: headers. Of what is behind them, the Internet checksum is enough. */
const HEADERS = 80

/** Words about a packet. */
const ABOUT = 7

const UINT32 = 0x1_0000_0000

/**
 * A hash of all that crosses links: moments, lanes, fates, packets. Two runs that have the same one were the same run,
 * on whatever runtime. It is no hash against people who look for two packets with the same.
 */
export class TraceHash implements LinkWatch {
  readonly #time: Time
  readonly #arena: Arena
  readonly #lanes = new Map<Lane, number>()
  // Twice 32 bits, mixed apart.
  #a = 0x2f0b4c47
  #b = 0x6a09e667
  #packets = 0
  /** What is mixed in of a packet beside its bytes: scratch. */
  readonly #about = new Int32Array(ABOUT)

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
    const { now } = this.#time
    const length = this.#arena.length(slot)
    const about = this.#about
    about[0] = this.#lanes.get(lane) ?? this.#add(lane)
    about[1] = packet
    about[2] = (fate << 24) ^ length
    about[3] = Math.floor(now / UINT32)
    about[4] = now
    about[5] = Math.floor(sent / UINT32)
    about[6] = sent
    this.#mix(slot, length)
  }

  #mix(slot: number, length: number): void {
    const view = this.#arena.view(slot)
    const end = this.#arena.end(slot)
    let at = this.#arena.start(slot)
    const headersEnd = at + Math.min(length - (length & 3), HEADERS)
    let [a, b] = [this.#a, this.#b]
    for (let i = 0; i < ABOUT; i++) {
      a = mixA(a, this.#about[i]!)
      b = mixB(b, this.#about[i]!)
    }
    for (; at < headersEnd; at += 4) {
      const word = view.getInt32(at)
      a = mixA(a, word)
      b = mixB(b, word)
    }
    const rest = length > HEADERS ? sum(view, at, end - at) : lastBytes(view, at, end)
    this.#a = mixA(a, rest)
    this.#b = mixB(b, rest)
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

function mixA(bits: number, word: number): number {
  const mixed = bits ^ word
  return Math.imul((mixed << 13) | (mixed >>> 19), 0x85ebca6b)
}

function mixB(bits: number, word: number): number {
  const mixed = (bits + word) | 0
  return Math.imul((mixed << 17) | (mixed >>> 15), 0xc2b2ae35)
}

/** Three bytes at most, as a number. */
function lastBytes(view: DataView, at: number, end: number): number {
  let word = 0
  for (let i = at; i < end; i++) word = (word << 8) | view.getUint8(i)
  return word
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
