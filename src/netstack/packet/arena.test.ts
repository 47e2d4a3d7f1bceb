import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../test/packet/properties.ts'
import { Arena } from './arena.ts'

/** Two classes of slots, small enough that a few packets fill it. */
const SMALL = { slotSizes: [128, 512], headroom: 64, step: 1024, limit: 4096, debug: true }

function fill(arena: Arena, slot: number, byte: number): void {
  arena.bytes(slot).fill(byte, arena.start(slot), arena.end(slot))
}

function isFullOf(arena: Arena, slot: number, byte: number): boolean {
  return arena.packet(slot).every((other) => other === byte)
}

test('an upper layer writes its data, lower ones put their headers before it', () => {
  const arena = new Arena(SMALL)
  const slot = arena.allocate(10)
  fill(arena, slot, 1)
  const tcp = arena.prepend(slot, 20)
  assert.equal(tcp, arena.end(slot) - 30)
  assert.equal(arena.view(slot).buffer, arena.bytes(slot).buffer)
  arena.bytes(slot).fill(2, tcp, tcp + 20)
  const ip = arena.prepend(slot, 40)
  assert.equal(ip, arena.start(slot))
  arena.bytes(slot).fill(3, ip, ip + 40)
  assert.equal(arena.length(slot), 70)
  assert.deepEqual(
    [...arena.packet(slot)],
    [...Array(40).fill(3), ...Array(20).fill(2), ...Array(10).fill(1)],
  )
  // 4 bytes of headroom are left.
  assert.equal(arena.prepend(slot, 5), -1)
  assert.equal(arena.prepend(slot, 4), ip - 4)
  assert.equal(arena.length(slot), 74)
  arena.release(slot)
})

test('a packet goes into the smallest slot that has room for it and the headroom', () => {
  const arena = new Arena(SMALL)
  for (const [length, room] of [
    [0, 64],
    [64, 64],
    [65, 448],
    [448, 448],
  ] as const) {
    const slot = arena.allocate(length)
    assert.equal(arena.length(slot), length)
    assert.equal(arena.size(slot), 64 + room)
    assert.equal(arena.setLength(slot, room), true)
    assert.equal(arena.setLength(slot, room + 1), false)
    assert.equal(arena.setLength(slot, -1), false)
    assert.equal(arena.length(slot), room)
  }
  assert.equal(arena.allocate(449), -1)
})

test('packets begin at a multiple of four bytes', () => {
  const arena = new Arena()
  for (const length of [0, 1, 1500, 1501, 65_575])
    assert.equal(arena.start(arena.allocate(length)) % 4, 0, `${length} bytes`)
})

test('it grows in steps up to its limit, and then answers -1', () => {
  const arena = new Arena(SMALL)
  assert.equal(arena.reserved, 0)
  const slots = [arena.allocate(448)]
  assert.equal(arena.reserved, 1024)
  for (let i = 1; i < 7; i++) slots.push(arena.allocate(448))
  assert.equal(arena.reserved, 4096)
  slots.push(arena.allocate(448))
  assert.equal(arena.allocate(448), -1)
  assert.equal(arena.allocate(0), -1, 'no step is left for the smaller slots')
  assert.equal(new Set(slots).size, 8)
  arena.release(slots[3]!)
  assert.equal(arena.allocate(0), slots[3], 'a small packet goes into a large slot when there is no other')
  assert.equal(arena.allocate(0), -1)
  assert.equal(arena.inUse, 8)
})

test('the last step is as large as the limit permits', () => {
  const arena = new Arena({ slotSizes: [128], headroom: 64, step: 1024, limit: 1024 + 300 })
  for (let i = 0; i < 10; i++) assert.equal(arena.allocate(1), i)
  assert.equal(arena.allocate(1), -1)
  assert.equal(arena.reserved, 1024 + 256)
})

test('memory that the system does not have is memory that there is not', () => {
  const arena = new Arena({ slotSizes: [2 ** 53 - 64], limit: 2 ** 53 - 1 })
  assert.equal(arena.allocate(1), -1)
  assert.equal(arena.reserved, 0)
})

test('what has several holders is free when the last one has let go, and does not change before', () => {
  const arena = new Arena(SMALL)
  const slot = arena.allocate(10)
  arena.retain(slot)
  arena.retain(slot)
  assert.equal(arena.holders(slot), 3)
  assert.equal(arena.prepend(slot, 1), -1)
  assert.equal(arena.setLength(slot, 5), false)
  arena.release(slot)
  arena.release(slot)
  assert.equal(arena.inUse, 1)
  assert.notEqual(arena.prepend(slot, 1), -1)
  arena.release(slot)
  assert.equal(arena.holders(slot), 0)
  assert.equal(arena.inUse, 0)
  assert.equal(arena.allocate(10), slot)
})

