import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { GuardedView } from '../../../test/packet/guarded-view.ts'
import { headerTests } from '../../../test/packet/header-tests.ts'
import { holds, uint16 } from '../../../test/packet/properties.ts'
import {
  buildUdp,
  checkUdp,
  readUdp,
  sealUdp,
  UDP_FIELDS,
  UDP_HEADER,
  udpDestinationPort,
  udpLength,
  udpSourcePort,
  writeUdp,
} from './udp.ts'
import { BAD_CHECKSUM, BAD_LENGTH, GOOD, TRUNCATED } from './verdict.ts'

headerTests('UDP', UDP_FIELDS, [
  [udpSourcePort, ({ sourcePort }) => sourcePort],
  [udpDestinationPort, ({ destinationPort }) => destinationPort],
  [udpLength, ({ length }) => length],
])

const data = fc.uint8Array({ maxLength: 100 })

function datagram(payload: Uint8Array): { view: GuardedView; at: number; end: number } {
  return GuardedView.over(Uint8Array.of(...Array(UDP_HEADER), ...payload))
}

test('what is built is good, and reads as it was built', () => {
  const property = fc.property(data, uint16, uint16, uint16, (payload, source, destination, pseudoHeader) => {
    const { view, at, end } = datagram(payload)
    buildUdp(view, at, end, source, destination)
    assert.equal(checkUdp(view, at, end, pseudoHeader, false), GOOD, 'without a checksum')
    assert.equal(checkUdp(view, at, end, pseudoHeader, true), BAD_CHECKSUM, 'which IPv6 does not permit')
    sealUdp(view, at, end, pseudoHeader)
    assert.equal(checkUdp(view, at, end, pseudoHeader, true), GOOD)
    const header = readUdp(view, at, end)!
    assert.notEqual(header.checksum, 0)
    assert.deepEqual(
      [header.sourcePort, header.destinationPort, header.length],
      [source, destination, 8 + payload.length],
    )
    const copy = GuardedView.over(new Uint8Array(UDP_HEADER))
    assert.equal(writeUdp(copy.view, copy.at, header), copy.end)
    assert.deepEqual(readUdp(copy.view, copy.at, copy.end), header)
  })
  holds(property)
})

test('a checksum that comes out as 0 is sent as 65,535', () => {
  const { view, at, end } = datagram(Uint8Array.of(0, 0))
  // The length counts in the header and in the pseudo-header.
  const pseudoHeader = 0xffff - 1000 - 2000 - 10 - 10
  buildUdp(view, at, end, 1000, 2000)
  sealUdp(view, at, end, pseudoHeader)
  assert.equal(readUdp(view, at, end)?.checksum, 0xffff)
  assert.equal(checkUdp(view, at, end, pseudoHeader, true), GOOD)
})

test('a datagram is refused for what is wrong with it', () => {
  const { view, at, end } = datagram(Uint8Array.of(1, 2, 3))
  buildUdp(view, at, end, 1, 2)
  const withLength = (length: number) => {
    view.setUint16(at + 4, length)
    return checkUdp(view, at, end, 0, false)
  }
  assert.equal(withLength(7), BAD_LENGTH)
  assert.equal(withLength(12), BAD_LENGTH)
  assert.equal(withLength(8), GOOD, 'IP may bear more than the datagram has')
  assert.equal(checkUdp(view, at, at + 7, 0, false), TRUNCATED)
  sealUdp(view, at, end, 7)
  assert.equal(checkUdp(view, at, end, 8, false), BAD_CHECKSUM)
})
