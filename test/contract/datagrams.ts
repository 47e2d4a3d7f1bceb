import assert from 'node:assert/strict'
import {
  AF_UNIX,
  MessageVector,
  MSG_DONTWAIT,
  MSG_PEEK,
  MSG_TRUNC,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
} from '../../src/socket/index.ts'
import { ALL_FAMILIES, behaviour, INET, INTERNET, pause, type Subject, text, UNIX, words } from './harness.ts'

/** Messages with borders: datagrams, sequenced packets, pairs. */
export function datagrams(subject: Subject): void {
  behaviour(subject, ALL_FAMILIES, 'a datagram tells who sent it, and can be answered', async (scope) => {
    const [ann, bob] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
    assert.equal(await ann.sendto(text('hello'), bob.getsockname()), 5)
    const { data, from } = await bob.recvfrom(100)
    assert.equal(words(data), 'hello')
    assert.deepEqual(from, ann.getsockname())
    await bob.sendto(text('hi'), from!)
    assert.equal(words(await ann.recv(100)), 'hi')
  })

  behaviour(subject, ALL_FAMILIES, 'datagrams keep their borders, empty ones too', async (scope) => {
    const [ann, bob] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
    for (const part of ['one', '', 'three']) await ann.sendto(text(part), bob.getsockname())
    for (const part of ['one', '', 'three']) assert.equal(words(await bob.recv(100)), part)
  })

  behaviour(subject, ALL_FAMILIES, 'a datagram larger than the buffer is cut, and says so', async (scope) => {
    const [ann, bob] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
    for (let i = 0; i < 3; i++) await ann.sendto(text('0123456789'), bob.getsockname())
    const buffer = new Uint8Array(4)
    assert.equal(await bob.recv(buffer, MSG_TRUNC | MSG_PEEK), 10)
    assert.equal(await bob.recv(buffer, MSG_TRUNC), 10)
    assert.equal(words(buffer), '0123')
    const message = await bob.recvmsg([buffer.subarray(0, 1), buffer.subarray(1, 3)])
    assert.equal(message.length, 3)
    assert.notEqual(message.flags & MSG_TRUNC, 0)
    assert.equal((await bob.recvmsg(new Uint8Array(100))).flags & MSG_TRUNC, 0)
  })

  behaviour(
    subject,
    INTERNET,
    'a connected datagram socket sends and hears its peer alone, until that is dissolved',
    async (scope) => {
      const [ann, bob, eve] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
      await ann.connect(bob.getsockname())
      assert.deepEqual(ann.getpeername(), bob.getsockname())
      await ann.send(text('to bob'))
      assert.equal(words(await bob.recv(100)), 'to bob')
      await eve.sendto(text('from eve'), ann.getsockname())
      await bob.sendto(text('from bob'), ann.getsockname())
      assert.equal(words(await ann.recv(100)), 'from bob')
      await ann.connect(null)
      assert.throws(() => ann.getpeername(), { code: 'ENOTCONN' })
      await assert.rejects(ann.send(text('to whom?')), { code: 'EDESTADDRREQ' })
    },
  )

  behaviour(subject, INTERNET, 'a connected datagram socket learns that nobody is there', async (scope) => {
    const gone = scope.bound(SOCK_DGRAM)
    const address = gone.getsockname()
    await gone.close()
    const socket = scope.bound(SOCK_DGRAM)
    await socket.connect(address)
    await socket.send(text('anybody?'))
    await assert.rejects(socket.recv(10, 0, { timeout: 2000 }), { code: 'ECONNREFUSED' })
  })

  behaviour(subject, [INET], 'a datagram that is too long is refused', async (scope) => {
    const [ann, bob] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
    await assert.rejects(ann.sendto(new Uint8Array(65508), bob.getsockname()), {
      code: 'EMSGSIZE',
      syscall: 'sendto',
    })
    assert.equal(await ann.sendto(new Uint8Array(65507), bob.getsockname()), 65507)
  })

  behaviour(
    subject,
    [UNIX],
    'a full Unix datagram peer holds the sender back, and nothing is lost',
    async (scope) => {
      const [ann, bob] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
      let sent = 0
      const sending = (async () => {
        for (let i = 0; i < 2000; i++) {
          await ann.sendto(Uint8Array.of(i & 0xff, i >> 8), bob.getsockname())
          sent++
        }
      })()
      await pause(30)
      assert.ok(sent < 2000, 'nobody read, and yet all were sent')
      for (let i = 0; i < 2000; i++) {
        const [low, high] = await bob.recv(10)
        assert.equal(low! | (high! << 8), i)
      }
      await sending
    },
    60_000,
  )

  behaviour(
    subject,
    [UNIX],
    'sending to a Unix path that does not exist fails with ENOENT',
    async (scope) => {
      const lost = scope.socket(SOCK_DGRAM).sendto(text('x'), scope.family.address())
      await assert.rejects(lost, { code: 'ENOENT', syscall: 'sendto' })
    },
  )

  behaviour(subject, ALL_FAMILIES, 'many messages go and come in one call', async (scope) => {
    const [ann, bob] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
    const out = new MessageVector(5, 16)
    for (let i = 0; i < 5; i++) out.set(i, text(`number ${i}`), bob.getsockname())
    assert.equal(await ann.sendmmsg(out), 5)
    const into = new MessageVector(10, 16)
    let received = 0
    while (received < 5) {
      const count = await bob.recvmmsg(into)
      for (let i = 0; i < count; i++) {
        assert.equal(words(into.message(i)), `number ${received + i}`)
        assert.deepEqual(into.from(i), ann.getsockname())
      }
      received += count
    }
    await assert.rejects(bob.recvmmsg(into, MSG_DONTWAIT), { code: 'EAGAIN' })
  })

  behaviour(
    subject,
    [UNIX],
    'messages to a Unix peer whom another has filled wait for room',
    async (scope) => {
      const [ann, eve, bob] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
      const fill = async () => {
        for (;;) await ann.sendto(text('from ann'), bob.getsockname(), MSG_DONTWAIT)
      }
      await assert.rejects(fill(), { code: 'EAGAIN' })
      const out = new MessageVector(1, 8)
      out.set(0, text('from eve'), bob.getsockname())
      const sending = eve.sendmmsg(out, 1, 0, { timeout: 3000 })
      await pause(20)
      for (let heard = ''; heard !== 'from eve'; ) heard = words(await bob.recv(10, 0, { timeout: 3000 }))
      assert.equal(await sending, 1)
    },
  )

  behaviour(
    subject,
    ALL_FAMILIES,
    'a message is gathered from buffers, and scattered into buffers',
    async (scope) => {
      const [ann, bob] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
      const buffers = [text('head'), new Uint8Array(0), text('payload')]
      assert.equal(await ann.sendmsg({ buffers, to: bob.getsockname() }), 11)
      const [head, payload] = [new Uint8Array(4), new Uint8Array(20)]
      const message = await bob.recvmsg([head, payload])
      assert.equal(message.length, 11)
      assert.deepEqual(message.from, ann.getsockname())
      assert.equal(words(head), 'head')
      assert.equal(words(payload.subarray(0, 7)), 'payload')
    },
  )

  behaviour(subject, [UNIX], 'sequenced packets keep their borders over a connection', async (scope) => {
    const [client, server] = await scope.connected(SOCK_SEQPACKET)
    await client.send(text('one'))
    await client.send(text('two'))
    assert.equal(words(await server.recv(100)), 'one')
    assert.equal(words(await server.recv(2)), 'tw')
    await client.close()
    assert.equal((await server.recv(100)).length, 0)
  })

  behaviour(subject, [UNIX], 'a pair is connected with itself, and has no names', async (scope) => {
    for (const type of [SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET]) {
      const [one, other] = scope.stack.socketpair(AF_UNIX, type)
      scope.own(one)
      scope.own(other)
      assert.deepEqual(one.getsockname(), { family: AF_UNIX })
      await one.send(text('ping'))
      assert.equal(words(await other.recv(10)), 'ping')
      await other.send(text('pong'))
      assert.equal(words(await one.recv(10)), 'pong')
    }
  })

  behaviour(subject, [UNIX], 'abstract names need no file', async (scope) => {
    const name = { family: AF_UNIX, abstract: `soquete-test-${process.pid}-${Math.random()}` } as const
    const listener = scope.own(scope.stack.socket(AF_UNIX, SOCK_STREAM))
    listener.bind(name)
    listener.listen()
    assert.deepEqual(listener.getsockname(), name)
    const client = scope.socket()
    await client.connect(name)
    assert.deepEqual(client.getpeername(), name)
    scope.own(await listener.accept())
  })
}
