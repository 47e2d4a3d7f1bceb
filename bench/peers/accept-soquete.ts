import type { Socket } from '../../src/index.ts'
import { obeyRunner } from './control.ts'
import { listenOnLoopback } from './listener.ts'

const greeting = new Uint8Array([0x21])

async function greet(peer: Socket): Promise<void> {
  await peer.send(greeting)
}

const { listener, port } = listenOnLoopback()
obeyRunner({ port }, () => ({}))
await listener.serve(greet)
