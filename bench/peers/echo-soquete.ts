import { type Socket, TCP_NODELAY } from '../../src/index.ts'
import { obeyRunner } from './control.ts'
import { listenOnLoopback } from './listener.ts'
import { reportMemory } from './memory.ts'

const BUFFER = 65536

async function echo(peer: Socket): Promise<void> {
  peer.setsockopt(TCP_NODELAY, true)
  const buffer = new Uint8Array(BUFFER)
  for (;;) {
    const n = await peer.recv(buffer)
    if (n === 0) return
    await peer.send(n === BUFFER ? buffer : buffer.subarray(0, n))
  }
}

const { listener, port } = listenOnLoopback()
obeyRunner({ port }, reportMemory)
await listener.serve(echo, { onError() {} }) // The load leaves with RST.
