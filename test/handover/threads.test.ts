import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import {
  type Address,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
  socket,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'

const worker = new URL('./echo.worker.js', import.meta.url)
const hello = new TextEncoder().encode('hello')

const FAMILIES: Readonly<Record<string, (folder: string) => Address>> = {
  IPv4: () => ({ family: AF_INET, address: '127.0.0.1', port: 0 }),
  IPv6: () => ({ family: AF_INET6, address: '::1', port: 0 }),
  Unix: (folder) => ({ family: AF_UNIX, path: join(folder, 'server') }),
}

/** Has another thread echo on a socket, until the test is over. */
async function handedOver(given: Socket, body: () => Promise<void>): Promise<void> {
  const thread = new Worker(worker, { workerData: given.detach() })
  assert.equal(given.closed, true)
  const [ready] = (await once(thread, 'message')) as [string]
  assert.equal(ready, 'ready')
  await body()
  const exit = once(thread, 'exit')
  thread.postMessage('end')
  await exit
}

async function exchange(client: Socket): Promise<void> {
  await client.send(hello)
  assert.deepEqual(await client.recv(100, 0, { timeout: 5000 }), hello)
  await client.close()
}

for (const [name, address] of Object.entries(FAMILIES)) {
  const withAddress = (body: (address: Address, folder: string) => Promise<void>) => async () => {
    const folder = mkdtempSync(join(tmpdir(), 'soquete-threads-'))
    await body(address(folder), folder).finally(() => rmSync(folder, { recursive: true }))
  }

  test(
    `${name}: an accepted connection goes to another thread, with what has arrived already`,
    withAddress(async (where) => {
      const listener = socket(where.family, SOCK_STREAM)
      listener.bind(where)
      listener.listen()
      const client = socket(where.family, SOCK_STREAM)
      const [peer] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
      await client.send(hello)
      await handedOver(peer, async () => {
        assert.deepEqual(await client.recv(100, 0, { timeout: 5000 }), hello)
        await exchange(client)
      })
      await listener.close()
    }),
  )

  test(
    `${name}: a listener goes to another thread, with who waits to be accepted`,
    withAddress(async (where) => {
      const listener = socket(where.family, SOCK_STREAM)
      listener.bind(where)
      listener.listen()
      const at = listener.getsockname()
      const early = socket(where.family, SOCK_STREAM)
      await early.connect(at)
      await handedOver(listener, async () => {
        await exchange(early)
        const late = socket(where.family, SOCK_STREAM)
        await late.connect(at)
        await exchange(late)
      })
    }),
  )

  test(
    `${name}: a datagram socket goes to another thread`,
    withAddress(async (where, folder) => {
      const server = socket(where.family, SOCK_DGRAM)
      server.bind(where)
      const at = server.getsockname()
      const client = socket(where.family, SOCK_DGRAM)
      client.bind(where.family === AF_UNIX ? { family: AF_UNIX, path: join(folder, 'client') } : where)
      await client.connect(at)
      await handedOver(server, () => exchange(client))
    }),
  )
}
