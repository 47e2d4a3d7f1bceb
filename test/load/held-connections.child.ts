// Run with a limit of descriptors that is high enough: holds so many connections at once as it is told.
import assert from 'node:assert/strict'
import { AF_INET, SO_LINGER, SOCK_STREAM, type Socket, type SocketError, socket } from '../../src/index.ts'
import { loopback, Scope } from '../errors/loopback.ts'
import { openSockets } from '../leak-check.ts'

const CONNECTIONS = Number(process.argv[2])

const scope = new Scope()
const before = openSockets()
const listener = scope.listener(undefined, loopback(0, '127.77.0.2'))
const peers: Socket[] = []
const serve = async (peer: Socket) => {
  peers.push(peer)
  const bytes = new Uint8Array(4)
  while ((await peer.recv(bytes)) > 0) await peer.send(bytes)
}
// In the end each handler's socket is closed while it waits.
const serving = listener.serve(serve, {
  onError: (error) => assert.equal((error as SocketError).code, 'EBADF'),
})

const clients: Socket[] = []
while (clients.length < CONNECTIONS) {
  const batch = Array.from({ length: Math.min(500, CONNECTIONS - clients.length) }, () =>
    socket(AF_INET, SOCK_STREAM),
  )
  await Promise.all(batch.map((client) => client.connect(listener.getsockname())))
  clients.push(...batch)
}

/** All at once, and each client gets its own bytes back. */
async function round(): Promise<void> {
  await Promise.all(
    clients.map(async (client, number) => {
      const message = new Uint8Array(Uint32Array.of(number).buffer)
      await client.send(message)
      assert.deepEqual(await client.recv(64), message)
    }),
  )
}

for (let i = 0; i < 3; i++) await round()
assert.equal(peers.length, CONNECTIONS)
assert.equal(openSockets(), before + 2 * CONNECTIONS + 1)
for (const client of clients) client.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
await Promise.all([...clients, ...peers, listener].map((each) => each.close()))
await serving
console.log(openSockets() - before)
