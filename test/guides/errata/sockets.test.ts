import assert from 'node:assert/strict'
import { mkdtempSync, openSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AF_UNIX,
  cmsg,
  MSG_DONTWAIT,
  SCM_RIGHTS,
  SO_RCVBUF,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  socketpair,
} from '../../../src/index.ts'
import { text, words } from '../../contract/harness.ts'
import { interop } from '../../interop/stage.ts'
import { at, erratum, portOf } from './erratum.ts'

erratum(
  12,
  'a socket need not be connected: a listener never is, and datagrams come and go without',
  async (scope) => {
    assert.throws(() => scope.listener().getpeername(), { code: 'ENOTCONN' })
    const receiver = scope.bound(SOCK_DGRAM)
    await scope.socket(SOCK_DGRAM).sendto(text('hola'), receiver.getsockname())
    assert.throws(() => receiver.getpeername(), { code: 'ENOTCONN' })
    assert.deepEqual(await receiver.recv(10), text('hola'))
  },
)

erratum(12, 'and send() and recv() serve a datagram socket that is connected', async (scope) => {
  const [one, two] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
  await one.connect(two.getsockname())
  await one.send(text('hola'))
  assert.deepEqual(await two.recv(10), text('hola'))
  // The connection is only a name that it remembers: what comes from others is not received.
  const stranger = scope.bound(SOCK_DGRAM)
  await stranger.sendto(text('psst'), one.getsockname())
  await assert.rejects(one.recv(10, MSG_DONTWAIT), { code: 'EAGAIN' })
})

erratum(
  13,
  'the path of a Unix socket is a name and no file: nothing passes through it, and it stays behind',
  async (scope) => {
    const folder = mkdtempSync(join(tmpdir(), 'soquete-errata-'))
    try {
      const name = { family: AF_UNIX, path: join(folder, 's') } as const
      const listener = scope.own(scope.stack.socket(AF_UNIX, SOCK_STREAM))
      listener.bind(name)
      listener.listen()
      assert.throws(() => openSync(name.path, 'r'), { code: 'ENXIO' })
      const client = scope.own(scope.stack.socket(AF_UNIX, SOCK_STREAM))
      await client.connect(name)
      await client.send(new Uint8Array(10_000))
      assert.equal(statSync(name.path).size, 0)
      await listener.close()
      const second = scope.own(scope.stack.socket(AF_UNIX, SOCK_STREAM))
      assert.throws(() => second.bind(name), { code: 'EADDRINUSE' })
      second.bind({ family: AF_UNIX, abstract: `no file at all ${process.pid}` })
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

erratum(
  14,
  'datagrams of a Unix socket are neither lost nor out of order: their sender waits',
  async (scope) => {
    const receiver = scope.own(scope.stack.socket(AF_UNIX, SOCK_DGRAM))
    const sender = scope.own(scope.stack.socket(AF_UNIX, SOCK_DGRAM))
    receiver.bind({ family: AF_UNIX })
    await sender.connect(receiver.getsockname())
    const numbers = Array.from({ length: 500 }, (_, number) => number)
    const sending = Promise.all(numbers.map((number) => sender.send(text(String(number)))))
    await assert.rejects(sender.send(text('one more'), MSG_DONTWAIT), { code: 'EAGAIN' })
    for (const number of numbers) assert.deepEqual(await receiver.recv(10), text(String(number)))
    await sending
  },
)

erratum(14, 'datagrams of UDP are lost without a word where the buffer is full', async (scope) => {
  const receiver = scope.bound(SOCK_DGRAM)
  receiver.setsockopt(SO_RCVBUF, 4096)
  const sender = scope.socket(SOCK_DGRAM)
  for (let number = 0; number < 100; number++)
    assert.equal(await sender.sendto(new Uint8Array(1000), at(portOf(receiver))), 1000)
  let received = 0
  while (receiver.unread > 0) received += (await receiver.recv(1000)).length / 1000
  assert.ok(received > 0 && received < 100)
})

interop(
  'erratum 15: one end of a pair can go to a process that inherits nothing',
  ['Python'],
  async (stage) => {
    const name = { family: AF_UNIX, path: stage.path() } as const
    const listener = stage.keep(socket(AF_UNIX, SOCK_STREAM))
    listener.bind(name)
    listener.listen()
    const stranger = stage.peer('Python', 'take-descriptor', name.path)
    const post = stage.keep(await listener.accept())
    const [ours, theirs] = socketpair(AF_UNIX, SOCK_STREAM).map((end) => stage.keep(end))
    await post.sendmsg({ buffers: [text('yours')], control: [cmsg(SCM_RIGHTS, [theirs!])] })
    await theirs!.close()
    await ours!.send(text('hola'))
    await stranger.says(/^yours: hola$/)
    assert.equal(words(await ours!.recv(100)), 'HOLA')
    await stranger.ends()
  },
)
