import type { KeyedHash } from './keyed-hash.ts'
import { KEY_WORDS, type TableNode } from './table-node.ts'

/** Connections by ports and addresses; a look costs no allocation. */
export class ConnectionTable {
  readonly #hash: KeyedHash
  #buckets: (TableNode | null)[] = new Array<TableNode | null>(64).fill(null)
  #size = 0
  /** Found last: mostly found next. */
  #last: TableNode | null = null

  constructor(hash: KeyedHash) {
    this.#hash = hash
  }

  get size(): number {
    return this.#size
  }

  find(key: Int32Array): TableNode | null {
    if (this.#last !== null && isSame(this.#last.key, key)) return this.#last
    let node = this.#buckets[this.#hashOf(key) & (this.#buckets.length - 1)] ?? null
    while (node !== null && !isSame(node.key, key)) node = node.chained
    if (node !== null) this.#last = node
    return node
  }

  /** Adds a node whose key has none yet. */
  add(node: TableNode): void {
    if (this.#size >= this.#buckets.length) this.#grow()
    node.hash = this.#hashOf(node.key)
    this.#link(node)
    this.#size++
  }

  remove(node: TableNode): void {
    const index = node.hash & (this.#buckets.length - 1)
    let before: TableNode | null = null
    let here = this.#buckets[index] ?? null
    while (here !== null && here !== node) {
      before = here
      here = here.chained
    }
    if (here === null) return
    if (before === null) this.#buckets[index] = node.chained
    else before.chained = node.chained
    node.chained = null
    this.#size--
    if (this.#last === node) this.#last = null
  }

  #link(node: TableNode): void {
    const index = node.hash & (this.#buckets.length - 1)
    node.chained = this.#buckets[index] ?? null
    this.#buckets[index] = node
  }

  #grow(): void {
    const old = this.#buckets
    this.#buckets = new Array<TableNode | null>(2 * old.length).fill(null)
    for (const first of old) {
      let node = first
      while (node !== null) {
        const next: TableNode | null = node.chained
        this.#link(node)
        node = next
      }
    }
  }

  #hashOf(key: Int32Array): number {
    this.#hash.begin()
    for (let i = 1; i < KEY_WORDS; i++) if (key[i] !== 0) this.#hash.add(key[i]! ^ i)
    return this.#hash.end()
  }
}

function isSame(one: Int32Array, other: Int32Array): boolean {
  for (let i = 0; i < KEY_WORDS; i++) if (one[i] !== other[i]) return false
  return true
}
