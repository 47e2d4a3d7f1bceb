import { once } from 'node:events'
import {
  type AddressInfo,
  connect,
  createServer,
  type NetConnectOpts,
  type Server,
  type Socket,
} from 'node:net'
import { AF_INET, SOCK_STREAM, socket } from '../../src/index.ts'
import {
  type ConnectOptions,
  connectDuplex,
  type EndpointOptions,
  serveDuplex,
} from '../../src/node/index.ts'

/** Streams of one kind. Ours pass for sockets of node:net: what tests use of those, they have. */
export interface Network {
  readonly name: string
  /** For each connection a function is called, or a server is told. */
  listen(to: ((stream: Socket) => void) | Server, options?: EndpointOptions): Promise<Listening>
  connect(options: NetConnectOpts): Socket
}

export interface Listening {
  readonly port: number
  /** Accepts no more, and waits until every connection is closed. */
  close(): Promise<void>
}

export const soquete: Network = {
  name: 'soquete',
  async listen(to, options = {}) {
    const listener = socket(AF_INET, SOCK_STREAM)
    listener.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
    listener.listen()
    const { port } = listener.getsockname() as { port: number }
    const serving = serveDuplex(listener, to as Server, options)
    const close = async () => {
      await listener.close()
      await serving
    }
    return { port, close }
  },
  connect: (options) => connectDuplex(options as ConnectOptions) as unknown as Socket,
}

export const native: Network = {
  name: 'node:net',
  async listen(to, options = {}) {
    const server = typeof to === 'function' ? createServer(options as object, to) : to
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
    return { port: (server.address() as AddressInfo).port, close }
  },
  connect: (options) => connect(options),
}

/** Every pair of which at least one end is ours. */
export const PAIRS = [
  { clients: soquete, servers: native },
  { clients: native, servers: soquete },
  { clients: soquete, servers: soquete },
] as const
