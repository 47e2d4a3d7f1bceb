import type { ErrorDetails } from './errors.ts'
import type { Turn } from './turn.ts'

// What the promise made last settles by: one function takes it for all, so that a waiting call costs no closure.
let resolve: (result: unknown) => void
let reject: (error: unknown) => void
const capture = (onResult: typeof resolve, onError: typeof reject): void => {
  resolve = onResult
  reject = onError
}

/** A call that could not complete at once: it waits in a lane until an edge lets it. */
export abstract class Call<Result> {
  readonly promise: Promise<Result>
  protected readonly resolve: (result: Result) => void
  readonly #reject: (error: unknown) => void
  /** The socket, which must not be collected while somebody waits on it. */
  holder: object | null = null
  /** What the caller called, for errors. */
  syscall = ''
  /** Neighbours in the lane. */
  next: Call<unknown> | null = null
  previous: Call<unknown> | null = null
  /** Undone when the call leaves the lane: a timer, a signal's listener. */
  release: (() => void) | null = null

  constructor() {
    this.promise = new Promise<Result>(capture as ConstructorParameters<typeof Promise<Result>>[0])
    this.resolve = resolve
    this.#reject = reject
  }

  /**
   * Tries; true when the call has settled. `edge` tells that an edge came since the last try, so that what the
   * stack promises with it (SO_RCVLOWAT) holds.
   */
  abstract attempt(edge: boolean): boolean

  /** What had moved when the call is cut short. */
  progress(): ErrorDetails {
    return {}
  }

  /** Called when the call is cut short, before it rejects. */
  abandon(): void {}

  /** Called after the call has settled, or has what it came for, and has left the lane. */
  left(): void {}

  fail(error: unknown): true {
    this.#reject(error)
    return true
  }
}

/** What a lane needs of its socket. */
export interface LaneOwner {
  readonly turn: Turn
  /** Bits of Edges that are worth a try. */
  readonly ready: number
  /** The lane has begun or ended to have somebody waiting. */
  waiting(yes: boolean): void
}

/**
 * One direction of a socket: calls in the order in which they came. Only the first one tries; when it settles or is
 * cut, the next one may. Between calls it holds no promise and no timer.
 */
export class Lane {
  readonly #owner: LaneOwner
  readonly #edge: number
  #head: Call<unknown> | null = null
  #tail: Call<unknown> | null = null
  #deferred = false
  /** An edge came that nobody has been told of, for want of budget. */
  #edgePending = false

  constructor(owner: LaneOwner, edge: number) {
    this.#owner = owner
    this.#edge = edge
  }

  /** Nobody waits: a call may try at once, if the budget lets it. */
  get idle(): boolean {
    return this.#head === null
  }

  /** Takes a call that has tried and could not complete: an edge will wake it. */
  wait(call: Call<unknown>): void {
    this.#append(call)
  }

  /** Takes a call that has not tried yet: it does when its turn comes. */
  enqueue(call: Call<unknown>): void {
    this.#append(call)
    if (this.#head === call && (this.#owner.ready & this.#edge) !== 0) this.#defer()
  }

  #append(call: Call<unknown>): void {
    call.previous = this.#tail
    if (this.#tail === null) this.#head = call
    else this.#tail.next = call
    this.#tail = call
    if (this.#head === call) this.#owner.waiting(true)
  }

  /** An edge came: whoever stands first may try, and after success the next. */
  wake(edge: boolean): void {
    const owner = this.#owner
    while (this.#head !== null) {
      if (!owner.turn.draw()) {
        this.#edgePending ||= edge
        this.#defer()
        return
      }
      const call = this.#head
      if (!this.#try(call, edge)) return
      this.#remove(call)
      call.left()
      if (this.#deferred || (owner.ready & this.#edge) === 0) return
      edge = false
    }
  }

  /** Whatever goes wrong in a call is that call's, and nobody else's in the batch. */
  #try(call: Call<unknown>, edge: boolean): boolean {
    try {
      return call.attempt(edge)
    } catch (error) {
      call.abandon()
      return call.fail(error)
    }
  }

  /** The deferred turn has come. */
  resume(): void {
    this.#deferred = false
    const edge = this.#edgePending
    this.#edgePending = false
    this.wake(edge)
  }

  #defer(): void {
    if (this.#deferred) return
    this.#deferred = true
    this.#owner.turn.defer(this)
  }

  /** Takes a call out and rejects it; the next one may have what it waited for. */
  cut(call: Call<unknown>, error: unknown): void {
    const wasFirst = this.#head === call
    call.abandon()
    this.#remove(call)
    call.fail(error)
    if (wasFirst && this.#head !== null && (this.#owner.ready & this.#edge) !== 0) this.wake(false)
  }

  /** Rejects every call that waits, in order. */
  close(error: (call: Call<unknown>) => unknown): void {
    while (this.#head !== null) {
      const call = this.#head
      const reason = error(call)
      call.abandon()
      this.#remove(call)
      call.fail(reason)
    }
  }

  #remove(call: Call<unknown>): void {
    if (call.previous === null) this.#head = call.next
    else call.previous.next = call.next
    if (call.next === null) this.#tail = call.previous
    else call.next.previous = call.previous
    call.next = null
    call.previous = null
    if (call.release !== null) {
      call.release()
      call.release = null
    }
    if (this.#head === null) this.#owner.waiting(false)
  }
}
