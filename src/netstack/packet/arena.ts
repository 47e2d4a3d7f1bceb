import { ArenaWatch, type Holding } from './arena-watch.ts'

/** How an arena is made; what is left out has its usual value. */
export interface ArenaOptions {
  /** Bytes of a slot with its headroom, by class, from the smallest to the largest; multiples of 64. */
  readonly slotSizes?: readonly number[]
  /** Bytes that are kept free before what is allocated, for headers: a multiple of 4. */
  readonly headroom?: number
  /** Bytes that the arena takes from the system at a time. */
  readonly step?: number
  /** Bytes that it takes in all. */
  readonly limit?: number
  /** Watches for what is released twice, written after its release, or never released; for tests. */
  readonly debug?: boolean
}

/** For a link layer of 18 bytes, IPv6 with a fragment header, and TCP with all its options: 126. */
const HEADROOM = 128

/**
 * For acknowledgements; for an MTU of 1,500; for one of 9,000, and datagrams that were cut; for the largest packet, which
 * IPv6 has: 40 and 65,535 bytes.
 */
const SLOT_SIZES = [256, 2048, 16_384, 65_728]

/** Positions in a piece are numbers of 31 bits. */
const STEP_MOST = 1 << 30

/**
 * Memory for packets: slots in a few large pieces. A packet is a number, its slot's; its bytes lie together, so that
 * each header is read at one place. A slot has holders; who is the only one may change its bytes and bounds, and who
 * is handed a slot for a call and wants to keep it retains it.
 *
 * Slots come in classes because most packets are tiny or as large as the MTU. Chains of small slots would serve large
 * packets, but then every header and every checksum could begin in one slot and end in another.
 *
 * Pieces are added, never moved: `view(slot)` and `bytes(slot)` stay good as long as the slot is held.
 */
export class Arena {
  readonly headroom: number
  readonly limit: number
  readonly #step: number
  readonly #slotSizes: readonly number[]
  readonly #watch: ArenaWatch | null

  readonly #views: DataView[] = []
  readonly #bytes: Uint8Array[] = []
  #reserved = 0
  #slots = 0
  #inUse = 0

  /** The first free slot of each class, or −1. */
  readonly #free: Int32Array
  // Of each slot: its piece, its class, where it begins and its packet in the piece, its holders, the next free one.
  #piece = new Int32Array(0)
  #class = new Uint8Array(0)
  #base = new Int32Array(0)
  #start = new Int32Array(0)
  #length = new Int32Array(0)
  #holders = new Int32Array(0)
  #next = new Int32Array(0)

  constructor(options: ArenaOptions = {}) {
    const { slotSizes = SLOT_SIZES, headroom = HEADROOM, step = 1 << 20, limit = 1 << 26 } = options
    checkSizes(slotSizes, headroom, step)
    this.headroom = headroom
    this.limit = limit
    this.#step = step
    this.#slotSizes = slotSizes
    this.#free = new Int32Array(slotSizes.length).fill(-1)
    this.#watch = options.debug === true ? new ArenaWatch() : null
  }

