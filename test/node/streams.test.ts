import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import fc from 'fast-check'
import {
  IPPROTO_TCP,
  SO_KEEPALIVE,
  SO_SNDBUF,
  SOCK_DGRAM,
  type Socket,
  TCP_NODELAY,
} from '../../src/index.ts'
import { connectDuplex, type SocketDuplex, serveDuplex, toDuplex } from '../../src/node/index.ts'
import { type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { digest, MEBIBYTE, pattern } from './bytes.ts'
import { closing } from './diary.ts'
import { type Network, native, soquete } from './networks.ts'

const run = promisify(execFile)

function program(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

/** Both ends of a connection as streams. */
async function streams(scope: Scope, unix = false): Promise<[SocketDuplex, SocketDuplex]> {
  const [one, other] = unix ? scope.pair() : await scope.connected()
  return [toDuplex(one), toDuplex(other)]
}

/** A stream, and the bare socket at its other end. */
function half(scope: Scope): [SocketDuplex, Socket] {
  const [one, other] = scope.pair()
  return [toDuplex(one), other]
}

for (const unix of [false, true]) {
  test(
    `bytes arrive as they were written, in pieces of every size, ${unix ? 'Unix' : 'TCP'}`,
    scoped(async (scope) => {
      const source = pattern(MEBIBYTE)
      const size = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 300_000 }))
      const write = fc.record({ size, cork: fc.boolean(), wait: fc.boolean() })
      const property = fc.asyncProperty(fc.array(write, { maxLength: 40 }), async (writes) => {
        const [writer, reader] = await streams(scope, unix)
        const received = reader.toArray()
        const sent: Buffer[] = []
        for (const { size, cork, wait } of writes) {
          if (cork) writer.cork()
          const piece = source.subarray(sent.length, sent.length + size)
          sent.push(piece)
          writer.write(piece)
          if (wait) await new Promise(setImmediate)
          if (wait) while (writer.writableCorked > 0) writer.uncork()
        }
        while (writer.writableCorked > 0) writer.uncork()
        writer.end()
        assert.equal(digest(...(await received)), digest(...sent))
        assert.equal(reader.bytesRead, writer.bytesWritten)
        await Promise.all([closing(writer), closing(reader)])
      })
      await fc.assert(property, { numRuns: 15, seed: 7 })
    }),
  )
}

test(
  'the memory of what was received is nobody else’s',
  scoped(async (scope) => {
    const [writer, reader] = await streams(scope)
    const sent = pattern(24 * MEBIBYTE)
    writer.end(sent)
    const pieces: Buffer[] = []
    reader.on('data', (piece) => pieces.push(piece))
    await closing(reader)
    assert.equal(digest(...pieces), digest(sent))
    assert.ok(pieces.every((piece) => Buffer.isBuffer(piece) && piece.length <= 65536))
  }),
)

test(
  'a reader who pauses holds the writer back, and both hold little memory',
  scoped(async (scope) => {
    const [writer, reader] = await streams(scope)
    const piece = pattern(MEBIBYTE)
    reader.once('data', () => reader.pause())
    writer.write(piece)
    await once(reader, 'pause')
    let written = 1
    do {
      while (writer.write(piece)) written++
      written++
      await sleep(10)
    } while (writer.writableLength === 0)
    assert.ok(reader.readableLength <= 3 * 65536, `${reader.readableLength} bytes wait to be read`)
    assert.ok(reader.bytesRead <= 5 * 65536, `${reader.bytesRead} were received`)
    assert.equal(writer.writableLength, MEBIBYTE)
    const drained = once(writer, 'drain')
    reader.resume()
    await drained
    writer.end()
    await closing(reader)
    assert.equal(reader.bytesRead, written * MEBIBYTE)
  }),
)

test(
  'more buffers at once than one call takes, and more bytes than fit',
  scoped(async (scope) => {
    for (const [count, size] of [
      [3000, 10],
      [1500, 5000],
      [3, 3 * MEBIBYTE],
      [1000, 0],
    ] as const) {
      const [writer, reader] = await streams(scope, true)
      const received = reader.toArray()
      const source = pattern(MEBIBYTE + size)
      const sent = Array.from({ length: count }, (_, i) => source.subarray(i, i + size))
      writer.cork()
      for (const piece of sent) writer.write(piece)
      writer.uncork()
      writer.end()
      const gone = Promise.all([closing(writer), closing(reader)])
      assert.equal(digest(...(await received)), digest(...sent))
      await gone
    }
  }),
)

