import assert from 'node:assert/strict'
import { MessageVector, SOCK_DGRAM, type Socket } from '../../src/index.ts'
import { Scope } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { scaled } from './scale.ts'

const COUNT = scaled(200_000, 1_000_000)
const BATCH = 32

async function sendOneByOne(socket: Socket): Promise<void> {
  const message = new Uint8Array(8)
  const number = new DataView(message.buffer)
  for (let i = 0; i < COUNT; i++) {
    number.setUint32(0, i)
    await socket.send(message)
  }
}

async function receiveOneByOne(socket: Socket): Promise<void> {
  const message = new Uint8Array(100)
  const number = new DataView(message.buffer)
  for (let i = 0; i < COUNT; i++) {
    assert.equal(await socket.recv(message), 8)
    if (number.getUint32(0) !== i) assert.fail(`datagram ${number.getUint32(0)} in place of ${i}`)
  }
}

async function sendInBatches(socket: Socket): Promise<void> {
  const vector = new MessageVector(BATCH, 8)
  const numbers = new DataView(vector.arena.buffer)
  vector.lengths.fill(8)
  for (let sent = 0; sent < COUNT; ) {
    const count = Math.min(BATCH, COUNT - sent)
    for (let i = 0; i < count; i++) numbers.setUint32(8 * i, sent + i)
    sent += await socket.sendmmsg(vector, count)
  }
}

async function receiveInBatches(socket: Socket): Promise<void> {
  const vector = new MessageVector(BATCH, 100)
  const numbers = new DataView(vector.arena.buffer)
  for (let received = 0; received < COUNT; ) {
    const count = await socket.recvmmsg(vector)
    for (let i = 0; i < count; i++, received++) {
      assert.equal(vector.lengths[i], 8)
      if (numbers.getUint32(100 * i) !== received)
        assert.fail(`datagram ${numbers.getUint32(100 * i)} in place of ${received}`)
    }
  }
}

const COUNTED = COUNT.toLocaleString('en')

for (const [words, send, receive] of [
  ['one by one', sendOneByOne, receiveOneByOne],
  ['in batches', sendInBatches, receiveInBatches],
] as const) {
  test(
    `${COUNTED} Unix datagrams, ${words}: none is lost, all are in order`,
    async () => {
      const scope = new Scope()
      const [sender, receiver] = scope.pair(SOCK_DGRAM)
      await Promise.all([send(sender), receive(receiver)])
      assert.equal(receiver.unread, 0)
      await scope.close()
    },
    { timeout: 120_000 },
  )
}
