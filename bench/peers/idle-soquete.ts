import { type Socket, TCP_NODELAY } from '../../src/index.ts'
import { obeyRunner } from './control.ts'
import { listenOnLoopback } from './listener.ts'
import { reportMemory } from './memory.ts'

/** Echo for many who seldom speak: memory for their bytes is the stack's matter, as it is node:net's. */
async function echo(peer: Socket): Promise<void> {
  peer.setsockopt(TCP_NODELAY, true)
  for (;;) {
    const bytes = await peer.recv(65536)
    if (bytes.length === 0) return
    await peer.send(bytes)
  }
}

const { listener, port } = listenOnLoopback()
obeyRunner({ port }, reportMemory)
await listener.serve(echo, { onError() {} }) // The load leaves with RST.
