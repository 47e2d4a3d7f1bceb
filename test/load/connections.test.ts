import assert from 'node:assert/strict'
import { AF_INET, SO_LINGER, SOCK_STREAM, type Socket, socket } from '../../src/index.ts'
import { loopback, Scope } from '../errors/loopback.ts'
import { openSockets, test } from '../leak-check.ts'

const CONNECTIONS = 10_000
const AT_ONCE = 50

/** Answers until the client is gone, by a reset or otherwise. */
async function echo(peer: Socket): Promise<void> {
  const bytes = new Uint8Array(64)
  for (;;) {
    const count = await peer.recv(bytes)
    if (count === 0) return
    await peer.send(bytes.subarray(0, count))
  }
}

/** Connects, exchanges four bytes, and closes with a reset: in TIME_WAIT the ports would run out. */
async function visit(address: ReturnType<Socket['getsockname']>, number: number): Promise<void> {
  const client = socket(AF_INET, SOCK_STREAM)
  try {
    await client.connect(address)
    const message = new Uint8Array(Uint32Array.of(number).buffer)
    await client.send(message)
    assert.deepEqual(await client.recv(64), message)
    client.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
  } finally {
    await client.close()
  }
}

test(
  '10,000 TCP connections, opened and closed, leave no descriptor',
  async () => {
    const scope = new Scope()
    const listener = scope.listener(undefined, loopback(0, '127.77.0.1'))
    const stop = new AbortController()
    const failures: unknown[] = []
    let served = 0
    const serving = listener.serve(
      async (peer) => {
        served++
        await echo(peer)
      },
      { signal: stop.signal, onError: (error) => failures.push(error) },
    )
    const before = openSockets()
    let next = 0
    const visitor = async () => {
      while (next < CONNECTIONS) await visit(listener.getsockname(), next++)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, visitor))
    stop.abort()
    await serving
    assert.equal(served, CONNECTIONS)
    assert.equal(openSockets(), before)
    const codes = new Set(failures.map((error) => (error as { code?: string }).code))
    assert.deepEqual([...codes], ['ECONNRESET'], 'a reset is all that a handler sees')
    await scope.close()
  },
  { timeout: 60_000 },
)
