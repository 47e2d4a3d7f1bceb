import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { GuardedView } from '../../../test/packet/guarded-view.ts'
import { headerTests } from '../../../test/packet/header-tests.ts'
import { bytes, holds, uint8, uint16 } from '../../../test/packet/properties.ts'
import {
  buildIpv6,
  checkIpv6,
  decrementIpv6HopLimit,
  IPV6_ADDRESSES,
  IPV6_FIELDS,
  ipv6Ecn,
  ipv6FlowLabel,
  ipv6HopLimit,
  ipv6NextHeader,
  ipv6PayloadLength,
  ipv6TrafficClass,
  readIpv6,
  sameIpv6Address,
  writeIpv6,
} from './ipv6.ts'
import { BAD_LENGTH, GOOD, TRUNCATED, WRONG_VERSION } from './verdict.ts'

headerTests('IPv6', IPV6_FIELDS, [
  [ipv6TrafficClass, ({ dscp, ecn }) => 4 * dscp + ecn],
  [ipv6Ecn, ({ ecn }) => ecn],
  [ipv6FlowLabel, ({ flowLabel }) => flowLabel],
  [ipv6PayloadLength, ({ payloadLength }) => payloadLength],
  [ipv6NextHeader, ({ nextHeader }) => nextHeader],
  [ipv6HopLimit, ({ hopLimit }) => hopLimit],
])

test('what is built is good, and reads as it was built', () => {
  const words = fc.tuple(uint8, fc.nat(0xfffff), fc.nat(16), uint8, uint8)
  const property = fc.property(
    words,
    bytes(32),
    ([trafficClass, flowLabel, length, nextHeader, hopLimit], both) => {
      const { view, at, end } = GuardedView.over(new Uint8Array(56))
      const addresses = GuardedView.over(both)
      buildIpv6(view, at, trafficClass, flowLabel, length, nextHeader, hopLimit, addresses.view, addresses.at)
      assert.equal(checkIpv6(view, at, end), GOOD)
      const header = readIpv6(view, at, end)!
      assert.deepEqual(
        [header.version, 4 * header.dscp + header.ecn, header.flowLabel, header.payloadLength],
        [6, trafficClass, flowLabel, length],
      )
      assert.deepEqual([header.nextHeader, header.hopLimit], [nextHeader, hopLimit])
      for (const [place, from] of [
        [at + IPV6_ADDRESSES, addresses.at],
        [at + IPV6_ADDRESSES + 16, addresses.at + 16],
      ] as const)
        assert.ok(sameIpv6Address(view, place, addresses.view, from))
      const copy = GuardedView.over(new Uint8Array(40))
      assert.equal(writeIpv6(copy.view, copy.at, header), copy.end)
      assert.deepEqual(readIpv6(copy.view, copy.at, copy.end), header)
    },
  )
  holds(property)
})

test('a packet is refused for what is wrong with it', () => {
  const { view, at, end } = GuardedView.over(new Uint8Array(48))
  const addresses = new DataView(new ArrayBuffer(32))
  const verdict = (payloadLength: number, until = end) => {
    buildIpv6(view, at, 0, 0, payloadLength, 59, 64, addresses, 0)
    return checkIpv6(view, at, until)
  }
  assert.equal(verdict(8), GOOD)
  assert.equal(verdict(0), GOOD)
  assert.equal(verdict(9), BAD_LENGTH)
  assert.equal(verdict(8, end - 1), BAD_LENGTH)
  assert.equal(verdict(0, at + 40), GOOD)
  assert.equal(verdict(0, at + 39), TRUNCATED)
  view.setUint8(at, 0x45)
  assert.equal(checkIpv6(view, at, end), WRONG_VERSION)
})

test('addresses are the same when all bytes are', () => {
  const property = fc.property(
    bytes(16),
    fc.nat(15),
    fc.integer({ min: 1, max: 255 }),
    (address, at, bits) => {
      const other = address.slice()
      const [a, b] = [GuardedView.over(address), GuardedView.over(other, 1)]
      assert.equal(sameIpv6Address(a.view, a.at, b.view, b.at), true)
      b.view.setUint8(b.at + at, address[at]! ^ bits)
      assert.equal(sameIpv6Address(a.view, a.at, b.view, b.at), false)
    },
  )
  holds(property)
})

test('a router lowers the hop limit', () => {
  const property = fc.property(uint16, fc.integer({ min: 1, max: 255 }), (length, hopLimit) => {
    const { view, at } = GuardedView.over(new Uint8Array(40))
    buildIpv6(view, at, 0, 0, length, 17, hopLimit, new DataView(new ArrayBuffer(32)), 0)
    decrementIpv6HopLimit(view, at)
    assert.deepEqual([ipv6HopLimit(view, at), ipv6NextHeader(view, at)], [hopLimit - 1, 17])
  })
  holds(property)
})
