import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { encodeReading } from '../../../examples/guides/packet.ts'
import { htonl, htons, MSG_DONTWAIT, MSG_WAITALL, SHUT_WR } from '../../../src/socket/index.ts'
import { readAll, text, words } from '../../contract/harness.ts'
import { interop } from '../../interop/stage.ts'
import { erratum, until } from './erratum.ts'

erratum(
  22,
  'what several send() calls send arrives in order; what is lost are the borders',
  async (scope) => {
    const [client, server] = await scope.connected()
    const numbers = Uint32Array.from({ length: 10_000 }, (_, number) => number)
    for (const number of numbers) await client.send(new Uint8Array(Uint32Array.of(number).buffer))
    client.shutdown(SHUT_WR)
    const received = await readAll(server)
    assert.deepEqual(new Uint32Array(received.slice().buffer), numbers)
  },
)

erratum(22, 'two send() calls may be one recv()', async (scope) => {
  const [client, server] = await scope.connected()
  await client.send(text('one'))
  await client.send(text('two'))
  await until(() => server.unread === 6)
  assert.equal(words(await server.recv(100)), 'onetwo')
})

erratum(23, 'recv() waits without MSG_WAITALL as well; MSG_DONTWAIT is what ends that', async (scope) => {
  const [client, server] = await scope.connected()
  await assert.rejects(server.recv(4, MSG_DONTWAIT), { code: 'EAGAIN' })
  let settled = false
  const waiting = server.recv(4).finally(() => (settled = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(settled, false)
  await client.send(text('1'))
  // One byte is enough for it: MSG_WAITALL decides how much is waited for, not whether.
  assert.equal(words(await waiting), '1')
})

erratum(24, 'with MSG_WAITALL fewer bytes come when the stream ends', async (scope) => {
  const [client, server] = await scope.connected()
  await client.send(text('1'))
  client.shutdown(SHUT_WR)
  assert.equal(words(await server.recv(4, MSG_WAITALL)), '1')
})

erratum(25, 'one recv() may give a part of the answer', async (scope) => {
  const [client, server] = await scope.connected()
  await server.send(text('Hello, '))
  const first = await client.recv(1024)
  await server.send(text('world'))
  assert.equal(words(first), 'Hello, ')
})

erratum(26, "a server that waits for an int32 does not answer the character '1': it waits", async (scope) => {
  const [client, server] = await scope.connected()
  await client.send(text('1'))
  await assert.rejects(server.recv(4, MSG_WAITALL, { timeout: 100 }), {
    code: 'ETIMEDOUT',
    bytesTransferred: 0,
  })
  assert.equal(server.unread, 1)
})

erratum(27, 'what send() returns is what the kernel has taken, not what has arrived', async (scope) => {
  const [client, server] = await scope.connected()
  assert.equal(await client.send(new Uint8Array(1_000_000)), 1_000_000)
  assert.ok(client.unsent > 0)
  assert.ok(server.unread < 1_000_000)
  // And it may be less than was asked for.
  const taken = await client.send(new Uint8Array(100_000_000), MSG_DONTWAIT)
  assert.ok(taken > 0 && taken < 100_000_000)
})

interop('erratum 28: -1 kept in a size_t is no longer less than 0', ['C'], async (stage) => {
  const peer = stage.peer('C', 'unsigned-result')
  await peer.says(/^size_t 18446744073709551615, less than 0: no$/)
  await peer.says(/^ssize_t -1, less than 0: yes$/)
  await peer.ends()
})

erratum(29, 'an acknowledgement comes from the kernel: the program may never look', async (scope) => {
  const [client, server] = await scope.connected()
  await client.send(text('hola'))
  await until(() => client.unsent === 0)
  assert.equal(server.unread, 4)
})

erratum(30, 'numbers are not serialized by themselves: machines differ in the order of their bytes', () => {
  assert.deepEqual(new Uint8Array(Uint32Array.of(htonl(1)).buffer), Uint8Array.of(0, 0, 0, 1))
  assert.deepEqual(new Uint8Array(Uint16Array.of(htons(4444)).buffer), Uint8Array.of(0x11, 0x5c))
  // The guide's int32 1, as x64 and arm64 send it, read by a machine of the other order.
  const sent = Uint8Array.of(1, 0, 0, 0)
  assert.equal(new DataView(sent.buffer).getInt32(0, true), 1)
  assert.equal(new DataView(sent.buffer).getInt32(0, false), 16_777_216)
})

erratum(31, 'serializing does not compress', () => {
  const bytes = encodeReading({ station: 1, celsius: 20, place: 'a'.repeat(100) })
  assert.equal(bytes.length, 4 + 2 + 2 + 100)
})

erratum(
  32,
  'who waits does not notice that the network is gone, and who sends does not notice at once',
  () => {
    const child = fileURLToPath(new URL('./broken-link.child.js', import.meta.url))
    // In a network of its own, whose only link it may cut.
    const { stdout, stderr } = spawnSync('unshare', ['--net', process.execPath, child])
    assert.equal(stderr.toString(), '')
    assert.deepEqual(JSON.parse(stdout.toString()), {
      received: 'ETIMEDOUT',
      sent: 4,
      client: 'ESTABLISHED',
      server: 'ESTABLISHED',
    })
  },
  { root: true },
)
