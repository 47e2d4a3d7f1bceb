import {
  getEnvironmentData,
  isMainThread,
  setEnvironmentData,
  threadId,
  type Worker,
} from 'node:worker_threads'
import { SO_LINGER } from '../socket/options/options.ts'
import { libc } from './libc.ts'

const TABLE_KEY = 'soquete.ledger'
const PARENT_KEY = 'soquete.ledger.parent'
/** Descriptors above this number are not entered: no system that we know gives them out. */
const DESCRIPTORS = 1 << 20
const THREADS = 1 << 16

/**
 * Who holds which descriptor, by thread: memory that all threads share, so that a parent can close what a terminated
 * worker has left (its own code runs no more). It holds for workers started after their parent loaded this package.
 */
export class Ledger {
  static #ofThread: Ledger | null = null

  /** Owner of each descriptor: its thread's id + 1; 0 for none. */
  readonly #owners: Int32Array
  /** Parent of each thread: its thread's id + 1; 0 for none. */
  readonly #parents: Int32Array
  readonly #self = threadId + 1

  static ofThread(): Ledger {
    Ledger.#ofThread ??= new Ledger()
    return Ledger.#ofThread
  }

  private constructor() {
    const inherited = isMainThread ? undefined : getEnvironmentData(TABLE_KEY)
    const memory =
      inherited instanceof SharedArrayBuffer ? inherited : new SharedArrayBuffer(4 * (DESCRIPTORS + THREADS))
    this.#owners = new Int32Array(memory, 0, DESCRIPTORS)
    this.#parents = new Int32Array(memory, 4 * DESCRIPTORS, THREADS)
    const parent = isMainThread ? 0 : Number(getEnvironmentData(PARENT_KEY) ?? 0)
    if (this.#self < THREADS) Atomics.store(this.#parents, this.#self, parent)
    setEnvironmentData(TABLE_KEY, memory)
    setEnvironmentData(PARENT_KEY, this.#self)
    process.on('worker', (worker: Worker) => {
      const owner = worker.threadId + 1
      worker.once('exit', () => this.#sweep(owner))
    })
  }

  add(fd: number): void {
    if (fd < DESCRIPTORS) Atomics.store(this.#owners, fd, this.#self)
  }

  /** Enters a descriptor that nobody holds; false when somebody does. */
  claim(fd: number): boolean {
    return fd >= DESCRIPTORS || Atomics.compareExchange(this.#owners, fd, 0, this.#self) === 0
  }

  /** Comes before close: later the number may be somebody else's. */
  remove(fd: number): void {
    if (fd < DESCRIPTORS) Atomics.store(this.#owners, fd, 0)
  }

  /** Descriptors that this thread holds, in order. */
  list(): number[] {
    const fds: number[] = []
    for (let fd = 0; fd < DESCRIPTORS; fd++) if (this.#owners[fd] === this.#self) fds.push(fd)
    return fds
  }

  /** Closes what a thread that has ended, or one that it had started, still holds. */
  #sweep(ended: number): void {
    for (let fd = 0; fd < DESCRIPTORS; fd++) {
      const owner = Atomics.load(this.#owners, fd)
      if (owner === 0 || !this.#descends(owner, ended)) continue
      if (Atomics.compareExchange(this.#owners, fd, owner, 0) === owner) closeAtOnce(fd)
    }
  }

  #descends(owner: number, ancestor: number): boolean {
    for (let thread = owner; thread > 0 && thread < THREADS; thread = Atomics.load(this.#parents, thread)) {
      if (thread === ancestor) return true
    }
    return false
  }
}

/** close(2) that never lingers: the kernel would stop the thread for as long as SO_LINGER says. */
export function closeAtOnce(fd: number): void {
  const { setsockopt, close } = libc()
  setsockopt(fd, SO_LINGER.level, SO_LINGER.number, new Uint8Array(8), SO_LINGER.codec.size)
  close(fd)
}