test('who owns a packet may change it: a copy where others hold it', () => {
  const arena = new Arena(SMALL)
  const slot = arena.allocate(10)
  arena.prepend(slot, 20)
  fill(arena, slot, 7)
  assert.equal(arena.own(slot), slot)
  arena.retain(slot)
  const mine = arena.own(slot)
  assert.notEqual(mine, slot)
  assert.deepEqual([arena.holders(slot), arena.holders(mine)], [1, 1])
  assert.deepEqual(arena.packet(mine), arena.packet(slot))
  fill(arena, mine, 8)
  assert.ok(isFullOf(arena, slot, 7))
  // The room before it is as much as before.
  assert.notEqual(arena.prepend(mine, 44), -1)
  assert.equal(arena.prepend(mine, 1), -1)
})

test('without memory for a copy the packet stays whose it was', () => {
  const arena = new Arena({ ...SMALL, limit: 512 })
  const slots = Array.from({ length: 4 }, () => arena.allocate(1))
  assert.equal(arena.allocate(1), -1)
  arena.retain(slots[0]!)
  assert.equal(arena.own(slots[0]!), -1)
  assert.equal(arena.copy(slots[0]!), -1)
  assert.equal(arena.holders(slots[0]!), 2)
})

test('what is released twice, or is no slot, is refused', () => {
  const arena = new Arena()
  const slot = arena.allocate(1)
  arena.release(slot)
  assert.throws(() => arena.release(slot), { message: `slot ${slot} is released, but nobody holds it` })
  assert.throws(() => arena.retain(slot), { message: `slot ${slot} is retained, but nobody holds it` })
  assert.throws(() => arena.release(-1), { message: 'slot -1 is released, but nobody holds it' })
  assert.throws(() => arena.retain(1_000_000), { message: 'slot 1000000 is retained, but nobody holds it' })
  assert.equal(arena.inUse, 0)
})

test('debugged, it tells who allocated what is held, and who released it before', function whoAllocated() {
  const arena = new Arena(SMALL)
  const slot = arena.allocate(1)
  const [held] = arena.held()
  assert.deepEqual([held?.slot, held?.holders], [slot, 1])
  assert.match(held!.history, /^\n {2}allocated\n +at .*whoAllocated/)
  assert.doesNotMatch(held!.history, /arena\.[jt]s/)
  arena.release(slot)
  assert.deepEqual(arena.held(), [])
  assert.throws(() => arena.release(slot), /nobody holds it\n {2}released\n.*whoAllocated/)
})

test('debugged, it finds what was written after its release', () => {
  const arena = new Arena(SMALL)
  const slot = arena.allocate(10)
  const [bytes, at] = [arena.bytes(slot), arena.start(slot)]
  arena.release(slot)
  bytes[at] = 0
  assert.throws(() => arena.allocate(10), /slot 0 was written after its release/)
})

test('sizes that make no sense are refused', () => {
  for (const options of [
    { slotSizes: [] },
    { slotSizes: [2000] },
    { slotSizes: [2048, 2048] },
    { slotSizes: [64], headroom: 64 },
    { headroom: 6 },
    { step: 2 ** 31 },
    { headroom: -4 },
  ])
    assert.throws(() => new Arena(options), RangeError)
})

/** What somebody does with an arena: a number chooses the packet. */
const step = fc.oneof(
  fc.record({ call: fc.constant('allocate' as const), length: fc.nat(500), which: fc.nat() }),
  fc.record({
    call: fc.constantFrom('retain', 'release', 'own', 'prepend'),
    which: fc.nat(),
    length: fc.nat(70),
  }),
)

test('whatever is done, packets keep their bytes and no two share memory', () => {
  const property = fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
    const arena = new Arena(SMALL)
    /** Holds: a slot for each, and the byte that the packet is full of. */
    const held: { slot: number; byte: number }[] = []
    const bytes = new Map<number, number>()
    steps.forEach(({ call, length, which }, i) => {
      if (call === 'allocate') {
        const slot = arena.allocate(length)
        if (slot < 0) return
        assert.ok(!bytes.has(slot), 'a slot that is held is not given away')
        bytes.set(slot, i & 0xff)
        held.push({ slot, byte: i & 0xff })
        fill(arena, slot, i & 0xff)
      } else if (held.length > 0) {
        const index = which % held.length
        play(arena, call, length, held, index, bytes)
      }
      for (const { slot, byte } of held) assert.ok(isFullOf(arena, slot, byte), `slot ${slot}`)
    })
    assert.equal(arena.inUse, bytes.size)
    for (const { slot } of held) arena.release(slot)
    assert.equal(arena.inUse, 0)
    assert.ok(arena.reserved <= SMALL.limit)
  })
  holds(property, 300)
})

function play(
  arena: Arena,
  call: string,
  length: number,
  held: { slot: number; byte: number }[],
  index: number,
  bytes: Map<number, number>,
): void {
  const { slot, byte } = held[index]!
  if (call === 'retain') {
    arena.retain(slot)
    held.push({ slot, byte })
  } else if (call === 'release') {
    held.splice(index, 1)
    arena.release(slot)
    if (!held.some((other) => other.slot === slot)) bytes.delete(slot)
  } else if (call === 'own') {
    const mine = arena.own(slot)
    if (mine < 0) return
    held[index] = { slot: mine, byte }
    bytes.set(mine, byte)
  } else if (arena.prepend(slot, length) >= 0) fill(arena, slot, byte)
}
