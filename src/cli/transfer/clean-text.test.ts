import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CleanText } from './clean-text.ts'

/** What a terminal is given of these pieces. */
function cleaned(...pieces: (string | readonly number[])[]): string {
  const clean = new CleanText()
  const bytes = pieces.map((piece) => Buffer.from(piece as string))
  return bytes.map((each) => clean.text(each)).join('') + clean.end()
}

test('control characters are shown, lines and tabs stay', () => {
  assert.equal(cleaned('\x1b[2J\x1b]0;me\x07\tok\n'), '^[[2J^[]0;me^G\tok\n')
  assert.equal(cleaned('\x7f\u009b31m'), '^?\\u009b31m')
})

test('what turns the direction of writing, or cannot be seen, is shown', () => {
  const text = '\u202e\u2066\u200f\u061c'
  assert.equal(cleaned(`a${text}\ufeff`), 'a\\u202e\\u2066\\u200f\\u061c\\ufeff')
})

test('characters and ends of lines that come in two pieces are one', () => {
  assert.equal(cleaned([0xc3], [0xb1]), 'ñ')
  assert.equal(cleaned([0xc2], [0x9b]), '\\u009b')
  assert.equal(cleaned('a\r', '\nb\r', 'c\r'), 'a\nb^Mc^M')
  assert.equal(cleaned([0xf0, 0x9f]), '\ufffd')
})
