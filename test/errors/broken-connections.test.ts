import assert from 'node:assert/strict'
import {
  AF_UNIX,
  MSG_WAITALL,
  SHUT_RDWR,
  SHUT_WR,
  SO_ERROR,
  SO_LINGER,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  type SocketError,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'
import { fails, rejection } from './failing.ts'
import { scoped } from './loopback.ts'

const byte = new Uint8Array([1])

/** Every call that sends, each with the name of its own. */
function sends(socket: Socket) {
  return {
    send: () => socket.send(byte),
    sendmsg: () => socket.sendmsg({ buffers: [byte, byte] }),
  } as const
}

/** Waits until the news of the peer's end has come. */
async function ended(socket: Socket): Promise<void> {
  await socket.recv(1).catch(() => {})
}

test(
  'EPIPE: sending after shutdown for sending',
  scoped(async (scope) => {
    for (const socket of [(await scope.connected())[0], scope.pair()[0], scope.pair(SOCK_SEQPACKET)[0]]) {
      socket.shutdown(SHUT_WR)
      await fails(() => socket.send(byte), { code: 'EPIPE', syscall: 'send' })
    }
  }),
)

for (const syscall of ['send', 'sendmsg'] as const) {
  test(
    `EPIPE: ${syscall} to a peer that is gone`,
    scoped(async (scope) => {
      const [client, server] = await scope.connected()
      await server.close()
      await ended(client)
      // The first one is answered by a reset.
      await client.send(byte)
      await ended(client)
      const unix = scope.pair()
      const packets = scope.pair(SOCK_SEQPACKET)
      await unix[1].close()
      await packets[1].close()
      for (const socket of [client, unix[0], packets[0]]) {
        const error = await fails(sends(socket)[syscall], { code: 'EPIPE', syscall })
        assert.match((await error.explain()).join(' '), /The peer has closed/)
      }
    }),
  )
}

test(
  'ECONNREFUSED, then ENOTCONN: sending to a Unix datagram peer that is gone',
  scoped(async (scope) => {
    const [one, other] = scope.pair(SOCK_DGRAM)
    await other.close()
    await fails(() => one.send(byte), { code: 'ECONNREFUSED', syscall: 'send' })
    await fails(() => one.send(byte), { code: 'ENOTCONN', syscall: 'send' })
  }),
)

test(
  'ECONNRESET: the peer closed with SO_LINGER 0, told once to the call that comes next',
  scoped(async (scope) => {
    for (const flags of [0, MSG_WAITALL]) {
      const [client, server] = await scope.connected()
      const waiting = fails(() => client.recv(new Uint8Array(4), flags), {
        code: 'ECONNRESET',
        syscall: 'recv',
        ...(flags === 0 ? {} : { bytesTransferred: 0 }),
      })
      server.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
      await server.close()
      assert.match((await (await waiting).explain()).join(' '), /closed with bytes unread/)
      assert.equal((await client.recv(4)).length, 0)
      assert.equal(client.getsockopt(SO_ERROR), 0)
      await fails(() => client.send(byte), { code: 'EPIPE', syscall: 'send' })
    }
  }),
)

test(
  'ECONNRESET: the peer closed with bytes unread',
  scoped(async (scope) => {
    for (const [one, other] of [await scope.connected(), scope.pair()]) {
      await one.send(byte)
      // TCP's byte is on its way a moment.
      while (other.unread === 0) await new Promise((resolve) => setImmediate(resolve))
      await other.close()
      const into = new Uint8Array(4)
      await fails(() => one.recvmsg(into), { code: 'ECONNRESET', syscall: 'recvmsg' })
    }
  }),
)

test(
  'ECONNRESET: a send that waits for room reports how far it came',
  scoped(async (scope) => {
    const [client, server] = await scope.connected()
    const bytes = new Uint8Array(32 << 20)
    const sending = client.send(bytes)
    const failed = rejection(sending)
    await server.recv(1)
    server.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
    await server.close()
    const { bytesTransferred = 0 } = (await failed) as SocketError
    assert.ok(bytesTransferred > 0 && bytesTransferred < bytes.length, `${bytesTransferred} bytes had moved`)
    await fails(() => sending, { code: 'ECONNRESET', syscall: 'send', bytesTransferred })
  }),
)

test(
  'ENOTCONN: calls of a socket that is not connected',
  scoped(async (scope) => {
    const stream = scope.socket()
    await fails(() => stream.recv(1), { code: 'ENOTCONN', syscall: 'recv' })
    await fails(() => stream.recvmsg(new Uint8Array(1)), { code: 'ENOTCONN', syscall: 'recvmsg' })
    await fails(() => stream.getpeername(), { code: 'ENOTCONN', syscall: 'getpeername' })
    await fails(() => stream.shutdown(SHUT_RDWR), { code: 'ENOTCONN', syscall: 'shutdown' })
    // TCP says it so when sending: tcp(7) does not, the kernel does.
    await fails(() => stream.send(byte), { code: 'EPIPE', syscall: 'send' })
    const unix = scope.socket(AF_UNIX, SOCK_STREAM)
    const error = await fails(() => unix.send(byte), { code: 'ENOTCONN', syscall: 'send' })
    assert.match((await error.explain()).join(' '), /Connect the socket first/)
    await fails(() => unix.getpeername(), { code: 'ENOTCONN', syscall: 'getpeername' })
    await fails(() => unix.recv(1), { code: 'EINVAL', syscall: 'recv' })
    const datagrams = scope.socket(AF_UNIX, SOCK_DGRAM)
    await fails(() => datagrams.send(byte), { code: 'ENOTCONN', syscall: 'send' })
  }),
)

test(
  'ENOTCONN: getpeername after the peer has reset',
  scoped(async (scope) => {
    const [client, server] = await scope.connected()
    server.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
    await server.close()
    await ended(client)
    await fails(() => client.getpeername(), { code: 'ENOTCONN', syscall: 'getpeername' })
  }),
)
