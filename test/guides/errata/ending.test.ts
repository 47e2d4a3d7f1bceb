import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync } from 'node:fs'
import {
  AF_UNIX,
  SHUT_WR,
  SO_LINGER,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
  TCP_INFO,
} from '../../../src/socket/index.ts'
import { type Scope, text, words } from '../../contract/harness.ts'
import { at, erratum, portOf, rows, until } from './erratum.ts'

/** A listener with one connection, both with the options that `prepare` sets before bind(). */
async function serving(scope: Scope, prepare: (listener: Socket) => void = () => {}) {
  const listener = scope.socket()
  prepare(listener)
  listener.bind(at(0))
  listener.listen()
  const client = scope.socket()
  await client.connect(listener.getsockname())
  const server = scope.own(await listener.accept())
  return { listener, server, client, ports: [portOf(server), portOf(client)] as const }
}

/** Both close in order: the first one and then the other. */
async function closeInOrder(first: Socket, last: Socket): Promise<void> {
  await first.close()
  assert.equal((await last.recv(1)).length, 0)
  await last.close()
}

function states(from: number, to: number): string[] {
  return rows(from, to).map(({ state }) => state)
}

erratum(33, 'a peer that breaks off gives ECONNRESET, not 0', async (scope) => {
  const [client, server] = await scope.connected()
  server.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
  await server.close()
  await assert.rejects(client.recv(1), { code: 'ECONNRESET' })
})

erratum(33, 'so does a peer that closes with bytes unread', async (scope) => {
  const [client, server] = await scope.connected()
  await client.send(text('not read'))
  await until(() => server.unread > 0)
  await server.close()
  await assert.rejects(client.recv(1), { code: 'ECONNRESET' })
})

erratum(33, '0 ends only the direction: the peer may still listen', async (scope) => {
  const [client, server] = await scope.connected()
  client.shutdown(SHUT_WR)
  assert.equal((await server.recv(1)).length, 0)
  await server.send(text('still here'))
  assert.equal(words(await client.recv(100)), 'still here')
})

erratum(33, 'and on a datagram socket 0 is an empty datagram', async (scope) => {
  const receiver = scope.bound(SOCK_DGRAM)
  const sender = scope.socket(SOCK_DGRAM)
  await sender.sendto(new Uint8Array(), receiver.getsockname())
  await sender.sendto(text('more'), receiver.getsockname())
  assert.equal((await receiver.recv(10)).length, 0)
  assert.equal(words(await receiver.recv(10)), 'more')
})

erratum(34, 'the first send() to a peer that has closed succeeds; the next one fails', async (scope) => {
  const [client, server] = await scope.connected()
  await server.close()
  assert.equal((await client.recv(1)).length, 0)
  assert.equal(await client.send(text('is anybody there?')), 17)
  await until(() => client.getsockopt(TCP_INFO).state === 'CLOSE')
  await assert.rejects(client.send(text('hello?')), { code: 'EPIPE' })
})

erratum(
  35,
  'close() frees the descriptor at once; TIME_WAIT lasts 60 s, and only at who closed first',
  async (scope) => {
    const { listener, server, client, ports } = await serving(scope)
    const { fd } = server
    await server.close()
    assert.equal(scope.socket().fd, fd)
    await closeInOrder(server, client)
    await until(() => states(...ports)[0] === 'TIME_WAIT')
    const [row] = rows(...ports)
    assert.ok(row!.seconds > 0 && row!.seconds <= 60)
    assert.deepEqual(states(ports[1], ports[0]), [])
    await listener.close()
  },
)

erratum(
  36,
  'a connection ends when the last descriptor of it is closed, in whichever process',
  async (scope) => {
    const [ours, theirs] = scope.stack.socketpair(AF_UNIX, SOCK_STREAM)
    scope.own(ours)
    const { fd } = theirs.detach({ blocking: true })
    const child = spawn('cat', [], { stdio: ['pipe', 'ignore', 'inherit', fd] })
    closeSync(fd)
    await assert.rejects(ours.recv(1, 0, { timeout: 100 }), { code: 'ETIMEDOUT' })
    const exit = once(child, 'exit')
    // The child ends without close(): the kernel closes what a process leaves.
    child.stdin?.end()
    assert.equal((await ours.recv(1)).length, 0)
    await exit
  },
)

