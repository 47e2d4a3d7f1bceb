import assert from 'node:assert/strict'
import { MSG_PEEK, MSG_WAITALL, SO_RCVBUF, SocketError } from '../../src/socket/index.ts'
import { ALL_FAMILIES, behaviour, INTERNET, pattern, pause, type Subject, text, words } from './harness.ts'

/** recv with MSG_WAITALL: all, or fewer at the end, and nothing lost when it is cut. */
export function exactReads(subject: Subject): void {
  behaviour(subject, ALL_FAMILIES, 'an exact read waits for all of its bytes', async (scope) => {
    const [client, server] = await scope.connected()
    const reading = server.recv(8, MSG_WAITALL)
    for (const part of ['ab', 'cde', 'fghij']) {
      await client.send(text(part))
      await pause(2)
    }
    assert.equal(words(await reading), 'abcdefgh')
    assert.equal(words(await server.recv(8)), 'ij')
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'an exact read gives fewer bytes at the end of the stream',
    async (scope) => {
      const [client, server] = await scope.connected()
      const reading = server.recv(8, MSG_WAITALL)
      await client.send(text('abc'))
      await pause(2)
      await client.close()
      assert.equal(words(await reading), 'abc')
      assert.equal((await server.recv(8, MSG_WAITALL)).length, 0)
    },
  )

  behaviour(
    subject,
    ALL_FAMILIES,
    'an exact read that begins after the end gives what there was',
    async (scope) => {
      const [client, server] = await scope.connected()
      await client.send(text('abc'))
      await client.close()
      await pause(5)
      assert.equal(words(await server.recv(8, MSG_WAITALL, { timeout: 2000 })), 'abc')
    },
  )

  behaviour(subject, ALL_FAMILIES, 'an exact read that is cut loses nothing', async (scope) => {
    const [client, server] = await scope.connected()
    await client.send(text('abc'))
    await assert.rejects(server.recv(4, MSG_WAITALL, { timeout: 30 }), (error: SocketError) => {
      assert.equal(error.code, 'ETIMEDOUT')
      assert.equal(error.bytesTransferred, 0)
      return true
    })
    const controller = new AbortController()
    const reading = server.recv(1000, MSG_WAITALL, { signal: controller.signal })
    await pause(5)
    controller.abort(new Error('enough'))
    await assert.rejects(reading, /enough/)
    assert.equal(words(await server.recv(100, 0, { timeout: 2000 })), 'abc')
  })

  behaviour(subject, ALL_FAMILIES, 'whoever stands behind a cut exact read gets its bytes', async (scope) => {
    const [client, server] = await scope.connected()
    const controller = new AbortController()
    const exact = server.recv(4, MSG_WAITALL, { signal: controller.signal })
    const plain = server.recv(100, 0, { timeout: 2000 })
    await client.send(text('abc'))
    await pause(5)
    controller.abort()
    await assert.rejects(exact, { name: 'AbortError' })
    assert.equal(words(await plain), 'abc')
  })

  behaviour(subject, ALL_FAMILIES, 'an exact read may be larger than the buffer', async (scope) => {
    const [client, server] = await scope.connected()
    const size = 8 * 1024 * 1024
    const sending = client.send(pattern(size))
    const received = await server.recv(size, MSG_WAITALL, { timeout: 15_000 })
    assert.equal(received.length, size)
    assert.ok(Buffer.from(received).equals(pattern(size)))
    await sending
  })

  behaviour(subject, INTERNET, 'an exact read cut after bytes have moved gives them back', async (scope) => {
    const [client, server] = await scope.connected(undefined, undefined)
    server.setsockopt(SO_RCVBUF, 8192)
    const size = 1024 * 1024
    const stop = new AbortController()
    const sending = client.send(pattern(size), 0, { signal: stop.signal }).catch((error) => error)
    const error = await server.recv(64 * size, MSG_WAITALL, { timeout: 1500 }).catch((error) => error)
    stop.abort()
    await sending
    assert.ok(error instanceof SocketError)
    assert.equal(error.code, 'ETIMEDOUT')
    assert.ok(error.data !== undefined && error.data.length > 0)
    assert.equal(error.data.length, error.bytesTransferred)
    assert.ok(Buffer.from(error.data).equals(pattern(error.data.length)))
  })

  behaviour(subject, ALL_FAMILIES, 'an exact peek waits and leaves the bytes', async (scope) => {
    const [client, server] = await scope.connected()
    const peeking = server.recv(6, MSG_WAITALL | MSG_PEEK)
    await client.send(text('abc'))
    await pause(5)
    await client.send(text('def'))
    assert.equal(words(await peeking), 'abcdef')
    assert.equal(words(await server.recv(6)), 'abcdef')
  })
}
