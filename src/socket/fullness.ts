import type { Channel } from './channel.ts'
import { int } from './options/option-values.ts'
import { SO_RCVLOWAT } from './options/options.ts'
import { MSG_PEEK, SOL_SOCKET } from './posix/constants.ts'
import type { Timer } from './primitives.ts'

/**
 * Without progress for so many milliseconds, a Unix stream's sender may be stuck: its receiver cannot see that the
 * sender's buffer is full, and both would wait for ever.
 */
const UNIX_STALL = 250

/** More than this may not fit into a Unix sender's buffer: who wants more takes what comes. */
export const UNIX_FITS = 65536

/** A call that leaves bytes in the socket until there are enough. */
interface Patient {
  /** There have been no more for a while. */
  stalled(): void
}

/**
 * How a call that leaves bytes in the socket until there are enough learns that no more would fit. On TCP it asks for
 * an edge that says so, by SO_RCVLOWAT. On a Unix stream, which has no such sign, a time without progress tells.
 */
export class Fullness {
  readonly #channel: Channel
  readonly #call: Patient
  /** Our watermark stands in place of the caller's. */
  #watermark = false
  #stall: Timer | null = null
  #stalledAt = 0

  constructor(channel: Channel, call: Patient) {
    this.#channel = channel
    this.#call = call
  }

  /** An edge that comes now says that what was wanted is there, or that no more fits. */
  get told(): boolean {
    return this.#watermark
  }

  /** On TCP: asks for an edge when so many bytes are there, or no more fit. It may come at once, from the loop. */
  want(bytes: number): void {
    const channel = this.#channel
    if (channel.receiveWatermark === null) {
      channel.receiveWatermark = new Uint8Array(int.size)
      channel.primitives.getsockopt(SOL_SOCKET, SO_RCVLOWAT.number, channel.receiveWatermark)
    }
    this.#watermark = true
    channel.primitives.setsockopt(SOL_SOCKET, SO_RCVLOWAT.number, int.encode(bytes, 'SO_RCVLOWAT'))
  }

  /** On a Unix stream: has the call told when there are still no more bytes than so many after a while. */
  watch(available: number): void {
    if (this.#stall !== null && available === this.#stalledAt) return
    this.#stall?.cancel()
    this.#stall = null
    this.#stalledAt = available
    if (available <= 0) return
    this.#stall = this.#channel.host.clock.setTimeout(() => {
      this.#stall = null
      this.#call.stalled()
    }, UNIX_STALL)
  }

  /** The call has ended: the caller's watermark is put back. */
  end(): void {
    this.#stall?.cancel()
    this.#stall = null
    if (!this.#watermark) return
    this.#watermark = false
    const former = this.#channel.receiveWatermark
    // The caller may have set another one meanwhile: that one stands.
    if (former !== null) this.#channel.primitives.setsockopt(SOL_SOCKET, SO_RCVLOWAT.number, former)
  }
}

/** Bytes that the error of a cut call shows of what it had seen, and left. */
const SEEN = 64

/** What has come so far, up to `length` bytes, still in the socket. */
export function peekSeen(channel: Channel, length: number): { unread?: Uint8Array } {
  const bytes = new Uint8Array(Math.min(length, SEEN))
  const count = channel.primitives.recv(bytes, 0, bytes.length, MSG_PEEK)
  return count > 0 ? { unread: bytes.subarray(0, count) } : {}
}
