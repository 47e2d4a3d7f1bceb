import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodePacket } from '../../src/netstack/packet/encode-packet.ts'
import { Capture, type CaptureOptions } from '../../src/sim/capture.ts'
import type { Decision } from '../../src/sim/decisions.ts'
import { type Block, hasTcpdump, readByTcpdump, readPcapng, whyNoReader } from '../trace/pcapng-reader.ts'
import { Laboratory } from './laboratory.ts'

const DATAGRAM = encodePacket({
  ipv4: { source: '10.0.0.1', destination: '10.0.0.2' },
  udp: { sourcePort: 1000, destinationPort: 2000 },
  payload: new TextEncoder().encode('hello'),
})

/** The file of two links over which datagrams go, one each millisecond, and of which some have bad luck. */
function capture(options: CaptureOptions = {}): Uint8Array {
  const on = (packet: number, kind: Decision['kind'], detail = 0): Decision => ({
    link: 'first',
    direction: '>',
    packet,
    kind,
    detail,
  })
  const plan = [on(2, 'loss'), on(3, 'duplicate'), on(4, 'delay', 10_000), on(5, 'corrupt', 8 * 28)]
  const laboratory = new Laboratory(1, plan)
  const pieces: Uint8Array[] = []
  const { time, arena } = laboratory
  laboratory.watches.push(new Capture(time, arena, (bytes) => pieces.push(bytes), options))
  const [first, second] = [laboratory.link({ delay: '2ms' }, 'first'), laboratory.link({ mtu: 68 }, 'second')]
  second.partition('<')
  for (let packet = 1; packet <= 5; packet++) {
    time.runUntil(packet * 1_000_000)
    send(laboratory, first.ends[0], DATAGRAM)
  }
  send(laboratory, second.ends[1], DATAGRAM)
  laboratory.drain()
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]))
}

function send({ arena }: Laboratory, device: { transmit(slot: number): void }, packet: Uint8Array): void {
  const slot = arena.allocate(packet.length)
  arena.bytes(slot).set(packet, arena.start(slot))
  device.transmit(slot)
  arena.release(slot)
}

/** A packet as `interface moment direction comment`. */
function told({ interface: number, time, options }: Block): string {
  const text = (code: number) => options.filter(([other]) => other === code).map(([, hex]) => hex)
  const direction = text(2)[0] === '02000000' ? 'out' : 'in'
  const comments = text(1).map((hex) => Buffer.from(hex, 'hex').toString())
  return [number, time, direction, ...comments].join(' ')
}

test('what passes links is a file of packets, with what befell them', { skip: whyNoReader() }, () => {
  const blocks = readPcapng(capture())
  assert.deepEqual(blocks.filter(({ type }) => type === 6).map(told), [
    '0 3000000 out',
    '0 4000000 out packet 2 >: lost',
    '0 5000000 out',
    '0 5000000 out packet 3 >: delivered, duplicate',
    '1 5000000 in packet 1 <: link down',
    '0 6010000 out packet 4 >: delivered, held back',
    '0 7000000 out packet 5 >: delivered, corrupted',
  ])
  const interfaces = blocks.filter(({ type }) => type === 1)
  assert.deepEqual(
    interfaces.map(({ linkType, options }) => [linkType, Buffer.from(options[0]![1], 'hex').toString()]),
    [
      [101, 'first'],
      [101, 'second'],
    ],
  )
})

test('one link alone, in a time of its own', { skip: whyNoReader() }, () => {
  const blocks = readPcapng(capture({ links: ['second'], epoch: 1_000_000_000_000_000_000n }))
  assert.deepEqual(blocks.filter(({ type }) => type === 6).map(told), [
    '0 1000000000005000000 in packet 1 <: link down',
  ])
})

if (hasTcpdump) {
  test('tcpdump reads the packets of a link', () => {
    // Of several links it does not: libpcap takes their link types for different ones.
    const lines = readByTcpdump(capture({ links: ['first'] }))
    assert.equal(lines.length, 6)
    for (const line of lines) assert.match(line, /IP 10\.0\.0\.1\.1000 > 10\.0\.0\.2\.2000: UDP, length 5/)
  })
}