  /**
   * A slot for a packet of so many bytes, which the caller holds; its bytes are whatever was there before. Headers can
   * still be put before it. −1 when there is no memory, or none so large.
   */
  allocate(length: number): number {
    const size = this.headroom + length
    for (let kind = 0; kind < this.#slotSizes.length; kind++) {
      if (size > this.#slotSizes[kind]!) continue
      const slot = this.#free[kind]!
      if (slot >= 0 || this.#grow(kind)) return this.#take(kind, length)
    }
    return -1
  }

  #take(kind: number, length: number): number {
    const slot = this.#free[kind]!
    this.#free[kind] = this.#next[slot]!
    this.#holders[slot] = 1
    this.#start[slot] = this.#base[slot]! + this.headroom
    this.#length[slot] = length
    this.#inUse++
    if (this.#watch !== null) this.#watch.allocated(slot, this.#room(slot))
    return slot
  }

  /** One holder more. */
  retain(slot: number): void {
    if (this.#holders[slot]! > 0) this.#holders[slot]!++
    else this.#refuse('retained', slot)
  }

  /** One holder less; without any, the slot is free. */
  release(slot: number): void {
    const holders = this.#holders[slot]!
    if (holders > 1) {
      this.#holders[slot] = holders - 1
      return
    }
    if (holders !== 1) this.#refuse('released', slot)
    if (this.#watch !== null) this.#watch.released(slot, this.#room(slot))
    const kind = this.#class[slot]!
    this.#holders[slot] = 0
    this.#next[slot] = this.#free[kind]!
    this.#free[kind] = slot
    this.#inUse--
  }

  /** A slot that is free, or none at all, is a mistake of ours: going on would give one slot to two packets. */
  #refuse(what: string, slot: number): never {
    throw new Error(`slot ${slot} is ${what}, but nobody holds it${this.#watch?.history(slot) ?? ''}`)
  }

  /** How many hold it; 0 when it is free. */
  holders(slot: number): number {
    return this.#holders[slot]!
  }

  /** What the positions of a slot, `start()` and `end()`, count in. */
  view(slot: number): DataView {
    return this.#views[this.#piece[slot]!]!
  }

  /** The same memory as `view()`. */
  bytes(slot: number): Uint8Array {
    return this.#bytes[this.#piece[slot]!]!
  }

  /** Where its packet begins. */
  start(slot: number): number {
    return this.#start[slot]!
  }

  /** The byte after its packet's last. */
  end(slot: number): number {
    return this.#start[slot]! + this.#length[slot]!
  }

  /** Bytes of its packet. */
  length(slot: number): number {
    return this.#length[slot]!
  }

  /** Bytes of memory that it takes, however short its packet. */
  size(slot: number): number {
    return this.#slotSizes[this.#class[slot]!]!
  }

  /** Its packet's bytes alone, for traces; an object for each call. */
  packet(slot: number): Uint8Array {
    return this.bytes(slot).subarray(this.start(slot), this.end(slot))
  }

  /** Makes room for a header of so many bytes, and tells where. −1 when there is none, or the slot has other holders. */
  prepend(slot: number, length: number): number {
    const start = this.#start[slot]! - length
    if (start < this.#base[slot]! || this.#holders[slot] !== 1) return -1
    this.#start[slot] = start
    this.#length[slot]! += length
    return start
  }

  /** Sets where its packet ends. False when the slot is too small, or has other holders. */
  setLength(slot: number, length: number): boolean {
    const room = this.#base[slot]! + this.#slotSizes[this.#class[slot]!]! - this.#start[slot]!
    if (length > room || length < 0 || this.#holders[slot] !== 1) return false
    this.#length[slot] = length
    return true
  }

  /** The same packet in a slot of its own, with as much room before it; −1 when there is no memory. */
  copy(slot: number): number {
    const length = this.#length[slot]!
    const before = this.#start[slot]! - this.#base[slot]!
    const copy = this.allocate(before - this.headroom + length)
    if (copy < 0) return -1
    const start = this.#base[copy]! + before
    this.#start[copy] = start
    this.#length[copy] = length
    this.bytes(copy).set(this.packet(slot), start)
    return copy
  }

  /**
   * A slot with the same packet that only the caller holds, and so may change: this one, or a copy, to which the
   * caller's hold goes over. −1 when there is no memory; then the caller still holds this one.
   */
  own(slot: number): number {
    if (this.#holders[slot] === 1) return slot
    const copy = this.copy(slot)
    if (copy >= 0) this.release(slot)
    return copy
  }

  /** Slots that are held. */
  get inUse(): number {
    return this.#inUse
  }

  /** Bytes taken from the system. */
  get reserved(): number {
    return this.#reserved
  }

  /** Who is held, and with `debug` since where: at the end of a test, what was never released. */
  held(): Holding[] {
    const all: Holding[] = []
    for (let slot = 0; slot < this.#slots; slot++) {
      const holders = this.#holders[slot]!
      if (holders > 0) all.push({ slot, holders, history: this.#watch?.history(slot) ?? '' })
    }
    return all
  }

  #room(slot: number): Uint8Array {
    const base = this.#base[slot]!
    return this.bytes(slot).subarray(base, base + this.#slotSizes[this.#class[slot]!]!)
  }

  /** Adds a piece with slots of a class: as many as a step has, or as fit below the limit. */
  #grow(kind: number): boolean {
    const size = this.#slotSizes[kind]!
    const wanted = Math.max(1, Math.floor(this.#step / size))
    const count = Math.min(wanted, Math.floor((this.limit - this.#reserved) / size))
    if (count < 1) return false
    let buffer: ArrayBuffer
    try {
      buffer = new ArrayBuffer(count * size)
    } catch {
      return false
    }
    const piece = this.#views.push(new DataView(buffer)) - 1
    this.#bytes.push(new Uint8Array(buffer))
    this.#reserved += buffer.byteLength
    this.#addSlots(kind, piece, size, count)
    return true
  }

  #addSlots(kind: number, piece: number, size: number, count: number): void {
    const first = this.#slots
    this.#slots += count
    if (this.#slots > this.#piece.length) this.#enlargeTables(Math.max(this.#slots, 2 * this.#piece.length))
    // The first slot is the first one taken.
    for (let slot = this.#slots - 1; slot >= first; slot--) {
      this.#piece[slot] = piece
      this.#class[slot] = kind
      this.#base[slot] = (slot - first) * size
      this.#next[slot] = this.#free[kind]!
      this.#free[kind] = slot
    }
  }

  #enlargeTables(length: number): void {
    this.#piece = enlarged(this.#piece, length)
    this.#class = enlarged(this.#class, length)
    this.#base = enlarged(this.#base, length)
    this.#start = enlarged(this.#start, length)
    this.#length = enlarged(this.#length, length)
    this.#holders = enlarged(this.#holders, length)
    this.#next = enlarged(this.#next, length)
  }
}

function enlarged<Table extends Int32Array | Uint8Array>(table: Table, length: number): Table {
  const larger = new (table.constructor as new (length: number) => Table)(length)
  larger.set(table)
  return larger
}

function checkSizes(slotSizes: readonly number[], headroom: number, step: number): void {
  if (step > STEP_MOST) throw new RangeError(`a step of ${step} bytes; ${STEP_MOST} at most`)
  if (headroom < 0 || headroom % 4 !== 0) throw new RangeError(`headroom ${headroom} is no multiple of 4`)
  slotSizes.forEach((size, kind) => {
    if (size <= headroom || size % 64 !== 0)
      throw new RangeError(`a slot of ${size} bytes is no multiple of 64, or all headroom`)
    if (kind > 0 && size <= slotSizes[kind - 1]!)
      throw new RangeError(`slot sizes ascend, but ${size} follows ${slotSizes[kind - 1]}`)
  })
  if (slotSizes.length === 0 || slotSizes.length > 256)
    throw new RangeError('an arena has 1 to 256 slot sizes')
}
