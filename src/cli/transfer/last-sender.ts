import type { Address } from '../../socket/posix/addresses.ts'
import type { Socket } from '../../socket/socket.ts'
import { answer } from '../frame/answer.ts'
import type { Place } from '../frame/place.ts'
import { addressName, localName } from '../frame/socket-names.ts'
import type { PeerEnd } from './end.ts'

/** Milliseconds that a Unix socket which is full is waited for. */
const PATIENCE = 1000

/** A socket that takes datagrams of everybody, and answers the last one who sent. */
export class LastSender implements PeerEnd {
  readonly name: string
  readonly local: string
  readonly ends = false
  readonly #socket: Socket
  readonly #place: Place
  readonly #onFailure: (to: string | undefined, error: unknown) => void
  #last: Address | null = null

  /** `onFailure`: the last sender could not be answered, which is no reason to hear nobody else. */
  constructor(socket: Socket, place: Place, onFailure: (to: string | undefined, error: unknown) => void) {
    this.#onFailure = onFailure
    this.#socket = socket
    this.#place = place
    this.local = localName(socket, place)
    this.name = this.local
  }

  async receive(use: (piece: Uint8Array) => Promise<unknown>, signal: AbortSignal): Promise<void> {
    for await (const { data, from } of this.#socket.messages({ signal })) {
      // A Unix datagram's sender may have no name to answer to.
      if (from !== null && addressName(from, this.#place) !== undefined) this.#last = from
      await use(data)
    }
  }

  async send(piece: Uint8Array): Promise<void> {
    const to = this.#last
    if (to === null) return
    await answer(this.#socket, piece, to, PATIENCE).catch((error: unknown) =>
      this.#onFailure(addressName(to, this.#place), error),
    )
  }

  async endSending(): Promise<void> {}

  close(): Promise<void> {
    return this.#socket.close()
  }

  abort(): Promise<void> {
    return this.close()
  }
}
