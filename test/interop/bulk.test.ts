import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import {
  AF_UNIX,
  formatAddress,
  MSG_WAITALL,
  SHUT_WR,
  SOCK_STREAM,
  type Socket,
  socket,
} from '../../src/index.ts'
import { acceptFrom, connectTo, freshName, listenOn } from './endpoints.ts'
import type { Peer } from './peer.ts'
import { interop } from './stage.ts'
import { LANGUAGES } from './tools.ts'

const HOST = '127.0.0.1'
const SIZE = 8 * 2 ** 20

for (const language of LANGUAGES) {
  interop(`8 MiB to a server in ${language}`, [language], async (stage) => {
    const server = stage.peer(language, 'bulk', 'server', HOST, 'receive', SIZE)
    const client = await connectTo(stage, HOST, await server.ready())
    await oneWay(server, 'received', await send(client))
  })

  interop(`8 MiB from a server in ${language}, in one recv`, [language], async (stage) => {
    const server = stage.peer(language, 'bulk', 'server', HOST, 'send', SIZE)
    const client = await connectTo(stage, HOST, await server.ready())
    const all = await client.recv(SIZE, MSG_WAITALL)
    assert.equal((await client.recv(1)).length, 0)
    await oneWay(server, 'sent', { size: all.length, crc: spell(crc32(all)) })
  })

  interop(`8 MiB to and from a server in ${language} at one time`, [language], async (stage) => {
    const server = stage.peer(language, 'bulk', 'server', HOST, 'both', SIZE)
    await bothWays(server, await connectTo(stage, HOST, await server.ready()))
  })

  interop(`8 MiB to and from a client in ${language} at one time`, [language], async (stage) => {
    const { listener, port } = await listenOn(stage, HOST)
    const client = stage.peer(language, 'bulk', 'client', HOST, port, 'both', SIZE)
    await bothWays(client, await acceptFrom(stage, listener))
  })

  interop(`8 MiB to and from a Unix server in ${language} at one time`, [language], async (stage) => {
    const address = freshName(stage, 'path')
    const server = stage.peer(language, 'bulk', 'unix-server', formatAddress(address), 'both', SIZE)
    await server.ready()
    const client = stage.keep(socket(AF_UNIX, SOCK_STREAM))
    await client.connect(address)
    await bothWays(server, client)
  })

  interop(`8 MiB to and from a Unix client in ${language} at one time`, [language], async (stage) => {
    const address = freshName(stage, 'abstract name')
    const listener = stage.keep(socket(AF_UNIX, SOCK_STREAM))
    listener.bind(address)
    listener.listen()
    const client = stage.peer(language, 'bulk', 'unix-client', formatAddress(address), 'both', SIZE)
    await bothWays(client, await acceptFrom(stage, listener))
  })
}

/** What has passed in one direction: its bytes and their CRC-32, as peers spell it. */
interface Passed {
  readonly size: number
  readonly crc: string
}

/** The peer's two directions may end in either order. */
async function bothWays(peer: Peer, ours: Socket): Promise<void> {
  const [sent, received] = await Promise.all([send(ours), receive(ours)])
  assert.equal(received.size, SIZE)
  const theirs = [await passed(peer), await passed(peer)]
  assert.deepEqual(new Map(theirs), new Map(Object.entries({ received: sent, sent: received })))
  await peer.ends()
}

async function oneWay(peer: Peer, direction: 'sent' | 'received', expected: Passed): Promise<void> {
  assert.deepEqual(await passed(peer), [direction, expected])
  await peer.ends()
}

/** What the peer says of the next direction that has ended for it. */
async function passed(peer: Peer): Promise<[direction: string, Passed]> {
  const [, direction = '', size, crc = ''] = await peer.says(/^(sent|received) (\d+) ([0-9a-f]{8})$/)
  return [direction, { size: Number(size), crc }]
}

/** All at once: the call waits as often as the peer's window asks it to. */
async function send(to: Socket): Promise<Passed> {
  const bytes = randomBytes(SIZE)
  assert.equal(await to.send(bytes), SIZE)
  to.shutdown(SHUT_WR)
  return { size: SIZE, crc: spell(crc32(bytes)) }
}

async function receive(from: Socket): Promise<Passed> {
  const buffer = new Uint8Array(65536)
  let size = 0
  let crc = 0
  for (let count: number; (count = await from.recv(buffer)) > 0; size += count)
    crc = crc32(buffer.subarray(0, count), crc)
  return { size, crc: spell(crc) }
}

function spell(crc: number): string {
  return crc.toString(16).padStart(8, '0')
}
