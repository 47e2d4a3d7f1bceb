import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { GuardedView } from '../../../test/packet/guarded-view.ts'
import { KERNEL_PACKETS, packetBytes } from '../../../test/packet/kernel-packets.ts'
import { holds } from '../../../test/packet/properties.ts'
import { checkPacket } from './check-packet.ts'
import { encodePacket } from './encode-packet.ts'
import { checkQuotedIpv4, ipv4HeaderLength, readIpv4 } from './ipv4.ts'
import { readIpv6 } from './ipv6.ts'
import { type Packet, readPacket } from './packet.ts'
import { tcpHeaderLength } from './tcp.ts'
import { TcpOptions } from './tcp-options.ts'
import { BAD_CHECKSUM, GOOD, UNKNOWN_OPTION, UNKNOWN_ROUTING_TYPE, VERDICTS } from './verdict.ts'

const packets = Object.entries(KERNEL_PACKETS).map(([name, text]) => ({ name, bytes: packetBytes(text) }))
const named = (name: keyof typeof KERNEL_PACKETS) => packetBytes(KERNEL_PACKETS[name])

function check(bytes: Uint8Array): number {
  const { view, at, end } = GuardedView.over(bytes)
  return checkPacket(view, at, end)
}

function read(bytes: Uint8Array): Packet {
  const { view, at, end } = GuardedView.over(bytes)
  return readPacket(view, at, end)
}

/** Packets that are not good for us, though the kernel sent them. */
const REFUSED: Record<string, number> = { routed6: UNKNOWN_ROUTING_TYPE, unknownOption6: UNKNOWN_OPTION }

test("the kernel's packets are good", () => {
  for (const { name, bytes } of packets)
    assert.equal(VERDICTS[check(bytes)], VERDICTS[REFUSED[name] ?? GOOD], name)
})

test("the kernel's packets are encoded as the same bytes", () => {
  for (const { name, bytes } of packets) assert.deepEqual(encodePacket(read(bytes)), bytes, name)
})

test('lengths, protocols and checksums that are left out become what the kernel wrote', () => {
  for (const { name, bytes } of packets) {
    const packet = read(bytes)
    const fragment = packet.ipv4?.fragmentOffset || packet.extensions?.some((header) => header.header === 44)
    if (fragment || name in REFUSED || name === 'unchecked4') continue
    assert.deepEqual(encodePacket(withoutSums(packet)), bytes, name)
  }
})

/** A packet without the fields that follow from others. */
function withoutSums({
  ipv4,
  ipv6,
  icmp,
  icmpv6,
  tcp,
  udp,
  ...others
}: Packet): Parameters<typeof encodePacket>[0] {
  const without = <Fields extends object>(
    fields: Fields | undefined,
    ...names: string[]
  ): Fields | undefined =>
    fields && (Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name))) as Fields)
  return {
    ...others,
    ipv4: without(ipv4, 'version', 'ihl', 'totalLength', 'protocol', 'headerChecksum'),
    ipv6: without(ipv6, 'version', 'payloadLength', 'nextHeader'),
    icmp: without(icmp, 'checksum'),
    icmpv6: without(icmpv6, 'checksum'),
    tcp: without(tcp, 'dataOffset', 'checksum'),
    udp: without(udp, 'length', 'checksum'),
  }
}

test('a SYN as an object', () => {
  const { ipv4, tcp, payload } = read(named('syn4'))
  assert.deepEqual(ipv4, {
    version: 4,
    ihl: 5,
    dscp: 0,
    ecn: 0,
    totalLength: 60,
    identification: 0x7d52,
    reserved: 0,
    dontFragment: 1,
    moreFragments: 0,
    fragmentOffset: 0,
    ttl: 64,
    protocol: 6,
    headerChecksum: 0x3966,
    source: '192.0.2.1',
    destination: '192.0.2.2',
    options: new Uint8Array(0),
  })
  assert.deepEqual(tcp, {
    sourcePort: 40004,
    destinationPort: 80,
    seq: 0x8b30cbe4,
    ack: 0,
    dataOffset: 10,
    reserved: 0,
    flags: 'SYN',
    window: 64240,
    checksum: 0x2e43,
    urgentPointer: 0,
    options: [
      { option: 'MSS', mss: 1460 },
      { option: 'SACK permitted' },
      { option: 'timestamps', tsVal: 0x91ce154d, tsEcr: 0 },
      { option: 'NOP' },
      { option: 'window scale', shift: 10 },
    ],
  })
  assert.equal(payload.length, 0)
})

