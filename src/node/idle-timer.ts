/** Calls back after so many milliseconds in which nothing was noted. It keeps no process alive. */
export class IdleTimer {
  #timer: NodeJS.Timeout | null = null

  /** Begins anew; after 0 milliseconds it never calls. */
  set(milliseconds: number, callback: () => void): void {
    this.stop()
    if (milliseconds > 0) this.#timer = setTimeout(callback, milliseconds).unref()
  }

  /** Something happened: the time begins anew, also when it has passed. */
  note(): void {
    this.#timer?.refresh()
  }

  stop(): void {
    if (this.#timer === null) return
    clearTimeout(this.#timer)
    this.#timer = null
  }
}
