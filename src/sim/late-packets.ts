import { MomentHeap } from './moment-heap.ts'

/** More than so many are not held back: they go on in order. */
const MOST = 1 << 14

/** Packets of a direction that are held back while others overtake them. */
export class LatePackets {
  readonly #heap = new MomentHeap()
  // By id in the heap.
  #slot = new Int32Array(16)
  #packet = new Float64Array(16)
  #sent = new Float64Array(16)
  #marks = new Uint8Array(16)
  /** How many must still overtake it; 0 where only time counts. */
  #toCome = new Int32Array(16)
  #counting = 0
  /** Ids are below. */
  #ids = 0

  get size(): number {
    return this.#heap.size
  }

  get full(): boolean {
    return this.#heap.size >= MOST
  }

  /** When the next one arrives; Infinity when there is none. */
  get first(): number {
    return this.#heap.first
  }

  get firstId(): number {
    return this.#heap.firstId
  }

  hold(at: number, overtaken: number, slot: number, packet: number, sent: number, marks: number): void {
    const id = this.#heap.put(at)
    if (id >= this.#slot.length) this.#enlarge()
    if (id >= this.#ids) this.#ids = id + 1
    this.#slot[id] = slot
    this.#packet[id] = packet
    this.#sent[id] = sent
    this.#marks[id] = marks
    this.#toCome[id] = overtaken
    if (overtaken > 0) this.#counting++
  }

  /** A packet has arrived now: those whose last one it was may arrive as well. */
  overtake(now: number): void {
    if (this.#counting === 0) return
    for (let id = 0; id < this.#ids; id++) {
      if (this.#toCome[id] === 0 || --this.#toCome[id]! > 0) continue
      this.#counting--
      this.#heap.move(id, now)
    }
  }

  slot(id: number): number {
    return this.#slot[id]!
  }

  packet(id: number): number {
    return this.#packet[id]!
  }

  sent(id: number): number {
    return this.#sent[id]!
  }

  marks(id: number): number {
    return this.#marks[id]!
  }

  take(id: number): void {
    if (this.#toCome[id]! > 0) this.#counting--
    this.#toCome[id] = 0
    this.#heap.take(id)
  }

  #enlarge(): void {
    this.#slot = copied(this.#slot, new Int32Array(2 * this.#slot.length))
    this.#packet = copied(this.#packet, new Float64Array(2 * this.#packet.length))
    this.#sent = copied(this.#sent, new Float64Array(2 * this.#sent.length))
    this.#marks = copied(this.#marks, new Uint8Array(2 * this.#marks.length))
    this.#toCome = copied(this.#toCome, new Int32Array(2 * this.#toCome.length))
  }
}

function copied<Table extends Int32Array | Float64Array | Uint8Array>(table: Table, larger: Table): Table {
  larger.set(table)
  return larger
}
