import assert from 'node:assert/strict'
import { test } from '../../test/leak-check.ts'
import { SO_RCVLOWAT } from '../socket/options/options.ts'
import { AF_INET, MSG_OOB, SOCK_STREAM } from '../socket/posix/constants.ts'
import { kernel } from './kernel-stack.ts'

const LF = 10
const bytes = (words: string) => new TextEncoder().encode(words)
const words = (received: Uint8Array | null) => new TextDecoder().decode(received!)

test('a line goes on behind urgent data, and the caller has his watermark back', async () => {
  const listener = kernel.socket(AF_INET, SOCK_STREAM)
  listener.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
  listener.listen()
  const client = kernel.socket(AF_INET, SOCK_STREAM)
  const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
  server.setsockopt(SO_RCVLOWAT, 2)
  const reading = server.recvUntil(LF, { timeout: 5000 })
  await client.send(bytes('before '))
  await client.send(bytes('!'), MSG_OOB)
  await client.send(bytes('behind'))
  await new Promise((resolve) => setTimeout(resolve, 20))
  await client.send(bytes('\nnext'))
  assert.equal(words(await reading), 'before behind')
  assert.equal(words(await server.recv(10)), 'next')
  assert.equal(server.getsockopt(SO_RCVLOWAT), 2)
  await Promise.all([client.close(), server.close(), listener.close()])
})
