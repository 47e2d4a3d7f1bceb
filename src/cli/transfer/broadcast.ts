import type { End } from './end.ts'

/** Milliseconds in which a listener must take what all get, or the others go on without it. */
const PATIENCE = 5000

type Use = (piece: Uint8Array) => Promise<unknown>

/** One input for everybody who follows: each gets what comes from then on. While nobody does, it waits. */
export class Broadcast {
  readonly #source: End
  readonly #tooSlow: () => Error
  /** How each takes a piece, and how it is told that there will be no more. */
  readonly #followers = new Map<Use, (failure?: unknown) => void>()
  #ended = false
  #joined: (() => void) | null = null

  constructor(source: End, tooSlow: () => Error) {
    this.#source = source
    this.#tooSlow = tooSlow
  }

  /** Reads the input until it ends. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      // A copy: the piece is lent, and who is late may have it still.
      await this.#source.receive((piece) => this.#giveToAll(new Uint8Array(piece), signal), signal)
    } finally {
      this.#ended = true
      for (const end of this.#followers.values()) end()
    }
  }

  /** As receive() of an End. */
  follow(use: Use, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason)
    if (this.#ended) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const abandon = () => end(signal.reason)
      const end = (failure?: unknown) => {
        this.#followers.delete(use)
        signal.removeEventListener('abort', abandon)
        if (failure === undefined) resolve()
        else reject(failure)
      }
      this.#followers.set(use, end)
      this.#joined?.()
      signal.addEventListener('abort', abandon)
    })
  }

  async #giveToAll(piece: Uint8Array, signal: AbortSignal): Promise<void> {
    if (this.#followers.size === 0) await this.#somebody(signal)
    await Promise.all([...this.#followers].map(([use, end]) => this.#give(piece, use, end)))
  }

  #somebody(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abandon = () => reject(signal.reason)
      this.#joined = () => {
        signal.removeEventListener('abort', abandon)
        resolve()
      }
      signal.addEventListener('abort', abandon, { once: true })
    })
  }

  async #give(piece: Uint8Array, use: Use, end: (failure?: unknown) => void): Promise<void> {
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => {
        end(this.#tooSlow())
        resolve()
      }, PATIENCE)
      use(piece)
        .catch(end)
        .finally(() => {
          clearTimeout(late)
          resolve()
        })
    })
  }
}
