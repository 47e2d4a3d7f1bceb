import assert from 'node:assert/strict'
import {
  formatAddress,
  MSG_PEEK,
  MSG_WAITALL,
  SHUT_RD,
  SHUT_WR,
  SO_ACCEPTCONN,
  SO_ERROR,
  SO_LINGER,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
} from '../../src/socket/index.ts'
import {
  ALL_FAMILIES,
  behaviour,
  INET,
  INTERNET,
  pattern,
  pause,
  readAll,
  type Subject,
  text,
  UNIX,
  words,
} from './harness.ts'

/** How connections begin, carry bytes, and end. */
export function streams(subject: Subject): void {
  behaviour(
    subject,
    ALL_FAMILIES,
    'a client and a server talk, and know each other by name',
    async (scope) => {
      const listener = scope.listener()
      assert.equal(listener.getsockopt(SO_ACCEPTCONN), true)
      const client = scope.socket()
      const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
      scope.own(server)
      assert.equal(server.getsockopt(SO_TYPE), SOCK_STREAM)
      assert.deepEqual(client.getpeername(), listener.getsockname())
      assert.deepEqual(server.getpeername(), client.getsockname())
      assert.equal(await client.send(text('hello')), 5)
      assert.equal(words(await server.recv(100)), 'hello')
      assert.equal(await server.send(text('hi')), 2)
      const buffer = new Uint8Array(10)
      assert.equal(await client.recv(buffer), 2)
      assert.equal(words(buffer.subarray(0, 2)), 'hi')
    },
  )

  behaviour(
    subject,
    ALL_FAMILIES,
    'connecting needs nobody in accept, and bytes sent before it arrive',
    async (scope) => {
      const listener = scope.listener()
      const client = scope.socket()
      await client.connect(listener.getsockname())
      await client.send(text('early'))
      await pause(5)
      const server = scope.own(await listener.accept())
      assert.equal(words(await server.recv(100)), 'early')
    },
  )

  behaviour(subject, ALL_FAMILIES, 'the end of the stream is 0 bytes, and stays', async (scope) => {
    const [client, server] = await scope.connected()
    const waiting = server.recv(100)
    await pause(5)
    await client.close()
    assert.equal((await waiting).length, 0)
    assert.equal((await server.recv(100)).length, 0)
  })

  behaviour(subject, ALL_FAMILIES, 'bytes and the end that arrive together are both seen', async (scope) => {
    for (let round = 0; round < 20; round++) {
      const [client, server] = await scope.connected()
      const buffer = new Uint8Array(100)
      const first = server.recv(buffer)
      if (round % 2 === 0) await pause(1)
      void client.send(text('last words'))
      await client.close()
      assert.equal(await first, 10)
      assert.equal(await server.recv(buffer, 0, { timeout: 2000 }), 0)
      await server.close()
    }
  })

  behaviour(subject, ALL_FAMILIES, 'after half-close the other direction goes on', async (scope) => {
    const [client, server] = await scope.connected()
    await client.send(text('question'))
    client.shutdown(SHUT_WR)
    assert.equal(words(await readAll(server)), 'question')
    await server.send(text('answer'))
    server.shutdown(SHUT_WR)
    assert.equal(words(await readAll(client)), 'answer')
    await assert.rejects(client.send(text('more')), { code: 'EPIPE', syscall: 'send' })
  })

  behaviour(subject, ALL_FAMILIES, 'shutdown for reading ends a recv that waits', async (scope) => {
    const [client] = await scope.connected()
    const waiting = client.recv(10)
    await pause(5)
    client.shutdown(SHUT_RD)
    assert.equal((await waiting).length, 0)
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'sending to a peer who has closed fails with EPIPE or ECONNRESET',
    async (scope) => {
      const [client, server] = await scope.connected()
      await server.close()
      const send = async () => {
        for (let i = 0; i < 100; i++) {
          await client.send(text('anybody?'))
          await pause(1)
        }
      }
      await assert.rejects(send(), (error: { code: string }) => ['EPIPE', 'ECONNRESET'].includes(error.code))
      await assert.rejects(client.send(text('still?')), { code: 'EPIPE' })
    },
  )

  behaviour(subject, INTERNET, 'closing with SO_LINGER 0 resets the connection', async (scope) => {
    const [client, server] = await scope.connected()
    const waiting = server.recv(100)
    client.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
    await client.close()
    await assert.rejects(waiting, { code: 'ECONNRESET', syscall: 'recv' })
    assert.equal((await server.recv(100)).length, 0)
  })

  behaviour(subject, ALL_FAMILIES, 'closing with bytes unread resets the connection', async (scope) => {
    const [client, server] = await scope.connected()
    await client.send(text('never read'))
    await pause(5)
    await server.close()
    await assert.rejects(client.recv(100), { code: 'ECONNRESET' })
  })

  behaviour(subject, INTERNET, 'connecting where nobody listens is refused', async (scope) => {
    const listener = scope.listener()
    const address = listener.getsockname()
    await listener.close()
    const client = scope.socket()
    await assert.rejects(client.connect(address), (error: Error & Record<string, unknown>) => {
      assert.equal(error.code, 'ECONNREFUSED')
      assert.equal(error.syscall, 'connect')
      assert.equal(error.port, 'port' in address ? address.port : -1)
      assert.equal(
        error.message,
        `cannot connect to ${formatAddress(address)}: connection refused (ECONNREFUSED)`,
      )
      return true
    })
    assert.equal(client.getsockopt(SO_ERROR), 0)
  })

  behaviour(subject, [UNIX], 'connecting to a path that does not exist fails with ENOENT', async (scope) => {
    await assert.rejects(scope.socket().connect(scope.family.address()), { code: 'ENOENT' })
  })

  behaviour(subject, [UNIX], 'connecting to a full backlog waits until there is room', async (scope) => {
    const listener = scope.listener(SOCK_STREAM, 1)
    const clients = Array.from({ length: 8 }, () => scope.socket())
    const connecting = Promise.all(clients.map((client) => client.connect(listener.getsockname())))
    await pause(20)
    for (const _ of clients) await (await listener.accept({ timeout: 5000 })).close()
    await connecting
  })

  behaviour(subject, ALL_FAMILIES, 'peeking leaves the bytes where they are', async (scope) => {
    const [client, server] = await scope.connected()
    await client.send(text('peek'))
    assert.equal(words(await server.recv(100, MSG_PEEK)), 'peek')
    assert.equal(words(await server.recv(2, MSG_PEEK)), 'pe')
    assert.equal(server.unread, 4)
    assert.equal(words(await server.recv(100)), 'peek')
    assert.equal(server.unread, 0)
  })

  behaviour(subject, ALL_FAMILIES, 'a reader who sleeps holds the sender back', async (scope) => {
    const [client, server] = await scope.connected()
    const size = 32 * 1024 * 1024
    let sent = false
    const sending = client.send(pattern(size)).then((count) => {
      sent = true
      return count
    })
    await pause(50)
    assert.equal(sent, false)
    const received = readAll(server)
    assert.equal(await sending, size)
    await client.close()
    assert.ok(Buffer.from(await received).equals(pattern(size)), 'bytes arrived changed')
  })

  behaviour(subject, ALL_FAMILIES, 'each piece of a stream is lent while it is used', async (scope) => {
    const [client, server] = await scope.connected()
    const echo = server.recvEach((bytes) => server.send(bytes))
    const size = 1_000_000
    const sending = client.send(pattern(size))
    const parts: Uint8Array[] = []
    let received = 0
    await client.recvEach((bytes) => {
      parts.push(bytes.slice())
      received += bytes.length
      if (received === size) client.shutdown(SHUT_WR)
      if (received === size) void echo.then(() => server.close())
    })
    assert.equal(await sending, size)
    assert.ok(Buffer.concat(parts).equals(pattern(size)))
  })

  behaviour(
    subject,
    [INET],
    'lending ends with the error of whoever uses it, or of the wait',
    async (scope) => {
      const [client, server] = await scope.connected()
      await client.send(text('one'))
      const broken = server.recvEach(() => {
        throw new Error('cannot use this')
      })
      await assert.rejects(broken, /cannot use this/)
      await assert.rejects(
        server.recvEach(() => {}, { timeout: 10 }),
        { code: 'ETIMEDOUT' },
      )
      const waiting = server.recvEach(() => {})
      await server.close()
      await assert.rejects(waiting, { code: 'EBADF' })
      await assert.rejects(
        scope.socket(SOCK_DGRAM).recvEach(() => {}),
        { code: 'EOPNOTSUPP' },
      )
    },
  )
  behaviour(subject, ALL_FAMILIES, 'whoever uses a piece may receive the next one himself', async (scope) => {
    const [client, server] = await scope.connected()
    const heads: string[] = []
    const bodies: string[] = []
    const reading = server.recvEach(async (bytes) => {
      heads.push(new TextDecoder().decode(bytes))
      await client.send(text('body'))
      bodies.push(new TextDecoder().decode(await server.recv(4, MSG_WAITALL)))
      if (heads.length < 3) await client.send(text(`head ${heads.length + 1}`))
      else await client.close()
    })
    await client.send(text('head 1'))
    await reading
    assert.deepEqual(heads, ['head 1', 'head 2', 'head 3'])
    assert.deepEqual(bodies, ['body', 'body', 'body'])
  })

  behaviour(subject, ALL_FAMILIES, 'a piece is never used before recvEach() has returned', async (scope) => {
    const [client, server] = await scope.connected()
    await client.send(text('early'))
    await pause(20)
    let returned = false
    const reading = server.recvEach(() => {
      assert.ok(returned)
      return client.close()
    })
    returned = true
    await reading
  })

  behaviour(subject, [INET], 'recvEach() ends when its user closes, aborts, or rejects', async (scope) => {
    const users = {
      EBADF: (server: Socket) => server.recvEach(() => server.close()),
      ABORT_ERR: (server: Socket) => {
        const controller = new AbortController()
        const abort = () => controller.abort(Object.assign(new Error('enough'), { code: 'ABORT_ERR' }))
        return server.recvEach(abort, { signal: controller.signal })
      },
      LATER: (server: Socket) =>
        server.recvEach(async () => {
          await pause(5)
          throw Object.assign(new Error('cannot use this'), { code: 'LATER' })
        }),
    }
    for (const [code, recvEach] of Object.entries(users)) {
      const [client, server] = await scope.connected()
      const reading = recvEach(server)
      await client.send(text('one'))
      await assert.rejects(reading, { code })
    }
  })

  behaviour(subject, ALL_FAMILIES, 'a flood of pieces stops neither timers nor neighbours', async (scope) => {
    const [flooder, drain] = await scope.connected()
    const [neighbour, server] = await scope.connected()
    let flooding = true
    const bytes = new Uint8Array(262_144)
    const flood = (async () => {
      while (flooding) await flooder.send(bytes)
      await flooder.close()
    })()
    const drained = drain.recvEach(() => {})
    const echo = server.recvEach((piece) => server.send(piece))
    let ticks = 0
    const ticking = setInterval(() => ticks++, 10)
    const answers: string[] = []
    for (let i = 0; i < 10; i++) {
      await pause(20)
      await neighbour.send(text(`${i}`))
      answers.push(new TextDecoder().decode(await neighbour.recv(10)))
    }
    clearInterval(ticking)
    flooding = false
    await neighbour.close()
    await Promise.all([flood, drained, echo])
    assert.equal(answers.join(''), '0123456789')
    assert.ok(ticks >= 8, `a timer of 10 ms came ${ticks} times in 200 ms`)
  })
}
