import { addressLength, type Version } from './address.ts'
import type { Interface } from './interface.ts'

/** Where packets for a prefix go. Of two for the same prefix the lower metric wins, then the older. */
export interface Route {
  readonly version: Version
  /** The prefix, from position 0 on. */
  readonly view: DataView
  readonly prefixLength: number
  readonly through: Interface
  readonly metric: number
}

/**
 * The routes of one version of IP: a binary trie, a bit of the address a step, so that the longest prefix is found in
 * as many steps as it has bits, however many routes there are.
 */
export class RouteTable {
  readonly #version: Version
  readonly #routes: Route[] = []
  /** Of each node its two children; 0 for none, because nobody's child is the root. */
  #children = new Int32Array(64)
  #nodes = 1
  /** Of each node the best route whose prefix ends there. */
  #best: (Route | null)[] = [null]

  constructor(version: Version) {
    this.#version = version
  }

  get routes(): readonly Route[] {
    return this.#routes
  }

  add(route: Route): void {
    this.#routes.push(route)
    this.#insert(route)
  }

  /** Removes those that the test picks; gives how many. */
  remove(test: (route: Route) => boolean): number {
    const kept = this.#routes.filter((route) => !test(route))
    const removed = this.#routes.length - kept.length
    if (removed === 0) return 0
    this.#routes.length = 0
    this.#children = new Int32Array(64)
    this.#nodes = 1
    this.#best = [null]
    for (const route of kept) this.add(route)
    return removed
  }

  /** The route for the address there, or null. */
  find(view: DataView, at: number): Route | null {
    const bits = 8 * addressLength(this.#version)
    let best = this.#best[0]!
    let node = 0
    for (let bit = 0; bit < bits; bit++) {
      node = this.#children[2 * node + bitOf(view, at, bit)]!
      if (node === 0) return best
      best = this.#best[node] ?? best
    }
    return best
  }

  #insert(route: Route): void {
    let node = 0
    for (let bit = 0; bit < route.prefixLength; bit++) {
      const child = 2 * node + bitOf(route.view, 0, bit)
      node = this.#children[child]! || this.#addNode(child)
    }
    const other = this.#best[node]!
    if (other === null || route.metric < other.metric) this.#best[node] = route
  }

  #addNode(child: number): number {
    const node = this.#nodes++
    if (2 * node + 2 > this.#children.length) {
      const larger = new Int32Array(2 * this.#children.length)
      larger.set(this.#children)
      this.#children = larger
    }
    this.#children[child] = node
    this.#best.push(null)
    return node
  }
}

function bitOf(view: DataView, at: number, bit: number): number {
  return (view.getUint8(at + (bit >> 3)) >> (7 - (bit & 7))) & 1
}
