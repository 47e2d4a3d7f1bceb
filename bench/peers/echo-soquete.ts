import { type Socket, TCP_NODELAY } from '../../src/index.ts'
import { obeyRunner } from './control.ts'
import { listenOnLoopback } from './listener.ts'
import { reportMemory } from './memory.ts'

function echo(peer: Socket): Promise<void> {
  peer.setsockopt(TCP_NODELAY, true)
  return peer.recvEach((bytes) => peer.send(bytes))
}

const { listener, port } = listenOnLoopback()
obeyRunner({ port }, reportMemory)
await listener.serve(echo, { onError() {} }) // The load leaves with RST.
