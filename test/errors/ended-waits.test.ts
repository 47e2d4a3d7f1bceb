import assert from 'node:assert/strict'
import {
  type Address,
  MessageVector,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  MSG_WAITALL,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOCK_DGRAM,
  type Socket,
  SocketError,
  type WaitOptions,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'
import { fails, rejection } from './failing.ts'
import { type Scope, scoped } from './loopback.ts'

const byte = new Uint8Array([1])
const large = new Uint8Array(16 << 20)

/** A call that waits until it is ended from outside. */
interface Waiting {
  readonly syscall: 'accept' | 'connect' | 'recv' | 'recvfrom' | 'recvmsg' | 'recvmmsg' | Sending
  readonly socket: Socket
  readonly call: (wait?: WaitOptions, flags?: number) => Promise<unknown>
  readonly about?: Address
  /** Told with the error. */
  readonly bytesTransferred?: number
}

type Sending = 'send' | 'sendto' | 'sendmsg' | 'sendmmsg'

/** One call of each kind, on sockets that have nothing for it. */
async function receivers(scope: Scope): Promise<Waiting[]> {
  const listener = scope.listener()
  const [client] = await scope.connected()
  const [unix] = scope.pair()
  const udp = scope.bound(SOCK_DGRAM)
  const into = new Uint8Array(4)
  const batch = new MessageVector(2, 16)
  return [
    { syscall: 'accept', socket: listener, call: (wait) => listener.accept(wait) },
    { syscall: 'recv', socket: client, call: (wait, flags) => client.recv(into, flags, wait) },
    { syscall: 'recv', socket: client, call: (wait, flags) => client.recv(4, flags, wait) },
    {
      syscall: 'recv',
      socket: client,
      bytesTransferred: 0,
      call: (wait, flags = 0) => client.recv(into, flags | MSG_WAITALL, wait),
    },
    {
      syscall: 'recv',
      socket: unix,
      bytesTransferred: 0,
      call: (wait, flags = 0) => unix.recv(4, flags | MSG_WAITALL, wait),
    },
    { syscall: 'recvfrom', socket: udp, call: (wait, flags) => udp.recvfrom(4, flags, wait) },
    { syscall: 'recvmsg', socket: udp, call: (wait, flags) => udp.recvmsg([into, into], flags, wait) },
    { syscall: 'recvmmsg', socket: udp, call: (wait, flags) => udp.recvmmsg(batch, flags, wait) },
  ]
}

/** One sending call of each kind, on sockets that have no room for it. */
async function senders(scope: Scope): Promise<Waiting[]> {
  const [stream] = scope.pair()
  await stream.send(large, 0, { timeout: 50 }).catch(() => {})
  const [one] = scope.pair(SOCK_DGRAM)
  for (;;) if ((await one.send(byte, 0, { timeout: 20 }).catch(() => 0)) === 0) break
  const [sender, , about] = await scope.fullDatagrams()
  const batch = new MessageVector(2, 16)
  batch.set(0, byte)
  const none = { bytesTransferred: 0 }
  return [
    { syscall: 'send', socket: stream, call: (wait, flags) => stream.send(byte, flags, wait), ...none },
    { syscall: 'send', socket: one, call: (wait, flags) => one.send(byte, flags, wait), ...none },
    {
      syscall: 'sendto',
      socket: sender,
      call: (wait, flags) => sender.sendto(byte, about, flags, wait),
      about,
      ...none,
    },
    {
      syscall: 'sendmsg',
      socket: sender,
      call: (wait, flags) => sender.sendmsg({ buffers: [byte], to: about }, flags, wait),
      about,
    },
    { syscall: 'sendmmsg', socket: one, call: (wait, flags) => one.sendmmsg(batch, 1, flags, wait) },
  ]
}

/** A connect that nobody answers: the listener's backlog is full. */
async function connecting(scope: Scope): Promise<Waiting> {
  const about = scope.listener(0).getsockname()
  await scope.socket().connect(about)
  const socket = scope.socket()
  return { syscall: 'connect', socket, call: (wait) => socket.connect(about, wait), about }
}

function expectation({ syscall, about, bytesTransferred }: Waiting) {
  return {
    syscall,
    ...(about === undefined ? {} : { about }),
    ...(bytesTransferred === undefined ? {} : { bytesTransferred }),
  }
}

async function everyCall(scope: Scope): Promise<Waiting[]> {
  return [...(await receivers(scope)), ...(await senders(scope)), await connecting(scope)]
}

test(
  'ETIMEDOUT: the timeout of every call that waits',
  scoped(async (scope) => {
    for (const waiting of await everyCall(scope)) {
      const expected = expectation(waiting)
      const words = 'timed out after 15 ms'
      await fails(() => waiting.call({ timeout: 15 }), { ...expected, code: 'ETIMEDOUT', words })
    }
  }),
)

test(
  'ETIMEDOUT: a send reports the bytes that had moved, and an exact recv those that it had taken',
  scoped(async (scope) => {
    const [client, server] = await scope.connected()
    const error = await rejection(client.send(large, 0, { timeout: 30 }))
    const { bytesTransferred = 0 } = error as SocketError
    assert.ok(bytesTransferred > 0 && bytesTransferred < large.length)
    let arrived = 0
    while (arrived < bytesTransferred) arrived += (await server.recv(1 << 20)).length
    assert.equal(arrived, bytesTransferred)
    await fails(() => server.recv(1, 0, { timeout: 30 }), {
      code: 'ETIMEDOUT',
      syscall: 'recv',
      words: 'timed out after 30 ms',
    })
  }),
)

test(
  'EAGAIN: MSG_DONTWAIT, on every call that takes flags',
  scoped(async (scope) => {
    for (const waiting of [...(await receivers(scope)), ...(await senders(scope))]) {
      if (waiting.syscall === 'accept') continue
      const { syscall, about } = expectation(waiting)
      const expected = about === undefined ? { syscall } : { syscall, about }
      await fails(() => waiting.call(undefined, MSG_DONTWAIT), { ...expected, code: 'EAGAIN' })
    }
  }),
)

test(
  'EAGAIN: SO_RCVTIMEO and SO_SNDTIMEO; EINPROGRESS: SO_SNDTIMEO of connect',
  scoped(async (scope) => {
    for (const waiting of await receivers(scope)) {
      waiting.socket.setsockopt(SO_RCVTIMEO, 15)
      const words = 'timed out after 15 ms (SO_RCVTIMEO)'
      await fails(() => waiting.call(), { ...expectation(waiting), code: 'EAGAIN', words })
    }
    const words = 'timed out after 15 ms (SO_SNDTIMEO)'
    for (const waiting of await senders(scope)) {
      waiting.socket.setsockopt(SO_SNDTIMEO, 15)
      await fails(() => waiting.call(), { ...expectation(waiting), code: 'EAGAIN', words })
    }
    const waiting = await connecting(scope)
    waiting.socket.setsockopt(SO_SNDTIMEO, 15)
    await fails(() => waiting.call(), { ...expectation(waiting), code: 'EINPROGRESS', words })
  }),
)

test(
  'EBADF: close() while a call waits, whatever it waits for',
  scoped(async (scope) => {
    const words = 'the socket was closed while the call waited'
    const all = await everyCall(scope)
    const [client] = await scope.connected()
    all.push({ syscall: 'recvmsg', socket: client, call: () => client.recvmsg(byte, MSG_ERRQUEUE) })
    const failing = all.map((waiting) => {
      return fails(() => waiting.call(), { ...expectation(waiting), code: 'EBADF', words })
    })
    await new Promise((resolve) => setImmediate(resolve))
    for (const { socket } of all) void socket.close()
    await Promise.all(failing)
  }),
)

test(
  'AbortError: the reason of the signal that ends every call that waits, and of one that had aborted before',
  scoped(async (scope) => {
    for (const waiting of await everyCall(scope)) {
      const controller = new AbortController()
      const rejected = assert.rejects(waiting.call({ signal: controller.signal }), { name: 'AbortError' })
      controller.abort()
      await rejected
      const reason = new Error('no longer wanted')
      const late = waiting.call({ signal: AbortSignal.abort(reason) })
      await assert.rejects(late, (error) => error === reason)
    }
  }),
)

test(
  'ECANCELED: an aborted send whose first bytes had moved tells how many, and why',
  scoped(async (scope) => {
    const [client] = await scope.connected()
    const controller = new AbortController()
    const sending = client.send(large, 0, { signal: controller.signal })
    const failed = rejection(sending)
    controller.abort()
    const error = await failed
    assert.ok(error instanceof SocketError)
    const bytesTransferred = error.bytesTransferred as number
    assert.ok(bytesTransferred > 0 && bytesTransferred < large.length)
    const words = `aborted after ${bytesTransferred} bytes had moved`
    await fails(() => sending, { code: 'ECANCELED', syscall: 'send', bytesTransferred, words })
    assert.equal((error.cause as Error).name, 'AbortError')
  }),
)
