import assert from 'node:assert/strict'
import { SO_LINGER, SO_RCVTIMEO, SO_SNDTIMEO, type Socket, type SocketOption } from '../../src/index.ts'
import { test } from '../leak-check.ts'
import { fails } from './failing.ts'
import { type Scope, scoped } from './loopback.ts'

/** The server's end of a connection whose listener had an option set before. */
async function acceptedWith<Value>(
  scope: Scope,
  option: SocketOption<Value>,
  value: Value,
): Promise<[server: Socket, client: Socket]> {
  const listener = scope.listener()
  listener.setsockopt(option, value)
  const client = scope.socket()
  const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
  return [scope.own(server), client]
}

async function fill(socket: Socket): Promise<void> {
  const bytes = new Uint8Array(1 << 20)
  await assert.rejects(
    async () => {
      for (;;) await socket.send(bytes, 0, { timeout: 100 })
    },
    { code: 'ETIMEDOUT' },
  )
}

test(
  'EAGAIN: an accepted socket has the time limits of its listener',
  scoped(async (scope) => {
    const [receiver] = await acceptedWith(scope, SO_RCVTIMEO, 20)
    assert.equal(receiver.getsockopt(SO_RCVTIMEO), 20)
    const own = receiver.recv(1)
    const limit = setTimeout(() => receiver.close(), 1000)
    const words = 'timed out after 20 ms (SO_RCVTIMEO)'
    try {
      await fails(() => own, { code: 'EAGAIN', syscall: 'recv', words })
    } finally {
      clearTimeout(limit)
    }
    const [sender] = await acceptedWith(scope, SO_SNDTIMEO, 20)
    assert.equal(sender.getsockopt(SO_SNDTIMEO), 20)
  }),
)

test(
  'a lingering close of an accepted socket, whose listener had SO_LINGER set, does not stop the thread',
  scoped(async (scope) => {
    const [server] = await acceptedWith(scope, SO_LINGER, { onoff: true, linger: 1 })
    assert.deepEqual(server.getsockopt(SO_LINGER), { onoff: true, linger: 1 })
    await fill(server)
    let ticks = 0
    const ticking = setInterval(() => ticks++, 10)
    await server.close()
    clearInterval(ticking)
    assert.ok(ticks > 10, `a timer of 10 ms came ${ticks} times in the second of lingering`)
  }),
)

test(
  'a lingering close ends when the peer resets, and does not wait for the rest of its time',
  scoped(async (scope) => {
    const [client, server] = await scope.connected()
    client.setsockopt(SO_LINGER, { onoff: true, linger: 8 })
    await fill(client)
    const closing = client.close()
    await server.close()
    await closing
  }),
  { timeout: 4000 },
)

test(
  'SO_RCVTIMEO of more than 2³¹ milliseconds waits so long, and not one millisecond',
  scoped(async (scope) => {
    const [one, other] = scope.pair()
    one.setsockopt(SO_RCVTIMEO, 3_000_000_000)
    const receiving = one.recv(1)
    await new Promise((resolve) => setTimeout(resolve, 30))
    await other.send(new Uint8Array(1))
    assert.equal((await receiving).length, 1)
  }),
)
