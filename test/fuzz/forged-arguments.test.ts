import assert from 'node:assert/strict'
import {
  AF_UNIX,
  IPPROTO_TCP,
  MessageVector,
  MSG_WAITALL,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
  socketpair,
} from '../../src/index.ts'
import { loadKoffi } from '../../src/kernel/koffi.ts'
import { scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { CANARY, type Guarded, guarded, trespass } from './memory.ts'

/** Bytes that a view really has, and those that it says it has. */
const REAL = 100
const CLAIMED = 4000

/** Views that tell another length than theirs, inside memory that has so many bytes. */
const LIARS: Record<string, (view: Uint8Array) => Uint8Array> = {
  'its own length properties': (view) =>
    Object.defineProperties(view, { length: { value: CLAIMED }, byteLength: { value: CLAIMED } }),
  'a class with lengths of its own': (view) => {
    class Liar extends Uint8Array {
      override get length(): number {
        return CLAIMED
      }
      override get byteLength(): number {
        return CLAIMED
      }
    }
    return Object.setPrototypeOf(view, Liar.prototype)
  },
  'a proxy in front': (view) =>
    new Proxy(view, {
      get(target, name) {
        if (name === 'length' || name === 'byteLength') return CLAIMED
        const member: unknown = Reflect.get(target, name, target)
        return typeof member === 'function' ? member.bind(target) : member
      },
    }),
}

const SENDS: Record<string, (s: Socket, view: Uint8Array) => Promise<unknown>> = {
  send: async (s, view) => s.send(view),
  'send with flags': async (s, view) => s.send(view, 0x4000),
  sendmsg: async (s, view) => s.sendmsg({ buffers: [view] }),
  sendmmsg: async (s, view) => {
    const vector = new MessageVector(1, REAL)
    vector.set(0, view)
    return s.sendmmsg(vector)
  },
}

const RECEIVES: Record<string, (s: Socket, view: Uint8Array) => Promise<unknown>> = {
  recv: async (s, view) => s.recv(view),
  'exact recv': (s, view) => s.recv(view, MSG_WAITALL),
  recvfrom: (s, view) => s.recvfrom(view),
  recvmsg: (s, view) => s.recvmsg([view]),
}

function lying(liar: (view: Uint8Array) => Uint8Array): [Guarded, Uint8Array] {
  const memory = guarded('plain', 8, REAL, CLAIMED)
  return [memory, liar(memory.view)]
}

for (const [words, liar] of Object.entries(LIARS)) {
  test(`a view with ${words}: nothing beyond its memory is sent`, async () => {
    for (const [call, send] of Object.entries(SENDS)) {
      for (const type of [SOCK_DGRAM, SOCK_STREAM]) {
        const [one, other] = socketpair(AF_UNIX, type)
        const [memory, view] = lying(liar)
        memory.whole.fill(1, memory.start, memory.end)
        await send(one, view).catch(() => {})
        const sent = other.unread === 0 ? new Uint8Array(0) : await other.recv(2 * CLAIMED)
        assert.ok(!sent.includes(CANARY), `${call} sent ${sent.length} bytes of a view of ${REAL}`)
        await Promise.all([one.close(), other.close()])
      }
    }
  })

  test(`a view with ${words}: nothing beyond its memory is written`, async () => {
    for (const [call, receive] of Object.entries(RECEIVES)) {
      const [one, other] = socketpair(AF_UNIX, call === 'exact recv' ? SOCK_STREAM : SOCK_DGRAM)
      const [memory, view] = lying(liar)
      await other.send(new Uint8Array(CLAIMED))
      await receive(one, view).catch(() => {})
      assert.equal(trespass(memory), -1, `${call} wrote beyond the view`)
      await Promise.all([one.close(), other.close()])
    }
  })
}

test('a list of buffers that tells another length to everybody who asks', async () => {
  const [one, other] = socketpair(AF_UNIX, SOCK_DGRAM)
  // What a call of before has left in the header must not be used again.
  const before = guarded('plain', 0, 0, 1000)
  const old = before.whole.subarray(0, 50)
  await other.send(new Uint8Array(0))
  await one.recvmsg([old, old, old, old])
  let asked = 0
  const list = new Proxy([new Uint8Array(10)], {
    get: (target, name) => (name === 'length' && asked++ > 1 ? 4 : Reflect.get(target, name, target)),
  })
  await other.send(new Uint8Array(200).fill(1))
  await one.recvmsg(list).catch(() => {})
  assert.ok(old.every((byte) => byte === CANARY))
  await Promise.all([one.close(), other.close()])
})

test('what is no MessageVector, though it looks like one', async () => {
  const [one, other] = socketpair(AF_UNIX, SOCK_DGRAM)
  const real = new MessageVector(1, REAL)
  const memory = guarded('plain', 0, REAL, CLAIMED)
  const claims = { size: { value: CLAIMED }, arena: { value: memory.view } }
  const forged = [
    Object.create(real, claims),
    Object.create(MessageVector.prototype, { ...Object.getOwnPropertyDescriptors(real), ...claims }),
    new Proxy(real, {
      get: (target, name) => (name in claims ? claims[name as 'size'].value : Reflect.get(target, name)),
    }),
  ]
  for (const vector of forged) {
    await other.send(new Uint8Array(CLAIMED))
    await one.recvmmsg(vector).catch(() => {})
    assert.equal(trespass(memory), -1, 'memory beyond the arena was written')
    if (one.unread > 0) await one.recv(CLAIMED)
  }
  await Promise.all([one.close(), other.close()])
})

test(
  'getsockopt gives the kernel zeros to read, and not what came from the network before',
  scoped(async (scope) => {
    const [client, server] = await scope.connected()
    const memory = guarded('plain', 0, 0, 512)
    // struct tcp_zerocopy_receive: the kernel copies what is queued to the address that it finds in it.
    const request = new DataView(new ArrayBuffer(64))
    request.setBigUint64(24, loadKoffi().address(memory.whole), true)
    request.setInt32(32, memory.whole.length, true)
    await client.send(new Uint8Array(request.buffer))
    await server.recv(64)
    // More than goes through the memory that small calls share.
    await client.send(new Uint8Array(100).fill(1))
    while (server.unread < 100) await new Promise((resolve) => setImmediate(resolve))
    const TCP_ZEROCOPY_RECEIVE = 35
    try {
      server.getsockopt(IPPROTO_TCP, TCP_ZEROCOPY_RECEIVE, 64)
    } catch {
      // To refuse is right as well.
    }
    assert.equal(trespass(memory), -1, "the peer's bytes were written where the peer said")
  }),
)
