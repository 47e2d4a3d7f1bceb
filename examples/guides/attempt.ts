// Guide 000, «socket()» to «accept() y connect()»: the sockets of one attempt of errors.ts, closed when it is over.
import { AF_INET, SOCK_STREAM, type Socket, type Stack } from 'soquete'

export const LOOPBACK = { family: AF_INET, address: '127.0.0.1', port: 0 } as const

export class Attempt {
  readonly stack: Stack
  readonly #open: Socket[] = []

  constructor(stack: Stack) {
    this.stack = stack
  }

  socket(type: number = SOCK_STREAM): Socket {
    return this.#keep(this.stack.socket(AF_INET, type))
  }

  bound(): Socket {
    const socket = this.socket()
    socket.bind(LOOPBACK)
    return socket
  }

  /** A client, and the server's end of its connection. */
  async connected(): Promise<[client: Socket, server: Socket]> {
    const [listener, client] = [this.bound(), this.socket()]
    listener.listen()
    await client.connect(listener.getsockname())
    return [client, this.#keep(await listener.accept())]
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((socket) => socket.close()))
  }

  #keep(socket: Socket): Socket {
    this.#open.push(socket)
    return socket
  }
}
