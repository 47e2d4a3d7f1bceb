/**
 * Moments in order, each under a small number, its id: a heap whose entries know where they stand, so that any of them
 * is moved or taken out in O(log n) steps. Entries of the same moment come in the order in which they were put or
 * moved. Nothing is allocated but when there are more entries than ever before.
 *
 * Four children a node: half the levels of two, and they lie together in memory. An entry that is moved to a later
 * moment stays where it is until it comes first: timers that are put off again and again, as TCP's are, cost nearly
 * nothing.
 */
export class MomentHeap {
  /** The earliest moment; Infinity when there is none. A field, because numbers that functions return may be boxed. */
  first = Number.POSITIVE_INFINITY
  #size = 0
  // By place in the heap: the moment, when it was put there compared with others, and the entry. Of one that was moved
  // to a later moment, it is still the earlier one.
  #at: Float64Array
  #order: Float64Array
  #id: Int32Array
  /** By id: the place in the heap; of a free id, the next free one, as −2 − id. */
  #place: Int32Array
  // By id: the moment that it has, and its order.
  #realAt: Float64Array
  #realOrder: Float64Array
  /** The first free id, or −1; ids from `#used` on were never given out. */
  #free = -1
  #used = 0
  #puts = 0

  constructor(capacity = 16) {
    this.#at = new Float64Array(capacity)
    this.#order = new Float64Array(capacity)
    this.#id = new Int32Array(capacity)
    this.#place = new Int32Array(capacity)
    this.#realAt = new Float64Array(capacity)
    this.#realOrder = new Float64Array(capacity)
  }

  get size(): number {
    return this.#size
  }

  /** The entry of the earliest moment, −1 when there is none. */
  get firstId(): number {
    return this.#size === 0 ? -1 : this.#id[0]!
  }

  /** The moment of an entry. */
  at(id: number): number {
    return this.#realAt[id]!
  }

  /** Puts in a moment; gives its id, the smallest numbers being used again. */
  put(at: number): number {
    let id = this.#free
    if (id >= 0) this.#free = -2 - this.#place[id]!
    else id = this.#used++
    if (this.#size === this.#id.length) this.#enlarge()
    this.#realAt[id] = at
    this.#realOrder[id] = this.#puts
    this.#rise(this.#size++, at, this.#puts++, id)
    this.first = this.#at[0]!
    return id
  }

  /** Gives an entry another moment; among those of the same, it is now the last. */
  move(id: number, at: number): void {
    const place = this.#place[id]!
    const order = this.#puts++
    this.#realAt[id] = at
    this.#realOrder[id] = order
    if (at < this.#at[place]!) this.#rise(place, at, order, id)
    this.#settleFirst()
  }

  /** Takes an entry out. */
  take(id: number): void {
    const place = this.#place[id]!
    this.#place[id] = -2 - this.#free
    this.#free = id
    const last = --this.#size
    if (place < last) this.#settle(place, this.#at[last]!, this.#order[last]!, this.#id[last]!)
    this.#settleFirst()
  }

  /** Lets what has been put off sink, until the first entry is first indeed. */
  #settleFirst(): void {
    while (this.#size > 0) {
      const id = this.#id[0]!
      const order = this.#realOrder[id]!
      if (order === this.#order[0]) break
      this.#sink(0, this.#realAt[id]!, order, id)
    }
    this.first = this.#size === 0 ? Number.POSITIVE_INFINITY : this.#at[0]!
  }

  /** Puts an entry where it belongs, beginning at a place that is empty. */
  #settle(place: number, at: number, order: number, id: number): void {
    const parent = (place - 1) >> 2
    if (place > 0 && this.#isBefore(at, order, parent)) this.#rise(place, at, order, id)
    else this.#sink(place, at, order, id)
  }

  #rise(from: number, at: number, order: number, id: number): void {
    let place = from
    while (place > 0) {
      const parent = (place - 1) >> 2
      if (!this.#isBefore(at, order, parent)) break
      this.#write(place, this.#at[parent]!, this.#order[parent]!, this.#id[parent]!)
      place = parent
    }
    this.#write(place, at, order, id)
  }

  #sink(from: number, at: number, order: number, id: number): void {
    const size = this.#size
    let place = from
    for (;;) {
      const child = this.#earliestChild(place, size)
      if (child >= size || this.#isBefore(at, order, child)) break
      this.#write(place, this.#at[child]!, this.#order[child]!, this.#id[child]!)
      place = child
    }
    this.#write(place, at, order, id)
  }

  /** `size` or more when there is no child. */
  #earliestChild(place: number, size: number): number {
    const first = 4 * place + 1
    const end = first + 4 < size ? first + 4 : size
    let earliest = first
    for (let child = first + 1; child < end; child++)
      if (this.#isBefore(this.#at[child]!, this.#order[child]!, earliest)) earliest = child
    return earliest
  }

  #isBefore(at: number, order: number, place: number): boolean {
    const other = this.#at[place]!
    return at < other || (at === other && order < this.#order[place]!)
  }

  #write(place: number, at: number, order: number, id: number): void {
    this.#at[place] = at
    this.#order[place] = order
    this.#id[place] = id
    this.#place[id] = place
  }

  #enlarge(): void {
    const capacity = 2 * this.#id.length
    this.#at = copied(this.#at, new Float64Array(capacity))
    this.#order = copied(this.#order, new Float64Array(capacity))
    this.#id = copied(this.#id, new Int32Array(capacity))
    this.#place = copied(this.#place, new Int32Array(capacity))
    this.#realAt = copied(this.#realAt, new Float64Array(capacity))
    this.#realOrder = copied(this.#realOrder, new Float64Array(capacity))
  }
}

function copied<Table extends Int32Array | Float64Array>(table: Table, larger: Table): Table {
  larger.set(table)
  return larger
}
