import assert from 'node:assert/strict'
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import {
  AF_INET,
  AF_UNIX,
  adopt,
  cmsg,
  type Descriptor,
  MessageVector,
  MSG_CTRUNC,
  MSG_PEEK,
  SCM_RIGHTS,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'

const KINDS = { stream: SOCK_STREAM, datagram: SOCK_DGRAM, seqpacket: SOCK_SEQPACKET }

/** Open descriptors of this process, whatever they are. */
function descriptors(): number {
  return readdirSync('/proc/self/fd').length
}

function isOpen(fd: number): boolean {
  try {
    fstatSync(fd)
    return true
  } catch {
    return false
  }
}

async function withPair(type: number, body: (one: Socket, two: Socket) => Promise<void>): Promise<void> {
  const before = descriptors()
  const [one, two] = socketpair(AF_UNIX, type)
  try {
    await body(one, two)
  } finally {
    await Promise.all([one.close(), two.close()])
  }
  assert.equal(descriptors(), before, 'a descriptor was left open')
}

function send(from: Socket, ...files: (number | { fd: number })[]): Promise<number> {
  return from.sendmsg({ buffers: [Uint8Array.of(1)], control: [cmsg(SCM_RIGHTS, files)] })
}

for (const [kind, type] of Object.entries(KINDS)) {
  test(`${kind}: several descriptors come, are the receiver's own, and work`, () =>
    withPair(type, async (one, two) => {
      const file = openSync('/proc/self/cmdline', 'r')
      const inner = socketpair(AF_UNIX, SOCK_STREAM)
      await send(one, file, inner[0], { fd: inner[1].fd })
      closeSync(file)
      await Promise.all(inner.map((each) => each.close()))

      const message = await two.recvmsg(new Uint8Array(8), 0, { descriptors: 3 })
      assert.equal(message.flags & MSG_CTRUNC, 0)
      const [first, second, third] = message.control.get(SCM_RIGHTS) as Descriptor[]
      const text = new Uint8Array(4)
      assert.equal(readSync(first!.fd, text), 4)
      assert.equal(new TextDecoder().decode(text), process.execPath.slice(0, 4))
      first!.close()
      assert.equal(first!.fd, -1)
      first!.close()

      const ends = [adopt(second!), adopt(third!)]
      assert.equal(second!.fd, -1)
      await ends[0]!.send(Uint8Array.of(7))
      assert.deepEqual(await ends[1]!.recv(8), Uint8Array.of(7))
      await Promise.all(ends.map((end) => end.close()))
    }))

  test(`${kind}: descriptors that nobody asked for are closed at once`, () =>
    withPair(type, async (one, two) => {
      const before = descriptors()
      const file = openSync('/dev/null', 'r')
      const receivers: (() => Promise<{ flags?: number }>)[] = [
        () => two.recvmsg(new Uint8Array(8)),
        async () => ({ data: await two.recv(8) }),
        () => two.recvfrom(8) as Promise<object>,
        async () => {
          const vector = new MessageVector(2, 8)
          await two.recvmmsg(vector)
          return { flags: vector.flags[0]! }
        },
      ]
      for (const receive of receivers) {
        await send(one, file, file, file)
        const { flags } = await receive()
        if (flags !== undefined) assert.equal(flags & MSG_CTRUNC, MSG_CTRUNC)
        assert.equal(descriptors(), before + 1)
      }
      closeSync(file)
    }))

  test(`${kind}: more descriptors than are welcome: the first ones come, the rest is closed`, () =>
    withPair(type, async (one, two) => {
      const file = openSync('/dev/null', 'r')
      const before = descriptors()
      await send(one, ...Array.from({ length: 253 }, () => file))
      const message = await two.recvmsg(new Uint8Array(8), 0, { descriptors: 2, control: 2048 })
      assert.equal(message.flags & MSG_CTRUNC, MSG_CTRUNC)
      const taken = message.control.get(SCM_RIGHTS) as Descriptor[]
      assert.equal(taken.length, 2)
      assert.equal(descriptors(), before + 2)
      for (const each of taken) each.close()
      closeSync(file)
    }))

  test(`${kind}: ancillary data that the kernel cuts short leaks nothing`, () =>
    withPair(type, async (one, two) => {
      const file = openSync('/dev/null', 'r')
      const before = descriptors()
      for (const control of [0, 8, 16, 20, 24, 28, 36, 40]) {
        await send(one, file, file, file, file)
        const message = await two.recvmsg(new Uint8Array(8), 0, { descriptors: 10, control })
        assert.equal(
          message.flags & MSG_CTRUNC,
          control < 32 ? MSG_CTRUNC : 0,
          `with room for ${control} bytes`,
        )
        const taken = message.control.get(SCM_RIGHTS) ?? []
        assert.equal(descriptors(), before + taken.length)
        for (const each of taken) each.close()
      }
      closeSync(file)
    }))

  test(`${kind}: a message that is only looked at gives descriptors of its own each time`, () =>
    withPair(type, async (one, two) => {
      const file = openSync('/dev/null', 'r')
      await send(one, file)
      const looks = [MSG_PEEK, MSG_PEEK, 0]
      const taken: Descriptor[] = []
      for (const flags of looks) {
        const { control } = await two.recvmsg(new Uint8Array(8), flags, { descriptors: 1 })
        taken.push(...(control.get(SCM_RIGHTS) ?? []))
      }
      assert.equal(new Set(taken.map(({ fd }) => fd)).size, 3)
      for (const each of taken) each.close()
      closeSync(file)
    }))
}

test('a descriptor that is dropped is closed, and reported', () =>
  withPair(SOCK_STREAM, async (one, two) => {
    assert.ok(globalThis.gc, 'the tests run with --expose-gc')
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
    const fd = await (async () => {
      await send(one, one)
      const { control } = await two.recvmsg(new Uint8Array(8), 0, { descriptors: 1 })
      return control.get(SCM_RIGHTS)![0]!.fd
    })()
    for (let turn = 0; turn < 100 && isOpen(fd); turn++) {
      globalThis.gc()
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.equal(isOpen(fd), false)
    assert.match(
      (await warned).message,
      /Descriptor \d+, received beside a message,.* was collected while open/,
    )
  }))

test('a socket that was closed meanwhile is not sent in place of a stranger', () =>
  withPair(SOCK_STREAM, async (one, two) => {
    const gone = socket(AF_INET, SOCK_DGRAM)
    const control = [cmsg(SCM_RIGHTS, [gone])]
    await gone.close()
    await assert.rejects(one.sendmsg({ buffers: [Uint8Array.of(1)], control }), { code: 'EBADF' })
    assert.throws(() => cmsg(SCM_RIGHTS, [gone]), /open descriptors/)
    await one.send(Uint8Array.of(2))
    assert.deepEqual(await two.recv(8), Uint8Array.of(2))
  }))

test('on a stream descriptors go with the first byte, also when the rest has to wait', () =>
  withPair(SOCK_STREAM, async (one, two) => {
    const bytes = new Uint8Array(2_000_000).fill(5)
    const file = openSync('/dev/null', 'r')
    const sending = one.sendmsg({ buffers: [bytes], control: [cmsg(SCM_RIGHTS, [file])] })
    let received = 0
    const taken: Descriptor[] = []
    while (received < bytes.length) {
      const message = await two.recvmsg(new Uint8Array(65536), 0, { descriptors: 8 })
      received += message.length
      taken.push(...(message.control.get(SCM_RIGHTS) ?? []))
    }
    assert.equal(await sending, bytes.length)
    assert.equal(taken.length, 1)
    taken[0]!.close()
    closeSync(file)
  }))

test('what cmsg() and recvmsg() refuse', () =>
  withPair(SOCK_STREAM, async (one) => {
    const refused: [() => unknown, RegExp][] = [
      [() => cmsg(SCM_RIGHTS, 3 as never), /SCM_RIGHTS takes an array of descriptors/],
      [() => cmsg(SCM_RIGHTS, []), /1 to 253 descriptors, not 0/],
      [() => cmsg(SCM_RIGHTS, new Array(254).fill(0)), /1 to 253 descriptors, not 254/],
      [() => cmsg(SCM_RIGHTS, [-1]), /open descriptors/],
      [() => cmsg(SCM_RIGHTS, [1.5]), /open descriptors/],
      [() => cmsg({} as never, 1 as never), /a type such as SCM_RIGHTS/],
      [() => cmsg(1, 2, 'x' as never), /ancillary data is a Uint8Array/],
      [() => cmsg(1, 2, new Uint8Array(20_000)), /20000 bytes/],
    ]
    for (const [call, words] of refused) assert.throws(call, words)
    const buffer = new Uint8Array(1)
    await assert.rejects(one.recvmsg(buffer, 0, { descriptors: 254 }), /descriptors is a whole number from 0/)
    await assert.rejects(one.recvmsg(buffer, 0, { control: -1 }), /control is a whole number from 0/)
    await assert.rejects(
      one.sendmsg({ buffers: [buffer], control: {} as never }),
      /control is an array of cmsg/,
    )
    await assert.rejects(
      one.sendmsg({ buffers: [buffer], control: [{}] as never }),
      /control is an array of cmsg/,
    )
    const vector = new MessageVector(1, 8)
    assert.throws(() => vector.setControl(0, [cmsg(SCM_RIGHTS, [0])]), /sends no descriptors/)
  }))
