import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { GuardedView } from '../../../test/packet/guarded-view.ts'
import { headerTests } from '../../../test/packet/header-tests.ts'
import { bytes, holds, uint8, uint16, uint32 } from '../../../test/packet/properties.ts'
import {
  ACK,
  buildTcp,
  checkTcp,
  FIN,
  PSH,
  parseTcpFlags,
  readTcp,
  SYN,
  sealTcp,
  TCP_FIELDS,
  TCP_HEADER,
  tcpAck,
  tcpDestinationPort,
  tcpFlags,
  tcpFlagsText,
  tcpHeaderLength,
  tcpPorts,
  tcpSegmentLength,
  tcpSeq,
  tcpSourcePort,
  tcpUrgentPointer,
  tcpWindow,
  writeTcp,
} from './tcp.ts'
import { BAD_CHECKSUM, BAD_HEADER_LENGTH, GOOD, TRUNCATED } from './verdict.ts'

headerTests('TCP', TCP_FIELDS, [
  [tcpSourcePort, ({ sourcePort }) => sourcePort],
  [tcpDestinationPort, ({ destinationPort }) => destinationPort],
  [tcpPorts, ({ sourcePort, destinationPort }) => sourcePort * 0x10000 + destinationPort],
  [tcpSeq, ({ seq }) => seq],
  [tcpAck, ({ ack }) => ack],
  [tcpHeaderLength, ({ dataOffset }) => 4 * dataOffset],
  [tcpFlags, ({ flags }) => flags],
  [tcpWindow, ({ window }) => window],
  [tcpUrgentPointer, ({ urgentPointer }) => urgentPointer],
])

const words = fc.tuple(uint16, uint16, uint32, uint32, uint8, uint16, uint16, uint16)
const options = fc.nat(10).chain((count) => bytes(4 * count))

test('what is built is good, and reads as it was built', () => {
  const data = fc.uint8Array({ maxLength: 60 })
  const property = fc.property(words, options, data, ([source, destination, ...rest], some, payload) => {
    const [seq, ack, flags, window, urgentPointer, pseudoHeader] = rest
    const headerLength = TCP_HEADER + some.length
    const { view, at, end } = GuardedView.over(Uint8Array.of(...Array(TCP_HEADER), ...some, ...payload))
    buildTcp(view, at, source, destination, seq, ack, headerLength, flags, window, urgentPointer)
    sealTcp(view, at, end, pseudoHeader)
    assert.equal(checkTcp(view, at, end, pseudoHeader), GOOD)
    const { checksum, options: _, ...header } = readTcp(view, at, end)!
    assert.equal(checksum, view.getUint16(at + 16))
    assert.deepEqual(header, {
      sourcePort: source,
      destinationPort: destination,
      seq,
      ack,
      dataOffset: headerLength / 4,
      reserved: 0,
      flags: tcpFlagsText(flags),
      window,
      urgentPointer,
    })
    sealTcp(view, at, end, pseudoHeader)
    assert.equal(checksum, view.getUint16(at + 16), 'sealed again, it is the same')
  })
  holds(property)
})

test('a header that is read, whatever its options, is written back the same', () => {
  const property = fc.property(bytes(TCP_HEADER), options, (fixed, some) => {
    const header = Uint8Array.of(...fixed, ...some)
    header[12] = ((5 + some.length / 4) << 4) | (fixed[12]! & 0xf)
    const { view, at, end } = GuardedView.over(header)
    const copy = GuardedView.over(new Uint8Array(header.length))
    assert.equal(writeTcp(copy.view, copy.at, readTcp(view, at, end)!), copy.end)
    assert.deepEqual(new Uint8Array(copy.view.buffer), new Uint8Array(view.buffer))
  })
  holds(property)
})

test('a segment is refused for what is wrong with it', () => {
  const { view, at, end } = GuardedView.over(new Uint8Array(24))
  const verdict = (headerLength: number) => {
    buildTcp(view, at, 1, 2, 3, 4, headerLength, ACK, 5, 0)
    sealTcp(view, at, end, 99)
    return checkTcp(view, at, end, 99)
  }
  assert.equal(verdict(16), BAD_HEADER_LENGTH)
  assert.equal(verdict(28), BAD_HEADER_LENGTH)
  assert.equal(verdict(24), GOOD)
  assert.equal(verdict(20), GOOD)
  assert.equal(checkTcp(view, at, at + 19, 99), TRUNCATED)
  assert.equal(checkTcp(view, at, end, 98), BAD_CHECKSUM)
  view.setUint8(at + 23, 1)
  assert.equal(checkTcp(view, at, end, 99), BAD_CHECKSUM)
})

test('SYN and FIN count as a byte each', () => {
  const { view, at, end } = GuardedView.over(new Uint8Array(34))
  const length = (flags: number) => {
    buildTcp(view, at, 1, 2, 3, 4, 24, flags, 5, 0)
    return tcpSegmentLength(view, at, end)
  }
  assert.deepEqual([ACK | PSH, SYN, FIN | ACK, SYN | FIN].map(length), [10, 11, 11, 12])
})

test('control bits as text', () => {
  assert.equal(tcpFlagsText(SYN | ACK), 'SYN,ACK')
  assert.equal(tcpFlagsText(0xff), 'FIN,SYN,RST,PSH,ACK,URG,ECE,CWR')
  assert.equal(tcpFlagsText(0), '')
  assert.equal(parseTcpFlags('ACK,SYN'), SYN | ACK)
  for (let flags = 0; flags < 256; flags++) assert.equal(parseTcpFlags(tcpFlagsText(flags)), flags)
  assert.throws(() => parseTcpFlags('SYN,ACKN'), /ACKN is none of FIN, SYN/)
})
