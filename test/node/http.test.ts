import assert from 'node:assert/strict'
import { once } from 'node:events'
import {
  Agent,
  createServer,
  type IncomingMessage,
  type RequestListener,
  type RequestOptions,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { memoryStack } from '../../examples/stacks/memory-network.ts'
import { AF_INET, SOCK_STREAM } from '../../src/index.ts'
import { connectDuplex, serveDuplex } from '../../src/node/index.ts'
import { test } from '../leak-check.ts'
import { digest, MEBIBYTE, pattern } from './bytes.ts'
import { closing } from './diary.ts'
import { type Network, PAIRS, soquete } from './networks.ts'

interface Answer {
  readonly status: number | undefined
  readonly body: Buffer
  readonly headers: IncomingMessage['headers']
}

/** A server and a client that keeps its connections, over the networks that are tested. */
class Site {
  readonly server: Server
  readonly agent: Agent
  readonly #port: number
  readonly #clients: Network
  readonly #close: () => Promise<void>
  /** Connections that the client has opened. */
  readonly opened: Duplex[] = []

  private constructor(server: Server, port: number, clients: Network, close: () => Promise<void>) {
    this.server = server
    this.#port = port
    this.#clients = clients
    this.#close = close
    this.agent = new Agent({ keepAlive: true })
    // What an application does to have its requests go over Soquete.
    Object.assign(this.agent, {
      createConnection: (options: { port: number }) => {
        const stream = clients.connect(options)
        this.opened.push(stream)
        return stream
      },
    })
  }

  static async open(clients: Network, servers: Network, listener: RequestListener): Promise<Site> {
    const server = createServer(listener)
    const listening = await servers.listen(server)
    return new Site(server, listening.port, clients, listening.close)
  }

  /** A connection without a client's manners. */
  connect(): Duplex {
    return this.#clients.connect({ host: '127.0.0.1', port: this.#port, allowHalfOpen: true })
  }

  options(path: string): RequestOptions {
    return { agent: this.agent, host: '127.0.0.1', port: this.#port, path }
  }

  async ask(path: string, body?: Buffer | readonly Buffer[], headers = {}): Promise<Answer> {
    const method = body === undefined ? 'GET' : 'POST'
    const asking = request({ ...this.options(path), method, headers })
    if (body !== undefined) for (const piece of Buffer.isBuffer(body) ? [body] : body) asking.write(piece)
    asking.end()
    const [response] = (await once(asking, 'response')) as [IncomingMessage]
    const pieces: Buffer[] = await response.toArray()
    return { status: response.statusCode, body: Buffer.concat(pieces), headers: response.headers }
  }

  async close(): Promise<void> {
    this.agent.destroy()
    await this.#close()
  }
}

function site(
  name: string,
  listener: RequestListener,
  use: (site: Site, servers: Network) => Promise<void>,
): void {
  for (const { clients, servers } of PAIRS) {
    test(`http: ${name}; ${clients.name} to ${servers.name}`, async () => {
      const opened = await Site.open(clients, servers, listener)
      await use(opened, servers).finally(() => opened.close())
    })
  }
}

/** Sends the request's body back, as it comes. */
const echo: RequestListener = (request, response) => request.pipe(response)

site(
  'requests one after the other keep their connection',
  (request, response) => response.end(`${request.method} ${request.url}`),
  async (site) => {
    for (let i = 0; i < 20; i++) {
      const { status, body, headers } = await site.ask(`/${i}`)
      assert.deepEqual([status, String(body), headers.connection], [200, `GET /${i}`, 'keep-alive'])
    }
    assert.equal(site.opened.length, 1)
  },
)

site('many requests at once', echo, async (site) => {
  const bodies = Array.from({ length: 100 }, (_, i) => pattern(10 + i * 997).fill(`${i},`, 0, 10))
  const answers = await Promise.all(bodies.map((body) => site.ask('/', body)))
  for (const [i, { body }] of answers.entries()) assert.equal(digest(body), digest(bodies[i]!))
})

site('megabytes in chunks, up and down', echo, async (site) => {
  const pieces = Array.from({ length: 24 }, (_, i) => pattern(250_000 + 17 * i))
  const { body, headers } = await site.ask('/', pieces)
  assert.equal(headers['transfer-encoding'], 'chunked')
  assert.equal(digest(body), digest(...pieces))
})

const large = pattern(8 * MEBIBYTE)

site(
  'megabytes with their length, to a client who takes his time',
  (_, response) => response.setHeader('content-length', large.length).end(large),
  async (site) => {
    const asking = request(site.options('/')).end()
    const [response] = (await once(asking, 'response')) as [IncomingMessage]
    const pieces: Buffer[] = []
    for await (const piece of response) {
      pieces.push(piece)
      if (pieces.length % 20 === 0) await sleep(1)
    }
    assert.equal(digest(...pieces), digest(large))
  },
)

site(
  'Expect: 100-continue',
  async (request, response) => response.end(`${(await request.toArray()).length > 0}`),
  async (site) => {
    const asking = request({ ...site.options('/'), method: 'POST', headers: { expect: '100-continue' } })
    asking.flushHeaders()
    await once(asking, 'continue')
    asking.end('now')
    const [response] = (await once(asking, 'response')) as [IncomingMessage]
    assert.equal(String(Buffer.concat(await response.toArray())), 'true')
  },
)

site(
  'an upgrade hands the stream over',
  (_, response) => response.end(),
  async (site) => {
    site.server.on('upgrade', (_request, stream) => {
      stream.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n')
      stream.pipe(stream)
    })
    const headers = { connection: 'upgrade', upgrade: 'echo' }
    const asking = request({ ...site.options('/'), headers }).end()
    const [, stream] = (await once(asking, 'upgrade')) as [IncomingMessage, Duplex]
    const pieces: Buffer[] = []
    stream.on('data', (piece) => pieces.push(piece))
    stream.end(large)
    await closing(stream)
    assert.equal(digest(...pieces), digest(large))
  },
)

const aborted: string[] = []

site(
  'the client aborts, and the server learns of it',
  (request, response) => {
    request.on('error', (error: NodeJS.ErrnoException) => aborted.push(`${request.url} ${error.code}`))
    response.on('close', () => aborted.push(`${request.url} ${response.writableFinished}`))
    if (request.url === '/sending') response.write(large)
    if (request.url === '/uploading') request.resume()
  },
  async (site) => {
    aborted.length = 0
    for (const path of ['/waiting', '/sending', '/uploading']) {
      const asking = request({ ...site.options(path), method: 'POST' }).on('error', () => {})
      asking.write('x')
      if (path === '/sending') await once(asking, 'response')
      else await sleep(20)
      asking.destroy()
      while (!aborted.includes(`${path} false`)) await sleep(1)
    }
    assert.ok(aborted.includes('/uploading ECONNRESET'))
  },
)

site(
  'the server dies in the middle of an answer',
  (request, response) => {
    if (request.url === '/good') response.end('good')
    else response.write('half', () => response.destroy())
  },
  async (site) => {
    await assert.rejects(site.ask('/'), { code: 'ECONNRESET' })
    assert.equal(String((await site.ask('/good')).body), 'good')
  },
)

site(
  'a client who has ended his half gets his answer',
  (_, response) => setTimeout(() => response.end('late'), 10),
  async (site) => {
    Object.assign(site.server, { httpAllowHalfOpen: true })
    const stream = site.connect()
    stream.end('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
    assert.match(String(Buffer.concat(await stream.toArray())), /late/)
  },
)

site(
  'timeouts of client and server',
  (_request: IncomingMessage, _response: ServerResponse) => {},
  async (site) => {
    const asking = request({ ...site.options('/'), timeout: 30 }).end()
    await once(asking, 'timeout')
    asking.on('error', () => {}).destroy()
    site.server.timeout = 30
    await assert.rejects(site.ask('/'), { code: 'ECONNRESET' })
  },
)

site(
  'a connection that nobody uses is closed when its time has come',
  (_, response) => response.end('hello'),
  async (site) => {
    site.server.keepAliveTimeout = 30
    await site.ask('/')
    assert.equal(site.opened.length, 1)
    if (!site.opened[0]!.closed) await closing(site.opened[0]!)
    await site.ask('/')
    assert.equal(site.opened.length, 2)
  },
)

test('http: a server that is told that it listens watches over its connections', async () => {
  const server = createServer({ connectionsCheckingInterval: 20, headersTimeout: 40, requestTimeout: 60 })
  const listening = await soquete.listen(server)
  server.emit('listening')
  const slow = soquete.connect({ port: listening.port, host: '127.0.0.1' })
  slow.write('GET / HTTP/1.1\r\nHost: ')
  assert.match(String(Buffer.concat(await slow.toArray())), /^HTTP\/1.1 408 /)
  const idle = soquete.connect({ port: listening.port, host: '127.0.0.1' })
  await once(idle, 'connect')
  await sleep(5)
  server.closeAllConnections()
  server.close()
  await closing(idle.resume())
  await listening.close()
})

test('http: over another stack, which is all in memory', async () => {
  const stack = memoryStack()
  const listener = stack.socket(AF_INET, SOCK_STREAM)
  listener.bind({ family: AF_INET, address: '127.0.0.1', port: 80 })
  listener.listen()
  const serving = serveDuplex(listener, createServer(echo))
  const createConnection = () => connectDuplex({ port: 80, host: '127.0.0.1', stack })
  const asking = request({ method: 'POST', createConnection: createConnection as never }).end(large)
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  assert.equal(digest(...(await response.toArray())), digest(large))
  await listener.close()
  await serving
})
