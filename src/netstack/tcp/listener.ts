import { errno } from '../../socket/posix/errno.ts'
import type { Connection } from './connection.ts'
import { finish } from './endings.ts'
import type { Tcb } from './tcb.ts'

export interface ListenerSink {
  /** A connection waits to be accepted. */
  accepted(): void
}

/** A passive OPEN: a port, and an address of this host or all (MUST-43). */
export class Listener {
  readonly address: string | null
  readonly port: number
  sink: ListenerSink | null = null
  readonly #backlog: number
  readonly #queue: Connection[] = []
  /** In SYN-RECEIVED, the oldest first. */
  readonly #opening = new Map<Tcb, Connection>()
  readonly #closed: (listener: Listener) => void
  #isClosed = false

  /** @internal */
  constructor(address: string | null, port: number, backlog: number, closed: (listener: Listener) => void) {
    this.address = address
    this.port = port
    this.#backlog = backlog
    this.#closed = closed
  }

  /** The oldest that is established, or -EAGAIN. */
  accept(): Connection | number {
    if (this.#isClosed) return -errno.EBADF
    return this.#queue.shift() ?? -errno.EAGAIN
  }

  /** Connections that wait to be accepted. */
  get waiting(): number {
    return this.#queue.length
  }

  /** Those that wait are reset. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#closed(this)
    for (const connection of [...this.#opening.values(), ...this.#queue]) connection.abort()
    this.#opening.clear()
    this.#queue.length = 0
  }

  /**
   * @internal Is there room for one more? Those that are opening count too, so that one that becomes established has
   * its place. Of those that nobody has answered for twice a retry, the oldest makes room: a flood of SYNs does not
   * shut others out for minutes.
   */
  hasRoom(): boolean {
    if (this.#queue.length > this.#backlog) return false
    if (this.#queue.length + this.#opening.size <= this.#backlog) return true
    for (const tcb of this.#opening.keys()) {
      if (tcb.retries < 2) return false
      finish(tcb, 0)
      return true
    }
    return false
  }

  /** @internal */
  opening(connection: Connection): void {
    this.#opening.set(connection.tcb, connection)
  }

  /** @internal */
  established(tcb: Tcb): void {
    const connection = this.#opening.get(tcb)
    this.#opening.delete(tcb)
    if (connection !== undefined) this.#queue.push(connection)
  }

  /** @internal */
  gone(tcb: Tcb): void {
    this.#opening.delete(tcb)
  }
}
