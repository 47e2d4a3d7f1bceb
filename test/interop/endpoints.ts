import assert from 'node:assert/strict'
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  AI_PASSIVE,
  formatAddress,
  getaddrinfo,
  SO_REUSEADDR,
  SOCK_STREAM,
  type Socket,
  socket,
  type UnixAddress,
} from '../../src/index.ts'
import type { Stage } from './stage.ts'

/** The loopback's two addresses, and what a test on each needs besides. */
export const HOSTS = [
  { host: '127.0.0.1', needs: [] },
  { host: '::1', needs: ['IPv6'] },
] as const

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
export const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** The guides' client: getaddrinfo(), socket(), connect(). */
export async function connectTo(
  stage: Stage,
  host: string,
  port: string | number,
  type = SOCK_STREAM,
): Promise<Socket> {
  const [info] = await getaddrinfo(host, `${port}`, { type })
  assert.ok(info)
  const client = stage.keep(socket(info.family, info.type, info.protocol))
  await client.connect(info.address)
  stage.tell(`connected ${formatAddress(client.getsockname())} to ${formatAddress(info.address)}`)
  return client
}

/** The guides' server: getaddrinfo(), socket(), setsockopt(), bind(); the kernel chooses the port. */
export async function bindTo(
  stage: Stage,
  host: string,
  type = SOCK_STREAM,
): Promise<{ bound: Socket; port: number }> {
  const [info] = await getaddrinfo(host, '0', { type, flags: AI_PASSIVE })
  assert.ok(info)
  const bound = stage.keep(socket(info.family, info.type, info.protocol))
  bound.setsockopt(SO_REUSEADDR, true)
  bound.bind(info.address)
  const address = bound.getsockname()
  assert.ok(address.family === AF_INET || address.family === AF_INET6)
  stage.tell(`bound to ${formatAddress(address)}`)
  return { bound, port: address.port }
}

/** And its listen(). */
export async function listenOn(stage: Stage, host: string): Promise<{ listener: Socket; port: number }> {
  const { bound, port } = await bindTo(stage, host)
  bound.listen()
  return { listener: bound, port }
}

export async function acceptFrom(stage: Stage, listener: Socket): Promise<Socket> {
  const peer = stage.keep(await listener.accept())
  stage.tell(`accepted ${formatAddress(peer.getpeername())}`)
  return peer
}

/** A Unix socket's two kinds of name. */
export const NAMES = ['path', 'abstract name'] as const
export type NameKind = (typeof NAMES)[number]

/** A Unix name that nobody uses; for a peer's command line formatAddress() writes it. */
export function freshName(stage: Stage, kind: NameKind): UnixAddress {
  if (kind === 'path') return { family: AF_UNIX, path: stage.path() }
  return { family: AF_UNIX, abstract: stage.abstractName() }
}

/** Everything until the stream's end. */
export async function receiveAll(from: Socket): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for (;;) {
    const piece = await from.recv(65536)
    if (piece.length === 0) return Buffer.concat(pieces)
    pieces.push(piece)
  }
}

/** Sends back what comes, until the stream's end. */
export async function echo(peer: Socket): Promise<void> {
  const buffer = new Uint8Array(4096)
  for (let count: number; (count = await peer.recv(buffer)) > 0; ) await peer.send(buffer.subarray(0, count))
}
