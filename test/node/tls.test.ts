import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Server as HttpServer, type IncomingMessage } from 'node:http'
import { createServer as createHttpsServer, request } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, createServer, type TLSSocket, type TlsOptions } from 'node:tls'
import { test } from '../leak-check.ts'
import { digest, MEBIBYTE, pattern } from './bytes.ts'
import { selfSigned } from './certificate.ts'
import { closing } from './diary.ts'
import { type Network, PAIRS } from './networks.ts'

const identity = selfSigned()
const large = pattern(6 * MEBIBYTE)

/** A TLS connection, each end over one of the networks. */
function secured(
  name: string,
  use: (client: TLSSocket, server: TLSSocket) => Promise<void>,
  options: TlsOptions = {},
): void {
  for (const { clients, servers } of PAIRS) {
    test(`tls: ${name}; ${clients.name} to ${servers.name}`, async () => {
      const server = createServer({ ...identity, ...options })
      const listening = await servers.listen(server)
      const accepted = once(server, 'secureConnection') as Promise<[TLSSocket]>
      const client = secure(clients, listening.port)
      const [peer] = await accepted
      await use(client, peer)
      client.destroy()
      peer.destroy()
      await listening.close()
    })
  }
}

function secure(clients: Network, port: number): TLSSocket {
  const socket = clients.connect({ port, host: '127.0.0.1', noDelay: true })
  return connect({ socket, ca: identity.cert, servername: 'localhost' })
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  secured(
    `${version}, megabytes both ways`,
    async (client, server) => {
      if (!client.authorized) await once(client, 'secureConnect')
      assert.equal(client.getProtocol(), version)
      server.pipe(server)
      const pieces: Buffer[] = []
      client.on('data', (piece) => pieces.push(piece))
      client.end(large)
      await closing(client)
      assert.equal(digest(...pieces), digest(large))
    },
    { minVersion: version, maxVersion: version },
  )
}

secured(
  'who reads slowly gets all of it, although both ends have ended long before',
  async (client, server) => {
    server.end(large)
    client.end()
    const pieces: Buffer[] = []
    for await (const piece of client) {
      pieces.push(piece as Buffer)
      await sleep(0)
    }
    assert.equal(digest(...pieces), digest(large))
  },
)

secured('the client is who it says, and the server’s end is known', async (client, server) => {
  if (!client.authorized) await once(client, 'secureConnect')
  assert.equal(client.getPeerCertificate().subject.CN, 'localhost')
  server.end('good bye')
  assert.equal(String(Buffer.concat(await client.toArray())), 'good bye')
})

secured('a reader who takes his time', async (client, server) => {
  client.end(large)
  await sleep(20)
  let count = 0
  for await (const piece of server) {
    count += piece.length
    if (count % 7 === 0) await sleep(1)
  }
  assert.equal(count, large.length)
})

secured('one end is destroyed in the middle', async (client, server) => {
  const error = new Promise((resolve) => client.on('error', resolve).on('close', resolve))
  client.write(large)
  await once(server, 'readable')
  server.destroy()
  await error
})

for (const { clients, servers } of PAIRS) {
  test(`tls: a certificate that nobody vouches for; ${clients.name} to ${servers.name}`, async () => {
    const server = createServer(identity).on('tlsClientError', () => {})
    const listening = await servers.listen(server)
    const socket = clients.connect({ port: listening.port, host: '127.0.0.1' })
    const client = connect({ socket, servername: 'localhost' })
    await assert.rejects(once(client, 'secureConnect'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    await closing(socket)
    await listening.close()
  })

  test(`tls: https; ${clients.name} to ${servers.name}`, async () => {
    const server = createHttpsServer(identity, (request, response) => request.pipe(response))
    assert.ok(!(server instanceof HttpServer))
    const listening = await servers.listen(server)
    const createConnection = () => secure(clients, listening.port)
    const asking = request({ method: 'POST', host: 'localhost', createConnection }).end(large)
    const [response] = (await once(asking, 'response')) as [IncomingMessage]
    assert.equal(digest(...(await response.toArray())), digest(large))
    await listening.close()
  })
}
