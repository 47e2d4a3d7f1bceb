import type { Channel } from './channel.ts'
import { Call } from './lane.ts'
import type { Loan } from './lender.ts'
import { errno } from './posix/errno.ts'
import { type AsyncContext, Edges } from './primitives.ts'
import { checkWait, type WaitOptions } from './waiting.ts'

/** Pieces of one stream that are used one after the other before other sockets have their turn. */
const IN_A_ROW = 8

const SETTLED = Promise.resolve()
const { then } = Promise.prototype

/**
 * recv(2) again and again until the stream ends. One call serves all pieces: it leaves the lane with a piece, so that
 * whoever uses it may receive too, and comes back for the next one. No promise is made between.
 */
export class RecvEachCall extends Call<void> {
  readonly #channel: Channel
  readonly #use: (bytes: Uint8Array) => unknown
  readonly #wait: WaitOptions | undefined
  /** Who called it, for what keeps a context for each (AsyncLocalStorage): pieces come from the loop. */
  readonly #context: AsyncContext | undefined
  /** The piece at hand, and how long it is. */
  #loan: Loan | null = null
  #length = 0
  /** Made when somebody takes his time. */
  #onUsed: (() => void) | null = null
  #onFailed: ((error: unknown) => void) | null = null

  constructor(
    channel: Channel,
    holder: object,
    use: (bytes: Uint8Array) => unknown,
    wait: WaitOptions | undefined,
  ) {
    super()
    this.#channel = channel
    this.#use = use
    this.#wait = wait
    this.#context = channel.host.keepContext?.()
    this.holder = holder
  }

  /** The first piece may be received at once, but is never used before the caller has its promise. */
  start(): Promise<void> {
    if (this.#mayTry() && this.attempt()) SETTLED.then(() => this.left())
    else this.#hold()
    return this.promise
  }

  attempt(): boolean {
    const { lender } = this.#channel.host
    const loan = lender.lend()
    const count = this.#channel.primitives.recv(loan.buffer, 0, loan.buffer.length, 0)
    if (count > 0) {
      this.#loan = loan
      this.#length = count
      return true
    }
    lender.takeBack(loan)
    if (count === -errno.EAGAIN) return false
    if (count < 0) return this.fail(this.#channel.error(count, 'recv'))
    this.resolve()
    return true
  }

  override left(): void {
    for (let pieces = 1; this.#loan !== null; pieces++) {
      if (!this.#used(this.#loan)) return
      if (!this.#goesOn(pieces)) return
    }
  }

  /** True when the piece has been used; otherwise that is still under way, or has failed. */
  #used(loan: Loan): boolean {
    const bytes = loan.first(this.#length)
    try {
      const context = this.#context
      const using =
        context === undefined ? this.#use(bytes) : context.runInAsyncScope(this.#use, undefined, bytes)
      if (isThenable(using) && !this.#channel.turn.hasSettled(using)) {
        this.#await(using)
        return false
      }
    } catch (error) {
      this.#giveBack()
      return !this.fail(error)
    }
    this.#giveBack()
    return true
  }

  #await(using: PromiseLike<unknown>): void {
    this.#onUsed ??= () => {
      this.#giveBack()
      if (this.#goesOn(1)) this.left()
    }
    this.#onFailed ??= (error) => {
      this.#giveBack()
      this.fail(error)
    }
    // A promise may have a `then` of its own, which calls back as often as it likes; that of all promises does once.
    then.call(Promise.resolve(using), this.#onUsed, this.#onFailed)
  }

  #giveBack(): void {
    this.#channel.host.lender.takeBack(this.#loan as Loan)
    this.#loan = null
  }

  /** True when the next piece is at hand already. */
  #goesOn(pieces: number): boolean {
    const channel = this.#channel
    if (channel.closed) return !this.fail(channel.closedError('recv'))
    try {
      checkWait(this.#wait)
    } catch (error) {
      return !this.fail(error)
    }
    if (pieces < IN_A_ROW && this.#mayTry() && this.attempt()) return this.#loan !== null
    this.#hold()
    return false
  }

  #mayTry(): boolean {
    return this.#channel.free(Edges.readable) && this.#channel.turn.draw()
  }

  #hold(): void {
    const channel = this.#channel
    const untried = (channel.ready & Edges.readable) !== 0
    channel.hold(this.holder as object, Edges.readable, this, 'recv', untried, this.#wait)
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
