import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LineTooLong, LONGEST_LINE, linesOf } from './lines.ts'

async function* input(...pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece
}

async function lines(...pieces: readonly (string | Uint8Array)[]): Promise<string[]> {
  const all: string[] = []
  for await (const line of linesOf(input(...pieces))) all.push(line)
  return all
}

test('lines are whole, however the input is cut', async () => {
  assert.deepEqual(await lines('3 4', ' +\n1', '0 2 -\n', '\n5'), ['3 4 +', '10 2 -', '', '5'])
  assert.deepEqual(await lines('3 4 +\n'), ['3 4 +'])
  assert.deepEqual(await lines(), [])
  assert.deepEqual(await lines(Uint8Array.of(0xc3), Uint8Array.of(0xb1, 10)), ['ñ'])
})

test('a line without an end does not fill the memory', async () => {
  const piece = '9'.repeat(1 << 14)
  let given = 0
  async function* endless() {
    for (;;) {
      given += piece.length
      yield new TextEncoder().encode(piece)
    }
  }
  await assert.rejects(async () => {
    for await (const line of linesOf(endless())) assert.fail(line.slice(0, 9))
  }, LineTooLong)
  assert.ok(given <= LONGEST_LINE + 2 * piece.length)
})
