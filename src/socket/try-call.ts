import type { Channel } from './channel.ts'
import type { ErrorDetails } from './errors.ts'
import { Call } from './lane.ts'
import { errno } from './posix/errno.ts'

/** A call without a state of its own: a primitive that is tried until it answers anything but -EAGAIN. */
export class TryCall<Result> extends Call<Result> {
  readonly #channel: Channel
  readonly #syscall: string
  readonly #primitive: () => number
  readonly #result: (count: number) => Result
  readonly #details: ErrorDetails

  constructor(
    channel: Channel,
    syscall: string,
    primitive: () => number,
    result: (count: number) => Result,
    details: ErrorDetails = {},
  ) {
    super()
    this.#channel = channel
    this.#syscall = syscall
    this.#primitive = primitive
    this.#result = result
    this.#details = details
  }

  attempt(): boolean {
    const count = this.#primitive()
    if (count >= 0) {
      this.resolve(this.#result(count))
      return true
    }
    if (count === -errno.EAGAIN) return false
    return this.fail(this.#channel.error(count, this.#syscall, this.#details))
  }

  override progress(): ErrorDetails {
    return this.#details
  }
}
