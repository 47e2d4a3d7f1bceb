import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import {
  AF_UNIX,
  MSG_PEEK,
  SO_PEEK_OFF,
  SO_PEERCRED,
  SO_PEERGROUPS,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
} from '../../src/index.ts'
import { scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'

const ourselves = { pid: process.pid, uid: process.geteuid!(), gid: process.getegid!() }

test(
  'SO_PEERCRED: of a pair this process, of a connection each other’s end',
  scoped(async (scope) => {
    for (const end of scope.pair()) assert.deepEqual(end.getsockopt(SO_PEERCRED), ourselves)
    const listener = scope.listener(undefined, scope.unixAddress())
    const client = scope.socket(AF_UNIX)
    const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
    scope.own(server)
    assert.deepEqual(server.getsockopt(SO_PEERCRED), ourselves)
    assert.deepEqual(client.getsockopt(SO_PEERCRED), ourselves)
    assert.deepEqual(server.getsockopt(SO_PEERGROUPS), client.getsockopt(SO_PEERGROUPS))
  }),
)

/** Connects, says so, and ends when its input does. */
const CLIENT = `
  const socket = require('node:net').connect(process.argv[1], () => console.log('connected'))
  socket.on('error', () => {})
  process.stdin.on('end', () => process.exit()).resume()`

test(
  'SO_PEERCRED: another process is told by its number',
  scoped(async (scope) => {
    const path = scope.path()
    const listener = scope.listener(undefined, { family: AF_UNIX, path })
    const child = execFile(process.execPath, ['-e', CLIENT, path])
    const exit = once(child, 'exit')
    try {
      const server = scope.own(await listener.accept({ timeout: 20_000 }))
      assert.deepEqual(server.getsockopt(SO_PEERCRED), { ...ourselves, pid: child.pid })
    } finally {
      child.stdin!.end()
      await exit
    }
  }),
)

async function peek(s: Socket, length: number): Promise<string> {
  return new TextDecoder().decode(await s.recv(length, MSG_PEEK))
}

test(
  'SO_PEEK_OFF: peeking goes on where it left off, and reading moves it back',
  scoped(async (scope) => {
    const [one, other] = scope.pair(SOCK_STREAM)
    one.setsockopt(SO_PEEK_OFF, 0)
    await other.send(new TextEncoder().encode('abcdefgh'))
    assert.equal(await peek(one, 3), 'abc')
    assert.equal(one.getsockopt(SO_PEEK_OFF), 3)
    assert.equal(await peek(one, 3), 'def')
    assert.equal((await one.recv(2)).length, 2)
    assert.equal(one.getsockopt(SO_PEEK_OFF), 4)
    assert.equal(await peek(one, 10), 'gh')
    one.setsockopt(SO_PEEK_OFF, -1)
    assert.equal(await peek(one, 3), 'cde')
    assert.equal(await peek(one, 3), 'cde')
  }),
)

test(
  'SO_PEEK_OFF: of datagrams, the rest of the one that it is in',
  scoped(async (scope) => {
    const [one, other] = scope.pair(SOCK_DGRAM)
    one.setsockopt(SO_PEEK_OFF, 2)
    await other.send(new TextEncoder().encode('abcdef'))
    assert.equal(await peek(one, 10), 'cdef')
    one.setsockopt(SO_PEEK_OFF, 4)
    assert.equal(await peek(one, 10), 'ef')
  }),
)
