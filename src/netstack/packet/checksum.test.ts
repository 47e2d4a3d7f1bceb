import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { GuardedView } from '../../../test/packet/guarded-view.ts'
import { bytes, holds, uint16, uint32 } from '../../../test/packet/properties.ts'
import { checksum, fold, ipv4PseudoHeader, ipv6PseudoHeader, sum, updateChecksum } from './checksum.ts'

/** As RFC 1071 tells it: pairs of bytes are added, carries come back in, a zero follows an odd number of bytes. */
function naive(data: Uint8Array): number {
  let total = 0
  data.forEach((byte, i) => {
    total += i % 2 === 0 ? byte * 256 : byte
    if (total > 0xffff) total -= 0xffff
  })
  return total
}

/** Lengths around the steps in which bytes are added, and bytes that make many carries. */
const data = fc.oneof(
  fc.uint8Array({ maxLength: 100 }),
  fc.uint8Array({ maxLength: 3000, size: 'max' }),
  fc.nat(200).map((length) => new Uint8Array(length).fill(0xff)),
)

test('the sum is what the naive one is, of any length, wherever it begins', () => {
  const property = fc.property(data, fc.nat(9), (part, offset) => {
    const { view, at, end } = GuardedView.over(part, offset)
    assert.equal(sum(view, at, end - at), naive(part))
  })
  holds(property, 1000)
})

test('the largest packet, full of the largest bytes', () => {
  const view = new DataView(new Uint8Array(65_575).fill(0xff).buffer)
  assert.equal(sum(view, 0, 65_575), naive(new Uint8Array(view.buffer)))
  assert.equal(sum(view, 0, 65_574), 0xffff)
})

test('the example of RFC 1071 section 3', () => {
  const view = new DataView(Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7).buffer)
  assert.equal(sum(view, 0, 8), 0xddf2)
  assert.equal(checksum(view, 0, 8), ~0xddf2 & 0xffff)
})

test('sums of parts are the sum of all', () => {
  const property = fc.property(data, fc.nat(1500), (all, cut) => {
    const at = Math.min(2 * cut, all.length & ~1)
    const view = new DataView(all.buffer, all.byteOffset, all.length)
    assert.equal(fold(sum(view, 0, at) + sum(view, at, all.length - at)), sum(view, 0, all.length))
  })
  holds(property)
})

test('bytes that hold their checksum have the checksum 0', () => {
  const property = fc.property(data, uint16, (part, more) => {
    const whole = new Uint8Array(part.length + 2)
    whole.set(part, 2)
    const view = new DataView(whole.buffer)
    view.setUint16(0, checksum(view, 0, whole.length, more))
    assert.equal(checksum(view, 0, whole.length, more), 0)
  })
  holds(property)
})

test('an update is what computing it anew gives: RFC 1624', () => {
  const property = fc.property(bytes(20), fc.nat(8), uint16, (header, word, after) => {
    const view = new DataView(header.buffer)
    // Not all of them are 0, before or after.
    view.setUint16(18, 0x4500)
    const before = view.getUint16(2 * word)
    const old = checksum(view, 0, 20)
    view.setUint16(2 * word, after)
    assert.equal(updateChecksum(old, before, after), checksum(view, 0, 20))
  })
  holds(property)
  // The example of section 4, which an older formula got wrong.
  assert.equal(updateChecksum(0xdd2f, 0x5555, 0x3285), 0x0000)
})

test('pseudo-headers are the sums of what they stand for', () => {
  const property = fc.property(
    uint32,
    uint32,
    bytes(32),
    fc.nat(255),
    (source, destination, addresses, protocol) => {
      const header4 = new DataView(new ArrayBuffer(10))
      header4.setUint32(0, source)
      header4.setUint32(4, destination)
      header4.setUint16(8, protocol)
      assert.equal(ipv4PseudoHeader(source, destination, protocol), naive(new Uint8Array(header4.buffer)))
      const header6 = Uint8Array.of(...addresses, 0, protocol)
      const { view, at } = GuardedView.over(addresses, 3)
      assert.equal(ipv6PseudoHeader(view, at, protocol), naive(header6))
    },
  )
  holds(property)
})
