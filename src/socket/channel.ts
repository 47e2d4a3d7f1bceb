import { type ErrorDetails, failure, SocketError, timedOut } from './errors.ts'
import type { Investigation } from './explaining.ts'
import { type Call, Lane, type LaneOwner } from './lane.ts'
import type { Lender } from './lender.ts'
import { errno } from './posix/errno.ts'
import { type AsyncContext, type Clock, type EdgeSink, Edges, type SocketPrimitives } from './primitives.ts'
import type { Turn } from './turn.ts'
import { LONGEST_WAIT, type WaitOptions } from './waiting.ts'
import { witness } from './witness.ts'

/** What options say of waiting: carried out above the stack, and the same object for all who say the same. */
export interface Limits {
  /** Milliseconds of SO_RCVTIMEO and SO_SNDTIMEO; 0 waits for ever. */
  readonly receive: number
  readonly send: number
  /** Seconds of a positive SO_LINGER. */
  readonly linger: number
}

const NO_LIMITS: Limits = { receive: 0, send: 0, linger: 0 }

/** What a channel needs of its stack. */
export interface ChannelHost {
  readonly clock: Clock
  readonly turn: Turn
  /** Room for one read that is copied out at once. */
  readonly scratch: Uint8Array
  readonly lender: Lender
  readonly investigate: Investigation
  readonly keepContext: (() => AsyncContext) | undefined
}

/** One socket's primitives with the lanes above them: who waits, for how long, and what wakes them. */
export class Channel implements LaneOwner, EdgeSink {
  primitives: SocketPrimitives
  readonly host: ChannelHost
  /** Made when somebody first waits: most sockets never wait to send. */
  #reading: Lane | null = null
  #writing: Lane | null = null
  #urgent: Lane | null = null
  #errorQueue: Lane | null = null
  closed = false
  limits: Limits = NO_LIMITS
  /** Others may have the socket too, and set SO_LINGER: it came from elsewhere, or its listener did. */
  shared = false
  /** accept() has been tried, and can be waited for. */
  accepts = false
  /** The caller's SO_RCVLOWAT, once it has been asked for. */
  receiveWatermark: Uint8Array | null = null
  /** Told when a call that is being entered has to wait. Set by the tracer. */
  onWait: (() => void) | null = null
  #waitingLanes = 0
  #keepsAlive = true

  constructor(primitives: SocketPrimitives, host: ChannelHost) {
    this.primitives = primitives
    this.host = host
    primitives.watch(this)
  }

  /** An accepted connection has its listener's limits: socket(7). */
  inherit(listener: Channel): void {
    this.limits = listener.limits
    this.shared = listener.shared
  }

  get turn(): Turn {
    return this.host.turn
  }

  get ready(): number {
    return this.primitives.ready
  }

  /** The lane of those who wait for an edge. */
  lane(edge: number): Lane {
    switch (edge) {
      case Edges.readable:
        this.#reading ??= new Lane(this, edge)
        return this.#reading
      case Edges.writable:
        this.#writing ??= new Lane(this, edge)
        return this.#writing
      case Edges.urgent:
        this.#urgent ??= new Lane(this, edge)
        return this.#urgent
      default:
        this.#errorQueue ??= new Lane(this, edge)
        return this.#errorQueue
    }
  }

  /** Nobody waits for that edge. */
  idle(edge: number): boolean {
    if (edge === Edges.readable) return this.#reading === null || this.#reading.idle
    if (edge === Edges.writable) return this.#writing === null || this.#writing.idle
    return this.lane(edge).idle
  }

  /** Nobody stands before, and a try may succeed. */
  free(edge: number): boolean {
    return (this.primitives.ready & edge) !== 0 && this.idle(edge)
  }

  /** Does any call wait? */
  get busy(): boolean {
    return this.#waitingLanes > 0
  }

  edge(edges: number): void {
    if ((edges & Edges.readable) !== 0) this.#reading?.wake(true)
    if ((edges & Edges.writable) !== 0) this.#writing?.wake(true)
    if ((edges & Edges.urgent) !== 0) this.#urgent?.wake(true)
    if ((edges & Edges.errorQueue) !== 0) this.#errorQueue?.wake(true)
  }

