import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { test } from '../../test/leak-check.ts'
import {
  AF_INET,
  AF_UNIX,
  adopt,
  type Inet4Address,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
} from '../index.ts'
import { kernelThread } from './kernel-stack.ts'

const LOOPBACK = { family: AF_INET, address: '127.0.0.1', port: 0 } as const

async function connected(): Promise<[Socket, Socket]> {
  const listener = socket(AF_INET, SOCK_STREAM)
  listener.bind(LOOPBACK)
  listener.listen()
  const client = socket(AF_INET, SOCK_STREAM)
  const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
  await listener.close()
  return [client, server]
}

/** The state of the connection from `local` to `peer` in the kernel's table, or null: proc_net(5). */
function stateOf(local: Inet4Address, peer: Inet4Address): string | null {
  const hex = ({ port }: Inet4Address) => `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n')) {
    const fields = line.trim().split(/\s+/)
    if (fields[1] === hex(local) && fields[2] === hex(peer)) return fields[3] ?? null
  }
  return null
}

const TIME_WAIT = '06'

for (const active of ['client', 'server'] as const) {
  test(`TIME_WAIT is held by the active closer, here the ${active}, and not by the passive one`, async () => {
    const [client, server] = await connected()
    const ends = { client: client.getsockname(), server: server.getsockname() } as Record<
      string,
      Inet4Address
    >
    const [first, second] = active === 'client' ? [client, server] : [server, client]
    await first.close()
    assert.equal((await second.recv(1)).length, 0)
    await second.close()
    await new Promise((resolve) => setTimeout(resolve, 20))
    const passive = active === 'client' ? 'server' : 'client'
    assert.equal(stateOf(ends[active]!, ends[passive]!), TIME_WAIT)
    assert.equal(stateOf(ends[passive]!, ends[active]!), null)
  })
}

test('edges that the kernel does not give come by timer, and are counted', async () => {
  const target = socket(AF_UNIX, SOCK_DGRAM)
  target.bind({ family: AF_UNIX })
  const sender = socket(AF_UNIX, SOCK_DGRAM)
  const before = kernelThread().retries
  const { primitives } = sender.channel
  const { send } = primitives
  let sends = 0
  primitives.send = (...args) => {
    sends++
    return send.apply(primitives, args)
  }
  let sent = 0
  const sending = (async () => {
    for (; sent < 200; sent++) await sender.sendto(Uint8Array.of(sent), target.getsockname())
  })()
  await new Promise((resolve) => setTimeout(resolve, 100))
  const tries = kernelThread().retries - before
  assert.ok(sent < 200, 'the peer was never full')
  assert.ok(tries >= 3 && tries <= 20, `${tries} tries in 100 ms`)
  assert.ok(sends <= sent + tries + 2, `${sends} calls for ${sent} datagrams and ${tries} tries: it spins`)
  for (let i = 0; i < 200; i++) assert.equal((await target.recv(1))[0], i)
  await sending
  const settled = kernelThread().retries
  await new Promise((resolve) => setTimeout(resolve, 150))
  assert.ok(kernelThread().retries <= settled + 1, 'it goes on trying although nobody waits')
  await Promise.all([target.close(), sender.close()])
})

test('an event of a closed descriptor does not reach the next socket of that number', async () => {
  for (let round = 0; round < 100; round++) {
    const [a, b] = socketpair(AF_UNIX, SOCK_DGRAM)
    const waiting = b.recv(10).catch((error) => error.code)
    await new Promise((resolve) => setImmediate(resolve))
    await a.send(Uint8Array.of(1))
    await b.close()
    const [c, d] = socketpair(AF_UNIX, SOCK_DGRAM)
    let woken = false
    const next = d.recv(10).then((bytes) => {
      woken = true
      return bytes
    })
    assert.equal(await waiting, 'EBADF')
    await new Promise((resolve) => setImmediate(resolve))
    assert.equal(woken, false)
    await c.send(Uint8Array.of(2))
    assert.deepEqual(await next, Uint8Array.of(2))
    await Promise.all([a.close(), c.close(), d.close()])
  }
})

test('a waiting call resumes in its own asynchronous context', async () => {
  const storage = new AsyncLocalStorage<string>()
  const [a, b] = socketpair(AF_UNIX, SOCK_STREAM)
  const seen = storage.run('mine', async () => {
    await b.recv(1)
    return storage.getStore()
  })
  await new Promise((resolve) => setTimeout(resolve, 5))
  await a.send(Uint8Array.of(1))
  assert.equal(await seen, 'mine')
  await Promise.all([a.close(), b.close()])
})

test('each piece of recvEach() is used in the context of who asked for it', async () => {
  const storage = new AsyncLocalStorage<string>()
  const [a, b] = socketpair(AF_UNIX, SOCK_STREAM)
  const seen: (string | undefined)[] = []
  const use = () => seen.push(storage.getStore())
  const later = async () => {
    use()
    await new Promise((resolve) => setTimeout(resolve, 1))
    use()
  }
  const readings = [storage.run('of a', () => a.recvEach(use)), storage.run('of b', () => b.recvEach(later))]
  for (let i = 0; i < 2; i++) {
    await storage.run('of nobody', () => Promise.all([a.send(Uint8Array.of(1)), b.send(Uint8Array.of(1))]))
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await Promise.all([a.shutdown(1), b.shutdown(1), ...readings])
  assert.deepEqual(seen.sort(), ['of a', 'of a', 'of b', 'of b', 'of b', 'of b'])
  await Promise.all([a.close(), b.close()])
})

test('a socket that was detached is taken again, but not while a call waits, nor by a stranger', async () => {
  const [a, b] = socketpair(AF_UNIX, SOCK_STREAM)
  const waiting = b.recv(1)
  assert.throws(() => b.detach(), { code: 'EBUSY', syscall: 'detach' })
  await a.send(Uint8Array.of(1))
  await waiting
  const detached = b.detach()
  assert.throws(() => b.getsockname(), { code: 'EBADF' })
  const again = adopt(detached)
  assert.equal(again.family, AF_UNIX)
  assert.equal(again.type, SOCK_STREAM)
  await a.send(Uint8Array.of(2))
  assert.deepEqual(await again.recv(1), Uint8Array.of(2))
  assert.throws(() => adopt({ ...detached, cookie: 1n }), { code: 'EBADF', syscall: 'adopt' })
  assert.deepEqual(again.getsockname(), { family: AF_UNIX })
  await Promise.all([a.close(), again.close()])
  assert.throws(() => adopt(detached), { code: 'EBADF' })
})

test('a connection goes to a worker thread and is served there', async () => {
  const [client, server] = await connected()
  const code = `
    const { workerData } = require('node:worker_threads')
    import(workerData.index).then(async ({ adopt }) => {
      const peer = adopt(workerData.detached)
      const bytes = await peer.recv(100)
      await peer.send(bytes.reverse())
      await peer.close()
    })`
  const index = new URL('../index.js', import.meta.url).href
  const worker = new Worker(code, { eval: true, workerData: { index, detached: server.detach() } })
  const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject))
  await client.send(Uint8Array.of(1, 2, 3))
  assert.deepEqual(await client.recv(100), Uint8Array.of(3, 2, 1))
  assert.equal((await client.recv(1)).length, 0)
  assert.equal(await ended, 0)
  await client.close()
})
