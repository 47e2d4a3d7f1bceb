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
  #last = 0

  constructor(thread: KernelThread, edge: (edges: number) => void) {
    this.#thread = thread
    this.#edge = edge
  }

  schedule(edges: number): void {
    if (this.#timer !== null) return
    const now = performance.now()
    const inSeries = now - this.#last < 2 * this.#pause
    this.#pause = inSeries ? Math.min(2 * this.#pause, LAST) : FIRST
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#last = performance.now()
      this.#thread.retries++
      this.#edge(edges)
    }, this.#pause)
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