test(
  'corked chunks go in one call',
  scoped(async (scope) => {
    const [writer, peer] = half(scope)
    for (const size of [100, 30_000]) {
      writer.cork()
      for (let i = 0; i < 4; i++) writer.write(pattern(size))
      writer.uncork()
      // A Unix stream gives a piece at most what one call sent.
      assert.equal((await peer.recv(200_000)).length, 4 * size)
    }
    writer.destroy()
  }),
)

test(
  'no timeout while a waiting write moves, and one when it stops',
  scoped(async (scope) => {
    const [one, peer] = scope.pair()
    one.setsockopt(SO_SNDBUF, 50_000)
    const writer = toDuplex(one)
    let timeouts = 0
    writer.setTimeout(300).on('timeout', () => timeouts++)
    writer.write(Buffer.alloc(10 * MEBIBYTE))
    for (let i = 0; i < 20; i++) {
      await peer.recv(20_000)
      await sleep(20)
    }
    assert.equal(timeouts, 0)
    await once(writer, 'timeout')
    writer.destroy()
  }),
)

test(
  'cut in the middle of everything, nothing is left',
  scoped(async (scope) => {
    for (let i = 0; i < 30; i++) {
      const [one, other] = await streams(scope, i % 2 === 0)
      for (const stream of [one, other]) {
        stream.on('error', () => {})
        stream.write(Buffer.alloc(8 * MEBIBYTE))
        stream.setTimeout(1000)
      }
      if (i % 3 > 0) one.on('data', () => {})
      if (i % 3 > 1) other.pipe(other)
      await sleep(i % 5)
      if (i % 4 === 0) one.destroy(new Error('cut'))
      else if (i % 4 === 1) one.destroySoon()
      else if (i % 4 === 2 && i % 2 === 1) one.resetAndDestroy()
      else one.end()
      const gone = Promise.all([closing(one), closing(other)])
      await sleep(1)
      one.destroy()
      other.destroy()
      await gone
    }
  }),
)

test(
  'what is set on the stream is set on the socket',
  scoped(async (scope) => {
    const [socket] = await scope.connected()
    const idle = () => new DataView(socket.getsockopt(IPPROTO_TCP, 4, 4).buffer).getInt32(0, true)
    const stream = toDuplex(socket, { noDelay: true, keepAlive: true, keepAliveInitialDelay: 77_000 })
    assert.deepEqual(
      [socket.getsockopt(TCP_NODELAY), socket.getsockopt(SO_KEEPALIVE), idle()],
      [true, true, 77],
    )
    stream.setNoDelay(false).setKeepAlive(false)
    assert.deepEqual([socket.getsockopt(TCP_NODELAY), socket.getsockopt(SO_KEEPALIVE)], [false, false])
    stream.setNoDelay().setKeepAlive(true, 5999)
    assert.deepEqual(
      [socket.getsockopt(TCP_NODELAY), socket.getsockopt(SO_KEEPALIVE), idle()],
      [true, true, 5],
    )
    stream.destroy()
    assert.ok(socket.closed)
    stream.setNoDelay(false).setKeepAlive(false).ref().unref().setTimeout(50)
  }),
)

test(
  'the system’s error is the stream’s: its code, its number, its call',
  scoped(async (scope) => {
    const [client, server] = await scope.connected()
    const stream = toDuplex(client)
    toDuplex(server).resetAndDestroy()
    const [error] = (await once(stream, 'error')) as [NodeJS.ErrnoException]
    assert.deepEqual([error.code, error.errno, error.syscall], ['ECONNRESET', -104, 'recv'])
    assert.equal(stream.errored, error)
  }),
)

