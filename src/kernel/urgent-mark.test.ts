import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from '../../test/leak-check.ts'
import { AF_INET, MSG_OOB, MSG_PEEK, MSG_WAITALL, SOCK_STREAM, type Socket, socket } from '../index.ts'

async function connected(): Promise<[Socket, Socket]> {
  const listener = socket(AF_INET, SOCK_STREAM)
  listener.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
  listener.listen()
  const client = socket(AF_INET, SOCK_STREAM)
  const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
  await listener.close()
  return [client, server]
}

/** Bytes, an urgent one, and bytes, each in a packet of its own. */
async function sendAround(client: Socket, before: number, after: number): Promise<void> {
  if (before > 0) await client.send(new Uint8Array(before).fill(1))
  await client.send(Uint8Array.of(2), MSG_OOB)
  await pause(5)
  await client.send(new Uint8Array(after).fill(3))
  await pause(5)
}

// SIOCINQ counts up to the mark and no further, whatever stands behind it.
for (const [before, after] of [
  [4, 6],
  [0, 10],
  [300, 300],
  [1000, 300],
  [300, 1000],
] as const) {
  const length = before + after
  const expected = new Uint8Array(length).fill(1, 0, before).fill(3, before)

  test(`an exact read crosses an urgent mark: ${before} bytes and ${after}, before they come`, async () => {
    const [client, server] = await connected()
    const reading = server.recv(length, MSG_WAITALL, { timeout: 2000 })
    await sendAround(client, before, after)
    assert.deepEqual(await reading, expected)
    await Promise.all([client.close(), server.close()])
  })

  test(`an exact read crosses an urgent mark: ${before} bytes and ${after}, when they are there`, async () => {
    const [client, server] = await connected()
    // So that the socket is watched already, and no first event tells what is there.
    await assert.rejects(server.recv(1, 0, { timeout: 1 }), { code: 'ETIMEDOUT' })
    await sendAround(client, before, after)
    assert.deepEqual(await server.recv(length, MSG_WAITALL, { timeout: 2000 }), expected)
    await Promise.all([client.close(), server.close()])
  })
}

test('an exact read that is cut before an urgent mark loses nothing, and one that looks ends at the mark', async () => {
  const [client, server] = await connected()
  await sendAround(client, 4, 3)
  await assert.rejects(server.recv(20, MSG_WAITALL, { timeout: 20 }), { code: 'ETIMEDOUT' })
  const looking = server.recv(7, MSG_WAITALL | MSG_PEEK, { timeout: 2000 })
  assert.deepEqual(await looking, new Uint8Array(4).fill(1))
  assert.equal((await server.recv(20)).length, 4)
  assert.deepEqual(await server.recv(20), new Uint8Array(3).fill(3))
  await Promise.all([client.close(), server.close()])
})
