import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  enhancedPacketBlock,
  fromHex,
  interfaceDescriptionBlock,
  LINKTYPE_ETHERNET,
  LINKTYPE_RAW,
  sectionHeaderBlock,
  toHex,
} from '../../src/trace/index.ts'
import { hasTcpdump, readByTcpdump, readPcapng, whyNoReader } from './pcapng-reader.ts'

/** A UDP datagram from 127.0.0.1:1000 to 127.0.0.2:2000 that says `hi`. */
const DATAGRAM = fromHex('4500001e00000000401100007f0000017f00000203e807d0000a00006869')

/** 2026-01-02 03:04:05.678901234 UTC */
const TIME = BigInt(Date.UTC(2026, 0, 2, 3, 4, 5)) * 1_000_000n + 678_901_234n

const ethernet = Uint8Array.of(...new Array<number>(12).fill(0), 8, 0, ...DATAGRAM)

/** One kind of link, and then another as well. */
const ETHERNET = join([
  sectionHeaderBlock({ application: 'soquete', comments: ['first', 'second'] }),
  interfaceDescriptionBlock({ linkType: LINKTYPE_ETHERNET, name: 'lo', snapLength: 65_536 }),
  enhancedPacketBlock({ interfaceId: 0, time: TIME, bytes: ethernet, direction: 'in' }),
  enhancedPacketBlock({
    interfaceId: 0,
    time: TIME + 1n,
    bytes: ethernet.subarray(0, 42),
    length: ethernet.length,
    comments: ['cut off: «hi»'],
  }),
])

const FILE = join([
  ETHERNET,
  interfaceDescriptionBlock({ linkType: LINKTYPE_RAW, name: 'tun0' }),
  enhancedPacketBlock({ interfaceId: 1, time: TIME + 2n, bytes: DATAGRAM, direction: 'out' }),
])

function join(blocks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(blocks.flatMap((block) => [...block]))
}

const utf8 = (text: string) => toHex(new TextEncoder().encode(text))

test('another program reads what was written', { skip: whyNoReader() }, () => {
  const nanoseconds = [9, '09']
  assert.deepEqual(readPcapng(FILE), [
    {
      type: 0x0a0d0d0a,
      version: [1, 0],
      options: [
        [1, utf8('first')],
        [1, utf8('second')],
        [4, utf8('soquete')],
      ],
    },
    { type: 1, linkType: 1, snapLength: 65_536, options: [[2, utf8('lo')], nanoseconds] },
    {
      type: 6,
      interface: 0,
      time: `${TIME}`,
      bytes: toHex(ethernet),
      length: 44,
      options: [[2, '01000000']],
    },
    {
      type: 6,
      interface: 0,
      time: `${TIME + 1n}`,
      bytes: toHex(ethernet.subarray(0, 42)),
      length: 44,
      options: [[1, utf8('cut off: «hi»')]],
    },
    { type: 1, linkType: 101, snapLength: 0, options: [[2, utf8('tun0')], nanoseconds] },
    {
      type: 6,
      interface: 1,
      time: `${TIME + 2n}`,
      bytes: toHex(DATAGRAM),
      length: 30,
      options: [[2, '02000000']],
    },
  ])
})

if (hasTcpdump) {
  test('tcpdump reads packets and times', () => {
    // It takes one kind of link a file.
    const lines = readByTcpdump(ETHERNET)
    assert.equal(lines.length, 2)
    assert.match(
      lines[0] as string,
      /05\.678901234 IP 127\.0\.0\.1\.1000 > 127\.0\.0\.2\.2000: UDP, length 2/,
    )
  })
}
