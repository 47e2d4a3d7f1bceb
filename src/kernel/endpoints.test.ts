import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { test } from '../../test/leak-check.ts'
import { formatEndpoint } from '../socket/endpoint.ts'
import { SocketError } from '../socket/errors.ts'
import type { AddrInfo, AddrInfoHints } from '../socket/lookup.ts'
import { SO_REUSEPORT } from '../socket/options/options.ts'
import type { Address, InternetAddress } from '../socket/posix/addresses.ts'
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
} from '../socket/posix/constants.ts'
import type { Socket } from '../socket/socket.ts'
import { Stack } from '../socket/stack.ts'
import { KernelStack, kernel } from './kernel-stack.ts'

const folder = mkdtempSync(join(tmpdir(), 'soquete-endpoints-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** The kernel's sockets, with a name that has these addresses. */
function resolving(...addresses: string[]): Stack {
  class Resolving extends KernelStack {
    override async getaddrinfo(_host: string | null, service: string | null, hints: AddrInfoHints) {
      const family = hints.family as typeof AF_INET | typeof AF_INET6
      return addresses
        .filter((address) => address.includes(':') === (family === AF_INET6))
        .map((address): AddrInfo => {
          const each: InternetAddress = { family, address, port: Number(service) }
          return { flags: 0, family, type: SOCK_STREAM, protocol: 0, address: each }
        })
    }
  }
  return new Stack(new Resolving())
}

function portOf(socket: Socket): number {
  return (socket.getsockname() as InternetAddress).port
}

async function closeAll(...sockets: Socket[]): Promise<void> {
  await Promise.all(sockets.map((socket) => socket.close()))
}

/** A listener that answers nobody: its backlog is full, and the kernel drops what asks to come in. */
async function blackhole(address: InternetAddress): Promise<Socket[]> {
  const listener = kernel.socket(address.family, SOCK_STREAM)
  listener.bind(address)
  listener.listen(0)
  const fill = kernel.socket(address.family, SOCK_STREAM)
  await fill.connect(listener.getsockname())
  return [listener, fill]
}

test('IPv6 refuses and IPv4 accepts', async () => {
  const listener = await kernel.listen('tcp://127.0.0.1:0')
  const client = await resolving('::1', '127.0.0.1').connect(`tcp://name:${portOf(listener)}`)
  assert.deepEqual(client.getpeername(), listener.getsockname())
  await closeAll(listener, client)
})

test('an address that does not answer holds nobody up for long, and its attempt is closed', async () => {
  const [hole, fill] = await blackhole({ family: AF_INET6, address: '::1', port: 0 })
  const port = portOf(hole!)
  const listener = await kernel.listen(`tcp://127.0.0.1:${port}`)
  const started = performance.now()
  const client = await resolving('::1', '127.0.0.1').connect(`tcp://name:${port}`, { timeout: 10_000 })
  const took = performance.now() - started
  assert.deepEqual(client.getpeername(), listener.getsockname())
  assert.ok(took > 240, `the second attempt began after ${took} ms`)
  await closeAll(hole!, fill!, listener, client)
})

test('a signal and a time limit end attempts in the middle', async () => {
  const [hole, fill] = await blackhole({ family: AF_INET, address: '127.0.0.1', port: 0 })
  const stack = resolving('127.0.0.1', '127.0.0.1')
  const where = `tcp://name:${portOf(hole!)}`
  const controller = new AbortController()
  const aborted = stack.connect(where, { signal: controller.signal })
  setTimeout(() => controller.abort(new Error('enough')), 20)
  await assert.rejects(aborted, /enough/)
  await assert.rejects(stack.connect(where, { timeout: 20 }), (error: SocketError) => {
    const [attempt] = error.errors!
    return error.code === 'ETIMEDOUT' && attempt?.code === 'ETIMEDOUT' && attempt.port === portOf(hole!)
  })
  const numeric = kernel.connect(`tcp://127.0.0.1:${portOf(hole!)}`, { timeout: 20 })
  await assert.rejects(numeric, { code: 'ETIMEDOUT', address: '127.0.0.1' })
  await closeAll(hole!, fill!)
})

test('of two connections that succeed together one is kept', async () => {
  const listener = await kernel.listen('tcp://*:0')
  const options = { attemptDelay: 0 }
  for (let round = 0; round < 20; round++) {
    const client = await resolving('::1', '127.0.0.1').connect(`tcp://name:${portOf(listener)}`, options)
    await client.close()
  }
  await listener.close()
})

test('an interface that does not exist is not found', async () => {
  await assert.rejects(kernel.connect('tcp://[fe80::1%nosuch]:80'), { name: 'AddrInfoError' })
})

test("an interface's name becomes its index", async () => {
  const error = await kernel
    .connect('tcp://[fe80::1%lo]:1', { timeout: 2000 })
    .catch((error: unknown) => error)
  assert.ok(error instanceof SocketError, String(error))
  const [attempt] = error.errors!
  assert.match(attempt!.message, /^cannot connect to \[fe80::1%1\]:1: /)
})

test('listeners share a port when both say so', async () => {
  const first = await kernel.listen('tcp://127.0.0.1:0', { reusePort: true })
  const second = await kernel.listen(formatEndpoint(first.getsockname(), SOCK_STREAM), { reusePort: true })
  assert.equal(second.getsockopt(SO_REUSEPORT), true)
  assert.equal(portOf(second), portOf(first))
  await closeAll(first, second)
})

for (const [scheme, type] of [
  ['unix', SOCK_STREAM],
  ['unix-dgram', SOCK_DGRAM],
  ['unix-seqpacket', SOCK_SEQPACKET],
] as const) {
  test(`${scheme}: the file of a dead server is explained, and removed when that is wanted`, async () => {
    const path = join(folder, `left-${scheme}`)
    const where = `${scheme}:${path}`
    await closeAll(await kernel.listen(where))
    assert.ok(existsSync(path))
    const error = await kernel.listen(where).catch((error: unknown) => error)
    assert.ok(error instanceof SocketError)
    assert.deepEqual([error.code, error.path], ['EADDRINUSE', path])
    assert.match(
      (await error.explain()).join(),
      /is left over: no socket .* is bound to it any more.*unlink: true/,
    )
    const server = await kernel.listen(where, { unlink: true })
    assert.equal(server.type, type)
    await closeAll(await kernel.connect(where), server)
  })

  test(`${scheme}: the file of a living server is left alone, and its holder named`, async () => {
    const path = join(folder, `living-${scheme}`)
    const bound = kernel.socket(AF_UNIX, type)
    bound.bind({ family: AF_UNIX, path })
    const error = await kernel.listen(`${scheme}:${path}`, { unlink: true }).catch((error: unknown) => error)
    assert.ok(error instanceof SocketError)
    assert.equal(error.code, 'EADDRINUSE')
    assert.ok(existsSync(path))
    assert.match(
      (await error.explain()).join(),
      new RegExp(`This process itself \\(${process.pid}, .* has a socket bound to ${path}`),
    )
    await bound.close()
  })
}

test('neither a file that is no socket nor a link to one is ever removed', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, 'precious')
  const left = join(folder, 'behind-link')
  await closeAll(await kernel.listen(`unix:${left}`))
  const link = join(folder, 'link')
  symlinkSync(left, link)
  for (const path of [file, link]) {
    const error = await kernel.listen(`unix:${path}`, { unlink: true }).catch((error: unknown) => error)
    assert.ok(error instanceof SocketError)
    assert.equal(error.code, 'EADDRINUSE')
    assert.match((await error.explain())[0]!, /The path .* is a (file|symbolic link), not a socket|left over/)
    assert.ok(existsSync(path))
  }
})

test('a name of bytes that are no text is bound, left and taken again', async () => {
  const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(0xff, 0xfe)])
  const address: Address = { family: AF_UNIX, path }
  const where = formatEndpoint(address, SOCK_STREAM)
  assert.ok(where.endsWith('%FF%FE'))
  await closeAll(await kernel.listen(where))
  const again = await kernel.listen(where, { unlink: true })
  assert.equal(formatEndpoint(again.getsockname(), SOCK_STREAM), where)
  await closeAll(again)
})
