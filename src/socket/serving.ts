import { isSocketError } from './errors.ts'
import { show } from './posix/addresses.ts'
import type { Clock } from './primitives.ts'
import { checkWait, type WaitOptions } from './waiting.ts'

/** What serving needs of a listener, and of the peers that it accepts. */
interface Listener<Peer> {
  readonly closed: boolean
  accept(wait?: WaitOptions): Promise<Peer>
}

interface Closable {
  close(): Promise<void>
}

export interface ServeOptions<Peer> {
  /**
   * Told of each failure: of a handler, with the peer it served, or of accept itself when descriptors or memory ran
   * out (then `peer` is undefined, and accepting goes on after a pause). Without it failures go to console.error.
   */
  readonly onError?: (error: unknown, peer: Peer | undefined) => void
  /** Stops accepting; handlers that run are waited for. */
  readonly signal?: AbortSignal
  /** Connections served at one time; more wait in the backlog. Unlimited by default. */
  readonly maxConnections?: number
}

export type Handler<Peer> = (peer: Peer) => Promise<void> | void

/** Milliseconds of pause when accept runs out of something; doubles up to the last. */
const FIRST_PAUSE = 10
const LAST_PAUSE = 1000

/** Errors of accept(2) that pass: the connection is gone, or something ran out for now. */
const GONE = ['ECONNABORTED', 'EPROTO', 'ENETDOWN', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETUNREACH'] as const
const EXHAUSTED = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'] as const

/** accept() in a loop; one peer's failure is that peer's. Ends when the listener closes or the signal aborts. */
export async function serve<Peer extends Closable>(
  listener: Listener<Peer>,
  handler: Handler<Peer>,
  options: ServeOptions<Peer>,
  clock: Clock,
): Promise<void> {
  const { signal, maxConnections = Number.POSITIVE_INFINITY, onError = reportToConsole } = options
  checkServe(handler, options)
  const crew = new Crew()
  const wait = signal === undefined ? undefined : { signal }
  let pause = FIRST_PAUSE
  while (signal?.aborted !== true) {
    try {
      const peer = await listener.accept(wait)
      pause = FIRST_PAUSE
      attend(peer, handler, onError, crew)
      if (crew.size >= maxConnections) await crew.fewerThan(maxConnections)
    } catch (error) {
      if (signal?.aborted || listener.closed) break
      if (isGone(error)) continue
      if (!EXHAUSTED.some((code) => isSocketError(error, code))) {
        await crew.fewerThan(1)
        throw error
      }
      onError(error, undefined)
      await rest(clock, pause, listener, signal)
      pause = Math.min(2 * pause, LAST_PAUSE)
    }
  }
  await crew.fewerThan(1)
}

/** accept(2) failed because of the connection, which is gone, and not because of the listener. */
export function isGone(error: unknown): boolean {
  return GONE.some((code) => isSocketError(error, code))
}

/** How many handlers run. */
class Crew {
  size = 0
  #changed: (() => void) | null = null

  leave(): void {
    this.size--
    this.#changed?.()
  }

  async fewerThan(limit: number): Promise<void> {
    while (this.size >= limit) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve
      })
    }
    this.#changed = null
  }
}

/** Serves one peer, and closes it when the handler has ended. */
function attend<Peer extends Closable>(
  peer: Peer,
  handler: Handler<Peer>,
  onError: NonNullable<ServeOptions<Peer>['onError']>,
  crew: Crew,
): void {
  crew.size++
  const done = () => void peer.close().then(() => crew.leave())
  const failed = (error: unknown) => {
    try {
      onError(error, peer)
    } catch (second) {
      reportToConsole(second)
    }
    done()
  }
  try {
    Promise.resolve(handler(peer)).then(done, failed)
  } catch (error) {
    failed(error)
  }
}

function checkServe<Peer>(handler: unknown, options: ServeOptions<Peer>): void {
  if (typeof handler !== 'function') throw new TypeError(`a handler is a function, not ${show(handler)}`)
  const { maxConnections, onError } = options
  checkWait(options.signal === undefined ? undefined : { signal: options.signal })
  if (onError !== undefined && typeof onError !== 'function')
    throw new TypeError(`onError is a function, not ${show(onError)}`)
  if (maxConnections !== undefined && !(typeof maxConnections === 'number' && maxConnections >= 1))
    throw new RangeError(`maxConnections is a number from 1 on, not ${show(maxConnections)}`)
}

/** Waits a while, but no longer than the listener lives. */
function rest(
  clock: Clock,
  milliseconds: number,
  listener: { readonly closed: boolean },
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    const step = Math.min(milliseconds, 20)
    const look = (left: number) => {
      if (left <= 0 || listener.closed || signal?.aborted) resolve()
      else clock.setTimeout(() => look(left - step), step)
    }
    look(milliseconds)
  })
}

function reportToConsole(error: unknown): void {
  console.error(error)
}
