import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distance, suggestion } from './suggestion.ts'

const COMMANDS = ['listen', 'connect', 'relay', 'echo', 'calc', 'ping', 'capture', 'ls', 'explain']

test('a word with a slip suggests the one that was meant', () => {
  const slips = {
    ...{ lisen: 'listen', listne: 'listen', conect: 'connect', ecoh: 'echo', Echo: 'echo', pign: 'ping' },
    ...{ captrue: 'capture', l: 'ls', expalin: 'explain', relais: 'relay' },
  }
  for (const [said, meant] of Object.entries(slips)) assert.equal(suggestion(said, COMMANDS), meant, said)
})

test('a word that is like none suggests none', () => {
  for (const said of ['', 'server', 'frobnicate', 'x', '42', 'e'.repeat(41), '\x1b[31m'])
    assert.equal(suggestion(said, COMMANDS), undefined, said)
  assert.equal(suggestion('echo', []), undefined)
})

test('of several that are alike the nearest is suggested, and of equals the first', () => {
  assert.equal(suggestion('slow', ['flow', 'slows']), 'flow')
  assert.equal(suggestion('fast1', ['last1', 'fast']), 'last1')
  assert.equal(suggestion('colour', ['colours', 'color', 'colour']), 'colour')
})

test('distances', () => {
  assert.equal(distance('echo', 'echo'), 0)
  assert.equal(distance('', 'echo'), 4)
  assert.equal(distance('ehco', 'echo'), 1)
  const word = fc.string({ maxLength: 12 })
  fc.assert(
    fc.property(word, word, (one, other) => {
      const away = distance(one, other)
      assert.equal(away, distance(other, one))
      assert.equal(away === 0, one === other)
      assert.ok(away <= Math.max(one.length, other.length))
      assert.ok(away >= Math.abs(one.length - other.length))
    }),
  )
})

test('what is looked at is bounded: a long word costs nothing', () => {
  assert.equal(suggestion('e'.repeat(10_000_000), ['e'.repeat(10_000_000)]), undefined)
})
