import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as verdict from './verdict.ts'

test('each verdict is a number of its own, with words for it', () => {
  const { VERDICTS, ...numbers } = verdict
  assert.deepEqual(
    Object.values(numbers).sort((a, b) => a - b),
    [...VERDICTS.keys()],
  )
  assert.equal(new Set(VERDICTS).size, VERDICTS.length)
  assert.equal(VERDICTS[verdict.GOOD], 'good')
  assert.equal(VERDICTS[verdict.TOO_MANY_HEADERS], 'too many headers')
})
