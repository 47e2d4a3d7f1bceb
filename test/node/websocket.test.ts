import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createWebSocketStream, type ServerOptions, WebSocket, WebSocketServer } from 'ws'
import { test } from '../leak-check.ts'
import { digest, MEBIBYTE, pattern } from './bytes.ts'
import { PAIRS } from './networks.ts'

type Open = () => WebSocket

/** A server that sends back what comes, and what opens clients of it. */
function sockets(
  name: string,
  use: (open: Open, server: WebSocketServer) => Promise<void>,
  options: ServerOptions = {},
): void {
  for (const { clients, servers } of PAIRS) {
    test(`ws: ${name}; ${clients.name} to ${servers.name}`, async () => {
      const http = createServer()
      const server = new WebSocketServer({ server: http, ...options })
      server.on('connection', (peer) => {
        peer.on('error', () => {})
        peer.on('message', (data, binary) => peer.send(data, { binary }))
      })
      const listening = await servers.listen(http)
      const agent = new Agent()
      Object.assign(agent, { createConnection: clients.connect })
      const opened: WebSocket[] = []
      await use(() => {
        const client = new WebSocket(`ws://127.0.0.1:${listening.port}/chat`, { agent })
        opened.push(client)
        return client
      }, server)
      for (const client of opened) client.terminate()
      await listening.close()
    })
  }
}

function next(client: WebSocket): Promise<[data: Buffer, binary: boolean]> {
  return once(client, 'message') as Promise<[Buffer, boolean]>
}

sockets('texts and bytes, empty ones and long ones', async (open) => {
  const client = open()
  await once(client, 'open')
  for (const size of [0, 1, 125, 126, 65_535, 65_536, 300_000]) {
    const bytes = pattern(size)
    client.send(bytes)
    const [data, binary] = await next(client)
    assert.deepEqual([digest(data), binary], [digest(bytes), true])
    client.send('é'.repeat(size))
    const [text, isBinary] = await next(client)
    assert.deepEqual([String(text), isBinary], ['é'.repeat(size), false])
  }
})

sockets('thousands of messages, none of which is waited for', async (open) => {
  const client = open()
  await once(client, 'open')
  let received = 0
  const all = new Promise<void>((resolve, reject) => {
    client.on('message', (data) => {
      if (String(data) !== `message ${received}`) reject(new Error(`${data} came as number ${received}`))
      if (++received === 3000) resolve()
    })
  })
  for (let i = 0; i < 3000; i++) client.send(`message ${i}`)
  await all
})

for (const perMessageDeflate of [false, true]) {
  sockets(
    `megabytes in one message${perMessageDeflate ? ', compressed' : ''}`,
    async (open) => {
      const client = open()
      await once(client, 'open')
      const large = pattern(6 * MEBIBYTE)
      client.send(large)
      const [data] = await next(client)
      assert.equal(digest(data), digest(large))
    },
    { perMessageDeflate },
  )
}

sockets('close codes and reasons, from both ends', async (open, server) => {
  const first = open()
  server.once('connection', (peer) => peer.close(4001, 'go away'))
  const [code, reason] = await once(first, 'close')
  assert.deepEqual([code, String(reason)], [4001, 'go away'])
  const second = open()
  const [peer] = (await once(server, 'connection')) as [WebSocket]
  if (second.readyState !== WebSocket.OPEN) await once(second, 'open')
  const told = once(peer, 'close')
  second.close(3000, 'enough')
  assert.deepEqual((await once(second, 'close')).map(String), ['3000', 'enough'])
  assert.deepEqual((await told).map(String), ['3000', 'enough'])
})

sockets('a peer that is gone without a word', async (open, server) => {
  const client = open()
  const [peer] = (await once(server, 'connection')) as [WebSocket]
  if (client.readyState !== WebSocket.OPEN) await once(client, 'open')
  peer.terminate()
  assert.equal((await once(client, 'close'))[0], 1006)
})

sockets('ping and pong', async (open) => {
  const client = open()
  await once(client, 'open')
  client.ping('are you there')
  assert.equal(String((await once(client, 'pong'))[0]), 'are you there')
})

sockets('as a stream, to a reader who takes his time', async (open) => {
  const client = open()
  await once(client, 'open')
  const stream = createWebSocketStream(client)
  const large = pattern(4 * MEBIBYTE)
  for (let at = 0; at < large.length; at += 100_000) stream.write(large.subarray(at, at + 100_000))
  const pieces: Buffer[] = []
  for (let left = large.length; left > 0; ) {
    const piece = stream.read()
    if (piece === null) await once(stream, 'readable')
    else {
      pieces.push(piece)
      left -= piece.length
      if (pieces.length % 10 === 0) await sleep(1)
    }
  }
  assert.equal(digest(...pieces), digest(large))
  const closed = once(client, 'close')
  stream.end()
  await closed
})

sockets('one speaks to many', async (open, server) => {
  const clients = Array.from({ length: 50 }, open)
  await Promise.all(clients.map((client) => once(client, 'open')))
  const heard = clients.map(next)
  for (const peer of server.clients) peer.send('to all')
  for (const [data] of await Promise.all(heard)) assert.equal(String(data), 'to all')
})
