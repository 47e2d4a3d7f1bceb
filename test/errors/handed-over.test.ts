import assert from 'node:assert/strict'
import { closeSync, openSync } from 'node:fs'
import { adopt, type DetachedSocket } from '../../src/index.ts'
import { kernelThread } from '../../src/kernel/kernel-stack.ts'
import { test } from '../leak-check.ts'
import { fails } from './failing.ts'
import { scoped } from './loopback.ts'

function stranger({ fd }: DetachedSocket) {
  const words = `descriptor ${fd} is not the socket that was detached; it has been closed meanwhile`
  return { code: 'EBADF', syscall: 'adopt', words } as const
}

test(
  'EBUSY: detach while a call waits',
  scoped(async (scope) => {
    const [one, other] = scope.pair()
    const waiting = one.recv(1)
    await fails(() => one.detach(), { code: 'EBUSY', syscall: 'detach', words: 'a call waits on it' })
    await other.send(new Uint8Array(1))
    await waiting
    scope.own(adopt(one.detach()))
  }),
)

test(
  'EBADF: adopting what is closed, what is no socket, and what is another socket',
  scoped(async (scope) => {
    const detached = scope.pair()[0].detach()
    const changed = { ...detached, cookie: detached.cookie + 1n }
    await fails(() => adopt(changed), stranger(changed))
    await scope.own(adopt(detached)).close()
    await fails(() => adopt(detached), stranger(detached))
    const file = openSync('/dev/null', 'r')
    const noSocket = { fd: file, cookie: 0n }
    await fails(() => adopt(noSocket), stranger(noSocket))
    closeSync(file)
    const huge = { fd: 2 ** 40, cookie: 0n }
    await fails(() => adopt(huge), stranger(huge))
  }),
)

test(
  'a socket is adopted once: a second owner would close a stranger under the same number',
  scoped(async (scope) => {
    const detached = scope.pair()[0].detach()
    const first = scope.own(adopt(detached))
    assert.throws(() => scope.own(adopt(detached)), { name: 'SocketError', syscall: 'adopt' })
    await first.close()
  }),
)

test(
  'adopting in vain leaves the record of who holds the descriptor as it was',
  scoped(async (scope) => {
    const [one] = scope.pair()
    const { ledger } = kernelThread()
    const { fd, cookie } = one.detach()
    const owner = scope.own(adopt({ fd, cookie }))
    assert.ok(ledger.list().includes(fd))
    assert.throws(() => adopt({ fd, cookie: cookie + 1n }))
    assert.ok(ledger.list().includes(fd), 'the descriptor would be left when this thread is terminated')
    await owner.close()
  }),
)
