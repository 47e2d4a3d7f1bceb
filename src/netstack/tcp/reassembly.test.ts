import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { add } from '../packet/sequence.ts'
import { TcpOptions } from '../packet/tcp-options.ts'
import { BufferPool } from './buffer-pool.ts'
import { ByteRing } from './byte-ring.ts'
import { Reassembly } from './reassembly.ts'

const SIZE = 200
/** Near the end of the numbers, so that ranges go across it. */
const FIRST = 0xffff_ff9c
const pieces = fc.array(fc.tuple(fc.nat(SIZE - 1), fc.integer({ min: 1, max: 30 })), { maxLength: 60 })

test('whatever comes in whatever order, what is taken is what has come without a gap', () => {
  const property = fc.property(pieces, (some) => {
    const reassembly = new Reassembly()
    const ring = new ByteRing(new BufferPool())
    const came = new Set<number>()
    let next = 0
    for (const [begin, length] of some) {
      const from = Math.max(begin, next)
      const to = begin + length
      if (from >= to) continue
      const packet = Uint8Array.from({ length: to - from }, (_, i) => from + i)
      const reach = reassembly.reach(add(FIRST, next))
      assert.ok(reassembly.add(add(FIRST, from), add(FIRST, to)))
      ring.place(from - next, new DataView(packet.buffer), 0, packet.length, reach)
      for (let i = from; i < to; i++) came.add(i)
      const taken = from === next ? reassembly.take(add(FIRST, next)) : 0
      ring.extend(taken)
      for (let i = 0; i < taken; i++) assert.ok(came.has(next + i))
      next += taken
      if (taken > 0) assert.ok(!came.has(next), 'all that follows without a gap is taken')
    }
    const got = new Uint8Array(next)
    assert.equal(ring.length, next)
    ring.peek(0, got, 0, next)
    assert.deepEqual(
      got,
      Uint8Array.from({ length: next }, (_, i) => i),
    )
  })
  fc.assert(property, { numRuns: 500 })
})

test('blocks of SACK: the one that changed last in front, and as many as there is room for', () => {
  const reassembly = new Reassembly()
  for (const [left, right] of [
    [50, 60],
    [10, 20],
    [90, 95],
    [30, 40],
    [70, 80],
    [20, 25],
  ] as const)
    reassembly.add(left, right)
  const options = new TcpOptions()
  options.timestamps = true
  reassembly.tell(options)
  assert.deepEqual([...options.sackEdges.subarray(0, 2 * options.sackBlocks)], [10, 25, 30, 40, 50, 60])
})

test('ranges are bounded', () => {
  const reassembly = new Reassembly()
  let taken = 0
  for (let i = 1; i < 2000; i += 2) if (reassembly.add(i, i + 1)) taken++
  assert.equal(taken, 64)
  assert.equal(reassembly.count, 64)
})

test('a ring that is empty holds no memory, and its piece is used again', () => {
  const pool = new BufferPool()
  const [one, other] = [new ByteRing(pool), new ByteRing(pool)]
  one.push(new Uint8Array(10_000), 0, 10_000)
  assert.equal(one.held, 16_384)
  one.drop(10_000)
  assert.equal(one.held, 0)
  other.push(Uint8Array.of(1, 2, 3), 0, 3)
  assert.equal(other.held, 4096)
})
