import { SocketError } from '../socket/errors.ts'
import type { Turn } from '../socket/turn.ts'
import {
  EPOLL_CLOEXEC,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_EVENT_LAYOUTS,
  EPOLLET,
  EPOLLIN,
  EPOLLOUT,
  EPOLLPRI,
  EPOLLRDHUP,
} from './layout.ts'
import { Ledger } from './ledger.ts'
import { type Libc, libc } from './libc.ts'
import { EpollWatch } from './poll-handle.ts'

/** Events harvested by one call. */
const BATCH = 512
/** Calls of one drain: more sockets than these are ready at once, the rest wait for the loop's next turn. */
const ROUNDS = 4

/** Sockets that are told of their events before their programs go on, and bytes that these may receive meanwhile. */
const TOGETHER = 8
const BYTES_TOGETHER = 65536
const SETTLED = Promise.resolve()

const INTEREST = EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLRDHUP | EPOLLET

/** Who is told of a descriptor's events. */
export interface Watched {
  readonly fd: number
  onEvents(events: number): void
}

/**
 * One epoll a JavaScript thread, edge triggered. An event names its slot and the slot's generation, so that one of a
 * descriptor closed meanwhile reaches nobody, although its number may be in use again.
 */
export class Reactor {
  readonly #libc: Libc
  readonly #turn: Turn
  readonly #epoll: number
  readonly #watch: EpollWatch
  readonly #slots: (Watched | null)[] = []
  readonly #generations: number[] = []
  readonly #freeSlots: number[] = []
  readonly #layout = EPOLL_EVENT_LAYOUTS[process.arch === 'arm64' ? 'arm64' : 'x64']
  readonly #events = new Uint8Array(BATCH * this.#layout.size)
  readonly #words = new Int32Array(this.#events.buffer)
  readonly #request = new Uint8Array(this.#layout.size)
  readonly #requestWords = new Int32Array(this.#request.buffer)
  /** Bytes received since the last time that programs went on. */
  received = 0
  /** Descriptors in the epoll. */
  #watched = 0
  #waiting = 0
  /** Of the batch under way: how many events it has, which comes next, how many batches may follow. */
  #count = 0
  #next = 0
  #rounds = 0

  constructor(turn: Turn) {
    this.#libc = libc()
    this.#turn = turn
    this.#epoll = this.#libc.epoll_create1(EPOLL_CLOEXEC)
    if (this.#epoll < 0) throw new SocketError(this.#libc.errno(), 'socket')
    Ledger.ofThread().add(this.#epoll)
    this.#watch = new EpollWatch(this.#epoll, () => this.#drain())
  }

  /** Events from now on, at once those of what is possible already. Gives the slot, or a negative error number. */
  add(watched: Watched): number {
    const slot = this.#freeSlots.pop() ?? this.#slots.length
    const generation = ((this.#generations[slot] ?? 0) + 1) | 0
    this.#generations[slot] = generation
    this.#slots[slot] = watched
    const data = this.#layout.data >> 2
    this.#requestWords[0] = INTEREST
    this.#requestWords[data] = slot
    this.#requestWords[data + 1] = generation
    if (this.#libc.epoll_ctl(this.#epoll, EPOLL_CTL_ADD, watched.fd, this.#request) === 0) {
      if (this.#watched++ === 0) this.#watch.standing = true
      return slot
    }
    const failed = -this.#libc.errno()
    this.#free(slot)
    return failed
  }

  /** No events any more. Comes before close, detach and handing over: a duplicate would keep events coming. */
  remove(slot: number): void {
    const watched = this.#slots[slot]
    if (watched == null) return
    this.#libc.epoll_ctl(this.#epoll, EPOLL_CTL_DEL, watched.fd, null)
    this.#free(slot)
    if (--this.#watched === 0) this.#watch.standing = false
  }

  #free(slot: number): void {
    this.#slots[slot] = null
    this.#freeSlots.push(slot)
  }

  /** Sockets with a call that waits and keeps the loop alive. */
  get waiting(): number {
    return this.#waiting
  }

  /** One more or one fewer who waits: while there are any, the loop lives. */
  keepAlive(waiting: boolean): void {
    this.#waiting += waiting ? 1 : -1
    if (this.#waiting === (waiting ? 1 : 0)) this.#watch.alive = waiting
  }

  #drain(): void {
    this.#turn.begin()
    this.#rounds = ROUNDS
    this.#harvest()
  }

  #harvest(): void {
    this.#count = this.#libc.epoll_wait(this.#epoll, this.#events, BATCH, 0)
    this.#next = 0
    this.#dispatch()
  }

  /**
   * Tells a few sockets at a time, and lets their programs go on before the next few: what one has just received is
   * still in the processor's cache when it is sent on.
   */
  readonly #dispatch = (): void => {
    const words = this.#words
    const stride = this.#layout.size >> 2
    const data = this.#layout.data >> 2
    const end = Math.min(this.#next + TOGETHER, this.#count)
    this.received = 0
    while (this.#next < end && this.received < BYTES_TOGETHER) {
      const at = this.#next++ * stride
      const slot = words[at + data]!
      if (this.#generations[slot] !== words[at + data + 1]) continue
      this.#slots[slot]?.onEvents(words[at]!)
    }
    if (this.#next < this.#count) SETTLED.then(this.#dispatch)
    else if (this.#count === BATCH && --this.#rounds > 0) this.#harvest()
  }
}
