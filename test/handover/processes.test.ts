import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Address,
  AF_INET,
  AF_UNIX,
  adopt,
  cmsg,
  SCM_RIGHTS,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
} from '../../src/index.ts'
import { notify } from '../../src/node/index.ts'
import { test } from '../leak-check.ts'

const LOOPBACK = { family: AF_INET, address: '127.0.0.1', port: 0 } as const
const ECHO = fileURLToPath(new URL('./echo.child.js', import.meta.url))
const hello = new TextEncoder().encode('hello')

const python = spawnSync('python3', ['--version']).error === undefined
const needsPython = python || process.env.CI ? false : 'python3 is not installed'

/** A child that is ready once it has written a line; it ends when its standard input does. */
async function started(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer]
  return chunk.toString().trim()
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.stdin?.end()
  assert.deepEqual(await exit, [0, null])
}

async function exchange(address: Address): Promise<Uint8Array> {
  const client = socket(address.family, SOCK_STREAM)
  try {
    await client.connect(address, { timeout: 5000 })
    await client.send(hello)
    return await client.recv(100, 0, { timeout: 5000 })
  } finally {
    await client.close()
  }
}

function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'soquete-handover-'))
  return body(folder).finally(() => rmSync(folder, { recursive: true }))
}

function listenerAt(address: Address): Socket {
  const listener = socket(address.family, SOCK_STREAM)
  listener.bind(address)
  listener.listen()
  return listener
}

test('a connection goes to another program as its standard input and output', async () => {
  const [ours, theirs] = socketpair(AF_UNIX, SOCK_STREAM)
  const { fd } = theirs.detach({ blocking: true })
  const child = spawn('cat', [], { stdio: [fd, fd, 'inherit'] })
  closeSync(fd)
  await ours.send(hello)
  assert.deepEqual(await ours.recv(100), hello)
  ours.shutdown(SHUT_WR)
  await once(child, 'exit')
  assert.equal((await ours.recv(1)).length, 0)
  await ours.close()
})

for (const kind of ['internet', 'Unix'] as const) {
  test(`a listener goes to a child by stdio, ${kind}`, () =>
    inFolder(async (folder) => {
      const listener = listenerAt(kind === 'Unix' ? { family: AF_UNIX, path: join(folder, 's') } : LOOPBACK)
      const address = listener.getsockname()
      const { fd } = listener.detach({ blocking: true })
      const child = spawn(process.execPath, [ECHO, '3'], { stdio: ['pipe', 'pipe', 'inherit', fd] })
      closeSync(fd)
      await started(child)
      assert.deepEqual(await exchange(address), hello)
      await ended(child)
    }))
}

test('a datagram socket goes to a child by stdio', async () => {
  const server = socket(AF_INET, SOCK_DGRAM)
  server.bind(LOOPBACK)
  const address = server.getsockname()
  const { fd } = server.detach()
  const child = spawn(process.execPath, [ECHO, '3'], { stdio: ['pipe', 'pipe', 'inherit', fd] })
  closeSync(fd)
  await started(child)
  const client = socket(AF_INET, SOCK_DGRAM)
  await client.sendto(hello, address)
  assert.deepEqual((await client.recvfrom(100)).data, hello)
  await client.close()
  await ended(child)
})

test('sockets come in from systemd, with their names', async () => {
  const listeners = [
    listenerAt(LOOPBACK),
    listenerAt({ family: AF_UNIX, abstract: `soquete-${process.pid}` }),
  ]
  const addresses = listeners.map((listener) => listener.getsockname())
  const fds = listeners.map((listener) => listener.detach({ blocking: true }).fd)
  // The process that executes keeps its number, which systemd puts into the environment.
  const script = 'LISTEN_PID=$$ exec "$0" "$@"'
  const child = spawn('sh', ['-c', script, process.execPath, ECHO], {
    stdio: ['pipe', 'pipe', 'inherit', ...fds],
    env: { ...process.env, LISTEN_FDS: '2', LISTEN_FDNAMES: 'web:control' },
  })
  for (const fd of fds) closeSync(fd)
  assert.deepEqual(JSON.parse(await started(child)), ['web', 'control'])
  for (const address of addresses) assert.deepEqual(await exchange(address), hello)
  await ended(child)
})

test('sockets that systemd gave to another process are not taken', async () => {
  const child = spawn(process.execPath, [ECHO], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, LISTEN_PID: '1', LISTEN_FDS: '2' },
  })
  assert.deepEqual(JSON.parse(await started(child)), [])
  await ended(child)
})

test('the service manager is told', () =>
  inFolder(async (folder) => {
    const manager = socket(AF_UNIX, SOCK_DGRAM)
    manager.bind({ family: AF_UNIX, path: join(folder, 'notify') })
    assert.equal(await notify('READY=1', { NOTIFY_SOCKET: join(folder, 'notify') }), true)
    assert.equal(new TextDecoder().decode(await manager.recv(100)), 'READY=1')
    assert.equal(await notify('READY=1', {}), false)
    await manager.close()
  }))

test(
  'a connection goes to a program in Python beside a message, and one comes back',
  () =>
    inFolder(async (folder) => {
      const path = join(folder, 'post')
      const post = listenerAt({ family: AF_UNIX, path })
      const program = `
import array, os, socket, sys
post = socket.socket(socket.AF_UNIX); post.connect(sys.argv[1])
data, fds, flags, address = socket.recv_fds(post, 16, 1)
peer = socket.socket(fileno=fds[0])
peer.settimeout(5)
peer.sendall(peer.recv(100).upper()); peer.close()
one, two = socket.socketpair()
socket.send_fds(post, [b'x'], [one.fileno()]); one.close()
two.sendall(b'from python')
`
      const child = spawn('python3', ['-c', program, path], { stdio: 'inherit' })
      const [line, [ours, theirs]] = [await post.accept(), socketpair(AF_UNIX, SOCK_STREAM)]
      await ours.send(hello)
      const { fd } = theirs.detach({ blocking: true })
      await line.sendmsg({ buffers: [hello], control: [cmsg(SCM_RIGHTS, [fd])] })
      closeSync(fd)
      assert.equal(new TextDecoder().decode(await ours.recv(100)), 'HELLO')
      const { control } = await line.recvmsg(new Uint8Array(8), 0, { descriptors: 1 })
      const received = adopt(control.get(SCM_RIGHTS)![0]!)
      assert.equal(new TextDecoder().decode(await received.recv(100)), 'from python')
      await once(child, 'exit')
      await Promise.all([line, ours, received, post].map((each) => each.close()))
    }),
  { skip: needsPython },
)

test('adopt() refuses what is no socket, not open, or has an owner', async () => {
  const [one, two] = socketpair(AF_UNIX, SOCK_STREAM)
  assert.throws(() => adopt(0.5), /whole number/)
  assert.throws(() => adopt(-1), /whole number/)
  assert.throws(() => adopt(1_000_000), { code: 'EBADF', message: /descriptor 1000000 is not open/ })
  assert.throws(() => adopt(one.fd), { code: 'EBUSY', message: /a socket of this process already/ })
  const { fd } = one.detach()
  const again = adopt(fd)
  assert.throws(() => adopt(fd), { code: 'EBUSY' })
  await two.send(hello)
  assert.deepEqual(await again.recv(10), hello)
  await Promise.all([again.close(), two.close()])
})
