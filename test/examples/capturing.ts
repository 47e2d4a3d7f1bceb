import assert from 'node:assert/strict'
import { ETH_P_ALL, if_nametoindex, kernel, SOCK_DGRAM, type Socket } from '../../src/index.ts'
import { listSockets } from '../../src/netlink/index.ts'
import type { Scope } from '../errors/loopback.ts'
import { type Block, readPcapng } from '../trace/pcapng-reader.ts'
import { Example } from './example.ts'

/** Starts a capture, and waits until its socket is bound. */
export async function capture(ifname: string | null, args: readonly string[]): Promise<Example> {
  const started = new Example('capture', ifname === null ? args : ['-i', ifname, ...args])
  const ifindex = ifname === null ? 0 : if_nametoindex(ifname)
  for (let tries = 0; ; tries++) {
    const sockets = await listSockets(kernel, { kinds: ['packet'] })
    if (sockets.some((socket) => socket.protocol === ETH_P_ALL && socket.ifindex === ifindex)) return started
    assert.ok(tries < 2000, `it has not begun: ${started.stderr}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export function text(words: string): Uint8Array {
  return new TextEncoder().encode(words)
}

/** Two UDP sockets, and the port of the second. */
export function pair(scope: Scope): [Socket, Socket, number] {
  const [sender, receiver] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
  return [sender, receiver, (receiver.getsockname() as { port: number }).port]
}

export function packets(file: Uint8Array): Block[] {
  return readPcapng(file).filter(({ type }) => type === 6)
}

export function interfaces(file: Uint8Array): (string | undefined)[] {
  const names = readPcapng(file).filter(({ type }) => type === 1)
  return names.map(({ options }) => options.find(([code]) => code === 2)?.[1])
}
