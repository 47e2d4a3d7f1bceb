import { isSocketError } from '../../socket/errors.ts'
import type { Totals } from '../frame/report.ts'
import type { End } from './end.ts'

/**
 * What the end of the input means: `half-close` tells the peer and goes on receiving, `close` ends the conversation,
 * `keep` tells nobody. A number tells the peer and ends the conversation so many milliseconds later at most.
 */
export type OnEof = 'half-close' | 'close' | 'keep' | number

export type Direction = 'received' | 'sent'

/** Who sees what moves; told before it goes on. */
export interface Watcher {
  moved(direction: Direction, piece: Uint8Array): Promise<void> | void
  /** Nothing more moves in that direction. */
  ended?(direction: Direction): void
  /** The conversation has failed. */
  broken?(): void
}

export interface Talk {
  readonly local: End
  readonly remote: End
  readonly onEof: OnEof
  /** Milliseconds in which nothing moves; then it ends with what `onIdle` gives. */
  readonly idle?: number | undefined
  onIdle(): Error
  readonly watchers: readonly Watcher[]
  /** Somebody wants it to end: as the end of the input, but never `keep`. */
  readonly interrupted?: AbortSignal | undefined
  /**
   * When the peer has ended and the input goes on: milliseconds without input after which that ends too. Undefined:
   * never.
   */
  readonly grace?: number | undefined
  /** Between the input and the peer: lines made into messages and the like. Gives what is sent for a piece. */
  readonly change?: Change | undefined
}

/** Changes what is sent; what it holds back comes by `end`. */
export interface Change {
  pieces(piece: Uint8Array): readonly Uint8Array[]
  end(): readonly Uint8Array[]
}

/** The reason of a signal that ends something which is complete. */
const ENOUGH = new Error('enough')

/** Lets two ends talk until both have ended; gives what has moved. Closes neither. */
export function converse(talk: Talk): Promise<Totals> {
  return new Conversation(talk).run()
}

class Conversation {
  readonly #talk: Talk
  readonly #started = performance.now()
  /** No more is taken from the input. */
  readonly #inputOver = new AbortController()
  readonly #over = new AbortController()
  readonly #idle: NodeJS.Timeout | undefined
  #grace: NodeJS.Timeout | undefined
  /** Until the end of the input ends all. */
  #late: NodeJS.Timeout | undefined
  #inputEnded = false
  readonly #told = new Set<Direction>()
  #received = 0
  #sent = 0

  constructor(talk: Talk) {
    this.#talk = talk
    if (talk.idle !== undefined) this.#idle = setTimeout(() => this.#fail(talk.onIdle()), talk.idle)
  }

  async run(): Promise<Totals> {
    const { interrupted, watchers } = this.#talk
    const interrupt = () => this.#interrupt()
    interrupted?.addEventListener('abort', interrupt, { once: true })
    if (interrupted?.aborted) interrupt()
    const sending = this.#send().catch((error: unknown) => this.#failed(error))
    const receiving = this.#receive().catch((error: unknown) => this.#fail(error))
    try {
      const broken = await Promise.race([receiving.then(() => sending), this.#brokenOff()])
      if (broken !== undefined) throw broken
    } catch (error) {
      for (const watcher of watchers) watcher.broken?.()
      throw error
    } finally {
      clearTimeout(this.#idle)
      clearTimeout(this.#grace)
      clearTimeout(this.#late)
      interrupted?.removeEventListener('abort', interrupt)
    }
    return { received: this.#received, sent: this.#sent, duration: performance.now() - this.#started }
  }

  /** Rejects when it has failed: who has not taken what is on its way to him is waited for no longer. */
  #brokenOff(): Promise<never> {
    const { signal } = this.#over
    return new Promise((_resolve, reject) => {
      const look = () => signal.reason !== ENOUGH && reject(signal.reason)
      if (signal.aborted) look()
      else signal.addEventListener('abort', look, { once: true })
    })
  }

  async #send(): Promise<undefined> {
    const { local, remote, change } = this.#talk
    const pass = async (piece: Uint8Array) => {
      this.#sent += piece.length
      await this.#moved('sent', piece)
      await remote.send(piece)
      this.#grace?.refresh()
    }
    const passChanged = async (piece: Uint8Array) => {
      for (const each of change!.pieces(piece)) await pass(each)
    }
    try {
      const until = AbortSignal.any([this.#inputOver.signal, this.#over.signal])
      await local.receive(change === undefined ? pass : passChanged, until)
    } catch (error) {
      if (error !== ENOUGH) throw error
    }
    for (const piece of change?.end() ?? []) await pass(piece)
    this.#inputEnded = true
    await this.#endOfInput()
  }

  #interrupt(): void {
    this.#inputOver.abort(ENOUGH)
    if (this.#inputEnded) this.#endOfInput().catch((error: unknown) => this.#fail(error))
  }

  async #endOfInput(): Promise<void> {
    const { onEof, remote, interrupted } = this.#talk
    if (this.#over.signal.aborted || (onEof === 'keep' && !interrupted?.aborted)) return
    await remote.endSending()
    if (remote.ends) this.#ended('sent')
    const nobodyEndsIt = interrupted?.aborted && !remote.ends
    if (onEof === 'close' || nobodyEndsIt) this.#over.abort(ENOUGH)
    if (typeof onEof === 'number') this.#late ??= setTimeout(() => this.#over.abort(ENOUGH), onEof)
  }

  async #receive(): Promise<void> {
    const { local, remote, grace } = this.#talk
    const pass = async (piece: Uint8Array) => {
      this.#received += piece.length
      await this.#moved('received', piece)
      await local.send(piece)
    }
    await remote.receive(pass, this.#over.signal)
    this.#ended('received')
    await local.endSending()
    if (grace !== undefined) this.#grace = setTimeout(() => this.#inputOver.abort(ENOUGH), grace)
  }

  #moved(direction: Direction, piece: Uint8Array): Promise<void> | void {
    this.#idle?.refresh()
    const { watchers } = this.#talk
    if (watchers.length === 1) return watchers[0]!.moved(direction, piece)
    if (watchers.length > 1) return tellAll(watchers, direction, piece)
  }

  /** Told once: an interruption may end again what has ended. */
  #ended(direction: Direction): void {
    if (this.#told.has(direction)) return
    this.#told.add(direction)
    for (const watcher of this.#talk.watchers) watcher.ended?.(direction)
  }

  /** Ends both directions. */
  #fail(error: unknown): void {
    this.#over.abort(error)
  }

  /** A peer that takes no more may still have said something: why, perhaps. That is received first. */
  #failed(error: unknown): unknown {
    const takesNoMore = isSocketError(error, 'EPIPE') || isSocketError(error, 'ECONNRESET')
    if (!takesNoMore) this.#fail(error)
    return error
  }
}

async function tellAll(watchers: readonly Watcher[], direction: Direction, piece: Uint8Array): Promise<void> {
  for (const watcher of watchers) await watcher.moved(direction, piece)
}
