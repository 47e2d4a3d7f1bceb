import assert from 'node:assert/strict'
import { closeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from '../../test/leak-check.ts'
import {
  AF_INET,
  AF_UNIX,
  adopt,
  cmsg,
  MSG_DONTWAIT,
  SCM_RIGHTS,
  SO_LINGER,
  SO_RCVBUF,
  SO_SNDBUF,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
} from '../index.ts'

function listening(): Socket {
  const listener = socket(AF_INET, SOCK_STREAM)
  listener.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
  listener.listen()
  return listener
}

/** The same socket for a second owner, as another process has it that it was sent to. */
async function shared(original: Socket): Promise<Socket> {
  const [one, two] = socketpair(AF_UNIX, SOCK_STREAM)
  await one.sendmsg({ buffers: [Uint8Array.of(1)], control: [cmsg(SCM_RIGHTS, [original])] })
  const { control } = await two.recvmsg(new Uint8Array(1), 0, { descriptors: 1 })
  await Promise.all([one.close(), two.close()])
  return adopt(control.get(SCM_RIGHTS)![0]!)
}

/** A connection whose peer takes nothing, and which has as much in its queue as goes into it. */
async function stuck(listener: Socket): Promise<[stuck: Socket, peer: Socket]> {
  const peer = socket(AF_INET, SOCK_STREAM)
  peer.setsockopt(SO_RCVBUF, 4096)
  await peer.connect(listener.getsockname())
  const server = await listener.accept()
  server.setsockopt(SO_SNDBUF, 65536)
  for (;;) {
    try {
      await server.send(new Uint8Array(65536), MSG_DONTWAIT)
    } catch {
      return [server, peer]
    }
  }
}

test('SO_LINGER that another owner has set stops no thread', async () => {
  const listener = listening()
  const [server, peer] = await stuck(listener)
  const ours = await shared(server)
  server.setsockopt(SO_LINGER, { onoff: true, linger: 1 })
  closeSync(server.detach().fd)
  const began = performance.now()
  const closing = ours.close()
  assert.ok(performance.now() - began < 500, 'close() stopped the thread')
  await closing
  await Promise.all([peer.close(), listener.close()])
})

test('SO_LINGER that another owner has set on a listener stops no thread when its connections close', async () => {
  const listener = listening()
  const ours = await shared(listener)
  listener.setsockopt(SO_LINGER, { onoff: true, linger: 1 })
  const [server, peer] = await stuck(ours)
  const began = performance.now()
  const closing = server.close()
  assert.ok(performance.now() - began < 500, 'close() stopped the thread')
  await closing
  await Promise.all([peer.close(), ours.close(), listener.close()])
})

test('a listener that another owner lets block later stops no thread', async () => {
  const listener = listening()
  const ours = await shared(listener)
  const address = ours.getsockname()
  await assert.rejects(ours.accept({ timeout: 1 }), { code: 'ETIMEDOUT' })
  closeSync(listener.detach({ blocking: true }).fd)
  const accepting = ours.serve(() => {}, { signal: AbortSignal.timeout(100) })
  const client = socket(AF_INET, SOCK_STREAM)
  await client.connect(address)
  await accepting
  await Promise.all([client.close(), ours.close()])
})

test('a lingering close goes on when nobody holds the socket any more', async () => {
  const listener = listening()
  const peers: Socket[] = []
  let warned = false
  const onWarning = () => {
    warned = true
  }
  process.on('warning', onWarning)
  const begin = async () => {
    const [server, peer] = await stuck(listener)
    peers.push(peer)
    server.setsockopt(SO_LINGER, { onoff: true, linger: 1 })
    return { closing: server.close() }
  }
  const began = performance.now()
  const { closing } = await begin()
  for (let turn = 0; turn < 10; turn++) {
    await pause(10)
    globalThis.gc?.()
  }
  await closing
  process.off('warning', onWarning)
  assert.ok(performance.now() - began > 900, 'it ended early')
  assert.equal(warned, false)
  await Promise.all([...peers, listener].map((each) => each.close()))
})