  waiting(yes: boolean): void {
    this.#waitingLanes += yes ? 1 : -1
    if (yes) this.primitives.arm()
    if (!this.#keepsAlive || this.closed) return
    if (this.#waitingLanes === (yes ? 1 : 0)) this.primitives.keepAlive(yes)
  }

  set keepsAlive(yes: boolean) {
    if (this.#keepsAlive === yes) return
    this.#keepsAlive = yes
    if (this.#waitingLanes > 0 && !this.closed) this.primitives.keepAlive(yes)
  }

  /** Has a call join a lane: after a try that could not complete, or, `untried`, for want of budget or a turn. */
  hold<Result>(
    holder: object,
    edge: number,
    call: Call<Result>,
    syscall: string,
    untried: boolean,
    wait: WaitOptions | undefined,
  ): Promise<Result> {
    const lane = this.lane(edge)
    const limit = edge === Edges.writable ? this.limits.send : this.limits.receive
    this.onWait?.()
    call.holder = holder
    call.syscall = syscall
    const waiter = call as unknown as Call<unknown>
    if (untried) lane.enqueue(waiter)
    else lane.wait(waiter)
    if (wait !== undefined || limit > 0) this.#bound(lane, waiter, wait, limit)
    return call.promise
  }

  #bound(lane: Lane, call: Call<unknown>, wait: WaitOptions | undefined, limit: number): void {
    const { syscall } = call
    const { signal, timeout } = wait ?? {}
    const milliseconds = timeout ?? limit
    const timer =
      timeout === undefined && limit === 0
        ? null
        : this.host.clock.setTimeout(
            () => {
              const details = this.#witnessed(errno.ETIMEDOUT, call.progress())
              const passed = timeout === undefined ? limitPassed : timedOut
              lane.cut(call, passed(syscall, milliseconds, details))
            },
            Math.min(milliseconds, LONGEST_WAIT),
          )
    const onAbort = () => lane.cut(call, aborted(signal as AbortSignal, syscall, call.progress()))
    signal?.addEventListener('abort', onAbort, { once: true })
    call.release = () => {
      timer?.cancel()
      signal?.removeEventListener('abort', onAbort)
    }
  }

  /** Rejects every call that waits, because the socket closes. */
  closeLanes(): void {
    const error = (call: Call<unknown>) =>
      new SocketError(errno.EBADF, call.syscall, {
        ...call.progress(),
        reason: 'the socket was closed while the call waited',
      })
    for (const lane of [this.#reading, this.#writing, this.#urgent, this.#errorQueue]) lane?.close(error)
  }

  closedError(syscall: string): SocketError {
    return new SocketError(errno.EBADF, syscall, { reason: 'the socket is closed' })
  }

  /** The error of a primitive that answered a negative number. */
  error(result: number, syscall: string, details?: ErrorDetails): SocketError {
    return failure(result, syscall, this.#witnessed(-result, details))
  }

  /** With what an explanation needs: the socket may be closed when somebody asks for one. */
  #witnessed(number: number, details: ErrorDetails | undefined): ErrorDetails {
    const socket = witness(this.primitives, number)
    return { ...details, socket, investigate: this.host.investigate }
  }
}

/** SO_RCVTIMEO or SO_SNDTIMEO has passed: the error that Linux gives then, socket(7). */
function limitPassed(syscall: string, milliseconds: number, details: ErrorDetails): SocketError {
  const sending = syscall === 'connect' || syscall.startsWith('send')
  return new SocketError(syscall === 'connect' ? errno.EINPROGRESS : errno.EAGAIN, syscall, {
    ...details,
    timeLimit: milliseconds,
    reason: `timed out after ${milliseconds} ms (${sending ? 'SO_SNDTIMEO' : 'SO_RCVTIMEO'})`,
  })
}

/** What a call rejects with when its signal aborts: the reason, or, when bytes had moved, an error that holds them. */
function aborted(signal: AbortSignal, syscall: string, progress: ErrorDetails): unknown {
  if (progress.bytesTransferred === undefined || progress.bytesTransferred === 0) return signal.reason
  return new SocketError(errno.ECANCELED, syscall, {
    ...progress,
    reason: `aborted after ${progress.bytesTransferred} bytes had moved`,
    cause: signal.reason,
  })
}
