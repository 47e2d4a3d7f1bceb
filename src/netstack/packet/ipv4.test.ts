import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { GuardedView } from '../../../test/packet/guarded-view.ts'
import { headerTests } from '../../../test/packet/header-tests.ts'
import { bytes, holds, uint8, uint16, uint32 } from '../../../test/packet/properties.ts'
import { checksum } from './checksum.ts'
import { encodePacket } from './encode-packet.ts'
import {
  buildIpv4,
  checkIpv4,
  checkQuotedIpv4,
  decrementIpv4Ttl,
  IPV4_DONT_FRAGMENT,
  IPV4_FIELDS,
  IPV4_MORE_FRAGMENTS,
  ipv4Destination,
  ipv4DontFragment,
  ipv4Ecn,
  ipv4FragmentOffset,
  ipv4HeaderLength,
  ipv4Identification,
  ipv4IsFragment,
  ipv4MoreFragments,
  ipv4Protocol,
  ipv4Source,
  ipv4Tos,
  ipv4TotalLength,
  ipv4Ttl,
  readIpv4,
  writeIpv4,
} from './ipv4.ts'
import {
  BAD_CHECKSUM,
  BAD_FRAGMENT,
  BAD_HEADER_LENGTH,
  BAD_LENGTH,
  GOOD,
  TRUNCATED,
  WRONG_VERSION,
} from './verdict.ts'

/** An address as the number that the fast path has. */
const toNumber = (address: string) =>
  address.split('.').reduce((number, part) => number * 256 + Number(part), 0)

headerTests('IPv4', IPV4_FIELDS, [
  [ipv4HeaderLength, ({ ihl }) => 4 * ihl],
  [ipv4Tos, ({ dscp, ecn }) => 4 * dscp + ecn],
  [ipv4Ecn, ({ ecn }) => ecn],
  [ipv4TotalLength, ({ totalLength }) => totalLength],
  [ipv4Identification, ({ identification }) => identification],
  [ipv4DontFragment, ({ dontFragment }) => dontFragment === 1],
  [ipv4MoreFragments, ({ moreFragments }) => moreFragments === 1],
  [ipv4FragmentOffset, ({ fragmentOffset }) => 8 * fragmentOffset],
  [ipv4IsFragment, ({ fragmentOffset, moreFragments }) => fragmentOffset > 0 || moreFragments === 1],
  [ipv4Ttl, ({ ttl }) => ttl],
  [ipv4Protocol, ({ protocol }) => protocol],
  [ipv4Source, ({ source }) => toNumber(source)],
  [ipv4Destination, ({ destination }) => toNumber(destination)],
])

const options = fc.nat(10).chain((words) => bytes(4 * words))

test('what is built is good, and reads as it was built', () => {
  const flags = fc.constantFrom(0, IPV4_DONT_FRAGMENT, IPV4_MORE_FRAGMENTS | 0x123, 0x1fff)
  const words = fc.tuple(uint8, uint16, flags, uint8, uint8, uint32, uint32)
  const property = fc.property(
    options,
    words,
    (some, [tos, identification, flags, ttl, protocol, source, destination]) => {
      const headerLength = 20 + some.length
      const length = headerLength + 8
      const { view, at, end } = GuardedView.over(Uint8Array.of(...Array(20), ...some, ...Array(8)))
      buildIpv4(
        view,
        at,
        headerLength,
        tos,
        length,
        identification,
        flags,
        ttl,
        protocol,
        source,
        destination,
      )
      const tooFar = flags === 0x1fff
      assert.equal(checkIpv4(view, at, end), tooFar ? BAD_FRAGMENT : GOOD)
      const { headerChecksum, ...header } = readIpv4(view, at, end)!
      assert.deepEqual(
        [
          4 * header.dscp + header.ecn,
          header.totalLength,
          header.identification,
          header.ttl,
          header.protocol,
        ],
        [tos, length, identification, ttl, protocol],
      )
      assert.deepEqual([toNumber(header.source), toNumber(header.destination)], [source, destination])
      assert.deepEqual(header.options, some)
      assert.equal(headerChecksum, view.getUint16(at + 10))
    },
  )
  holds(property)
})

