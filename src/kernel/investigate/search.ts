import type { Failure, Findings } from '../../socket/explaining.ts'
import type { Address } from '../../socket/posix/addresses.ts'
import { type Bounds, Look } from './look.ts'
import { type Words, words } from './words.ts'

/** What an investigation may look at beside the files of the system. */
export interface Means extends Bounds {
  /** The name that a descriptor of this process is bound to; null when it is no socket, or not bound. */
  readonly nameOf?: (fd: number) => Address | null
}

/** One investigation: what it looks at, how long it may still look, and what it has found. */
export class Search extends Look {
  readonly failure: Failure
  readonly nameOf: (fd: number) => Address | null
  /** What to do has been said: general advice would repeat or contradict it. */
  conclusive = false
  readonly #found: string[] = []

  constructor(failure: Failure, means: Means = {}) {
    super(means)
    this.failure = failure
    this.nameOf = means.nameOf ?? (() => null)
  }

  /** The sentences so far: they are good also when the time is over. */
  get findings(): Findings {
    return { sentences: [...this.#found], conclusive: this.conclusive }
  }

  /** Adds a sentence; the most useful one first. */
  tell<Name extends keyof Words>(name: Name, ...facts: Parameters<Words[Name]>): void {
    const sentence = words[this.failure.language][name] as (...facts: Parameters<Words[Name]>) => string
    this.#found.push(sentence(...facts))
  }

  /** Adds the last sentence: it says what to do, so that general advice is left out. */
  conclude<Name extends keyof Words>(name: Name, ...facts: Parameters<Words[Name]>): void {
    this.tell(name, ...facts)
    this.conclusive = true
  }
}
