import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { printable, printableLines, quotable } from './printable.ts'

test('what a terminal would obey is shown as JavaScript would write it', () => {
  assert.equal(printable('\x1b[31mred\x07'), '\\x1b[31mred\\x07')
  assert.equal(printable('a\r\nb\tc\0'), 'a\\x0d\\x0ab\\x09c\\x00')
  assert.equal(printable('\x9b31m\x7f'), '\\x9b31m\\x7f')
  assert.equal(printable('\u202egnp.exe\u2066\u2029'), '\\u202egnp.exe\\u2066\\u2029')
})

test('what people write stays', () => {
  for (const text of ['echo', 'año «ñ» …', 'שלום', '日本語', '🙂', 'it\'s \\ "so"'])
    assert.equal(printable(text), text)
})

test('lines of a message stay lines', () => {
  assert.equal(printableLines('one\n  \x1btwo\n'), 'one\n  \\x1btwo\n')
})

test('nothing that a terminal would obey is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there
      assert.doesNotMatch(printable(text), /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/)
    }),
  )
})

test('a quotation is bounded', () => {
  assert.equal(quotable('short'), 'short')
  assert.equal(quotable('x'.repeat(1000)), `${'x'.repeat(100)}…`)
})
