import assert from 'node:assert/strict'
import { test } from 'node:test'
import { messagesOf, misplaced } from './postfix.ts'

test('the messages of a line are what white space parts', () => {
  assert.deepEqual(messagesOf(' 3\t4  +\r'), ['3', '4', '+'])
  assert.deepEqual(messagesOf(' \t'), [])
})

const POSTFIX = [
  '3 4 +',
  '3',
  '+',
  '3 4',
  '3 -4',
  '3 +4',
  '3 -4 -',
  '-5 +6 *',
  '3 +',
  '1 2 + 3 4 *',
  'three',
  '3 x +',
  '',
]

for (const line of POSTFIX) {
  test(`${JSON.stringify(line)} may be asked`, () => assert.equal(misplaced(messagesOf(line), 0), null))
}

const OTHERWISE: Readonly<Record<string, string | undefined>> = {
  '3 + 4': '3 4 +',
  '3+4': '3 4 +',
  '-3 - -4': '-3 -4 -',
  '3--4': '3 -4 -',
  '(3 + 4)': '3 4 +',
  '( 3*4 )': '3 4 *',
  '3 + 4 + 5': undefined,
  '3+4+5': undefined,
  '+ 3 4': undefined,
  '2 * ( 3 + 4 )': undefined,
  '2*(3+4)': undefined,
}

for (const [line, instead] of Object.entries(OTHERWISE)) {
  test(`${JSON.stringify(line)} is not postfix`, () => {
    assert.deepEqual(misplaced(messagesOf(line), 0), { instead })
  })
}

test('an operand that waits goes before the first of a line', () => {
  assert.equal(misplaced(['4', '+'], 1), null)
  assert.equal(misplaced(['3', '+', '4'], 1), null)
  assert.deepEqual(misplaced(['+', '4'], 1), { instead: undefined })
  assert.equal(misplaced(['+', '4'], 2), null)
})
