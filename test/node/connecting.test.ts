import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type LookupFunction, type NetConnectOpts, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AF_UNIX, isInternetAddress, SOCK_STREAM, socket } from '../../src/index.ts'
import { connectDuplex, SocketDuplex, serveDuplex } from '../../src/node/index.ts'
import { Scope } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { closing, Diary } from './diary.ts'
import { type Network, native, soquete } from './networks.ts'

/** The same steps with a socket of node:net and with ours: both diaries must say the same. */
function alike(name: string, steps: (network: Network) => Promise<Diary>): void {
  test(`as node:net: ${name}`, async () => {
    const expected = await steps(native)
    assert.deepEqual((await steps(soquete)).lines, expected.lines)
  })
}

/** Connects to a server that greets and ends; gives the client's diary. */
async function visit(
  network: Network,
  options: (port: number) => NetConnectOpts,
  then: (stream: Socket, diary: Diary) => void = () => {},
): Promise<Diary> {
  const listening = await native.listen((stream) =>
    stream
      .on('error', () => {})
      .resume()
      .end('hello'),
  )
  try {
    return await run(network.connect(options(listening.port)), then)
  } finally {
    await listening.close()
  }
}

async function run(stream: Socket, then: (stream: Socket, diary: Diary) => void): Promise<Diary> {
  const diary = new Diary(stream)
  stream.on('data', diary.data)
  then(stream, diary)
  await closing(stream)
  return diary
}

/** A port that refuses, while the steps run. */
async function refusing(steps: (port: number) => Promise<Diary>): Promise<Diary> {
  const scope = new Scope()
  const address = await scope.refusingAddress()
  assert.ok(isInternetAddress(address))
  return steps(address.port).finally(() => scope.close())
}

const here = (port: number) => ({ port, host: '127.0.0.1' })

/** Answers every name with these addresses. */
function answering(...addresses: readonly string[]): LookupFunction {
  return (_name, _options, callback) =>
    process.nextTick(
      callback,
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
}

alike('an address', (network) => visit(network, here))

alike('a host by its name', (network) => visit(network, (port) => ({ port, host: 'localhost', family: 4 })))

alike('without a host: this one', (network) => visit(network, (port) => ({ port, family: 4 })))

alike('a port as text', (network) => visit(network, (port) => ({ ...here(port), port: `${port}` as never })))

alike('bound before', (network) =>
  visit(
    network,
    (port) => ({ ...here(port), localAddress: '127.0.0.5' }),
    (stream, diary) => {
      stream.on('connect', () => diary.note(`${stream.localAddress} ${stream.localFamily}`))
    },
  ),
)

alike('a lookup of one’s own', (network) =>
  visit(network, (port) => ({ port, host: 'somewhere', lookup: answering('127.0.0.1') })),
)

alike('the first of two addresses refuses', (network) =>
  visit(network, (port) => ({ port, host: 'somewhere', lookup: answering('127.0.0.9', '127.0.0.1') })),
)

alike('all addresses refuse', (network) =>
  refusing((port) => {
    const lookup = answering('127.0.0.1', '127.0.0.9')
    return run(network.connect({ port, host: 'somewhere', lookup }), (stream, diary) => {
      stream.on('error', (error: AggregateError) => diary.note(`${error.name} of ${error.errors.length}`))
    })
  }),
)

alike('a lookup that fails', (network) =>
  run(
    network.connect({
      port: 1,
      host: 'nowhere',
      lookup: (_name, _options, callback) =>
        process.nextTick(callback, Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }), []),
    }),
    () => {},
  ),
)

alike('nobody listens', (network) =>
  refusing((port) =>
    run(network.connect(here(port)), (stream, diary) => {
      stream.on(
        'error',
        ({ syscall, address, port: where }: NodeJS.ErrnoException & Record<string, unknown>) =>
          diary.note(`${syscall} ${address} ${where === port}`),
      )
    }),
  ),
)

alike('a path on which nothing stands', (network) =>
  run(network.connect({ path: '/nonexistent/socket' }), (stream, diary) => {
    stream.on('error', ({ syscall }: NodeJS.ErrnoException) => diary.note(`${syscall}`))
  }),
)

alike('written and ended before it is connected', (network) =>
  visit(network, here, (stream, diary) => {
    diary.note(`${stream.readyState} ${stream.pending} ${stream.connecting} ${stream.remoteAddress}`)
    stream.write('one', diary.done('one'))
    stream.write('two', diary.done('two'))
    diary.note(`${stream.bytesWritten} written`)
    stream.end('three', diary.done('three'))
  }),
)

alike('written before, and refused', (network) =>
  refusing((port) =>
    run(network.connect(here(port)), (stream, diary) => {
      stream.write('one', diary.done('one'))
      stream.write('two', diary.done('two'))
      stream.end(diary.done('ended'))
    }),
  ),
)

alike('ended before, and refused', (network) =>
  refusing((port) => run(network.connect(here(port)), (stream) => stream.end())),
)

alike('destroyed before it is connected', (network) =>
  visit(network, here, (stream, diary) => {
    stream.write('one', diary.done('one'))
    stream.destroy()
  }),
)

alike('destroyed with an error before it is connected', (network) =>
  visit(network, here, (stream) => stream.destroy(new Error('never mind'))),
)

alike('destroyed in its listener', (network) =>
  visit(network, here, (stream, diary) => {
    stream.write('one', diary.done('one'))
    stream.prependListener('connect', () => stream.destroy())
  }),
)