test(
  'what toDuplex() and its like refuse',
  scoped(async (scope) => {
    const [, datagrams] = scope.pair(SOCK_DGRAM)
    for (const wrong of [datagrams, null, {}, 7])
      assert.throws(() => toDuplex(wrong as Socket), { name: 'TypeError', message: /toDuplex\(\) takes/ })
    await assert.rejects(
      serveDuplex({} as Socket, () => {}),
      { name: 'TypeError' },
    )
    await assert.rejects(serveDuplex(scope.listener(), 7 as never), { name: 'TypeError' })
    const [stream] = half(scope)
    assert.throws(() => stream.resetAndDestroy(), { name: 'TypeError', message: /TCP/ })
    assert.throws(() => stream.setTimeout('1' as never), { name: 'TypeError' })
    assert.throws(() => stream.setTimeout(-1), { name: 'RangeError' })
    assert.throws(() => stream.setTimeout(Number.NaN), { name: 'RangeError' })
    assert.throws(() => stream.connect(80), { code: 'EISCONN' })
    stream.destroy()
  }),
)

test(
  'serveDuplex(): one peer’s failure is that peer’s',
  scoped(async (scope) => {
    const listener = scope.listener()
    const errors: unknown[] = []
    let peers = 0
    const serving = serveDuplex(
      listener,
      (duplex) => {
        if (++peers === 1) throw new Error('not this one')
        duplex.end('hello')
      },
      { onError: (error) => errors.push(error) },
    )
    const first = connectDuplex(listener.getsockname())
    assert.deepEqual(await first.toArray(), [])
    const second = connectDuplex(listener.getsockname())
    assert.equal(String(Buffer.concat(await second.toArray())), 'hello')
    await listener.close()
    await serving
    assert.deepEqual(errors.map(String), ['Error: not this one'])
  }),
)

test(
  'serveDuplex(): so many at a time, until the signal aborts',
  scoped(async (scope) => {
    const listener = scope.listener()
    const controller = new AbortController()
    let now = 0
    let most = 0
    const serving = serveDuplex(
      listener,
      (duplex) => {
        most = Math.max(most, ++now)
        duplex.resume().on('close', () => now--)
      },
      { maxConnections: 2, signal: controller.signal },
    )
    const clients = Array.from({ length: 6 }, () => connectDuplex(listener.getsockname()))
    await Promise.all(clients.map((client) => once(client, 'connect')))
    await sleep(10)
    assert.equal(most, 2)
    await Promise.all(clients.map((client) => client.resume().end() && closing(client)))
    controller.abort()
    await serving
    assert.deepEqual([most, now], [2, 0])
  }),
)

test('listeners are called in the context of the stream’s maker, callbacks in that of their giver', async () => {
  const storage = new AsyncLocalStorage<string>()
  const contexts = async (network: Network) => {
    const listening = await network.listen((peer) => peer.pipe(peer))
    const heard = new Set<string>()
    const hear = (what: string) => () => void heard.add(`${what}: ${storage.getStore()}`)
    const to = { port: listening.port, host: '127.0.0.1' }
    const stream = storage.run('maker', () => network.connect(to))
    stream.on('connect', hear('connect')).on('data', hear('data')).on('end', hear('end'))
    await once(stream, 'connect')
    for (let i = 0; i < 5; i++) {
      storage.run('writer', () => stream.write(Buffer.alloc(MEBIBYTE), hear('write')))
      stream.pause()
      await sleep(5)
      storage.run('reader', () => stream.resume())
    }
    stream.end()
    await closing(stream)
    await listening.close()
    return [...heard].sort()
  }
  assert.deepEqual(await contexts(soquete), await contexts(native))
})

test('what listeners and callbacks throw is the program’s, and no rejection', async () => {
  const [expected, actual] = await Promise.all(
    ['node:net', 'soquete'].map((network) =>
      run(process.execPath, [program('throwing-listeners.child.js'), network], { timeout: 25_000 }),
    ),
  )
  assert.equal(actual!.stdout, expected!.stdout)
  assert.match(actual!.stdout, /^data: uncaughtException: a listener threw; no error$/m)
})

test('a stream that waits keeps the process alive, unless unref() was called', async () => {
  const child = program('idle-stream.child.js')
  const ends = (...args: string[]) => run(process.execPath, [child, ...args], { timeout: 25_000 })
  assert.equal((await ends('unref')).stdout, 'ended by itself\n')
  assert.equal((await ends('unref before')).stdout, 'ended by itself\n')
  assert.equal((await ends('ref')).stdout, 'still there\nended by itself\n')
})
