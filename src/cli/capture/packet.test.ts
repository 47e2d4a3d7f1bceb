import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromHex } from '../../trace/ndjson.ts'
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from '../../trace/pcapng.ts'
import { decodePacket } from './packet.ts'
import { packetLine } from './packet-line.ts'
import { captureWords } from './words.ts'

/** Bytes in hex, with spaces for people. */
function bytesOf(...parts: string[]): Uint8Array {
  return fromHex(parts.join('').replaceAll(' ', ''))
}

const MACS = '020000000002 020000000001'

/** An IPv4 header: its length in all, flags and offset, and the protocol. */
function inet4(protocol: string, length = '001e', fragment = '0000'): string {
  return `4500 ${length} 0000 ${fragment} 40 ${protocol} 0000 7f000001 7f000002`
}

/** An IPv6 header from ::1 to ::2. */
function inet6(next: string, length: string): string {
  return `60000000 ${length} ${next} ff ${'0'.repeat(31)}1 ${'0'.repeat(31)}2`
}

const UDP = '03e8 07d0 000a 0000 6869'
const TCP = '03e8 07d0 00000001 ffffffff 5012 ffff 0000 0000 68'
const UDP_LINE = '127.0.0.1:1000 > 127.0.0.2:2000  UDP  2 bytes'

const PACKETS: [what: string, linkType: number, bytes: Uint8Array, text: string][] = [
  ['UDP', LINKTYPE_ETHERNET, bytesOf(MACS, '0800', inet4('11'), UDP), UDP_LINE],
  ['a tagged frame', LINKTYPE_ETHERNET, bytesOf(MACS, '8100 0064 0800', inet4('11'), UDP), UDP_LINE],
  ['no Ethernet', LINKTYPE_RAW, bytesOf(inet4('11'), UDP), UDP_LINE],
  ['IPv6', LINKTYPE_RAW, bytesOf(inet6('11', '000a'), UDP), '[::1]:1000 > [::2]:2000  UDP  2 bytes'],
  [
    'IPv6 with a header between',
    LINKTYPE_RAW,
    bytesOf(inet6('00', '001d'), '06 00 0000 00000000', TCP),
    '[::1]:1000 > [::2]:2000  TCP  SYN,ACK  seq 1  ack 4294967295  1 bytes',
  ],
  [
    'TCP',
    LINKTYPE_RAW,
    bytesOf(inet4('06', '0029'), TCP),
    '127.0.0.1:1000 > 127.0.0.2:2000  TCP  SYN,ACK  seq 1  ack 4294967295  1 bytes',
  ],
  [
    'ICMP',
    LINKTYPE_RAW,
    bytesOf(inet4('01'), '0800 0000 0000 0000'),
    '127.0.0.1 > 127.0.0.2  ICMP  echo request  id 0  seq 0',
  ],
  [
    'an ICMP error',
    LINKTYPE_RAW,
    bytesOf(inet4('01'), '0303 0000 0000 0000'),
    '127.0.0.1 > 127.0.0.2  ICMP  type 3, code 3',
  ],
  [
    'ICMPv6',
    LINKTYPE_RAW,
    bytesOf(inet6('3a', '0008'), '8100 0000 1234 0007'),
    '::1 > ::2  ICMPv6  echo reply  id 4660  seq 7',
  ],
  ['SCTP', LINKTYPE_RAW, bytesOf(inet4('84'), UDP), '127.0.0.1 > 127.0.0.2  protocol 132  10 bytes'],
  [
    'a first fragment of IPv6',
    LINKTYPE_RAW,
    bytesOf(inet6('2c', '0012'), '1100 0001 00000001', UDP),
    '[::1]:1000 > [::2]:2000  UDP  2 bytes',
  ],
  [
    'a later fragment of IPv6',
    LINKTYPE_RAW,
    bytesOf(inet6('2c', '000c'), '1100 0009 00000001', '00000000'),
    '::1 > ::2  a fragment of protocol 17  4 bytes',
  ],
  [
    'a fragment',
    LINKTYPE_RAW,
    bytesOf(inet4('11', '001e', '2001'), UDP),
    '127.0.0.1 > 127.0.0.2  a fragment of protocol 17  10 bytes',
  ],
  [
    'ARP',
    LINKTYPE_ETHERNET,
    bytesOf(MACS, '0806 0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002'),
    'ARP  10.0.0.1 asks who has 10.0.0.2',
  ],
  ['something else', LINKTYPE_ETHERNET, bytesOf(MACS, '88b5 ff'), 'type 0x88b5  1 bytes'],
]

for (const [what, linkType, packet, text] of PACKETS) {
  test(`a packet in a line: ${what}`, () => {
    assert.equal(packetLine(decodePacket(packet, linkType), captureWords('en').packet), text)
  })
}

test('packets in a line, in Spanish', () => {
  const words = captureWords('es').packet
  const lines = PACKETS.map(([, linkType, packet]) => packetLine(decodePacket(packet, linkType), words))
  for (const line of [
    '127.0.0.1 > 127.0.0.2  ICMP  petición de eco  id 0  seq 0',
    '127.0.0.1 > 127.0.0.2  ICMP  tipo 3, código 3',
    '127.0.0.1 > 127.0.0.2  un fragmento del protocolo 17  10 bytes',
    'ARP  10.0.0.1 pregunta quién tiene 10.0.0.2',
    'tipo 0x88b5  1 bytes',
  ])
    assert.ok(lines.includes(line), line)
})

test('whatever a packet holds, and wherever it is cut off, it has a line', () => {
  const whole = fc.constantFrom(...PACKETS.map(([, , packet]) => packet))
  const spoilt = fc.tuple(whole, fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 4 }), fc.nat(80))
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    spoilt.map(([packet, changes, length]) => {
      const copy = packet.slice(0, length)
      for (const [at, value] of changes) if (at < copy.length) copy[at] = value
      return copy
    }),
  )
  const property = fc.property(
    bytes,
    fc.constantFrom(LINKTYPE_ETHERNET, LINKTYPE_RAW, 147),
    (packet, linkType) => {
      const line = packetLine(decodePacket(packet, linkType), captureWords('en').packet)
      assert.match(line, /^[ -~]+$/)
    },
  )
  fc.assert(property, { numRuns: 1000 })
})
