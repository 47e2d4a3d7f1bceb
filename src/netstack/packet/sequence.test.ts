import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holds, uint32 } from '../../../test/packet/properties.ts'
import { add, between, diff, geq, gt, inWindow, leq, lt } from './sequence.ts'

/** Less than half of the space. */
const distance = fc.oneof(fc.nat(0x7fff_ffff), fc.nat(3), fc.constantFrom(0x7fff_ffff, 0x7fff_fffe))

test('a number that is so far ahead compares as that', () => {
  const property = fc.property(uint32, distance, (a, bytes) => {
    const b = Number((BigInt(a) + BigInt(bytes)) % 0x1_0000_0000n)
    assert.equal(add(a, bytes), b)
    assert.equal(diff(b, a), bytes)
    assert.equal(diff(a, b) + bytes, 0)
    assert.deepEqual([lt(a, b), leq(a, b), gt(a, b), geq(a, b)], [bytes > 0, true, false, bytes === 0])
    assert.deepEqual([gt(b, a), geq(b, a), lt(b, a), leq(b, a)], [bytes > 0, true, false, bytes === 0])
  })
  holds(property)
})

test('numbers with a sign are the same numbers', () => {
  const property = fc.property(uint32, uint32, (a, b) => {
    assert.equal(lt(a | 0, b), lt(a, b | 0))
    assert.equal(diff(a | 0, b), diff(a, b | 0))
    assert.equal(add(a | 0, 5), add(a, 5))
    assert.equal(inWindow(a | 0, b | 0, 1000), inWindow(a, b, 1000))
  })
  holds(property)
})

test('between and in the window: as the number of steps says', () => {
  const length = fc.integer({ min: 0, max: 0xffffffff })
  const property = fc.property(uint32, length, length, (low, bytes, steps) => {
    const [high, a] = [add(low, bytes), add(low, steps)]
    assert.equal(between(low, a, high), steps <= bytes)
    assert.equal(inWindow(a, low, bytes), steps < bytes)
  })
  holds(property)
})

test('around zero', () => {
  assert.equal(lt(0xffffffff, 0), true)
  assert.equal(lt(0, 0xffffffff), false)
  assert.equal(add(0xffffffff, 1), 0)
  assert.equal(diff(0, 0xffffffff), 1)
  assert.equal(between(0xfffffff0, 5, 0x10), true)
  assert.equal(between(0xfffffff0, 0x11, 0x10), false)
  assert.equal(inWindow(0xfffffff0, 0xfffffff0, 0), false)
})