test("what the kernel's packets say, from the outermost header on", () => {
  const text = (payload: Uint8Array) => new TextDecoder().decode(payload)
  assert.deepEqual(
    read(named('sack4')).tcp?.options.filter(({ option }) => option === 'SACK'),
    [{ option: 'SACK', blocks: [[0x8b30cbee, 0x8b30cbf1]] }],
  )
  assert.deepEqual(
    [read(named('urgent4')).tcp?.flags, read(named('urgent4')).tcp?.urgentPointer],
    ['PSH,ACK,URG', 7],
  )
  assert.equal(read(named('unchecked4')).udp?.checksum, 0)
  assert.equal(text(read(named('udp6')).payload), 'odd')
  assert.deepEqual(read(named('options4')).ipv4?.options, Uint8Array.of(7, 7, 8, 0xc0, 0, 2, 1, 0))
  assert.equal(read(named('fragmentLast4')).ipv4?.fragmentOffset, 1480 / 8)
  assert.deepEqual(
    [read(named('fragmentFirst6')), read(named('fragmentLast6'))].map(({ extensions }) => extensions?.[0]),
    [
      {
        header: 44,
        nextHeader: 17,
        reserved: 0,
        fragmentOffset: 0,
        res: 0,
        m: 1,
        identification: 0xb8f3dd6d,
      },
      {
        header: 44,
        nextHeader: 17,
        reserved: 0,
        fragmentOffset: 181,
        res: 0,
        m: 0,
        identification: 0xb8f3dd6d,
      },
    ],
  )
  assert.deepEqual(
    read(named('hopByHop6')).extensions?.map(({ header }) => header),
    [0, 60],
  )
  const report = read(named('report6')).icmpv6
  assert.deepEqual([report?.message, report?.type], ['other', 143])
})

test('ICMP errors quote the packet that they tell of', () => {
  const cases: [keyof typeof KERNEL_PACKETS, string, number, number][] = [
    ['portUnreachable4', 'destination unreachable', 3, 17],
    ['fragNeeded4', 'destination unreachable', 4, 17],
    ['timeExceeded4', 'time exceeded', 0, 17],
    ['parameterProblem4', 'parameter problem', 0, 17],
    ['portUnreachable6', 'destination unreachable', 4, 17],
    ['tooBig6', 'packet too big', 0, 17],
    ['timeExceeded6', 'time exceeded', 0, 17],
    ['optionProblem6', 'parameter problem', 2, 60],
    ['headerProblem6', 'parameter problem', 1, 253],
  ]
  for (const [name, message, code, protocol] of cases) {
    const { icmp, icmpv6 } = read(named(name))
    const error = (icmp ?? icmpv6)!
    const { view, at, end } = GuardedView.over(error.data)
    const quoted = icmp ? readIpv4(view, at, end)?.protocol : readIpv6(view, at, end)?.nextHeader
    assert.deepEqual([error.message, error.code, quoted], [message, code, protocol], name)
  }
  const needed = read(named('fragNeeded4')).icmp
  assert.equal(needed?.message === 'destination unreachable' && needed.nextHopMtu, 100)
  const tooBig = read(named('tooBig6')).icmpv6
  assert.equal(tooBig?.message === 'packet too big' && tooBig.mtu, 1280)
  const problem = read(named('parameterProblem4')).icmp
  assert.equal(problem?.message === 'parameter problem' && problem.pointer, 21)
  const option = read(named('optionProblem6')).icmpv6
  assert.equal(option?.message === 'parameter problem' && option.pointer, 42)
})