alike('paused before', (network) =>
  visit(network, here, (stream, diary) => {
    stream.pause()
    setTimeout(() => {
      diary.note('resumes')
      stream.resume()
    }, 20)
  }),
)

alike('options that are set before', (network) =>
  visit(network, here, (stream, diary) => {
    stream.setNoDelay(true).setKeepAlive(true, 10_000).unref().ref().setTimeout(5000)
    diary.note(`${stream.timeout}`)
  }),
)

alike('a signal that aborts', (network) => {
  const controller = new AbortController()
  return visit(
    network,
    (port) => ({ ...here(port), signal: controller.signal }),
    () => controller.abort(),
  )
})

alike('a signal that aborts later', (network) => {
  const controller = new AbortController()
  return visit(
    network,
    (port) => ({ ...here(port), signal: controller.signal, allowHalfOpen: true }),
    (stream) => stream.on('end', () => controller.abort()),
  )
})

alike('a Unix socket by its path', async (network) => {
  const folder = mkdtempSync(join(tmpdir(), 'soquete-node-'))
  const path = join(folder, 'socket')
  const server = createServer((stream) => stream.resume().end('hello'))
  await new Promise<void>((resolve) => server.listen(path, resolve))
  try {
    return await run(network.connect({ path }), (stream, diary) => {
      stream.on('connect', () => {
        stream.setNoDelay().setKeepAlive(true)
        diary.note(`${stream.remoteAddress} ${stream.localPort} ${JSON.stringify(stream.address())}`)
      })
    })
  } finally {
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true })
  }
})

for (const [what, use] of Object.entries<(stream: Socket, diary: Diary) => void>({
  destroyed: (stream) => stream.setNoDelay().setKeepAlive(true).setTimeout(5000).destroy(),
  'written to': (stream, diary) => stream.write('early', diary.done('early')),
  reset: (stream) => stream.resetAndDestroy(),
})) {
  test(`as node:net: ${what} before connect() was called`, async () => {
    const lines = [new Socket(), new SocketDuplex() as unknown as Socket].map((stream) =>
      run(stream, (_, diary) => {
        diary.note(`${stream.pending} ${stream.connecting} ${JSON.stringify(stream.address())}`)
        use(stream, diary)
      }),
    )
    const [expected, actual] = await Promise.all(lines)
    assert.deepEqual(actual!.lines, expected!.lines)
  })
}

test('connect() later, with a port and a host, a path, or an address', async () => {
  const listening = await soquete.listen((stream) => stream.end('hello'))
  const address = { family: 2, address: '127.0.0.1', port: listening.port } as const
  for (const connect of [
    (stream: SocketDuplex, listener: () => void) => stream.connect(listening.port, '127.0.0.1', listener),
    (stream: SocketDuplex, listener: () => void) => stream.connect(address, listener),
    (stream: SocketDuplex, listener: () => void) => stream.connect({ to: address }, listener),
  ]) {
    const stream = new SocketDuplex()
    let connected = 0
    connect(stream, () => connected++)
    assert.equal(Buffer.concat(await stream.toArray()).toString(), 'hello')
    assert.equal(connected, 1)
    assert.deepEqual([stream.connecting, stream.pending], [false, true])
  }
  await listening.close()
})

test('abstract names, as an address and with a NUL', async () => {
  const name = `soquete-${process.pid}-duplex`
  const listener = socket(AF_UNIX, SOCK_STREAM)
  listener.bind({ family: AF_UNIX, abstract: name })
  listener.listen()
  const serving = serveDuplex(listener, (duplex) => duplex.end('hello'))
  for (const to of [{ family: AF_UNIX, abstract: name } as const, { path: `\0${name}` }]) {
    assert.equal(Buffer.concat(await connectDuplex(to).toArray()).toString(), 'hello')
  }
  await listener.close()
  await serving
})

test('names and options of both ends', async () => {
  const listening = await soquete.listen((stream) => {
    assert.equal(stream.remoteFamily, 'IPv4')
    assert.equal(stream.localPort, listening.port)
    stream.pipe(stream)
  })
  const stream = soquete.connect({ ...here(listening.port), noDelay: true, keepAlive: true })
  stream.on('connect', () => {
    assert.deepEqual(stream.address(), { address: '127.0.0.1', family: 'IPv4', port: stream.localPort })
    assert.deepEqual([stream.remoteAddress, stream.remotePort], ['127.0.0.1', listening.port])
  })
  stream.end('x').resume()
  await closing(stream)
  assert.equal(stream.remoteAddress, '127.0.0.1', 'once asked for it is known for good')
  await listening.close()
})

test('what connect() refuses, it refuses before it does anything', () => {
  const refused = (to: unknown, kind: typeof TypeError | typeof RangeError, message: RegExp) =>
    assert.throws(
      () => connectDuplex(to as never),
      (error: Error) => error instanceof kind && message.test(error.message),
    )
  refused({}, TypeError, /neither a port or a path/)
  refused({ host: 'localhost' }, TypeError, /neither a port or a path/)
  refused({ port: 65536 }, RangeError, /port 65536/)
  refused({ port: 'http' }, RangeError, /port NaN/)
  refused({ port: 80, host: 7 }, TypeError, /host is text/)
  refused({ port: 80, lookup: 'dns' }, TypeError, /lookup is a function/)
  refused({ family: 77, port: 80 }, TypeError, /family 77/)
  refused(null, TypeError, /connect\(\) takes/)
  refused(undefined, TypeError, /connect\(\) takes/)
  const stream = new SocketDuplex()
  stream.destroy()
  assert.throws(() => stream.connect(80), { code: 'EISCONN', message: /connects once/ })
})
