import { loadKoffi, type PollHandle } from './koffi.ts'

/**
 * Has libuv watch one epoll descriptor: the only use of koffi's poll handle, which is sharp. It aborts the process on
 * a bad or second descriptor, crashes when used after close, is collected when nobody holds it, and its callback runs
 * no promise jobs and, called while its thread is being torn down, aborts the process. So: one handle a thread, for our
 * epoll descriptor alone, held until the thread ends; its callback only schedules; and a thread that ends closes it, or
 * its parent silences the descriptor (see Ledger.silence).
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
    process.once('exit', () => this.#handle.close())
  }

  /** Does it keep the loop alive? */
  set alive(yes: boolean) {
    if (yes) this.#handle.ref()
    else this.#handle.unref()
  }
}
