import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { SOMAXCONN, type Socket, TCP_INFO } from '../../../src/socket/index.ts'
import { type Scope, text } from '../../contract/harness.ts'
import { interop } from '../../interop/stage.ts'
import { erratum, portOf, rows } from './erratum.ts'

async function connectedTo(scope: Scope, listener: Socket): Promise<Socket> {
  const client = scope.socket()
  await client.connect(listener.getsockname(), { timeout: 300 })
  return client
}

erratum(16, 'connect() succeeds although nobody is in accept()', async (scope) => {
  const listener = scope.listener()
  const client = await connectedTo(scope, listener)
  assert.equal(client.getsockopt(TCP_INFO).state, 'ESTABLISHED')
  assert.equal(await client.send(text('hola')), 4)
})

erratum(
  17,
  'connect() does not wait until it is accepted; what waits is the recv() behind it',
  async (scope) => {
    const listener = scope.listener()
    const first = await connectedTo(scope, listener)
    const busyWith = scope.own(await listener.accept())
    const second = await connectedTo(scope, listener)
    await second.send(text('hola'))
    await assert.rejects(second.recv(1, 0, { timeout: 50 }), { code: 'ETIMEDOUT' })
    assert.deepEqual(busyWith.getpeername(), first.getsockname())
  },
)

erratum(
  18,
  'the kernel establishes connections, and receives for them, before accept() takes them',
  async (scope) => {
    const listener = scope.listener()
    const client = await connectedTo(scope, listener)
    await client.send(text('hola'))
    assert.equal(rows(portOf(listener), portOf(client))[0]?.state, 'ESTABLISHED')
    const accepted = scope.own(await listener.accept())
    assert.equal(accepted.unread, 4)
  },
)

erratum(
  19,
  "listen()'s number limits who waits to be accepted, not the connections that live",
  async (scope) => {
    const listener = scope.listener(undefined, 1)
    const alive: Socket[] = []
    for (let count = 0; count < 20; count++) {
      const client = await connectedTo(scope, listener)
      const server = scope.own(await listener.accept())
      await server.send(text('welcome'))
      alive.push(client)
    }
    for (const client of alive) assert.deepEqual(await client.recv(10), text('welcome'))
  },
)

erratum(19, 'and when it is reached, the next connect() waits', async (scope) => {
  const listener = scope.listener(undefined, 2)
  for (let count = 0; count < 3; count++) await connectedTo(scope, listener)
  await assert.rejects(connectedTo(scope, listener), { code: 'ETIMEDOUT' })
})

erratum(19, 'SOMAXCONN is a number in a header; the limit of the system is a setting', (scope) => {
  const limit = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'))
  // Of a listener, TCP_INFO tells the backlog here.
  assert.equal(scope.listener(undefined, SOMAXCONN).getsockopt(TCP_INFO).sacked, Math.min(SOMAXCONN, limit))
  assert.equal(scope.listener(undefined, 0x7fffffff).getsockopt(TCP_INFO).sacked, limit)
})

interop(
  "erratum 20: accept() gives the address's real size, also when it wrote less",
  ['C'],
  async (stage) => {
    const peer = stage.peer('C', 'short-address')
    await peer.says(/^4 bytes offered, 16 said, 4 written$/)
    await peer.ends()
  },
)

erratum(21, 'one thread can serve many clients at one time', async (scope) => {
  const listener = scope.listener()
  const serving = listener.serve(async (peer) => {
    await peer.recvEach((bytes) => peer.send(bytes))
  })
  const silent = [await connectedTo(scope, listener), await connectedTo(scope, listener)]
  const third = await connectedTo(scope, listener)
  await third.send(text('hola'))
  assert.deepEqual(await third.recv(4), text('hola'))
  await Promise.all([...silent, third].map((client) => client.close()))
  await listener.close()
  await serving
})
