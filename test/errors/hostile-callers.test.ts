import assert from 'node:assert/strict'
import { closeSync, fstatSync, openSync } from 'node:fs'
import {
  AF_UNIX,
  adopt,
  type ControlMessage,
  cmsg,
  type Descriptor,
  MessageVector,
  SCM_RIGHTS,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  type Socket,
  socketpair,
} from '../../src/index.ts'
import { KernelSocket } from '../../src/kernel/kernel-socket.ts'
import { kernelThread } from '../../src/kernel/kernel-stack.ts'
import { errno } from '../../src/socket/posix/errno.ts'
import { test } from '../leak-check.ts'

const AF_RDS = 21
const SOL_RDS = 276

async function withPair(type: number, body: (one: Socket, two: Socket) => Promise<void>): Promise<void> {
  const [one, two] = socketpair(AF_UNIX, type)
  try {
    await body(one, two)
  } finally {
    await Promise.all([one.close(), two.close()])
  }
}

const THEN = 'then'

function insistent(done: () => void, failed: (error: unknown) => void): never {
  done()
  done()
  failed(new Error('not used'))
  throw new Error('not used either')
}

test('a promise whose own then() calls back again and again lends no buffer twice', () =>
  withPair(SOCK_STREAM, async (one, two) => {
    const pieces: number[] = []
    const receiving = two.recvEach((bytes) => {
      pieces.push(bytes.length)
      const used = Promise.resolve()
      return Object.assign(used, { [THEN]: insistent })
    })
    for (const length of [1, 2, 3]) {
      await one.send(new Uint8Array(length))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await one.close()
    await receiving
    assert.deepEqual(pieces, [1, 2, 3])
  }))

test('a vector whose memory was given away is refused, whatever it says of its length', () =>
  withPair(SOCK_DGRAM, async (one, two) => {
    for (const name of ['arena', 'names', 'controls'] as const) {
      const vector = new MessageVector(2, 100)
      await one.send(Uint8Array.of(1))
      assert.equal(await two.recvmmsg(vector), 1)
      const memory = vector[name]
      Object.defineProperty(memory, 'byteLength', { value: memory.byteLength })
      structuredClone(memory.buffer, { transfer: [memory.buffer as ArrayBuffer] })
      await one.send(Uint8Array.of(1))
      await assert.rejects(two.recvmmsg(vector), { code: 'EFAULT' }, name)
      await two.recv(1)
    }
  }))

test('a descriptor that sends a message when it is asked for its number spoils none', () =>
  withPair(SOCK_DGRAM, async (one, two) => {
    const [plain, other] = [openSync('/proc/self/stat', 'r'), openSync('/proc/self/maps', 'r')]
    let armed = false
    const inner: Promise<number>[] = []
    const holder = {
      get fd() {
        const files = cmsg(SCM_RIGHTS, [other, other, other])
        if (armed) inner.push(one.sendmsg({ buffers: [Uint8Array.of(1)], control: [files] }))
        armed = false
        return plain
      },
    }
    const control = [cmsg(SCM_RIGHTS, [plain, holder])]
    armed = true
    await one.sendmsg({ buffers: [Uint8Array.of(2)], control })
    await Promise.all(inner)
    for (const [file, count] of [
      [other, 3],
      [plain, 2],
    ] as const) {
      const message = await two.recvmsg(new Uint8Array(1), 0, { descriptors: 5, timeout: 2000 })
      const descriptors = message.control.get(SCM_RIGHTS)!
      assert.deepEqual(
        descriptors.map(({ fd }) => fstatSync(fd).ino),
        Array(count).fill(fstatSync(file).ino),
      )
      for (const descriptor of descriptors) descriptor.close()
    }
    closeSync(plain)
    closeSync(other)
  }))

test('descriptors do not go as bytes, nor other things as descriptors', () =>
  withPair(SOCK_DGRAM, async (one) => {
    const data = new Uint8Array(4)
    assert.throws(() => cmsg(SOL_SOCKET, 1, data), /cmsg\(SCM_RIGHTS/)
    const forged: ControlMessage[] = [
      { level: SOL_SOCKET, number: 1, data, descriptors: [] },
      { level: SOL_SOCKET, number: 0x1_0000_0001, data, descriptors: [] },
      { level: SOL_SOCKET, number: 2, data, descriptors: [{ fd: 0 }] },
    ]
    for (const message of forged) {
      await assert.rejects(one.sendmsg({ buffers: [data], control: [message] }), TypeError)
      assert.throws(() => new MessageVector(1, 10).setControl(0, [message]), TypeError)
    }
  }))

test('a Descriptor that releases another number than its own is not taken for a socket', () =>
  withPair(SOCK_DGRAM, async (one) => {
    for (const released of [-1, 1.5, 9999, 2 ** 31, 'fd']) {
      const forged = { fd: one.fd, release: () => released, close() {} } as unknown as Descriptor
      assert.throws(() => adopt(forged), TypeError)
    }
    for (const fd of [-1, 1.5, 2 ** 31, 'fd']) {
      const forged = { fd, release: () => fd, close() {} } as unknown as Descriptor
      assert.throws(() => adopt(forged), { name: fd === -1 ? 'SocketError' : 'TypeError' })
    }
  }))

test('no bytes of a caller go beside a message of RDS: the kernel would take them for addresses', () => {
  const [one, two] = socketpair(AF_UNIX, SOCK_DGRAM)
  // Few kernels have RDS: the family alone decides here.
  const primitives = new KernelSocket(kernelThread(), one.detach().fd, AF_RDS, SOCK_DGRAM)
  const buffers = [Uint8Array.of(1)]
  const control = [cmsg(SOL_RDS, 1, new Uint8Array(48))]
  assert.equal(primitives.sendmsg({ buffers, control }, 0), -errno.EFAULT)
  assert.equal(primitives.sendmmsg(new MessageVector(1, 10), 0, 1, 0), -errno.EFAULT)
  assert.equal(primitives.sendmsg({ buffers }, 0), 1)
  primitives.close()
  return two.close()
})
