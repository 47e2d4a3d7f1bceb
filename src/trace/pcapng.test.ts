import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromHex, toHex } from './ndjson.ts'
import {
  enhancedPacketBlock,
  interfaceDescriptionBlock,
  LINKTYPE_ETHERNET,
  LINKTYPE_RAW,
  sectionHeaderBlock,
} from './pcapng.ts'

/** Hex with spaces and line ends for people. */
function hex(text: string): string {
  return text.replaceAll(/\s/g, '')
}

test('a section header: magic, version 1.0, a length that is not known', () => {
  assert.equal(
    toHex(sectionHeaderBlock()),
    hex('0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000'),
  )
})

test('a section header says which program wrote it', () => {
  const block = sectionHeaderBlock({ application: 'soquete', comments: ['ñ'] })
  const options = '0100 0200 c3b10000 0400 0700 736f717565746500 0000 0000'
  assert.equal(toHex(block), hex(`0a0d0d0a 34000000 4d3c2b1a 0100 0000 ffffffffffffffff ${options} 34000000`))
})

test('an interface: link type, name, times in nanoseconds', () => {
  const block = interfaceDescriptionBlock({ linkType: LINKTYPE_ETHERNET, name: 'lo', snapLength: 262_144 })
  assert.equal(
    toHex(block),
    hex('01000000 28000000 0100 0000 00000400 0200 0200 6c6f0000 0900 0100 09000000 0000 0000 28000000'),
  )
  const nameless = interfaceDescriptionBlock({ linkType: LINKTYPE_RAW, comments: ['x'] })
  assert.equal(
    toHex(nameless),
    hex('01000000 28000000 6500 0000 00000000 0100 0100 78000000 0900 0100 09000000 0000 0000 28000000'),
  )
})

test('a packet: time in two halves, bytes filled up to four, direction, comments', () => {
  const plain = enhancedPacketBlock({ interfaceId: 0, time: 0x0123456789abcdefn, bytes: fromHex('aabbcc') })
  assert.equal(
    toHex(plain),
    hex('06000000 24000000 00000000 67452301 efcdab89 03000000 03000000 aabbcc00 24000000'),
  )
  const rich = enhancedPacketBlock({
    interfaceId: 1,
    time: 1n,
    bytes: fromHex('aabbccdd'),
    length: 1500,
    direction: 'out',
    comments: ['lost', 'then found'],
  })
  assert.equal(
    toHex(rich),
    hex(`06000000 48000000 01000000 00000000 01000000 04000000 dc050000 aabbccdd
      0100 0400 6c6f7374 0100 0a00 7468656e20666f756e640000 0200 0400 02000000 0000 0000 48000000`),
  )
})

test('whatever is in it, a block ends where it says, forwards and backwards', () => {
  const comments = fc.array(fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom('', 'ñ', '\u{1f50c}')), {
    maxLength: 3,
  })
  const packet = fc.record({
    interfaceId: fc.nat(),
    time: fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
    bytes: fc.uint8Array({ maxLength: 200 }),
    comments,
  })
  const name = fc.string({ maxLength: 40 })
  const property = fc.property(packet, comments, name, (captured, remarks, called) => {
    const blocks = [
      sectionHeaderBlock({ application: called, comments: remarks }),
      interfaceDescriptionBlock({ linkType: LINKTYPE_RAW, name: called, comments: remarks }),
      enhancedPacketBlock(captured),
    ]
    for (const block of blocks) {
      const view = new DataView(block.buffer)
      assert.equal(block.length % 4, 0)
      assert.equal(view.getUint32(4, true), block.length)
      assert.equal(view.getUint32(block.length - 4, true), block.length)
    }
    assert.deepEqual(blocks[2]?.subarray(28, 28 + captured.bytes.length), captured.bytes)
  })
  fc.assert(property)
})

test('what makes no sense is refused', () => {
  const packet = { interfaceId: 0, time: 0n, bytes: new Uint8Array(4) }
  const wrong: [() => unknown, typeof TypeError | typeof RangeError][] = [
    [() => enhancedPacketBlock({ ...packet, time: -1n }), RangeError],
    [() => enhancedPacketBlock({ ...packet, time: 2n ** 64n }), RangeError],
    [() => enhancedPacketBlock({ ...packet, time: 7 as never }), RangeError],
    [() => enhancedPacketBlock({ ...packet, length: 3 }), RangeError],
    [() => enhancedPacketBlock({ ...packet, interfaceId: -1 }), RangeError],
    [() => enhancedPacketBlock({ ...packet, bytes: 'abcd' as never }), TypeError],
    [() => enhancedPacketBlock({ ...packet, direction: 'up' as never }), TypeError],
    [() => enhancedPacketBlock({ ...packet, comments: [7 as never] }), TypeError],
    [() => enhancedPacketBlock({ ...packet, comments: ['é'.repeat(40_000)] }), RangeError],
    [() => interfaceDescriptionBlock({ linkType: 65_536 }), RangeError],
    [() => interfaceDescriptionBlock({ linkType: '1' as never }), TypeError],
    [() => sectionHeaderBlock({ application: 7 as never }), TypeError],
  ]
  for (const [call, type] of wrong) assert.throws(call, type)
})
