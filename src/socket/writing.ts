import type { Channel } from './channel.ts'
import type { ErrorDetails } from './errors.ts'
import { Call } from './lane.ts'
import type { ControlMessage } from './options/control.ts'
import type { Address } from './posix/addresses.ts'
import { byteLengthOf } from './posix/bytes.ts'
import { errno } from './posix/errno.ts'
import { Edges, type SocketPrimitives } from './primitives.ts'

/** The first part of what is sent, and with it what goes beside. */
export function sendFirst(
  primitives: SocketPrimitives,
  bytes: Uint8Array,
  flags: number,
  to: Address | null,
  control: readonly ControlMessage[],
): number {
  if (control.length === 0) return primitives.send(bytes, 0, byteLengthOf(bytes), flags, to)
  return primitives.sendmsg({ buffers: [bytes], to, control }, flags)
}

/** send(2) and sendto(2): on a stream until every byte was taken, otherwise one message. */
export class SendCall extends Call<number> {
  readonly #channel: Channel
  readonly #bytes: Uint8Array
  readonly #length: number
  readonly #flags: number
  readonly #to: Address | null
  readonly #stream: boolean
  readonly #control: readonly ControlMessage[]
  #sent: number

  constructor(
    channel: Channel,
    bytes: Uint8Array,
    sent: number,
    flags: number,
    to: Address | null,
    stream: boolean,
    control: readonly ControlMessage[] = [],
  ) {
    super()
    this.#channel = channel
    this.#bytes = bytes
    this.#length = byteLengthOf(bytes)
    this.#sent = sent
    this.#flags = flags
    this.#to = to
    this.#stream = stream
    this.#control = control
  }

  attempt(): boolean {
    const { primitives, turn } = this.#channel
    for (;;) {
      if (byteLengthOf(this.#bytes) !== this.#length) {
        return this.fail(new TypeError('the bytes to send were detached or resized while the call waited'))
      }
      const sent = this.#sent
      const count =
        sent === 0
          ? sendFirst(primitives, this.#bytes, this.#flags, this.#to, this.#control)
          : primitives.send(this.#bytes, sent, this.#length - sent, this.#flags, this.#to)
      if (count === -errno.EAGAIN) return false
      if (count < 0) {
        return this.fail(this.#channel.error(count, this.syscall, this.progress()))
      }
      this.#sent += count
      if (!this.#stream || this.#sent >= this.#length) {
        this.resolve(this.#sent)
        return true
      }
      if (!turn.draw()) {
        turn.defer(this.#channel.lane(Edges.writable))
        return false
      }
    }
  }

  override progress(): ErrorDetails {
    const target = this.#to === null ? {} : { target: this.#to }
    return { bytesTransferred: this.#sent, ...target }
  }
}

/** connect(2), once it is under way. */
export class ConnectCall extends Call<void> {
  readonly #channel: Channel
  readonly #target: Address

  constructor(channel: Channel, target: Address) {
    super()
    this.#channel = channel
    this.#target = target
  }

  attempt(): boolean {
    // Asking again tells how it went; Linux counts the socket as connected only then.
    const result = this.#channel.primitives.connect(this.#target)
    if (result === -errno.EALREADY || result === -errno.EINPROGRESS) return false
    if (result < 0 && result !== -errno.EISCONN) {
      return this.fail(this.#channel.error(result, 'connect', { target: this.#target }))
    }
    this.resolve()
    return true
  }

  override progress(): ErrorDetails {
    return { target: this.#target }
  }
}
