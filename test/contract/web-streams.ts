import assert from 'node:assert/strict'
import {
  SHUT_RDWR,
  SHUT_WR,
  SO_LINGER,
  SOCK_DGRAM,
  type Socket,
  toWebStreams,
} from '../../src/socket/index.ts'
import {
  ALL_FAMILIES,
  behaviour,
  INTERNET,
  pattern,
  pause,
  readAll,
  type Scope,
  type Subject,
  text,
  UNIX,
  words,
} from './harness.ts'

/** A connection with web streams at one end. */
async function bridged(
  scope: Scope,
): Promise<[peer: Socket, socket: Socket, ReturnType<typeof toWebStreams>]> {
  const [peer, socket] = await scope.connected()
  return [peer, socket, toWebStreams(socket)]
}

/** Web streams over a connection. */
export function webStreams(subject: Subject): void {
  behaviour(
    subject,
    ALL_FAMILIES,
    'web streams carry bytes both ways, and close when both have ended',
    async (scope) => {
      const [peer, socket, { readable, writable }] = await bridged(scope)
      const writer = writable.getWriter()
      await writer.write(text('to the peer'))
      assert.equal(words(await peer.recv(20)), 'to the peer')
      await peer.send(text('from the peer'))
      const reader = readable.getReader()
      const { value } = await reader.read()
      assert.equal(words(value!), 'from the peer')
      await writer.close()
      assert.equal((await peer.recv(10)).length, 0)
      assert.equal(socket.closed, false)
      await peer.send(text('and more'))
      await peer.close()
      assert.equal(words((await reader.read()).value!), 'and more')
      assert.deepEqual(await reader.read(), { done: true, value: undefined })
      assert.equal(socket.closed, true)
    },
  )

  behaviour(subject, ALL_FAMILIES, 'a web stream reads nothing ahead of demand', async (scope) => {
    const [peer, socket, { readable }] = await bridged(scope)
    await peer.send(text('waiting'))
    await pause(10)
    assert.equal(socket.unread, 7)
    const reader = readable.getReader()
    assert.equal((await reader.read()).value!.length, 7)
    await peer.send(text('again'))
    await pause(10)
    assert.equal(socket.unread, 5)
    await reader.cancel()
    await socket.close()
  })

  behaviour(subject, ALL_FAMILIES, 'a reader may bring its own buffer', async (scope) => {
    const [peer, socket, { readable, writable }] = await bridged(scope)
    const reader = readable.getReader({ mode: 'byob' })
    const reading = reader.read(new Uint8Array(4))
    await peer.send(text('abcdef'))
    const first = await reading
    assert.deepEqual([words(first.value!), first.value!.buffer.byteLength], ['abcd', 4])
    const second = await reader.read(new Uint8Array(first.value!.buffer))
    assert.equal(words(second.value!), 'ef')
    const last = reader.read(new Uint8Array(4))
    peer.shutdown(SHUT_WR)
    const { done, value } = await last
    assert.deepEqual([done, value?.length], [true, 0])
    await writable.close()
    assert.equal(socket.closed, true)
  })

  behaviour(subject, ALL_FAMILIES, 'a write waits until its bytes were taken', async (scope) => {
    const [peer, , { readable, writable }] = await bridged(scope)
    const writer = writable.getWriter()
    const size = 16 * 1024 * 1024
    let written = false
    const writing = writer.write(pattern(size)).then(() => {
      written = true
    })
    assert.equal(writer.desiredSize, 0)
    await pause(20)
    assert.equal(written, false)
    const receiving = readAll(peer)
    await writing
    await writer.close()
    const received = await receiving
    assert.ok(Buffer.from(received).equals(pattern(size)))
    await readable.cancel()
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'cancelling ends a read that waits, and writing goes on',
    async (scope) => {
      const [peer, socket, { readable, writable }] = await bridged(scope)
      const reader = readable.getReader()
      const reading = reader.read()
      await pause(5)
      await reader.cancel('enough')
      assert.equal((await reading).done, true)
      const writer = writable.getWriter()
      await writer.write(text('still'))
      assert.equal(words(await peer.recv(10)), 'still')
      await writer.close()
      assert.equal(socket.closed, true)
    },
  )

  behaviour(subject, INTERNET, 'aborting resets the connection, also amid a write', async (scope) => {
    for (const size of [0, 32 * 1024 * 1024]) {
      const [peer, socket, { readable, writable }] = await bridged(scope)
      const writer = writable.getWriter()
      const writing = size === 0 ? Promise.resolve() : writer.write(pattern(size))
      const failing = writing.catch(() => {})
      const reading = readable.getReader().read()
      await pause(5)
      await Promise.all([
        writer.abort(new Error('changed my mind')),
        assert.rejects(reading, /changed my mind/),
      ])
      await failing
      await assert.rejects(writer.closed, /changed my mind/)
      assert.equal(socket.closed, true)
      await assert.rejects(readAll(peer), { code: 'ECONNRESET' })
    }
  })

  behaviour(subject, INTERNET, 'a connection that breaks fails what has not ended', async (scope) => {
    for (const ended of [false, true]) {
      const [peer, socket, { readable, writable }] = await bridged(scope)
      const reading = readable.getReader().read()
      const writer = writable.getWriter()
      if (ended) await writer.close()
      const closed = ended ? writer.closed : assert.rejects(writer.closed, { code: 'ECONNRESET' })
      peer.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
      await pause(5)
      await peer.close()
      await assert.rejects(reading, { code: 'ECONNRESET' })
      await closed
      assert.equal(socket.closed, true)
    }
  })

  behaviour(
    subject,
    [UNIX],
    'what a peer that is gone had sent can be read when writing fails',
    async (scope) => {
      const [peer, socket, { readable, writable }] = await bridged(scope)
      await peer.send(text('last words'))
      await peer.close()
      const writer = writable.getWriter()
      await assert.rejects(writer.write(text('x')), { code: 'EPIPE' })
      const reader = readable.getReader()
      assert.equal(words((await reader.read()).value!), 'last words')
      assert.equal((await reader.read()).done, true)
      assert.equal(socket.closed, true)
    },
  )

  behaviour(subject, INTERNET, 'what is no bytes fails both streams and resets', async (scope) => {
    const [peer, socket, { readable, writable }] = await bridged(scope)
    const writing = writable.getWriter().write('text' as never)
    await assert.rejects(writing, { name: 'TypeError', message: /TextEncoder/ })
    await assert.rejects(readable.getReader().read(), { name: 'TypeError' })
    assert.equal(socket.closed, true)
    await assert.rejects(readAll(peer), { code: 'ECONNRESET' })
  })

  behaviour(subject, ALL_FAMILIES, 'web streams go through what the web has for streams', async (scope) => {
    const words = 'señal '.repeat(20_000)
    const [client, server] = await scope.connected()
    const [there, here] = [toWebStreams(client), toWebStreams(server)]
    const sending = new Blob([words])
      .stream()
      .pipeThrough(new CompressionStream('gzip'))
      .pipeTo(there.writable)
    const echoing = here.readable.pipeTo(here.writable)
    const unzipped = there.readable.pipeThrough(new DecompressionStream('gzip'))
    let received = ''
    for await (const part of unzipped.pipeThrough(new TextDecoderStream())) received += part
    await Promise.all([sending, echoing])
    assert.equal(received, words)
    assert.deepEqual([client.closed, server.closed], [true, true])
  })

  behaviour(subject, ALL_FAMILIES, 'a web stream is the body of a Response', async (scope) => {
    const [peer, , { readable, writable }] = await bridged(scope)
    const body = new Response(readable).text()
    await peer.send(text('the body'))
    await peer.close()
    assert.equal(await body, 'the body')
    await writable.abort()
  })

  behaviour(subject, [UNIX], 'web streams need an open stream', async (scope) => {
    const [, socket] = await scope.connected()
    assert.throws(() => toWebStreams({} as Socket), TypeError)
    assert.throws(() => toWebStreams(scope.socket(SOCK_DGRAM)), { code: 'EOPNOTSUPP' })
    const { readable } = toWebStreams(socket)
    socket.shutdown(SHUT_RDWR)
    assert.equal((await readable.getReader().read()).done, true)
    await socket.close()
    assert.throws(() => toWebStreams(socket), { code: 'EBADF' })
  })
}