erratum(37, 'a server can be started again at once when its clients closed first', async (scope) => {
  const { listener, server, client, ports } = await serving(scope)
  await listener.close()
  await closeInOrder(client, server)
  assert.deepEqual(states(...ports), [])
  scope.socket().bind(at(ports[0]))
})

erratum(
  38,
  'who closes first need not end in TIME_WAIT: not if it closes with bytes unread',
  async (scope) => {
    const { listener, server, client, ports } = await serving(scope)
    await client.send(text('not read'))
    await until(() => server.unread > 0)
    await server.close()
    await listener.close()
    await until(() => client.getsockopt(TCP_INFO).state === 'CLOSE')
    assert.deepEqual([...states(...ports), ...states(ports[1], ports[0])], [])
    scope.socket().bind(at(ports[0]))
  },
)

erratum(
  39,
  'with SO_REUSEADDR bind() succeeds beside TIME_WAIT, if the run before had set it too',
  async (scope) => {
    for (const before of [true, false]) {
      const { listener, server, client, ports } = await serving(scope, (each) =>
        each.setsockopt(SO_REUSEADDR, before),
      )
      await listener.close()
      await closeInOrder(server, client)
      await until(() => states(...ports)[0] === 'TIME_WAIT')
      const again = scope.socket()
      again.setsockopt(SO_REUSEADDR, true)
      if (before) again.bind(at(ports[0]))
      else assert.throws(() => again.bind(at(ports[0])), { code: 'EADDRINUSE' })
    }
  },
)

erratum(
  40,
  'SO_REUSEPORT lets two servers listen at one time and share the clients; SO_REUSEADDR does not',
  async (scope) => {
    const shared = [scope.socket(), scope.socket()]
    for (const listener of shared) {
      listener.setsockopt(SO_REUSEPORT, true)
      listener.bind(at(listener === shared[0] ? 0 : portOf(shared[0]!)))
      listener.listen()
    }
    for (let count = 0; count < 60; count++) await scope.socket().connect(shared[0]!.getsockname())
    for (const listener of shared) scope.own(await listener.accept({ timeout: 1000 }))

    const { ports } = await serving(scope, (each) => each.setsockopt(SO_REUSEADDR, true))
    const second = scope.socket()
    second.setsockopt(SO_REUSEADDR, true)
    assert.throws(() => second.bind(at(ports[0])), { code: 'EADDRINUSE' })
  },
)

erratum(
  41,
  'SO_REUSEPORT shares a port only among sockets of one user',
  (scope) => {
    const [ours, theirs] = [scope.socket(), scope.socket()]
    ours.setsockopt(SO_REUSEPORT, true)
    ours.bind(at(0))
    ours.listen()
    process.seteuid?.(65534)
    try {
      const stranger = scope.socket()
      stranger.setsockopt(SO_REUSEPORT, true)
      assert.throws(() => stranger.bind(at(portOf(ours))), { code: 'EADDRINUSE' })
    } finally {
      process.seteuid?.(0)
    }
    theirs.setsockopt(SO_REUSEPORT, true)
    theirs.bind(at(portOf(ours)))
  },
  { root: true },
)

erratum(
  42,
  "a client that sends to a closed server is answered with a reset, by the server's kernel; TIME_WAIT never comes",
  async (scope) => {
    const { listener, server, client, ports } = await serving(scope)
    await server.close()
    await listener.close()
    assert.equal((await client.recv(1)).length, 0)
    assert.match(states(...ports)[0]!, /^FIN_WAIT[12]$/)
    await client.send(text('too late'))
    await until(() => client.getsockopt(TCP_INFO).state === 'CLOSE')
    assert.deepEqual(states(...ports), [])
    scope.socket().bind(at(ports[0]))
  },
)

erratum(43, 'both sides must close: the server that does not stays in CLOSE_WAIT', async (scope) => {
  const { server, client, ports } = await serving(scope)
  await client.close()
  assert.equal((await server.recv(1)).length, 0)
  assert.deepEqual(states(...ports), ['CLOSE_WAIT'])
  await server.close()
  await until(() => states(...ports).length === 0)
})
