import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Delimiter } from './delimiter.ts'

test('a delimiter is found where it first ends, however the stream is cut into pieces', () => {
  // Of two letters, so that it repeats itself, and almost matches, often.
  const letters = (minLength: number, maxLength: number) =>
    fc.array(fc.constantFrom(1, 2), { minLength, maxLength }).map((values) => Uint8Array.from(values))
  fc.assert(
    fc.property(letters(1, 6), fc.array(letters(0, 9)), (bytes, pieces) => {
      const whole = Buffer.concat(pieces)
      const begin = whole.indexOf(bytes)
      const delimiter = new Delimiter(bytes)
      let offset = 0
      let found = -1
      for (const piece of pieces) {
        const end = delimiter.search(piece)
        if (end !== -1) {
          found = offset + end
          break
        }
        offset += piece.length
      }
      assert.equal(found, begin === -1 ? -1 : begin + bytes.length)
    }),
    { numRuns: 2000 },
  )
})

test('a delimiter forgets what it had matched when it is told to', () => {
  const delimiter = new Delimiter(Uint8Array.of(1, 2))
  assert.equal(delimiter.search(Uint8Array.of(1)), -1)
  delimiter.restart()
  assert.equal(delimiter.search(Uint8Array.of(2)), -1)
  assert.equal(delimiter.search(Uint8Array.of(1, 2)), 2)
})
