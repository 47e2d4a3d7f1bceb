import type { KernelThread } from './kernel-thread.ts'

const FIRST = 1
const LAST = 100

/**
 * Edges for cases in which the kernel gives none: they come by timer, each time after twice as long. They are: sending
 * on an unconnected Unix datagram socket to a full peer, connecting to a Unix listener whose backlog is full, and
 * memory that ran out for epoll.
 */
export class Retry {
  readonly #thread: KernelThread
  readonly #edge: (edges: number) => void
  #timer: NodeJS.Timeout | null = null
  #pause = FIRST

  constructor(thread: KernelThread, edge: (edges: number) => void) {
    this.#thread = thread
    this.#edge = edge
  }

  /** Is an edge to come by timer? */
  get pending(): boolean {
    return this.#timer !== null
  }

  schedule(edges: number): void {
    if (this.#timer !== null) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#thread.retries++
      this.#pause = Math.min(2 * this.#pause, LAST)
      this.#edge(edges)
      if (!this.pending) this.#pause = FIRST
    }, this.#pause)
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
