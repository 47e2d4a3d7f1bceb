import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Address,
  AF_INET,
  AF_UNIX,
  MessageVector,
  SOCK_DGRAM,
  type Socket,
  socket,
  socketpair,
  UDP_GRO,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'

function bound(address: Address): Socket {
  const made = socket(address.family, SOCK_DGRAM)
  made.bind(address)
  return made
}

const LOOPBACK = { family: AF_INET, address: '127.0.0.1', port: 0 } as const

function numbered(count: number, size: number): Uint8Array {
  return Uint8Array.from({ length: count * size }, (_, index) => Math.floor(index / size))
}

/** All datagrams that wait, as [length, first byte]. */
async function drain(socket: Socket, count: number): Promise<[number, number][]> {
  const found: [number, number][] = []
  while (found.length < count) {
    const data = await socket.recv(65536, 0, { timeout: 5000 })
    found.push([data.length, data[0]!])
  }
  return found
}

test('segmentSizes: one slot goes out as many datagrams, beside others that do not', async () => {
  const [server, client] = [bound(LOOPBACK), bound(LOOPBACK)]
  await client.connect(server.getsockname())
  const vector = new MessageVector(3, 65535)
  vector.set(0, Uint8Array.of(9))
  vector.set(1, numbered(5, 100))
  vector.segmentSizes[1] = 100
  vector.set(2, Uint8Array.of(8, 8))
  assert.equal(await client.sendmmsg(vector), 3)
  assert.deepEqual(await drain(server, 7), [
    [1, 9],
    [100, 0],
    [100, 1],
    [100, 2],
    [100, 3],
    [100, 4],
    [2, 8],
  ])
  await Promise.all([server.close(), client.close()])
})

test('what was received with GRO goes back as it came', async () => {
  const [server, client] = [bound(LOOPBACK), bound(LOOPBACK)]
  server.setsockopt(UDP_GRO, true)
  await client.connect(server.getsockname())
  const out = new MessageVector(1, 65535)
  out.set(0, numbered(7, 200))
  out.segmentSizes[0] = 200
  await client.sendmmsg(out)
  const vector = new MessageVector(8, 65535)
  const count = await server.recvmmsg(vector)
  assert.equal(count, 1)
  assert.equal(vector.segmentSizes[0], 200)
  assert.equal(vector.lengths[0], 1400)
  assert.equal(await server.sendmmsg(vector, count), 1)
  const expected = Array.from({ length: 7 }, (_, index) => [200, index])
  assert.deepEqual(await drain(client, 7), expected)
  await Promise.all([server.close(), client.close()])
})

test('sendmmsg() stops at a message that fails, and goes on from a slot', async () => {
  const [server, client] = [bound(LOOPBACK), bound(LOOPBACK)]
  const to = server.getsockname()
  const vector = new MessageVector(4, 65535)
  for (let i = 0; i < 4; i++) vector.set(i, new Uint8Array(i === 2 ? 65535 : i + 1).fill(i), to)
  assert.equal(await client.sendmmsg(vector), 2)
  await assert.rejects(client.sendmmsg(vector, undefined, 0, { start: 2 }), { code: 'EMSGSIZE' })
  assert.equal(await client.sendmmsg(vector, 1, 0, { start: 3 }), 1)
  assert.deepEqual(await drain(server, 3), [
    [1, 0],
    [2, 1],
    [4, 3],
  ])
  await assert.rejects(
    client.sendmmsg(vector, 2, 0, { start: 3 }),
    /count 2 is not a whole number from 0 to 1/,
  )
  await assert.rejects(client.sendmmsg(vector, 1, 0, { start: 5 }), /start 5 is not/)
  await Promise.all([server.close(), client.close()])
})

test('sendBatch() tries all, and tells which failed and why', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'soquete-batches-'))
  const server = bound({ family: AF_UNIX, path: join(folder, 'server') })
  const client = socket(AF_UNIX, SOCK_DGRAM)
  const vector = new MessageVector(5, 64)
  const gone = { family: AF_UNIX, path: join(folder, 'nobody') } as const
  for (let i = 0; i < 5; i++)
    vector.set(i, Uint8Array.of(i), i === 0 || i === 3 ? gone : server.getsockname())
  const failures = await client.sendBatch(vector)
  assert.deepEqual(
    failures.map(({ index, error }) => [index, error.code]),
    [
      [0, 'ENOENT'],
      [3, 'ENOENT'],
    ],
  )
  assert.deepEqual(
    (await drain(server, 3)).map(([, first]) => first),
    [1, 2, 4],
  )
  await Promise.all([server.close(), client.close()])
  rmSync(folder, { recursive: true })
})

test('sendBatch() waits for room, and ends with its time limit, its signal, or its socket', async () => {
  const [one, two] = socketpair(AF_UNIX, SOCK_DGRAM)
  const vector = new MessageVector(1000, 1000)
  for (let i = 0; i < 1000; i++) vector.set(i, new Uint8Array(1000))
  await assert.rejects(one.sendBatch(vector, 1000, 0, { timeout: 20 }), { code: 'ETIMEDOUT' })
  const reason = new Error('enough')
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), 5)
  await assert.rejects(one.sendBatch(vector, 1000, 0, { signal: controller.signal }), reason)
  const waiting = one.sendBatch(vector)
  await one.close()
  await assert.rejects(waiting, { code: 'EBADF' })
  await two.close()
})

test('a vector without room for ancillary data works, and refuses what needs it', async () => {
  const [server, client] = [bound(LOOPBACK), bound(LOOPBACK)]
  server.setsockopt(UDP_GRO, true)
  await client.connect(server.getsockname())
  const bare = new MessageVector(2, 4096, { control: 0 })
  bare.set(0, Uint8Array.of(1))
  assert.equal(await client.sendmmsg(bare, 1), 1)
  assert.equal(await server.recvmmsg(bare), 1)
  assert.equal(bare.control(0).length, 0)
  bare.segmentSizes[0] = 100
  await assert.rejects(client.sendmmsg(bare, 1), { code: 'ENOBUFS' })
  await Promise.all([server.close(), client.close()])
})
