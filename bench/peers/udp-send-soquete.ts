import { AF_INET, MessageVector, SOCK_DGRAM, socket, UDP_SEGMENT } from '../../src/index.ts'
import { obeyRunner } from './control.ts'

const MESSAGES = 64
const MAX_PAYLOAD = 65507

const mode = process.argv[2]
const [port, size] = process.argv.slice(3).map(Number) as [number, number]
const sender = socket(AF_INET, SOCK_DGRAM)
let datagrams = 0

async function sendEach(payload: Uint8Array, segments: number): Promise<void> {
  for (;;) {
    await sender.send(payload)
    datagrams += segments
  }
}

async function sendBatches(payload: Uint8Array): Promise<void> {
  const vector = new MessageVector(MESSAGES, size)
  for (let i = 0; i < MESSAGES; i++) vector.set(i, payload)
  for (;;) datagrams += await sender.sendmmsg(vector)
}

await sender.connect({ family: AF_INET, address: '127.0.0.1', port })
obeyRunner({ port }, () => ({ datagrams, seconds: performance.now() / 1000 }))

if (mode === 'one') await sendEach(new Uint8Array(size), 1)
if (mode === 'batch') await sendBatches(new Uint8Array(size))
sender.setsockopt(UDP_SEGMENT, size)
const segments = Math.floor(MAX_PAYLOAD / size)
await sendEach(new Uint8Array(segments * size), segments)
