import assert from 'node:assert/strict'
import {
  type ReceivedFrom,
  SHUT_WR,
  SO_SNDBUF,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  type SocketError,
} from '../../src/socket/index.ts'
import {
  ALL_FAMILIES,
  behaviour,
  INTERNET,
  pattern,
  pause,
  type Subject,
  text,
  UNIX,
  words,
} from './harness.ts'

/** Loops over what a socket receives. */
export function iteration(subject: Subject): void {
  behaviour(subject, ALL_FAMILIES, 'a loop receives a stream until its end', async (scope) => {
    const [client, server] = await scope.connected()
    const size = 1_000_000
    const sending = client.send(pattern(size)).then(() => client.shutdown(SHUT_WR))
    const parts: Uint8Array[] = []
    for await (const bytes of server) {
      assert.ok(bytes.length > 0 && bytes.length <= 65536)
      parts.push(bytes)
    }
    assert.ok(Buffer.concat(parts).equals(pattern(size)))
    await sending
    for await (const bytes of server) assert.fail(`${bytes.length} bytes behind the end`)
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'a loop that is left loses nothing and leaves the socket open',
    async (scope) => {
      const [client, server] = await scope.connected()
      await client.send(text('one'))
      for await (const bytes of server) {
        assert.equal(words(bytes), 'one')
        await client.send(text('two'))
        await pause(2)
        break
      }
      assert.equal(server.unread, 3)
      assert.equal(words(await server.recv(10)), 'two')
      await client.send(text('three'))
      const failing = (async () => {
        for await (const bytes of server) throw new Error(words(bytes))
      })()
      await assert.rejects(failing, /three/)
      await server.send(text('still here'))
      assert.equal(words(await client.recv(20)), 'still here')
    },
  )

  behaviour(
    subject,
    ALL_FAMILIES,
    'a stream that is closed under a loop is an error, not its end',
    async (scope) => {
      const [, server] = await scope.connected()
      const looping = (async () => {
        for await (const bytes of server) assert.fail(words(bytes))
      })()
      await pause(2)
      await server.close()
      await assert.rejects(looping, { code: 'EBADF' })
      assert.throws(() => server[Symbol.asyncIterator](), { code: 'EBADF' })
    },
  )

  behaviour(
    subject,
    ALL_FAMILIES,
    'a loop receives messages with their senders until it is closed',
    async (scope) => {
      const [ann, bob] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
      for (const part of ['one', '', 'three']) await ann.sendto(text(part), bob.getsockname())
      const heard: ReceivedFrom[] = []
      for await (const message of bob.messages()) {
        heard.push(message)
        if (heard.length === 3) setTimeout(() => void bob.close(), 2)
      }
      assert.deepEqual(
        heard.map(({ data }) => words(data)),
        ['one', '', 'three'],
      )
      for (const { from } of heard) assert.deepEqual(from, ann.getsockname())
    },
  )

  behaviour(subject, [UNIX], 'messages are whole, however long, and sequenced ones end', async (scope) => {
    const [client, server] = await scope.connected(SOCK_SEQPACKET, (socket) =>
      socket.setsockopt(SO_SNDBUF, 200_000),
    )
    // As much as the stack takes.
    let long = 190_000
    while (long > 1000) {
      const sent = await client.send(pattern(long)).catch((error: SocketError) => error.code)
      if (sent === long) break
      long = Math.floor(long / 2)
    }
    await client.send(text('short'))
    await client.close()
    const lengths: number[] = []
    for await (const { data } of server.messages({ timeout: 5000 })) {
      lengths.push(data.length)
      assert.ok(data.length === 5 || Buffer.from(data).equals(pattern(long)))
    }
    assert.deepEqual(lengths, [long, 5])
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'a loop accepts connections until the listener is closed',
    async (scope) => {
      const listener = scope.listener()
      const clients = [scope.socket(), scope.socket(), scope.socket()]
      for (const [index, client] of clients.entries()) {
        await client.connect(listener.getsockname())
        await client.send(text(`${index}`))
      }
      const heard: string[] = []
      for await (const peer of listener.connections()) {
        heard.push(words(await scope.own(peer).recv(10)))
        if (heard.length === 3) setTimeout(() => void listener.close(), 2)
      }
      assert.deepEqual(heard, ['0', '1', '2'])
    },
  )

  behaviour(subject, INTERNET, 'limits of a loop are those of each step', async (scope) => {
    const waiting = { code: 'ETIMEDOUT' }
    const udp = scope.bound(SOCK_DGRAM)
    await assert.rejects(udp.messages({ timeout: 10 }).next(), waiting)
    await assert.rejects(scope.listener().connections({ timeout: 10 }).next(), waiting)
    const aborted = { signal: AbortSignal.abort() }
    assert.throws(() => udp.messages(aborted), { name: 'AbortError' })
    assert.throws(() => scope.listener().connections(aborted), { name: 'AbortError' })
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'a loop of the wrong kind is refused, and says which is right',
    async (scope) => {
      const [client] = await scope.connected()
      const udp = scope.bound(SOCK_DGRAM)
      assert.throws(() => udp[Symbol.asyncIterator](), { code: 'EOPNOTSUPP', message: /see messages\(\)/ })
      assert.throws(() => client.messages(), {
        code: 'EOPNOTSUPP',
        message: /a stream of bytes, not messages/,
      })
      await assert.rejects(client.connections().next(), { code: 'EINVAL', syscall: 'accept' })
    },
  )
}
