import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import {
  type Address,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  SOCK_STREAM,
  type Socket,
  type Stack,
} from '../../src/socket/index.ts'
import { joinBuffers } from '../../src/socket/message.ts'
import { test } from '../leak-check.ts'

/** A stack that the suite runs on. */
export interface Subject {
  readonly stack: Stack
  /** Behaviours that it does not have, by the test's name, each with the reason in words. */
  readonly skips: Readonly<Record<string, string>>
}

/** A kind of address that a behaviour is tried on. */
export interface Family {
  readonly name: string
  readonly number: number
  /** An address to bind to; of the internet, with a port that the stack chooses. */
  address(): Address
}

const folder = mkdtempSync(join(tmpdir(), 'soquete-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let names = 0

/** A path for a Unix socket, in a folder that is removed when the file's tests have run. */
export function temporaryPath(): string {
  return join(folder, `s${++names}`)
}

export const INET: Family = {
  name: 'IPv4',
  number: AF_INET,
  address: () => ({ family: AF_INET, address: '127.0.0.1', port: 0 }),
}

export const INET6: Family = {
  name: 'IPv6',
  number: AF_INET6,
  address: () => ({ family: AF_INET6, address: '::1', port: 0 }),
}

export const UNIX: Family = {
  name: 'Unix',
  number: AF_UNIX,
  address: () => ({ family: AF_UNIX, path: temporaryPath() }),
}

export const ALL_FAMILIES: readonly Family[] = [INET, INET6, UNIX]
export const INTERNET: readonly Family[] = [INET, INET6]

/** Sockets of one test: closed when it ends, however it ends. */
export class Scope {
  readonly stack: Stack
  readonly family: Family
  readonly #open: Socket[] = []

  constructor(stack: Stack, family: Family) {
    this.stack = stack
    this.family = family
  }

  own<S extends Socket>(socket: S): S {
    this.#open.push(socket)
    return socket
  }

  socket(type: number = SOCK_STREAM): Socket {
    return this.own(this.stack.socket(this.family.number, type))
  }

  bound(type: number): Socket {
    const socket = this.socket(type)
    socket.bind(this.family.address())
    return socket
  }

  listener(type: number = SOCK_STREAM, backlog?: number): Socket {
    const listener = this.bound(type)
    listener.listen(backlog)
    return listener
  }

  /** A connected client and the server's end of it. */
  async connected(type: number = SOCK_STREAM, prepare?: (client: Socket) => void): Promise<[Socket, Socket]> {
    const listener = this.listener(type)
    const client = this.socket(type)
    prepare?.(client)
    const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
    return [client, this.own(server)]
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((socket) => socket.close()))
  }
}

type Body = (scope: Scope, t: TestContext) => Promise<void>

/** Registers a behaviour, for each family that has it. */
export function behaviour(
  subject: Subject,
  families: readonly Family[],
  name: string,
  body: Body,
  timeout = 20_000,
): void {
  for (const family of families) {
    const skip = subject.skips[name] ?? false
    test(
      `${subject.stack.name} · ${family.name} · ${name}`,
      async (t) => {
        const scope = new Scope(subject.stack, family)
        try {
          await body(scope, t)
        } finally {
          await scope.close()
        }
      },
      { timeout, skip },
    )
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Bytes that tell where they stand. */
export function pattern(length: number, from = 0): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = ((from + i) * 31 + ((from + i) >> 8)) & 0xff
  return bytes
}

/** Everything until the stream ends. */
export async function readAll(socket: Socket): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (;;) {
    const part = await socket.recv(65536)
    if (part.length === 0) break
    parts.push(part)
  }
  return joinBuffers(parts)
}

export const text = (words: string): Uint8Array => new TextEncoder().encode(words)
export const words = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
