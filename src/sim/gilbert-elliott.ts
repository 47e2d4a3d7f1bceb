import { type Random, threshold } from './random.ts'

/** Losses that come in bursts: a state that is good or bad, and in each its own loss. Probabilities, for each packet. */
export interface Burst {
  /** That a bad time begins. */
  readonly enter: number
  /** That it ends; it lasts 1 / `leave` packets on average. */
  readonly leave: number
  /** That a packet is lost in a bad time: 1 unless said. */
  readonly loss?: number
  /** That one is lost in a good time: 0 unless said. */
  readonly goodLoss?: number
}

/** The model of E. N. Gilbert (1960) and E. O. Elliott (1963). It begins in the good state. */
export class GilbertElliott {
  readonly #random: Random
  readonly #enter: number
  readonly #leave: number
  readonly #badLoss: number
  readonly #goodLoss: number
  #bad = false

  constructor(random: Random, { enter, leave, loss = 1, goodLoss = 0 }: Burst) {
    this.#random = random
    this.#enter = threshold(enter)
    this.#leave = threshold(leave)
    this.#badLoss = threshold(loss)
    this.#goodLoss = threshold(goodLoss)
  }

  /** Is the next packet lost? Two draws, whatever comes of them. */
  loses(): boolean {
    const turns = this.#random.happens(this.#bad ? this.#leave : this.#enter)
    if (turns) this.#bad = !this.#bad
    return this.#random.happens(this.#bad ? this.#badLoss : this.#goodLoss)
  }
}