test('behind a packet there may be more, which a link put there', () => {
  for (const { name, bytes } of packets) {
    const longer = Uint8Array.of(...bytes, 1, 2, 3)
    assert.equal(check(longer), check(bytes), name)
    assert.deepEqual(read(longer), read(bytes), name)
  }
})

/** Packets and what can be done to them: bytes changed, cut off, other ones at the end. */
const spoilt = fc
  .tuple(
    fc.constantFrom(...packets.map(({ bytes }) => bytes)),
    fc.array(fc.tuple(fc.oneof(fc.nat(60), fc.nat(1500)), fc.nat(255)), { maxLength: 4 }),
    fc.oneof(fc.constant(1500), fc.nat(100)),
    fc.oneof(fc.constant(new Uint8Array(0)), fc.uint8Array({ maxLength: 40 })),
  )
  .map(([bytes, changes, length, more]) => {
    const packet = Uint8Array.of(...bytes.subarray(0, length), ...more)
    for (const [at, byte] of changes) if (at < packet.length) packet[at] = byte
    return packet
  })

/** All that the fast path reads of a packet whose header is good, without what it bears. */
function readFast(bytes: Uint8Array, options: TcpOptions): void {
  const { view, at, end } = GuardedView.over(bytes)
  if (checkQuotedIpv4(view, at, end) !== GOOD) return
  const tcp = at + ipv4HeaderLength(view, at)
  if (tcp + 20 > end || tcp + tcpHeaderLength(view, tcp) > end) return
  options.parse(view, tcp + 20, Math.max(tcp + 20, tcp + tcpHeaderLength(view, tcp)))
}

/** What the IP header says of the packet's length. */
function ipLength({ ipv4, ipv6 }: Packet): number {
  return ipv4?.totalLength ?? 40 + ipv6!.payloadLength
}

test('whatever a stranger sends: nothing is thrown, and nothing beyond the packet is read', () => {
  const verdicts = new Set<number>()
  const options = new TcpOptions()
  const property = fc.property(fc.oneof(spoilt, fc.uint8Array({ maxLength: 100 })), (bytes) => {
    const verdict = check(bytes)
    assert.ok(VERDICTS[verdict] !== undefined)
    verdicts.add(verdict)
    readFast(bytes, options)
    const packet = read(bytes)
    // What is good is encoded as it was, up to its end.
    if (verdict === GOOD) assert.deepEqual(encodePacket(packet), bytes.subarray(0, ipLength(packet)))
  })
  holds(property, 3000)
  assert.ok(verdicts.size >= 6, `verdicts ${[...verdicts]}`)
})

test('one bit that changed is found, wherever a checksum covers it', () => {
  const covered = packets.filter(
    ({ name }) => !name.includes('ragment') && name !== 'unchecked4' && !(name in REFUSED),
  )
  for (const { name, bytes } of covered) {
    const ip = bytes[0]! >> 4 === 4 ? 20 : 40
    for (let at = bytes.length - 1; at >= ip; at -= 7) {
      bytes[at]! ^= 1
      // What stands in extension headers no checksum covers.
      if (read(bytes).extensions === undefined) assert.notEqual(check(bytes), GOOD, `${name}, byte ${at}`)
      bytes[at]! ^= 1
    }
  }
  const broken = named('data4')
  broken[broken.length - 1]! ^= 0x10
  assert.equal(check(broken), BAD_CHECKSUM)
})

test('what cannot be encoded is refused', () => {
  const addresses = { source: '192.0.2.1', destination: '192.0.2.2' }
  assert.throws(() => encodePacket({ ipv4: { ...addresses, ttl: 256 } }), RangeError)
  assert.throws(() => encodePacket({ ipv4: { ...addresses, source: 'here' } }), RangeError)
  assert.throws(() => encodePacket({ ipv4: addresses, tcp: { flags: 'SYNACK' } }), RangeError)
  assert.throws(() => encodePacket({ ipv4: addresses, payload: new Uint8Array(65_530) }), RangeError)
  assert.throws(
    () => encodePacket({ ipv4: addresses, payload: new Uint8Array(70_000) }),
    new RangeError('a payload of 70000 bytes behind headers of 20; 65575 is all that fits'),
  )
})