test('a header that is read, options too, is written back the same', () => {
  const property = fc.property(bytes(20), options, (fixed, some) => {
    const header = Uint8Array.of(0x45 + some.length / 4, ...fixed.subarray(1), ...some)
    const { view, at, end } = GuardedView.over(header)
    const copy = GuardedView.over(new Uint8Array(header.length))
    assert.equal(writeIpv4(copy.view, copy.at, readIpv4(view, at, end)!), copy.end)
    assert.deepEqual(new Uint8Array(copy.view.buffer), new Uint8Array(view.buffer))
  })
  holds(property)
})

/** A packet of 28 bytes, changed, with the right checksum. */
function changed(...changes: [at: number, byte: number][]): { view: GuardedView; at: number; end: number } {
  const packet = encodePacket({
    ipv4: { source: '192.0.2.1', destination: '192.0.2.2' },
    payload: bytesOf(8),
  })
  for (const [at, byte] of changes) packet[at] = byte
  const { view, at, end } = GuardedView.over(packet)
  const headerLength = Math.min(4 * (packet[0]! & 0xf), packet.length)
  view.setUint16(at + 10, 0)
  if (headerLength > 12) view.setUint16(at + 10, checksum(view, at, headerLength))
  return { view, at, end }
}

const bytesOf = (length: number) => new Uint8Array(length)

test('a packet is refused for what is wrong with it', () => {
  const verdict = (...changes: [number, number][]) => {
    const { view, at, end } = changed(...changes)
    return checkIpv4(view, at, end)
  }
  assert.equal(verdict(), GOOD)
  assert.equal(verdict([0, 0x65]), WRONG_VERSION)
  assert.equal(verdict([0, 0x44]), BAD_HEADER_LENGTH)
  assert.equal(verdict([0, 0x48]), BAD_HEADER_LENGTH)
  assert.equal(verdict([0, 0x47]), GOOD, 'a header and nothing else')
  assert.equal(verdict([3, 19]), BAD_LENGTH)
  assert.equal(verdict([3, 20]), GOOD)
  assert.equal(verdict([3, 29]), BAD_LENGTH)
  assert.equal(verdict([6, 0x20]), GOOD, 'a first fragment')
  assert.equal(verdict([6, 0x20], [3, 27]), BAD_FRAGMENT, 'no multiple of 8')
  assert.equal(verdict([6, 0x20], [3, 20]), BAD_FRAGMENT, 'nothing in it')
  assert.equal(verdict([6, 0x1f], [7, 0xff]), BAD_FRAGMENT, 'beyond the largest packet')
  assert.equal(verdict([6, 0x1f], [7, 0xfd], [3, 24]), BAD_FRAGMENT, 'a byte beyond it')
  assert.equal(verdict([6, 0x1f], [7, 0xfd], [3, 23]), GOOD)
  const { view, at, end } = changed()
  assert.equal(checkIpv4(view, at, at + 19), TRUNCATED)
  assert.equal(checkIpv4(view, at, end - 1), BAD_LENGTH)
  view.setUint8(at + 8, 63)
  assert.equal(checkIpv4(view, at, end), BAD_CHECKSUM)
})

test('of a packet that is quoted, only the header must be there', () => {
  const { view, at } = changed()
  assert.equal(checkQuotedIpv4(view, at, at + 20), GOOD)
  assert.equal(checkQuotedIpv4(view, at, at + 19), TRUNCATED)
  view.setUint8(at, 0x46)
  assert.equal(checkQuotedIpv4(view, at, at + 23), BAD_HEADER_LENGTH)
})

test('a router lowers the TTL, and the checksum stays right', () => {
  const words = fc.tuple(uint8, uint16, fc.integer({ min: 1, max: 255 }), uint8, uint32, uint32)
  const property = fc.property(words, ([tos, identification, ttl, protocol, source, destination]) => {
    const { view, at, end } = GuardedView.over(bytesOf(20))
    buildIpv4(view, at, 20, tos, 20, identification, 0, ttl, protocol, source, destination)
    decrementIpv4Ttl(view, at)
    assert.equal(ipv4Ttl(view, at), ttl - 1)
    assert.equal(checkIpv4(view, at, end), GOOD)
  })
  holds(property)
})
