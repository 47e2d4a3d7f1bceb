import type { Address } from '../../socket/posix/addresses.ts'
import type { Socket } from '../../socket/socket.ts'
import type { Place } from '../frame/place.ts'
import { addressName, localName } from '../frame/socket-names.ts'
import type { PeerEnd } from './end.ts'

/** A socket that takes datagrams of everybody, and answers the last one who sent. */
export class LastSender implements PeerEnd {
  readonly name: string
  readonly local: string
  readonly ends = false
  readonly #socket: Socket
  readonly #place: Place
  #last: Address | null = null

  constructor(socket: Socket, place: Place) {
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
    if (this.#last !== null) await this.#socket.sendto(piece, this.#last)
  }

  async endSending(): Promise<void> {}

  close(): Promise<void> {
    return this.#socket.close()
  }

  abort(): Promise<void> {
    return this.close()
  }
}
