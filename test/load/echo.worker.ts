// A thread with an echo server and clients of its own; as told, for so many messages or for ever.
import assert from 'node:assert/strict'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import {
  AF_INET,
  SO_LINGER,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
} from '../../src/index.ts'
import { loopback } from '../errors/loopback.ts'

export interface Orders {
  readonly clients: number
  /** 0: until the thread is terminated. */
  readonly messages: number
  /** Ends the thread from within, soon after it is busy. */
  readonly exit: boolean
  /** Sockets come and go all the while. */
  readonly churn: boolean
  /** Has a thread of its own with the same orders, and tells when that one is busy. */
  readonly nested?: boolean
}

const { clients, messages, exit, churn, nested } = workerData as Orders

const listener = socket(AF_INET, SOCK_STREAM)
listener.bind(loopback(0, '127.77.0.3'))
listener.listen()
const serving = listener.serve(async (peer) => {
  const bytes = new Uint8Array(4096)
  for (;;) {
    const count = await peer.recv(bytes)
    if (count === 0) return
    await peer.send(bytes.subarray(0, count))
  }
})

let exchanged = 0

async function talk(client: Socket, number: number): Promise<void> {
  await client.connect(listener.getsockname())
  const message = new Uint8Array(1 + (number % 300)).fill(number)
  for (let i = 0; messages === 0 || i < messages; i++) {
    await client.send(message)
    let received = 0
    while (received < message.length) {
      const bytes = await client.recv(message.length - received)
      assert.ok(bytes.every((byte) => byte === (number & 0xff)))
      received += bytes.length
    }
    if (++exchanged === 100) {
      if (nested) startNested()
      else parentPort?.postMessage('busy')
      if (exit) setTimeout(() => process.exit(), 5)
    }
    if (churn && i % 20 === 0) for (const each of socketpair(1, SOCK_DGRAM)) await each.close()
  }
  client.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
  client.shutdown(1)
  assert.equal((await client.recv(1)).length, 0)
  await client.close()
}

function startNested(): void {
  const orders: Orders = { clients, messages, exit, churn }
  const worker = new Worker(new URL(import.meta.url), { workerData: orders })
  worker.once('message', (message) => parentPort?.postMessage(message))
}

await Promise.all(Array.from({ length: clients }, (_, i) => talk(socket(AF_INET, SOCK_STREAM), i)))
await listener.close()
await serving
parentPort?.postMessage(exchanged)
