import { isSocketError } from '../../socket/errors.ts'
import { SO_LINGER } from '../../socket/options/options.ts'
import { AF_UNIX, SHUT_WR, SOCK_DGRAM, SOCK_STREAM } from '../../socket/posix/constants.ts'
import type { Socket } from '../../socket/socket.ts'
import type { Names, PeerEnd } from './end.ts'

/** A connected socket: a stream, or messages of which each is a piece. */
export class SocketEnd implements PeerEnd {
  readonly name: string
  readonly local: string
  readonly socket: Socket

  constructor({ name, local }: Names, socket: Socket) {
    this.name = name
    this.local = local
    this.socket = socket
  }

  get ends(): boolean {
    return this.socket.type !== SOCK_DGRAM
  }

  async receive(use: (piece: Uint8Array) => Promise<unknown>, signal: AbortSignal): Promise<void> {
    if (this.socket.type === SOCK_STREAM) await this.socket.recvEach(use, { signal })
    else for await (const { data } of this.socket.messages({ signal })) await use(data)
  }

  send(piece: Uint8Array): Promise<unknown> {
    return this.socket.send(piece)
  }

  async endSending(): Promise<void> {
    if (!this.ends) return
    try {
      this.socket.shutdown(SHUT_WR)
    } catch (error) {
      // The peer has reset the connection, which whoever receives will learn.
      if (!isSocketError(error, 'ENOTCONN')) throw error
    }
  }

  close(): Promise<void> {
    return this.socket.close()
  }

  abort(): Promise<void> {
    if (!this.socket.closed && this.socket.family !== AF_UNIX && this.socket.type === SOCK_STREAM)
      this.socket.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
    return this.close()
  }
}
