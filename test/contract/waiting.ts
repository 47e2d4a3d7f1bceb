import assert from 'node:assert/strict'
import {
  MSG_DONTWAIT,
  SO_LINGER,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  type Socket,
  type SocketError,
  type TraceEvent,
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
  words,
} from './harness.ts'

/** Who waits, for how long, in which order, and who is woken. */
export function waiting(subject: Subject): void {
  behaviour(
    subject,
    ALL_FAMILIES,
    'calls of one direction are served in the order in which they came',
    async (scope) => {
      const [client, server] = await scope.connected()
      const reads = Array.from({ length: 50 }, () => server.recv(2))
      const sends = Array.from({ length: 50 }, (_, i) => client.send(Uint8Array.of(i, i)))
      await Promise.all(sends)
      const received = await Promise.all(reads)
      assert.deepEqual(
        received.map((bytes) => [...bytes]),
        Array.from({ length: 50 }, (_, i) => [i, i]),
      )
      const large = Array.from({ length: 4 }, (_, i) => new Uint8Array(1_000_000).fill(i + 1))
      const sending = Promise.all(large.map((bytes) => client.send(bytes)))
      const all = readAll(server)
      await sending
      await client.close()
      assert.ok(Buffer.from(await all).equals(Buffer.concat(large)), 'sends were mixed up')
    },
  )

  behaviour(subject, ALL_FAMILIES, 'of a thousand calls at once, those cut take nothing', async (scope) => {
    const [client, server] = await scope.connected()
    const outcomes: Promise<{ sent: number } | { cut: true }>[] = []
    let taken = ''
    const reads = Array.from({ length: 1000 }, (_, i) => {
      const controller = new AbortController()
      if (i % 3 === 0) setTimeout(() => controller.abort(), (i * 7) % 20)
      return server.recv(1, 0, { signal: controller.signal }).then(
        (bytes) => words(bytes),
        (error: Error) => {
          assert.equal(error.name, 'AbortError')
          return null
        },
      )
    })
    const message = Array.from({ length: 1000 }, (_, i) => String.fromCharCode(97 + (i % 26))).join('')
    for (let i = 0; i < message.length; i += 10) {
      outcomes.push(client.send(text(message.slice(i, i + 10))).then((sent) => ({ sent })))
      if (i % 50 === 0) await pause(1)
    }
    await Promise.all(outcomes)
    await client.close()
    for (const read of reads) taken += (await read) ?? ''
    taken += words(await readAll(server))
    assert.equal(taken, message)
  })

  behaviour(subject, ALL_FAMILIES, 'closing rejects those who wait, at once', async (scope) => {
    const [, server] = await scope.connected()
    const [talker] = await scope.connected()
    const listener = scope.listener()
    const waiting = [
      server.recv(10),
      server.recv(new Uint8Array(10)),
      talker.send(new Uint8Array(32 * 1024 * 1024)),
      listener.accept(),
    ]
    await pause(10)
    const closing = [server.close(), talker.close(), listener.close()]
    for (const call of waiting) {
      await assert.rejects(
        call,
        (error: SocketError) => error.code === 'EBADF' && /was closed/.test(error.message),
      )
    }
    await Promise.all(closing)
    await assert.rejects(server.recv(1), { code: 'EBADF', syscall: 'recv' })
    await assert.rejects(talker.send(text('x')), { code: 'EBADF', syscall: 'send' })
    assert.throws(() => listener.getsockname(), { code: 'EBADF' })
    await listener.close()
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'a call ends at its time limit or by its signal, and the next one is as if it had not been',
    async (scope) => {
      const [client, server] = await scope.connected()
      await assert.rejects(server.recv(10, 0, { timeout: 10 }), { code: 'ETIMEDOUT', syscall: 'recv' })
      await assert.rejects(server.recv(10, 0, { signal: AbortSignal.abort() }), { name: 'AbortError' })
      const controller = new AbortController()
      const reading = server.recv(10, 0, { signal: controller.signal })
      controller.abort(new Error('changed my mind'))
      await assert.rejects(reading, /changed my mind/)
      await assert.rejects(scope.listener().accept({ timeout: 10 }), { code: 'ETIMEDOUT', syscall: 'accept' })
      await assert.rejects(server.recv(10, MSG_DONTWAIT), { code: 'EAGAIN' })
      server.setsockopt(SO_RCVTIMEO, 10)
      await assert.rejects(server.recv(10), {
        code: 'EAGAIN',
        message: /timed out after 10 ms \(SO_RCVTIMEO\)/,
      })
      server.setsockopt(SO_RCVTIMEO, 0)
      await client.send(text('late'))
      assert.equal(words(await server.recv(10)), 'late')
    },
  )

  behaviour(subject, ALL_FAMILIES, 'a send that is cut says how many bytes had moved', async (scope) => {
    const [client, server] = await scope.connected()
    const error = await client.send(pattern(32 * 1024 * 1024), 0, { timeout: 50 }).catch((error) => error)
    assert.equal(error.code, 'ETIMEDOUT')
    assert.ok(error.bytesTransferred > 0)
    await client.close()
    const received = await readAll(server)
    assert.equal(received.length, error.bytesTransferred)
    assert.ok(Buffer.from(received).equals(pattern(received.length)))
  })

  behaviour(subject, [INET], 'a flooding peer stops neither a neighbour nor a timer', async (scope) => {
    const [flooder, flooded] = await scope.connected()
    const [client, neighbour] = await scope.connected()
    let flooding = true
    const flood = (async () => {
      const bytes = new Uint8Array(16384)
      while (flooding) await flooder.send(bytes)
      await flooder.close()
    })()
    const drain = (async () => {
      const buffer = new Uint8Array(1024)
      while ((await flooded.recv(buffer)) > 0);
    })()
    const echo = (async () => {
      const buffer = new Uint8Array(16)
      for (let n = await neighbour.recv(buffer); n > 0; n = await neighbour.recv(buffer))
        await neighbour.send(buffer.subarray(0, n))
    })()
    let ticks = 0
    const timer = setInterval(() => ticks++, 10)
    let answers = 0
    // A second is enough by far; on a machine that is busy with other things it takes longer.
    const until = performance.now() + 10_000
    while ((answers < 30 || ticks < 30) && performance.now() < until) {
      await client.send(text('ping'))
      await client.recv(16)
      answers++
    }
    clearInterval(timer)
    flooding = false
    await client.close()
    await Promise.all([flood, drain, echo])
    assert.ok(ticks >= 30, `a timer of 10 ms ticked ${ticks} times in ten seconds`)
    assert.ok(answers >= 30, `a neighbour had ${answers} answers in ten seconds`)
  })

  behaviour(
    subject,
    INTERNET,
    'a lingering close waits for the peer, and resets when its time is over',
    async (scope) => {
      const [client, server] = await scope.connected()
      client.setsockopt(SO_LINGER, { onoff: true, linger: 5 })
      const size = 256 * 1024
      const sent = await sendWhatFits(client, size)
      const closing = client.close()
      let closed = false
      void closing.then(() => {
        closed = true
      })
      await pause(30)
      const received = await readAll(server)
      assert.equal(received.length, sent)
      await closing
      assert.equal(closed, true)

      const [stuck, stalled] = await scope.connected()
      stuck.setsockopt(SO_LINGER, { onoff: true, linger: 1 })
      await sendWhatFits(stuck, 64 * 1024 * 1024)
      let ticks = 0
      const timer = setInterval(() => ticks++, 20)
      const start = performance.now()
      await stuck.close()
      const took = performance.now() - start
      clearInterval(timer)
      assert.ok(took > 900 && took < 5000, `closing took ${took} ms`)
      assert.ok(ticks > 5, `the thread stood still: ${ticks} ticks`)
      await assert.rejects(readAll(stalled), { code: 'ECONNRESET' })
    },
  )

  behaviour(subject, ALL_FAMILIES, 'serving: a peer whose handler fails fails alone', async (scope) => {
    const listener = scope.listener()
    const failures: string[] = []
    const serving = listener.serve(
      async (peer) => {
        const name = words(await peer.recv(10))
        if (name === 'bad') throw new Error('bad peer')
        await peer.send(text(`hello ${name}`))
      },
      { onError: (error) => failures.push((error as Error).message) },
    )
    for (const name of ['ann', 'bad', 'bob']) {
      const client = scope.socket()
      await client.connect(listener.getsockname())
      await client.send(text(name))
      assert.equal(words(await readAll(client)), name === 'bad' ? '' : `hello ${name}`)
    }
    assert.deepEqual(failures, ['bad peer'])
    await listener.close()
    await serving
  })

  behaviour(subject, [INET], 'serving ends by its signal, after those who are served', async (scope) => {
    const listener = scope.listener()
    const controller = new AbortController()
    let done = false
    const serving = listener.serve(
      async (peer) => {
        await peer.recv(10)
        await pause(30)
        done = true
      },
      { signal: controller.signal, maxConnections: 1 },
    )
    const client = scope.socket()
    await client.connect(listener.getsockname())
    await client.send(text('x'))
    await pause(10)
    controller.abort()
    await serving
    assert.equal(done, true)
  })

  behaviour(subject, [INET], 'a tracer sees each call enter, wait and leave', async (scope) => {
    const events: TraceEvent[] = []
    scope.stack.tracer = { event: (event) => events.push(event) }
    try {
      const [client, server] = await scope.connected()
      const reading = server.recv(10)
      await client.send(text('seen'))
      await reading
      await assert.rejects(server.recv(10, 0, { timeout: 5 }))
      const recv = events.filter((event) => event.syscall === 'recv')
      assert.deepEqual(
        recv.map((event) => event.type),
        ['enter', 'wait', 'leave', 'enter', 'wait', 'leave'],
      )
      const [, , left, , , failed] = recv
      assert.ok(left?.type === 'leave' && left.result === 4)
      assert.deepEqual(left.received, { bytes: text('seen'), length: 4 })
      assert.ok(failed?.type === 'leave' && failed.error?.code === 'ETIMEDOUT')
      const calls = new Set(events.map((event) => event.syscall))
      for (const call of ['socket', 'bind', 'listen', 'accept', 'connect', 'send'])
        assert.ok(calls.has(call), call)
    } finally {
      scope.stack.tracer = null
    }
    const silent = events.length
    scope.socket(SOCK_DGRAM)
    assert.equal(events.length, silent)
  })
}

/** Sends until the buffers are full, or `limit` bytes; gives how many. */
async function sendWhatFits(socket: Socket, limit: number): Promise<number> {
  try {
    return await socket.send(pattern(limit), 0, { timeout: 100 })
  } catch (error) {
    return (error as SocketError).bytesTransferred ?? 0
  }
}
