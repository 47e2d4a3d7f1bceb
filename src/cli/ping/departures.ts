import {
  SOF_TIMESTAMPING_OPT_ID,
  SOF_TIMESTAMPING_OPT_TSONLY,
  SOF_TIMESTAMPING_RX_SOFTWARE,
  SOF_TIMESTAMPING_SOFTWARE,
  SOF_TIMESTAMPING_TX_SOFTWARE,
} from '../../socket/options/option-constants.ts'
import { SO_TIMESTAMPING } from '../../socket/options/socket-options.ts'
import type { Socket } from '../../socket/socket.ts'

const STAMPS =
  SOF_TIMESTAMPING_SOFTWARE |
  SOF_TIMESTAMPING_TX_SOFTWARE |
  SOF_TIMESTAMPING_RX_SOFTWARE |
  SOF_TIMESTAMPING_OPT_ID |
  SOF_TIMESTAMPING_OPT_TSONLY

/** Requests of which the kernel has not told yet when they left; some links never tell. */
const MOST_UNTOLD = 1000

/**
 * When requests left this machine, as the kernel tells it: networking/timestamping.rst. With the time at which the
 * answer came, that is a round trip in which neither this program nor its waits have a share.
 */
export class Departures {
  readonly #socket: Socket
  /** The kernel numbers what is sent. */
  #next = 0
  readonly #untold = new Map<number, number>()
  /** Nanoseconds since 1970, by sequence number. */
  readonly #times = new Map<number, bigint>()

  constructor(socket: Socket) {
    this.#socket = socket
    this.restart()
  }

  /** Numbers begin anew: whether the kernel has counted a call that failed depends on its age. */
  restart(): void {
    this.#next = 0
    this.#untold.clear()
    this.#socket.setsockopt(SO_TIMESTAMPING, 0)
    this.#socket.setsockopt(SO_TIMESTAMPING, STAMPS)
  }

  sent(sequence: number): void {
    this.#times.delete(sequence)
    this.#untold.set(this.#next++, sequence)
    if (this.#untold.size > MOST_UNTOLD) this.#untold.delete(this.#untold.keys().next().value as number)
  }

  told(number: number, time: bigint): void {
    const sequence = this.#untold.get(number)
    if (sequence === undefined) return
    this.#untold.delete(number)
    this.#times.set(sequence, time)
  }

  /** Milliseconds from there to the answer; undefined where the kernel has not told. */
  roundTrip(sequence: number, came: bigint | null | undefined): number | undefined {
    const left = this.#times.get(sequence)
    return left === undefined || !came || came < left ? undefined : Number(came - left) / 1e6
  }
}
