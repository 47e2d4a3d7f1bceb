import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  SHUT_WR,
  SO_RCVBUF,
  SO_RCVLOWAT,
  SOCK_DGRAM,
  type Socket,
  SocketError,
  type TraceEvent,
} from '../../src/socket/index.ts'
import {
  ALL_FAMILIES,
  behaviour,
  INET,
  INTERNET,
  pattern,
  pause,
  type Subject,
  text,
  UNIX,
  words,
} from './harness.ts'

const LF = 10
const CRLF = text('\r\n')

async function line(socket: Socket): Promise<string | null> {
  const bytes = await socket.recvUntil(LF, { timeout: 5000 })
  return bytes === null ? null : words(bytes)
}

/** recvUntil() and recvExactly(): up to a border, never beyond it, and nothing lost. */
export function delimitedReads(subject: Subject): void {
  behaviour(subject, ALL_FAMILIES, 'lines come one by one, and what follows stays', async (scope) => {
    const [client, server] = await scope.connected()
    await client.send(text('one\n\nthree\nrest'))
    assert.equal(await line(server), 'one')
    assert.equal(await line(server), '')
    assert.equal(words((await server.recvUntil(LF, { includeDelimiter: true }))!), 'three\n')
    assert.equal(server.unread, 4)
    assert.equal(words(await server.recv(10)), 'rest')
  })

  behaviour(subject, ALL_FAMILIES, 'a delimiter that comes in pieces is waited for', async (scope) => {
    const [client, server] = await scope.connected()
    const reading = server.recvUntil(CRLF)
    for (const piece of ['a\r', 'b\n\r', '\r', '\nnext']) {
      await client.send(text(piece))
      await pause(2)
    }
    assert.equal(words((await reading)!), 'a\rb\n\r')
    assert.equal(words(await server.recv(10)), 'next')
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'the end of the stream is null before a line, and an error within one that holds it',
    async (scope) => {
      const [client, server] = await scope.connected()
      await client.send(text('whole\npart'))
      client.shutdown(SHUT_WR)
      assert.equal(await line(server), 'whole')
      const error = await server.recvUntil(LF, { timeout: 5000 }).catch((error) => error)
      assert.ok(error instanceof SocketError)
      assert.equal(error.code, 'ENODATA')
      assert.match(error.message, /the stream ended after 4 bytes, without the delimiter/)
      assert.equal(words(error.data!), 'part')
      assert.equal(error.bytesTransferred, 4)
      assert.equal(await line(server), null)
      assert.equal(await server.recvExactly(4), null)
    },
  )

  behaviour(subject, ALL_FAMILIES, 'a line that is too long is refused and stays', async (scope) => {
    const [client, server] = await scope.connected()
    await client.send(text('0123456789\nnext\n'))
    const short = server.recvUntil(LF, { max: 10 })
    await assert.rejects(short, (error: SocketError) => {
      assert.equal(error.code, 'EMSGSIZE')
      assert.equal(error.bytesTransferred, 0)
      assert.equal(words(error.unread!.subarray(0, 10)), '0123456789')
      return /no delimiter in the first 10 bytes/.test(error.message)
    })
    assert.equal(words((await server.recvUntil(LF, { max: 11 }))!), '0123456789')
    assert.equal(await line(server), 'next')
    const endless = server.recvUntil(LF, { timeout: 5000 })
    void client.send(pattern(100_000).fill(1)).catch(() => {})
    await assert.rejects(endless, { code: 'EMSGSIZE' })
    await client.close()
  })

  behaviour(subject, ALL_FAMILIES, 'a line that is cut short loses nothing', async (scope) => {
    const [client, server] = await scope.connected()
    await client.send(text('begun'))
    await assert.rejects(server.recvUntil(LF, { timeout: 20 }), (error: SocketError) => {
      assert.equal(error.code, 'ETIMEDOUT')
      assert.equal(words(error.unread!), 'begun')
      return error.bytesTransferred === 0
    })
    const controller = new AbortController()
    const reading = server.recvUntil(LF, { signal: controller.signal })
    const next = server.recv(3)
    await pause(2)
    controller.abort(new Error('enough'))
    await assert.rejects(reading, /enough/)
    assert.equal(words(await next), 'beg')
    await client.send(text(' and ended\n'))
    assert.equal(await line(server), 'un and ended')
    await assert.rejects(server.recvUntil(LF, { signal: AbortSignal.abort() }), { name: 'AbortError' })
  })

  behaviour(subject, ALL_FAMILIES, 'lines keep their place among other reads', async (scope) => {
    const [client, server] = await scope.connected()
    const reads = [
      line(server),
      server.recvExactly(5).then((bytes) => words(bytes!)),
      line(server),
      server.recv(100).then(words),
    ]
    for (const piece of ['fi', 'rst\nfive5se', 'cond', '\n', 'rest']) {
      await client.send(text(piece))
      await pause(2)
    }
    assert.deepEqual(await Promise.all(reads), ['first', 'five5', 'second', 'rest'])
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'a line may be longer than the buffer',
    async (scope) => {
      const [client, server] = await scope.connected()
      if (scope.family !== UNIX) server.setsockopt(SO_RCVBUF, 32768)
      const long = pattern(600_000).map((byte) => (byte === LF ? 0 : byte))
      const sending = client.send(Buffer.concat([long, text('\nnext\n')]))
      const received = await server.recvUntil(LF, { max: 1_000_000, timeout: 15_000 })
      assert.ok(Buffer.from(received!).equals(long))
      assert.equal(await line(server), 'next')
      await sending
      if (scope.family !== UNIX) assert.equal(server.getsockopt(SO_RCVLOWAT), 1)
    },
    30_000,
  )

  behaviour(
    subject,
    INTERNET,
    'a line cut after bytes have moved gives them back',
    async (scope) => {
      const [client, server] = await scope.connected()
      server.setsockopt(SO_RCVBUF, 32768)
      const stop = new AbortController()
      const sending = client.send(new Uint8Array(1_000_000), 0, { signal: stop.signal }).catch(() => {})
      const options = { max: 900_000, timeout: 15_000 }
      const error = await server.recvUntil(LF, options).catch((error) => error)
      assert.equal(error.code, 'EMSGSIZE')
      assert.ok(error.data.length > 0)
      assert.equal(error.bytesTransferred, error.data.length)
      stop.abort()
      await sending
    },
    30_000,
  )

  behaviour(subject, [UNIX], 'a sender who is stuck in small pieces is helped on', async (scope) => {
    const [client, server] = await scope.connected()
    const reading = server.recvUntil(LF, { timeout: 15_000 })
    // Each piece takes much more of the sender's buffer than its byte.
    for (let i = 0; i < 2000; i++) await client.send(text('x'))
    await client.send(text('\n'))
    assert.equal((await reading)!.length, 2000)
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'a line that is waited for costs nothing until more comes',
    async (scope) => {
      let calls = 0
      const count = (event: TraceEvent) => {
        if (event.type === 'primitive') calls++
      }
      scope.stack.tracer = { event: count, primitives: true }
      try {
        const [client, server] = await scope.connected()
        await client.send(pattern(2000).fill(1))
        await pause(5)
        const reading = server.recvUntil(LF)
        await pause(20)
        const before = calls
        await pause(100)
        assert.ok(calls - before <= 10, `${calls - before} calls while nothing came`)
        await client.send(text('\n'))
        assert.equal((await reading)!.length, 2000)
      } finally {
        scope.stack.tracer = null
      }
    },
  )

  behaviour(subject, INTERNET, 'a watermark that is set while a read waits stays', async (scope) => {
    for (const read of [
      (socket: Socket) => socket.recvUntil(LF, { timeout: 5000 }),
      (socket: Socket) => socket.recvExactly(1000, { timeout: 5000 }),
    ]) {
      const [client, server] = await scope.connected()
      const reading = read(server)
      await client.send(new Uint8Array(999))
      await pause(10)
      server.setsockopt(SO_RCVLOWAT, 3)
      await client.send(text('\n'))
      assert.ok((await reading)!.length >= 999)
      assert.equal(server.getsockopt(SO_RCVLOWAT), 3)
    }
  })

  behaviour(subject, [INET], 'a tracer sees a line as a call of its own', async (scope) => {
    const events: TraceEvent[] = []
    scope.stack.tracer = { event: (event) => events.push(event) }
    try {
      const [client, server] = await scope.connected()
      const reading = server.recvUntil(LF)
      await client.send(text('seen\n'))
      await reading
      client.shutdown(SHUT_WR)
      assert.equal(await server.recvUntil(LF), null)
      await server.recvExactly(3)
      const seen = events.filter((event) => event.syscall.startsWith('recv'))
      assert.deepEqual(
        seen.filter((event) => event.type !== 'wait').map(({ type, syscall }) => `${type} ${syscall}`),
        [
          'enter recvUntil',
          'leave recvUntil',
          'enter recvUntil',
          'leave recvUntil',
          'enter recv',
          'leave recv',
        ],
      )
      const left = seen.find((event) => event.type === 'leave')
      assert.ok(left?.type === 'leave' && left.result === 4)
      assert.deepEqual(left.received, { bytes: text('seen'), length: 4 })
    } finally {
      scope.stack.tracer = null
    }
  })

  behaviour(subject, ALL_FAMILIES, 'a long line is not copied again and again', async (scope) => {
    let copied = 0
    const count = (event: TraceEvent) => {
      if (event.type === 'primitive' && event.syscall === 'recv' && event.result > 0) copied += event.result
    }
    scope.stack.tracer = { event: count, primitives: true }
    try {
      const [client, server] = await scope.connected()
      await client.send(pattern(60_000).fill(1))
      await client.send(text('\n'))
      await pause(20)
      assert.equal((await server.recvUntil(LF))!.length, 60_000)
      // Looks that double, one for what they left, one more when the delimiter has come, and the taking.
      assert.ok(copied < 5 * 60_000, `${copied} bytes were copied`)
    } finally {
      scope.stack.tracer = null
    }
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'exactly so many bytes, or null, or an error that holds them',
    async (scope) => {
      const [client, server] = await scope.connected()
      const reading = server.recvExactly(6)
      await client.send(text('abc'))
      await pause(2)
      await client.send(text('defghijk'))
      assert.equal(words((await reading)!), 'abcdef')
      const buffer = new Uint8Array(3)
      assert.equal(words((await server.recvExactly(buffer))!), 'ghi')
      assert.equal(words(buffer), 'ghi')
      assert.equal((await server.recvExactly(0))!.length, 0)
      await client.close()
      await assert.rejects(server.recvExactly(5, { timeout: 5000 }), (error: SocketError) => {
        assert.equal(error.code, 'ENODATA')
        assert.equal(words(error.data!), 'jk')
        return /the stream ended after 2 of 5 bytes/.test(error.message)
      })
      assert.equal(await server.recvExactly(5), null)
      assert.equal(await server.recvExactly(new Uint8Array(5)), null)
      assert.equal((await server.recvExactly(0))!.length, 0)
    },
  )

  behaviour(subject, [UNIX], 'borders of a stream are refused where there are messages', async (scope) => {
    const socket = scope.socket(SOCK_DGRAM)
    const stream = { code: 'EOPNOTSUPP', message: /receives messages/ }
    await assert.rejects(socket.recvUntil(LF), stream)
    await assert.rejects(socket.recvExactly(4), stream)
    const [, server] = await scope.connected()
    for (const [delimiter, options, kind] of [
      ['\n', {}, TypeError],
      [256, {}, RangeError],
      [new Uint8Array(0), {}, RangeError],
      [CRLF, { max: 1 }, RangeError],
      [LF, { max: '1' }, TypeError],
      [LF, { includeDelimiter: 1 }, TypeError],
      [LF, null, TypeError],
    ] as const)
      await assert.rejects(server.recvUntil(delimiter as never, options as never), kind)
    const reading = server.recvUntil(LF)
    await server.close()
    await assert.rejects(reading, { code: 'EBADF' })
    await assert.rejects(server.recvUntil(LF), { code: 'EBADF' })
  })

  behaviour(subject, ALL_FAMILIES, 'a stream is the same, however its borders are read', async (scope) => {
    const chunk = fc
      .array(fc.constantFrom(LF, 13, 65), { maxLength: 40 })
      .map((each) => Uint8Array.from(each))
    const read = fc.constantFrom('line', 'crlf', 'exact', 'piece')
    await fc.assert(
      fc.asyncProperty(fc.array(chunk, { maxLength: 20 }), fc.infiniteStream(read), async (chunks, reads) => {
        const [client, server] = await scope.connected()
        const sending = (async () => {
          for (const [index, bytes] of chunks.entries()) {
            await client.send(bytes)
            if (index % 3 === 0) await new Promise((resolve) => setImmediate(resolve))
          }
          await client.close()
        })()
        const parts: Uint8Array[] = []
        for (const how of reads) {
          const part = await readPart(server, how)
          if (part === null) break
          parts.push(part)
        }
        await sending
        await server.close()
        assert.deepEqual(Buffer.concat(parts), Buffer.concat(chunks))
      }),
      { numRuns: 40 },
    )
  })
}

/** One read; what its error holds counts as read. */
async function readPart(socket: Socket, how: string): Promise<Uint8Array | null> {
  const options = { timeout: 5000, includeDelimiter: true }
  try {
    if (how === 'line') return await socket.recvUntil(LF, options)
    if (how === 'crlf') return await socket.recvUntil(CRLF, options)
    if (how === 'exact') return await socket.recvExactly(7, options)
    const piece = await socket.recv(5, 0, options)
    return piece.length === 0 ? null : piece
  } catch (error) {
    if (error instanceof SocketError && error.code === 'ENODATA') return error.data!
    throw error
  }
}
