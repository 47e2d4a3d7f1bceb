import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../test/packet/properties.ts'
import { Arena } from '../packet/arena.ts'
import { SlotQueue } from './slot-queue.ts'

test('first come, first served, as an array would have it, up to the limit; nothing stays held', () => {
  const step = fc.oneof(fc.constant('shift' as const), fc.constantFrom(1, 1000), fc.constant(1))
  const steps = fc.array(step, { maxLength: 100 })
  holds(
    fc.property(steps, fc.integer({ min: 0, max: 30_000 }), (all, limit) => {
      const arena = new Arena()
      const queue = new SlotQueue(arena, limit)
      const expected: { slot: number; size: number }[] = []
      for (const one of all) {
        if (one === 'shift') {
          if (expected.shift() !== undefined) queue.shift()
        } else {
          const slot = arena.allocate(one)
          const size = arena.size(slot)
          const bytes = expected.reduce((sum, other) => sum + other.size, size)
          const fits = expected.length === 0 || bytes <= limit
          assert.equal(queue.push(slot, slot + 1, slot + 2), fits)
          if (fits) expected.push({ slot, size })
          arena.release(slot)
        }
        assert.equal(queue.length, expected.length)
        if (expected.length > 0) {
          const { slot } = expected[0]!
          assert.deepEqual([queue.slot, queue.at, queue.end], [slot, slot + 1, slot + 2])
        }
        assert.equal(arena.inUse, expected.length)
      }
      queue.clear()
      assert.equal(arena.inUse, 0)
    }),
    200,
  )
})
