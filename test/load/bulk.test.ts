import assert from 'node:assert/strict'
import { SHUT_WR, type Socket } from '../../src/index.ts'
import { Scope } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'

const MEBIBYTE = 1 << 20
const SIZE = 1024 * MEBIBYTE

/** The stream repeats a block of a prime length, so that no shift by a round number goes unnoticed. */
const PERIOD = 1_048_573
const block = new Uint8Array(PERIOD + MEBIBYTE)
for (let i = 0; i < PERIOD; i++) block[i] = (Math.imul(i, 0x9e3779b1) >>> 13) & 0xff
block.copyWithin(PERIOD, 0, MEBIBYTE)

/** What the stream has at an offset, up to a mebibyte of it. */
function expected(offset: number, length: number): Uint8Array {
  const start = offset % PERIOD
  return block.subarray(start, start + length)
}

async function sendAll(socket: Socket): Promise<void> {
  // Lengths of no regularity, small ones among them.
  for (let offset = 0, step = 1; offset < SIZE; step = (step * 16_807) % 2_147_483_647) {
    const length = Math.min(step % 7 === 0 ? 1 + (step % 100) : step % MEBIBYTE, SIZE - offset)
    assert.equal(await socket.send(expected(offset, length)), length)
    offset += length
  }
  socket.shutdown(SHUT_WR)
}

async function receiveAll(socket: Socket, watch: () => void): Promise<number> {
  const into = new Uint8Array(256 * 1024)
  for (let offset = 0; ; ) {
    const count = await socket.recv(into)
    if (count === 0) return offset
    const right = Buffer.compare(into.subarray(0, count), expected(offset, count)) === 0
    assert.ok(right, `other bytes than were sent, within ${count} from ${offset} on`)
    offset += count
    watch()
  }
}

for (const kind of ['TCP', 'Unix'] as const) {
  test(
    `1 GiB through one ${kind} connection: every byte in its place, in bounded memory`,
    async () => {
      const scope = new Scope()
      const [client, server] = kind === 'TCP' ? await scope.connected() : scope.pair()
      globalThis.gc?.()
      const before = process.memoryUsage.rss()
      let highest = before
      let received = 0
      const watch = () => {
        if (++received % 256 === 0) highest = Math.max(highest, process.memoryUsage.rss())
      }
      const [, total] = await Promise.all([sendAll(client), receiveAll(server, watch)])
      assert.equal(total, SIZE)
      const growth = (highest - before) / MEBIBYTE
      assert.ok(growth < 100, `memory grew by ${Math.round(growth)} MiB`)
      await scope.close()
    },
    { timeout: 120_000 },
  )
}
