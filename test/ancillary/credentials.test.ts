import assert from 'node:assert/strict'
import {
  AF_UNIX,
  cmsg,
  SCM_CREDENTIALS,
  SCM_PIDFD,
  SO_PASSCRED,
  SO_PASSPIDFD,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  socketpair,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'

const own = { pid: process.pid, uid: process.getuid!(), gid: process.getgid!() }
const byte = Uint8Array.of(1)

for (const [kind, type] of Object.entries({ SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET })) {
  test(`${kind}: who sent a message`, async () => {
    const [one, two] = socketpair(AF_UNIX, type)
    two.setsockopt(SO_PASSCRED, true)
    await one.send(byte)
    assert.deepEqual((await two.recvmsg(new Uint8Array(8))).control.get(SCM_CREDENTIALS), own)
    await one.sendmsg({ buffers: [byte], control: [cmsg(SCM_CREDENTIALS, own)] })
    assert.deepEqual((await two.recvmsg(new Uint8Array(8))).control.get(SCM_CREDENTIALS), own)
    await Promise.all([one.close(), two.close()])
  })

  test(`${kind}: a descriptor of the sending process`, async () => {
    const [one, two] = socketpair(AF_UNIX, type)
    two.setsockopt(SO_PASSPIDFD, true)
    await one.send(byte)
    const uninvited = await two.recvmsg(new Uint8Array(8))
    assert.equal(uninvited.control.get(SCM_PIDFD), undefined)
    await one.send(byte)
    const { control } = await two.recvmsg(new Uint8Array(8), 0, { descriptors: 1 })
    const process = control.get(SCM_PIDFD)!
    assert.ok(process.fd > 2)
    process.close()
    await Promise.all([one.close(), two.close()])
  })
}

test('credentials that are not true are refused', async () => {
  const [one, two] = socketpair(AF_UNIX, SOCK_STREAM)
  const nobody = cmsg(SCM_CREDENTIALS, { ...own, pid: 0x3fff_ffff })
  await assert.rejects(one.sendmsg({ buffers: [byte], control: [nobody] }), { code: /EPERM|ESRCH/ })
  assert.throws(() => cmsg(SCM_CREDENTIALS, { pid: 1 } as never), /SCM_CREDENTIALS\.uid is a number/)
  assert.throws(() => cmsg(SCM_CREDENTIALS, 7 as never), /takes \{ pid, uid, gid \}/)
  await Promise.all([one.close(), two.close()])
})
