import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messageText, processTerminal, widthOf } from './terminal.ts'

test('a page is as wide as the terminal, or as COLUMNS says, or 100', () => {
  assert.equal(widthOf(80, '120'), 80)
  assert.equal(widthOf(undefined, '120'), 120)
  assert.equal(widthOf(0, undefined), 100, 'a terminal that was never told its size')
  for (const nonsense of [undefined, '', '0', '-5', '1e3', 'wide', 'Infinity', '80x24', '999999'])
    assert.equal(widthOf(undefined, nonsense), 100, nonsense)
})

test('no page is narrower than its words', () => {
  assert.equal(widthOf(1, undefined), 20)
  assert.equal(widthOf(undefined, '1'), 20)
})

test('a message says whose it is, and shows what cannot be seen', () => {
  assert.equal(messageText('one', ['two', '\x1b[2J']), 'soquete: one\n  two\n  \\x1b[2J\n')
})

test('a command that is stackless has no stack', () => {
  assert.throws(() => processTerminal(null, 'en', 'never').stack, /stackless/)
})
