import assert from 'node:assert/strict'
import { test } from 'node:test'
import { address, readFields, sizeOf, uint, writeFields } from './field.ts'

const TABLE = [
  uint('a', 0, 4, 'RFC 1'),
  uint('b', 4, 20, 'RFC 1'),
  uint('c', 24, 8, 'RFC 1'),
  uint('d', 32, 32, 'RFC 1'),
  address('e', 64, 32, 'RFC 1'),
  address('f', 96, 128, 'RFC 1'),
] as const

const VALUES = { a: 0xf, b: 0x12345, c: 0x67, d: 0x89abcdef, e: '192.0.2.1', f: '2001:db8::1' }

test('fields stand where the table says, and nowhere else', () => {
  const bytes = new Uint8Array(32).fill(0xff)
  writeFields(TABLE, new DataView(bytes.buffer), 2, VALUES)
  assert.equal(sizeOf(TABLE), 28)
  assert.equal(
    Buffer.from(bytes).toString('hex'),
    'ffff' + 'f1234567' + '89abcdef' + 'c0000201' + '20010db8000000000000000000000001' + 'ffff',
  )
  assert.deepEqual(readFields(TABLE, new DataView(bytes.buffer), 2), VALUES)
})

test('what does not fit is refused', () => {
  const view = new DataView(new ArrayBuffer(28))
  for (const [wrong, words] of [
    [{ a: 16 }, 'a 16 is not a whole number from 0 to 15'],
    [{ b: -1 }, 'b -1 is not a whole number from 0 to 1048575'],
    [{ c: 1.5 }, 'c 1.5 is not a whole number from 0 to 255'],
    [{ d: 0x1_0000_0000 }, 'd 4294967296 is not a whole number from 0 to 4294967295'],
    [{ e: '::1' }, 'e ::1 is no address of 32 bits'],
    [{ f: 'localhost' }, 'f localhost is no address of 128 bits'],
  ] as const)
    assert.throws(() => writeFields(TABLE, view, 0, { ...VALUES, ...wrong }), new RangeError(words))
})
