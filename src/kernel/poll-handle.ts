import { loadKoffi, type PollHandle } from './koffi.ts'

/**
 * Has libuv watch one epoll descriptor: the only use of koffi's poll handle, which is sharp. It aborts the process on
 * a bad or second descriptor, crashes when used after close, is collected when nobody holds it, and its callback runs
 * no promise jobs. So: one handle a thread, for our epoll descriptor alone, held until the thread ends, and its
 * callback only schedules.
 */
export class EpollWatch {
  readonly #handle: PollHandle
  #scheduled = false

  /** Calls `drain` in the loop's check phase, right after the poll phase that found the descriptor readable. */
  constructor(epoll: number, drain: () => void) {
    const run = () => {
      this.#scheduled = false
      drain()
    }
    this.#handle = loadKoffi().node.poll(epoll, { readable: true }, () => {
      if (this.#scheduled) return
      this.#scheduled = true
      setImmediate(run)
    })
    this.#handle.unref()
  }

  /** Does it keep the loop alive? */
  set alive(yes: boolean) {
    if (yes) this.#handle.ref()
    else this.#handle.unref()
  }
}
