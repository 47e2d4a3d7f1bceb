import { type Koffi, loadKoffi, type PollHandle } from './koffi.ts'
import { silence } from './silent-poll.ts'

/**
 * Has libuv watch one epoll descriptor: the only use of koffi's poll handle, which is sharp. It aborts the process on
 * a bad or second descriptor, crashes when used after close, is collected when nobody holds it, and its callback runs
 * no promise jobs and aborts the process when it comes while its thread is being torn down. So: one handle a thread,
 * for our epoll descriptor alone, held until the thread ends, and with a callback that never runs: libuv only wakes the
 * loop, and in each turn's check phase, right after the poll phase, an immediate drains what there is.
 */
export class EpollWatch {
  readonly #handle: PollHandle
  readonly #drain: () => void
  #standing = false
  #scheduled = false

  constructor(epoll: number, drain: () => void) {
    const koffi: Koffi = loadKoffi()
    this.#drain = drain
    this.#handle = koffi.node.poll(epoll, { readable: true }, () => {})
    this.#handle.unref()
    silence(koffi, epoll)
    process.once('exit', () => this.#handle.close())
  }

  /** Does it keep the loop alive? */
  set alive(yes: boolean) {
    if (yes) this.#handle.ref()
    else this.#handle.unref()
  }

  /** Are there descriptors in the epoll? Only then it is worth a look in each turn. */
  set standing(yes: boolean) {
    this.#standing = yes
    if (yes) this.#schedule()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(this.#turn).unref()
  }

  readonly #turn = (): void => {
    this.#scheduled = false
    if (!this.#standing) return
    this.#schedule()
    this.#drain()
  }
}
