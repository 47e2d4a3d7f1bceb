import assert from 'node:assert/strict'
import {
  MessageVector,
  MSG_WAITALL,
  SHUT_WR,
  SO_KEEPALIVE,
  SOCK_DGRAM,
  SOL_SOCKET,
  type Socket,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'
import { fails } from './failing.ts'
import { loopback, scoped } from './loopback.ts'

const bytes = new Uint8Array(4)

/** Every call of a socket, rightly called. */
function calls(socket: Socket): [Parameters<typeof fails>[1]['syscall'], () => unknown][] {
  const vector = new MessageVector(1, 4)
  return [
    ['bind', () => socket.bind(loopback())],
    ['listen', () => socket.listen()],
    ['accept', () => socket.accept()],
    ['accept', () => socket.accept({ timeout: 5 })],
    ['connect', () => socket.connect(loopback(1))],
    ['connect', () => socket.connect(null)],
    ['send', () => socket.send(bytes)],
    ['send', () => socket.send(bytes, 0, { timeout: 5 })],
    ['sendto', () => socket.sendto(bytes, loopback(1))],
    ['sendmsg', () => socket.sendmsg({ buffers: [bytes] })],
    ['sendmmsg', () => socket.sendmmsg(vector)],
    ['recv', () => socket.recv(bytes)],
    ['recv', () => socket.recv(4)],
    ['recv', () => socket.recv(0)],
    ['recv', () => socket.recv(bytes, MSG_WAITALL)],
    ['recvfrom', () => socket.recvfrom(4)],
    ['recvmsg', () => socket.recvmsg(bytes)],
    ['recvmmsg', () => socket.recvmmsg(vector)],
    ['shutdown', () => socket.shutdown(SHUT_WR)],
    ['detach', () => socket.detach()],
    ['getsockopt', () => socket.getsockopt(SO_KEEPALIVE)],
    ['getsockopt', () => socket.getsockopt(SOL_SOCKET, 1, 4)],
    ['setsockopt', () => socket.setsockopt(SO_KEEPALIVE, true)],
    ['setsockopt', () => socket.setsockopt(SOL_SOCKET, 1, bytes)],
    ['getsockname', () => socket.getsockname()],
    ['getpeername', () => socket.getpeername()],
    ['ioctl', () => socket.unread],
    ['ioctl', () => socket.unsent],
    ['ioctl', () => socket.sockatmark()],
  ]
}

test(
  'EBADF: every call of a closed socket',
  scoped(async (scope) => {
    for (const socket of [scope.socket(), scope.bound(SOCK_DGRAM), scope.pair()[0]]) {
      await socket.close()
      assert.equal(socket.closed, true)
      for (const [syscall, call] of calls(socket))
        await fails(call, { code: 'EBADF', syscall, words: 'the socket is closed' })
      // These go on working: they ask nothing of the kernel.
      await socket.close()
      socket.ref().unref()
      await socket.serve(() => {})
    }
  }),
)

test(
  'EBADF: a socket closed in the same turn as it is called',
  scoped(async (scope) => {
    const [one, other] = scope.pair()
    const receiving = one.recv(4)
    const closing = one.close()
    const words = 'the socket was closed while the call waited'
    await fails(() => receiving, { code: 'EBADF', syscall: 'recv', words })
    await fails(() => one.recv(4), { code: 'EBADF', syscall: 'recv', words: 'the socket is closed' })
    await closing
    assert.equal((await other.recv(4)).length, 0)
  }),
)
