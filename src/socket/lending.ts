import type { Channel } from './channel.ts'
import { errno } from './errno.ts'
import { Call } from './lane.ts'

/** Bytes in a lent buffer. */
export interface Loan {
  readonly buffer: Uint8Array
  readonly length: number
}

/** Receives what is there into a lent buffer; a negative error number when it cannot. */
export function receiveLoan(channel: Channel): Loan | number {
  const { lender } = channel.host
  const buffer = lender.lend()
  const length = channel.primitives.recv(buffer, 0, buffer.length, 0)
  if (length > 0) return { buffer, length }
  lender.takeBack(buffer)
  return length
}

/** recv(2) into a lent buffer; null at the end of the stream. */
export class LoanCall extends Call<Loan | null> {
  readonly #channel: Channel

  constructor(channel: Channel) {
    super()
    this.#channel = channel
  }

  attempt(): boolean {
    const loan = receiveLoan(this.#channel)
    if (typeof loan !== 'number') {
      this.resolve(loan)
      return true
    }
    if (loan === 0) {
      this.resolve(null)
      return true
    }
    return loan === -errno.EAGAIN ? false : this.fail(this.#channel.error(loan, 'recv'))
  }
}
