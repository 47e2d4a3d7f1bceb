import assert from 'node:assert/strict'
import { once } from 'node:events'
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  createSecureServer,
  createServer,
  type Http2Server,
} from 'node:http2'
import { connect as connectTls } from 'node:tls'
import { test } from '../leak-check.ts'
import { digest, MEBIBYTE, pattern } from './bytes.ts'
import { selfSigned } from './certificate.ts'
import { PAIRS } from './networks.ts'

const identity = selfSigned()

function session(
  name: string,
  secure: boolean,
  prepare: (server: Http2Server) => void,
  use: (session: ClientHttp2Session) => Promise<void>,
): void {
  for (const { clients, servers } of PAIRS) {
    test(`http2: ${name}${secure ? ' over TLS' : ''}; ${clients.name} to ${servers.name}`, async () => {
      const server = secure ? createSecureServer(identity) : createServer()
      prepare(server as Http2Server)
      const listening = await servers.listen(server)
      const stream = clients.connect({ port: listening.port, host: '127.0.0.1', noDelay: true })
      const options = { socket: stream, ca: identity.cert, servername: 'localhost', ALPNProtocols: ['h2'] }
      const createConnection = () => (secure ? connectTls(options) : stream)
      const client = connect(secure ? 'https://localhost' : 'http://localhost', { createConnection })
      await once(client, 'connect')
      await use(client)
      if (!client.closed) client.close()
      if (!client.destroyed) await once(client, 'close')
      await listening.close()
    })
  }
}

async function answer(stream: ClientHttp2Stream): Promise<Buffer> {
  return Buffer.concat(await stream.toArray())
}

for (const secure of [false, true]) {
  session(
    'many streams at once, each with its own bytes',
    secure,
    (server) => server.on('stream', (stream) => stream.pipe(stream)),
    async (client) => {
      const bodies = Array.from({ length: 40 }, (_, i) => pattern(i * 9973 + 1).fill(i, 0, 1))
      const answers = bodies.map((body) => {
        const stream = client.request({ ':method': 'POST', ':path': '/' })
        stream.end(body)
        return answer(stream)
      })
      for (const [i, body] of (await Promise.all(answers)).entries())
        assert.equal(digest(body), digest(bodies[i]!))
    },
  )

  const large = pattern(4 * MEBIBYTE)

  session(
    'megabytes both ways',
    secure,
    (server) => server.on('stream', (stream) => stream.pipe(stream)),
    async (client) => {
      const stream = client.request({ ':method': 'POST', ':path': '/' })
      stream.end(large)
      assert.equal(digest(await answer(stream)), digest(large))
    },
  )

  session(
    'pings, a cancelled stream, and good bye',
    secure,
    (server) =>
      server.on('stream', (stream, headers) => {
        stream.on('error', () => {})
        stream.respond()
        if (headers[':path'] === '/good') stream.end('good')
        else stream.write('half')
      }),
    async (client) => {
      const round = await new Promise<number>((resolve, reject) =>
        client.ping((error, duration) => (error ? reject(error) : resolve(duration))),
      )
      assert.ok(round > 0)
      const half = client.request({ ':path': '/' })
      await once(half, 'data')
      half.close(8)
      await once(half, 'close')
      assert.equal(String(await answer(client.request({ ':path': '/good' }))), 'good')
    },
  )
}
