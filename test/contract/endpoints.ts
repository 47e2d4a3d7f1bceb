import assert from 'node:assert/strict'
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  type ConnectOptions,
  type Endpoint,
  formatAddress,
  formatEndpoint,
  type ListenOptions,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  type SocketError,
  TCP_NODELAY,
} from '../../src/socket/index.ts'
import {
  ALL_FAMILIES,
  behaviour,
  INET,
  INTERNET,
  type Scope,
  type Subject,
  text,
  UNIX,
  words,
} from './harness.ts'

/** A label that is too long for the DNS: no server is asked for it. */
const NOBODY = 'x'.repeat(64)

/** listen() and connect(): what people mean by an endpoint. */
export function endpoints(subject: Subject): void {
  behaviour(subject, ALL_FAMILIES, 'a client and a server meet at an endpoint', async (scope) => {
    const listener = await listen(scope, formatEndpoint(scope.family.address(), SOCK_STREAM))
    const client = await connect(scope, formatEndpoint(listener.getsockname(), SOCK_STREAM))
    const server = scope.own(await listener.accept())
    assert.deepEqual(client.getpeername(), listener.getsockname())
    await client.send(text('hello'))
    assert.equal(words(await server.recv(10)), 'hello')
    if (scope.family === UNIX) return
    assert.equal(listener.getsockopt(SO_REUSEADDR), true)
    assert.deepEqual([client.getsockopt(TCP_NODELAY), server.getsockopt(TCP_NODELAY)], [true, true])
  })

  behaviour(subject, INTERNET, "Nagle's algorithm can be left on", async (scope) => {
    const at = formatEndpoint(scope.family.address(), SOCK_STREAM)
    const listener = await listen(scope, at, { noDelay: false })
    const client = await connect(scope, endpointOf(listener), { noDelay: false })
    const server = scope.own(await listener.accept())
    assert.deepEqual([client.getsockopt(TCP_NODELAY), server.getsockopt(TCP_NODELAY)], [false, false])
  })

  behaviour(subject, INTERNET, 'datagrams are bound and connected', async (scope) => {
    const server = await listen(scope, formatEndpoint(scope.family.address(), SOCK_DGRAM))
    const client = await connect(scope, formatEndpoint(server.getsockname(), SOCK_DGRAM))
    await client.send(text('ask'))
    const { data, from } = await server.recvfrom(10)
    assert.equal(words(data), 'ask')
    await server.sendto(text('answer'), from!)
    assert.equal(words(await client.recv(10)), 'answer')
  })

  behaviour(
    subject,
    [UNIX],
    'a Unix datagram client has a name, so that it can be answered',
    async (scope) => {
      const server = await listen(scope, formatEndpoint(scope.family.address(), SOCK_DGRAM))
      const where = formatEndpoint(server.getsockname(), SOCK_DGRAM)
      const named = { family: AF_UNIX, abstract: `soquete-test-${process.pid}-${Math.random()}` } as const
      for (const localAddress of [undefined, named]) {
        const client = await connect(scope, where, { localAddress })
        const own = client.getsockname()
        if (localAddress === undefined) assert.match(formatAddress(own), /^@[0-9a-f]{5}$/)
        else assert.deepEqual(own, localAddress)
        await client.send(text('ask'))
        await server.sendto(text('answer'), (await server.recvfrom(10)).from!)
        assert.equal(words(await client.recv(10)), 'answer')
      }
    },
  )

  behaviour(subject, [UNIX], 'sequenced packets and abstract names have endpoints too', async (scope) => {
    const name = `soquete-test-${process.pid}-${Math.random()}`
    const listener = await listen(scope, `unix-seqpacket:@${name}`)
    assert.equal(endpointOf(listener), `unix-seqpacket:@${name}`)
    const client = await connect(scope, `unix-seqpacket:@${name}`)
    const server = scope.own(await listener.accept())
    await client.send(text('one'))
    assert.equal(words(await server.recv(10)), 'one')
    assert.equal(server.type, SOCK_SEQPACKET)
  })

  behaviour(subject, [INET], 'every address of the machine hears IPv6 and IPv4', async (scope) => {
    for (const where of ['tcp://*:0', 'tcp://:0', 'udp://*:0']) {
      const listener = await listen(scope, where)
      assert.equal(listener.family, AF_INET6)
      const { port } = listener.getsockname() as { port: number }
      for (const host of ['127.0.0.1', '[::1]']) {
        const client = await connect(scope, `${where.slice(0, 6)}${host}:${port}`)
        await client.send(text(host))
        const server = listener.type === SOCK_DGRAM ? listener : scope.own(await listener.accept())
        const { data, from } = await server.recvfrom(20)
        assert.equal(words(data), host)
        const peer = from ?? server.getpeername()
        assert.ok('address' in peer)
        assert.equal(peer.address, host === '[::1]' ? '::1' : '::ffff:127.0.0.1')
      }
    }
  })

  behaviour(subject, [INET], 'every IPv6 address alone is not heard by IPv4', async (scope) => {
    const listener = await listen(scope, 'tcp://*:0', { ipv6Only: true })
    const { port } = listener.getsockname() as { port: number }
    await assert.rejects(connect(scope, `tcp://127.0.0.1:${port}`), { code: 'ECONNREFUSED' })
    await connect(scope, `tcp://[::1]:${port}`)
    const four: Endpoint = { type: SOCK_STREAM, family: AF_INET, host: null, port: 0 }
    assert.equal((await listen(scope, four)).family, AF_INET)
  })

  behaviour(subject, [INET], 'a name is looked up, to listen and to connect', async (scope) => {
    const listener = await listen(scope, 'tcp://localhost:0')
    const { port } = listener.getsockname() as { port: number }
    const client = await connect(scope, `tcp://localhost:${port}`)
    assert.deepEqual(client.getpeername(), listener.getsockname())
    await listener.close()
    const refused = connect(scope, `tcp://localhost:${port}`)
    await assert.rejects(refused, (error: SocketError) => {
      assert.equal(error.code, 'ECONNREFUSED')
      assert.ok(error.errors!.length >= 1 && error.errors!.every((each) => each.port === port))
      return error.message.startsWith(`cannot connect to tcp://localhost:${port}: connection refused`)
    })
    await assert.rejects(connect(scope, `tcp://${NOBODY}:80`), { name: 'AddrInfoError' })
    await assert.rejects(listen(scope, `tcp://${NOBODY}:80`), { name: 'AddrInfoError' })
  })

  behaviour(subject, [INET], 'an own address may be chosen', async (scope) => {
    const listener = await listen(scope, 'tcp://127.0.0.1:0')
    const localAddress = { family: AF_INET, address: '127.0.0.1', port: 0 } as const
    const client = await connect(scope, endpointOf(listener), { localAddress })
    assert.deepEqual(scope.own(await listener.accept()).getpeername(), client.getsockname())
    const six = { family: AF_INET6, address: '::1', port: 0 } as const
    const wrong = connect(scope, endpointOf(listener), { localAddress: six })
    await assert.rejects(wrong, { name: 'TypeError', message: /is not of the family of tcp:\/\/127/ })
  })

  behaviour(
    subject,
    ALL_FAMILIES,
    'an address in use is refused, and so is one without a listener',
    async (scope) => {
      const listener = await listen(scope, formatEndpoint(scope.family.address(), SOCK_STREAM))
      const where = endpointOf(listener)
      await assert.rejects(listen(scope, where), { code: 'EADDRINUSE', syscall: 'bind' })
      await assert.rejects(listen(scope, where, { unlink: true }), { code: 'EADDRINUSE' })
      await listener.close()
      const codes = ['ECONNREFUSED', 'ENOENT']
      await assert.rejects(connect(scope, where), (error: SocketError) => codes.includes(error.code))
    },
  )

  behaviour(subject, [INET], 'what cannot be meant is refused before any call', async (scope) => {
    for (const [where, kind] of [
      ['tcp://*:80', TypeError],
      ['tcp://:80', TypeError],
      ['tcp://localhost:0', RangeError],
      ['localhost:80', TypeError],
      [null, TypeError],
      [{}, TypeError],
    ] as const)
      await assert.rejects(connect(scope, where as string), kind)
    for (const options of [
      null,
      { timeout: '1' },
      { noDelay: 1 },
      { attemptDelay: '1' },
      { localAddress: {} },
      { localAddress: { family: AF_UNIX } },
    ])
      await assert.rejects(connect(scope, 'tcp://127.0.0.1:1', options as ConnectOptions), TypeError)
    for (const options of [null, { reusePort: 1 }, { ipv6Only: 'no' }, { unlink: 0 }])
      await assert.rejects(listen(scope, 'tcp://127.0.0.1:0', options as unknown as ListenOptions), TypeError)
    await assert.rejects(listen(scope, 'tcp://127.0.0.1:0', { backlog: -1 }), RangeError)
    await assert.rejects(connect(scope, 'tcp://127.0.0.1:1', { signal: AbortSignal.abort() }), {
      name: 'AbortError',
    })
  })
}

async function listen(scope: Scope, where: string | Endpoint, options?: ListenOptions): Promise<Socket> {
  return scope.own(await scope.stack.listen(where, options))
}

async function connect(scope: Scope, where: string | Endpoint, options?: ConnectOptions): Promise<Socket> {
  return scope.own(await scope.stack.connect(where, options))
}

function endpointOf(socket: Socket): string {
  return formatEndpoint(socket.getsockname(), socket.type)
}
