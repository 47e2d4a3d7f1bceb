import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Address,
  AF_INET,
  AF_UNIX,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
} from '../../src/index.ts'

/** An IPv4 address of this machine; port 0 lets the system choose. */
export function loopback(port = 0, address = '127.0.0.1'): Address {
  return { family: AF_INET, address, port }
}

/** Sockets and paths of one test, gone when it ends. */
export class Scope {
  readonly #open: Socket[] = []
  readonly #cleanups: (() => Promise<unknown>)[] = []
  #folder: string | null = null
  #paths = 0

  own(made: Socket): Socket {
    this.#open.push(made)
    return made
  }

  /** Something else that ends with the scope. */
  onClose(cleanup: () => Promise<unknown>): void {
    this.#cleanups.push(cleanup)
  }

  socket(family: number = AF_INET, type: number = SOCK_STREAM): Socket {
    return this.own(socket(family, type))
  }

  pair(type: number = SOCK_STREAM): [Socket, Socket] {
    const [one, other] = socketpair(AF_UNIX, type)
    return [this.own(one), this.own(other)]
  }

  bound(type: number = SOCK_STREAM, address: Address = loopback()): Socket {
    const made = this.socket(address.family, type)
    made.bind(address)
    return made
  }

  listener(backlog?: number, address: Address = loopback()): Socket {
    const listener = this.bound(SOCK_STREAM, address)
    listener.listen(backlog)
    return listener
  }

  /** A TCP client and the server's end of its connection. */
  async connected(): Promise<[Socket, Socket]> {
    const listener = this.listener()
    const client = this.socket()
    const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
    return [client, this.own(server)]
  }

  /** An address that refuses, and that nobody else can take meanwhile. */
  async refusingAddress(type: number = SOCK_STREAM): Promise<Address> {
    const holder = this.bound(type)
    // A connected UDP socket takes datagrams of its peer alone.
    if (type === SOCK_DGRAM) await holder.connect(holder.getsockname())
    return holder.getsockname()
  }

  /** A folder that goes with the scope. */
  get folder(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'soquete-errors-'))
    return this.#folder
  }

  /** A path on which nothing stands, in the scope's folder. */
  path(): string {
    return join(this.folder, `s${++this.#paths}`)
  }

  unixAddress(): Address {
    return { family: AF_UNIX, path: this.path() }
  }

  /** Unix datagram sockets of which the second cannot take any more from the first. */
  async fullDatagrams(): Promise<[Socket, Socket, Address]> {
    const address = this.unixAddress()
    const receiver = this.bound(SOCK_DGRAM, address)
    const sender = this.socket(AF_UNIX, SOCK_DGRAM)
    const byte = new Uint8Array(1)
    try {
      for (;;) await sender.sendto(byte, address, 0, { timeout: 30 })
    } catch {
      return [sender, receiver, address]
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.map((each) => each.close()), ...this.#cleanups.map((each) => each())])
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Runs a body with a scope of its own. */
export function scoped(body: (scope: Scope) => Promise<void>): () => Promise<void> {
  return async () => {
    const scope = new Scope()
    try {
      await body(scope)
    } finally {
      await scope.close()
    }
  }
}
