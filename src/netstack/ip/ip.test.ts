import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CountingSink, encode, SmallNetwork } from '../../../test/netstack/hosts.ts'
import { errno } from '../../socket/posix/errno.ts'
import type { PacketSketch } from '../packet/encode-packet.ts'
import { encodePacket } from '../packet/encode-packet.ts'
import { readIpv4 } from '../packet/ipv4.ts'
import type { Packet } from '../packet/packet.ts'
import type { Path } from '../path.ts'
import { SECOND } from '../time.ts'

/** An ICMP message in short, as `4 3/3`, with its source and the last four bytes of its header. */
function told(packets: readonly Packet[]): string[] {
  return packets.map(({ ipv4, ipv6, icmp, icmpv6 }) => {
    const message = (icmp ?? icmpv6)!
    const from = (ipv4 ?? ipv6)!.source
    const rest =
      'nextHopMtu' in message
        ? message.nextHopMtu
        : 'mtu' in message
          ? message.mtu
          : 'pointer' in message
            ? message.pointer
            : 0
    return `${from} ${message.type}/${message.code}${rest ? ` ${rest}` : ''}`
  })
}

const four = { source: '10.0.0.2', destination: '10.0.0.1' }
const six = { source: '2001:db8::2', destination: '2001:db8::1' }
const udp = { sourcePort: 1000, destinationPort: 9 }
const echo = { message: 'echo', type: 8, code: 0, identifier: 5, sequence: 6, data: encode('hello') } as const

test('an echo request is answered with its data, from where it went (RFC 1122 3.2.2.6, RFC 4443 4.2)', () => {
  const { device, ip, arena } = scripted()
  device.bring({ ipv4: { ...four, dscp: 8 }, icmp: echo })
  device.bring({ ipv6: six, icmpv6: { ...echo, type: 128 } })
  const [one, other] = device.take()
  assert.deepEqual(
    [one?.ipv4?.source, one?.ipv4?.destination, one?.ipv4?.dscp, one?.ipv4?.ttl],
    ['10.0.0.1', '10.0.0.2', 8, 64],
  )
  assert.deepEqual({ ...one?.icmp, checksum: 0 }, { ...echo, type: 0, checksum: 0 })
  assert.deepEqual([other?.ipv6?.source, other?.ipv6?.destination], ['2001:db8::1', '2001:db8::2'])
  assert.deepEqual({ ...other?.icmpv6, checksum: 0 }, { ...echo, type: 129, checksum: 0 })
  assert.equal(ip.icmpCounters.InMsgs, 2)
  // To everybody, with a wrong checksum, cut short: silence.
  device.bring({ ipv4: { ...four, destination: '10.0.0.255' }, icmp: echo })
  device.bring({ ipv4: four, icmp: { ...echo, checksum: 1 } })
  device.bring({ ipv4: { ...four, protocol: 1 }, payload: new Uint8Array(7) })
  assert.deepEqual(device.take(), [])
  assert.equal(ip.icmpCounters.InErrors, 2)
  assert.equal(arena.inUse, 0)
})

function scripted(options = {}) {
  const network = new SmallNetwork()
  return { ...network.scripted(options), arena: network.arena, time: network.time }
}

const MARTIANS: readonly (readonly [string, PacketSketch])[] = [
  ...[
    '127.0.0.1',
    '0.0.0.0',
    '0.1.2.3',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '10.0.0.255',
    '10.0.0.1',
  ].map((source) => [`from ${source}`, { ipv4: { ...four, source }, udp }] as const),
  ...['127.0.0.1', '0.0.0.0', '0.1.2.3', '240.0.0.1'].map(
    (destination) => [`to ${destination}`, { ipv4: { ...four, destination }, udp }] as const,
  ),
  ...['::', '::1', 'ff02::1', '::ffff:10.0.0.2', '2001:db8::1'].map(
    (source) => [`from ${source}`, { ipv6: { ...six, source }, udp }] as const,
  ),
  ...['::', '::1', '::ffff:10.0.0.1'].map(
    (destination) => [`to ${destination}`, { ipv6: { ...six, destination }, udp }] as const,
  ),
]

for (const [words, packet] of MARTIANS)
  test(`a packet ${words} is a martian (RFC 1812 5.3.7, RFC 4291 2)`, () => {
    const { device, ip, arena } = scripted({ forwarding: true })
    device.bring(packet)
    assert.equal(ip.counters.InAddrErrors, 1)
    assert.deepEqual(device.take(), [])
    assert.equal(arena.inUse, 0)
  })

test('what is no packet of IP, or has a bad header, is counted', () => {
  const { device, ip } = scripted()
  const good = encodePacket({ ipv4: four, udp })
  const bad: Uint8Array[] = [
    new Uint8Array(0),
    Uint8Array.of(0x45),
    good.map((byte, i) => (i === 0 ? 0x55 : byte)),
    good.map((byte, i) => (i === 8 ? byte ^ 1 : byte)),
    encodePacket({ ipv4: { ...four, options: Uint8Array.of(0x83, 4, 4, 0) }, udp }),
    encodePacket({ ipv4: { ...four, options: Uint8Array.of(0x44, 1, 0, 0) }, udp }),
    encodePacket({ ipv6: { ...six, payloadLength: 100 }, udp }),
  ]
  for (const bytes of bad) device.bring(bytes)
  assert.equal(ip.counters.InHdrErrors, bad.length)
  assert.deepEqual(device.take(), [])
})

const option = (type: number) => ({
  header: 60 as const,
  nextHeader: 17,
  hdrExtLen: 0,
  data: Uint8Array.of(type, 4, 0, 0, 0, 0),
})
const fragmented = { fragmentOffset: 1, moreFragments: 1 }

/** Packets, and what the sender is told; nothing where he may not be told. */
const ANSWERS: readonly (readonly [string, PacketSketch, string[]])[] = [
  ['no such port', { ipv4: four, udp }, ['10.0.0.1 3/3']],
  ['no such port', { ipv6: six, udp }, ['2001:db8::1 1/4']],
  ['no such protocol', { ipv4: { ...four, protocol: 200 } }, ['10.0.0.1 3/2']],
  ['no such protocol', { ipv6: { ...six, nextHeader: 200 } }, ['2001:db8::1 4/1 6']],
  [
    'no such protocol behind a header',
    { ipv6: six, extensions: [{ ...option(1), nextHeader: 200 }] },
    ['2001:db8::1 4/1 40'],
  ],
  ['no next header', { ipv6: six, payload: encode('x') }, []],
  ['an option to skip', { ipv6: six, extensions: [option(0x3e)], udp }, ['2001:db8::1 1/4']],
  ['an option to drop', { ipv6: six, extensions: [option(0x7e)], udp }, []],
  ['an option to tell of', { ipv6: six, extensions: [option(0xbe)], udp }, ['2001:db8::1 4/2 42']],
  [
    'an option to tell of',
    { ipv6: { ...six, destination: 'ff02::1' }, extensions: [option(0xbe)], udp },
    ['2001:db8::1 4/2 42'],
  ],
  ['an option to tell one of', { ipv6: six, extensions: [option(0xfe)], udp }, ['2001:db8::1 4/2 42']],
  [
    'an option to tell one of',
    { ipv6: { ...six, destination: 'ff02::1' }, extensions: [option(0xfe)], udp },
    [],
  ],
  ['to everybody', { ipv4: { ...four, destination: '10.0.0.255' }, udp }, []],
  ['to everybody', { ipv4: { ...four, destination: '255.255.255.255', source: '0.0.0.0' }, udp }, []],
  ['to a group', { ipv4: { ...four, destination: '224.0.0.1' }, udp }, []],
  ['to a group', { ipv6: { ...six, destination: 'ff02::1' }, udp }, []],
  ['a later fragment', { ipv4: { ...four, ...fragmented, protocol: 200 }, payload: new Uint8Array(8) }, []],
  ['not for us', { ipv4: { ...four, destination: '10.0.0.3' }, udp }, []],
  ['not for us', { ipv6: { ...six, destination: '2001:db8::3' }, udp }, []],
]

for (const [words, packet, answer] of ANSWERS)
  test(`IPv${packet.ipv4 ? 4 : 6}: ${words}: ${answer.length > 0 ? answer[0] : 'silence'} (RFC 1122 3.2.2, RFC 4443 2.4)`, () => {
    const { device, arena, ip } = scripted()
    device.bring(packet)
    const answers = device.take()
    assert.deepEqual(told(answers), answer)
    ip.close()
    assert.equal(arena.inUse, 0)
  })

test('an error quotes the packet: 548 bytes over IPv4, up to 1280 in all over IPv6', () => {
  const { device } = scripted()
  const payload = new Uint8Array(1400).fill(7)
  const sent = [encodePacket({ ipv4: four, udp, payload }), encodePacket({ ipv6: six, udp, payload })]
  for (const bytes of sent) device.bring(bytes)
  const [one, other] = device.take()
  assert.deepEqual(one?.icmp?.data, sent[0]!.subarray(0, 548))
  assert.equal(one?.ipv4?.dscp, 0xc0 >> 2)
  assert.deepEqual(other?.icmpv6?.data, sent[1]!.subarray(0, 1280 - 48))
})

test('never an error about an error (RFC 1122 3.2.2, RFC 4443 2.4 (e))', () => {
  const { device } = scripted({ forwarding: true })
  for (const type of [3, 4, 5, 11, 12])
    device.bring({
      ipv4: { ...four, destination: '192.0.2.1', ttl: 1 },
      icmp: { message: 'other', type, code: 0, rest: 0, data: new Uint8Array(28) },
    })
  for (const type of [1, 2, 3, 4, 100, 137])
    device.bring({
      ipv6: { ...six, destination: '2001:db8:9::1', hopLimit: 1 },
      icmpv6: { message: 'other', type, code: 0, rest: 0, data: new Uint8Array(48) },
    })
  assert.deepEqual(device.take(), [])
  device.bring({ ipv4: { ...four, destination: '192.0.2.1', ttl: 1 }, icmp: echo })
  device.bring({
    ipv6: { ...six, destination: '2001:db8:9::1', hopLimit: 1 },
    icmpv6: { ...echo, type: 128 },
  })
  assert.deepEqual(told(device.take()), ['10.0.0.1 11/0', '2001:db8::1 3/0'])
})

test('errors are limited: a burst, then so many a second (RFC 1812 4.3.2.8, RFC 4443 2.4 (f))', () => {
  const { device, ip, time } = scripted({ errors: { perSecond: 10, burst: 6 } })
  const flood = () => {
    for (let i = 0; i < 100; i++) device.bring({ ipv4: four, udp })
    return device.take().length
  }
  assert.equal(flood(), 6)
  time.pass(SECOND / 10)
  assert.equal(flood(), 1)
  time.pass(SECOND / 5)
  assert.equal(flood(), 2)
  time.pass(100 * SECOND)
  assert.equal(flood(), 6)
  assert.equal(ip.icmpCounters.OutRateLimited, 400 - 15)
})

test('TCP gets what is for this host alone (RFC 1122 4.2.3.10)', () => {
  const { device, ip } = scripted()
  const came: string[] = []
  ip.register(6, {
    receive: (slot, at) => {
      came.push(readIpv4(ip.arena.view(slot), at, ip.arena.end(slot))!.destination)
    },
    failed() {},
  })
  for (const destination of ['10.0.0.255', '255.255.255.255', '224.0.0.1', '10.0.0.1'])
    device.bring({ ipv4: { ...four, destination }, tcp: { flags: 'SYN' } })
  assert.deepEqual(came, ['10.0.0.1'])
  assert.equal(ip.counters.InDiscards, 3)
  assert.deepEqual(device.take(), [])
})

/** Routes and addresses, and the source that a destination gets. */
const SOURCES: readonly (readonly [to: string, from: string | number, through?: string])[] = [
  ['10.0.0.9', '10.0.0.1'],
  ['10.7.0.9', '10.0.0.1'],
  ['10.0.0.1', '10.0.0.1'],
  ['127.0.0.5', '127.0.0.5'],
  ['192.168.9.9', '192.168.0.1'],
  ['2001:db8::9', '2001:db8::1'],
  ['2001:db8:1::9', '2001:db8:1::1'],
  ['2001:4860::1', '2001:db8::1'],
  ['fe80::9', 'fe80::2', 'eth1'],
  ['fe80::9', 'fe80::1', 'eth0'],
  ['fe80::9', -errno.ENETUNREACH],
  ['192.0.2.1', -errno.ENETUNREACH],
  ['10.0.0.9', -errno.ENODEV, 'eth7'],
  ['240.0.0.1', -errno.EINVAL],
  ['10.0.0', -errno.EINVAL],
]

for (const [to, from, through] of SOURCES)
  test(`to ${to}${through ? ` by ${through}` : ''}: ${from} (RFC 6724 5)`, () => {
    const network = new SmallNetwork()
    const host = network.host()
    network.cable([host, 'eth0', '10.0.0.1/16', '2001:db8::1/64', 'fe80::1/128'], [network.host(), 'x'])
    network.cable([host, 'eth1', '192.168.0.1/24', '2001:db8:1::1/64', 'fe80::2/128'], [network.host(), 'x'])
    host.ip.addRoute({ destination: '10.0.0.0/8', through: 'eth0' })
    host.ip.addRoute({ destination: '192.168.0.0/16', through: 'eth1' })
    host.ip.addRoute({ destination: '2000::/3', through: 'eth0' })
    const path = host.ip.path(null, to, through)
    assert.equal(typeof path === 'number' ? path : path.source, from)
  })

test('a source that is not ours, or may not leave', () => {
  const { ip } = scripted()
  assert.equal(ip.path('10.0.0.7', '10.0.0.2'), -errno.EADDRNOTAVAIL)
  assert.equal(ip.path('127.0.0.1', '10.0.0.2'), -errno.EINVAL)
  assert.equal(ip.path('::1', '10.0.0.2'), -errno.EINVAL)
})

test('a path goes another way when routes change, and fails while there is none', () => {
  const network = new SmallNetwork()
  const [a, b] = [network.host(), network.host()]
  const first = network.cable([a, 'eth0', '10.0.0.1/24'], [b, 'eth0', '10.0.0.2/24'], 1400)
  const second = network.cable([a, 'eth1', '10.0.1.1/24'], [b, 'eth1', '10.0.1.2/24'])
  const path = a.ip.path('10.0.1.1', '10.0.0.2') as Path
  const send = () => {
    const slot = network.arena.allocate(8)
    const answer = path.send(slot, 200, 64, 0)
    network.arena.release(slot)
    return answer
  }
  assert.equal(path.mtu, 1400)
  assert.equal(send(), 0)
  assert.equal(first.carried, 1)
  assert.equal(a.ip.addRoute({ destination: '10.0.0.2/32', through: 'eth1' }), 0)
  assert.equal(path.mtu, 1500)
  assert.equal(send(), 0)
  assert.equal(second.carried, 1)
  a.ip.removeRoute({ destination: '10.0.0.2/32', through: 'eth1' })
  a.ip.removeRoute({ destination: '10.0.0.0/24', through: 'eth0' })
  assert.equal(send(), -errno.ENETUNREACH)
  a.ip.addRoute({ destination: '10.0.0.0/24', through: 'eth0', metric: 5 })
  assert.equal(send(), 0)
  a.ip.removeAddress('eth1', '10.0.1.1')
  assert.equal(send(), -errno.EADDRNOTAVAIL)
  network.time.settle()
  assert.equal(network.arena.inUse, 0)
})

/** Two hosts, a router between them, and a narrow second link. */
function row(mtu = 1300) {
  const network = new SmallNetwork()
  const [a, router, b] = [network.host(), network.host({ forwarding: true }), network.host()]
  const near = network.cable(
    [a, 'eth0', '10.0.0.2/24', '2001:db8::2/64'],
    [router, 'eth0', '10.0.0.1/24', '2001:db8::1/64'],
  )
  const far = network.cable(
    [router, 'eth1', '10.0.1.1/24', '2001:db8:1::1/64'],
    [b, 'eth0', '10.0.1.2/24', '2001:db8:1::2/64'],
    mtu,
  )
  for (const { ip } of [a, b])
    for (const destination of ['0.0.0.0/0', '::/0']) ip.addRoute({ destination, through: 'eth0' })
  return { network, a, router, b, near, far }
}

test('through a router: TTL, time exceeded, no route', () => {
  const { network, a, b, router } = row()
  for (const [family, there, nowhere] of [
    [4, '10.0.1.2', '192.0.2.1'],
    [6, '2001:db8:1::2', '2001:db8:9::1'],
  ] as const) {
    const server = b.udp.socket(family, new CountingSink())
    server.bind(there, 53)
    const client = a.udp.socket(family, new CountingSink())
    client.connect(there, 53)
    client.send(encode('x'))
    client.ttl = 1
    client.send(encode('y'))
    network.time.settle()
    const into = new Uint8Array(1)
    assert.equal(server.receive(into), 1)
    assert.equal(into[0], 'x'.charCodeAt(0))
    assert.equal(server.receive(into), -errno.EAGAIN)
    // Soft errors are not told: Linux without IP_RECVERR.
    client.ttl = 64
    client.connect(nowhere, 53)
    client.send(encode('z'))
    network.time.settle()
    assert.equal(client.takeError(), 0)
  }
  assert.equal(router.ip.icmpCounters.OutErrors, 4)
  assert.equal(a.ip.icmpCounters.InMsgs, 4)
  assert.equal(router.ip.counters.OutForwDatagrams, 2)
  assert.equal(network.arena.inUse, 0)
})

test('path MTU discovery: the first packet is refused, the next goes in fragments, ten minutes long (RFC 1191, RFC 8201)', () => {
  const { network, a, b } = row()
  for (const [family, there] of [
    [4, '10.0.1.2'],
    [6, '2001:db8:1::2'],
  ] as const) {
    const server = b.udp.socket(family, new CountingSink())
    server.bind(there, 53)
    const client = a.udp.socket(family, new CountingSink())
    const into = new Uint8Array(2000)
    const data = new Uint8Array(1400).fill(family)
    client.connect(there, 53)
    const path = a.ip.path(null, there) as Path
    assert.equal(path.mtu, 1500)
    assert.equal(client.send(data), 1400)
    network.time.settle()
    assert.equal(server.receive(into), -errno.EAGAIN)
    assert.equal(path.mtu, 1300)
    assert.equal(client.receive(into), -errno.EMSGSIZE)
    assert.equal(client.send(data), 1400)
    network.time.settle()
    assert.equal(server.receive(into), 1400)
    network.time.pass(600 * SECOND)
    assert.equal(path.mtu, 1500)
  }
  assert.equal(network.arena.inUse, 0)
})

test('a router fragments what may be: fragments of fragments come together', () => {
  const { network, a, b, far } = row(68)
  const server = b.udp.socket(4, new CountingSink())
  server.bind('10.0.1.2', 53)
  const client = a.udp.socket(4, new CountingSink())
  const data = Uint8Array.from({ length: 5000 }, (_, i) => i ^ (i >> 8))
  client.sendTo(data, '10.0.1.2', 53)
  network.time.settle()
  const into = new Uint8Array(6000)
  assert.equal(server.receive(into), 5000)
  assert.deepEqual(into.subarray(0, 5000), data)
  assert.ok(far.carried >= 5000 / 48)
  assert.equal(network.arena.inUse, 0)
})

/** What a router says of a packet of 1500 bytes, and the path's MTU after that. */
const NEWS: readonly (readonly [string, 4 | 6, number, number])[] = [
  ['says 1400', 4, 1400, 1400],
  ['says nothing (RFC 1191 7.1)', 4, 0, 1492],
  ['says 1500, which it was', 4, 1500, 1500],
  ['says 9000', 4, 9000, 1500],
  ['says 100: not below 576', 4, 100, 576],
  ['says 1400', 6, 1400, 1400],
  ['says 1280', 6, 1280, 1280],
  ['says 1279: ignored (RFC 8201 4)', 6, 1279, 1500],
  ['says 9000', 6, 9000, 1500],
]

for (const [words, version, mtu, after] of NEWS)
  test(`IPv${version}: a router ${words}: ${after}`, () => {
    const { device, ip } = scripted()
    const path = ip.path(null, version === 4 ? '10.0.0.2' : '2001:db8::2') as Path
    device.bring(tooBig(version, mtu))
    assert.equal(path.mtu, after)
    // More is no news.
    device.bring(tooBig(version, 1450))
    assert.equal(path.mtu, Math.min(after, 1450))
  })

function tooBig(version: 4 | 6, mtu: number, source?: string): PacketSketch {
  const payload = new Uint8Array(1500 - (version === 4 ? 28 : 48))
  if (version === 6) {
    const ipv6 = { source: source ?? '2001:db8::1', destination: '2001:db8::2' }
    const data = encodePacket({ ipv6, udp, payload }).subarray(0, 1232)
    return {
      ipv6: { ...six, source: '2001:db8::99' },
      icmpv6: { message: 'packet too big', type: 2, code: 0, mtu, data },
    }
  }
  const ipv4 = { source: source ?? '10.0.0.1', destination: '10.0.0.2', dontFragment: 1 }
  const data = encodePacket({ ipv4, udp, payload }).subarray(0, 28)
  return {
    ipv4: { ...four, source: '10.0.0.99' },
    icmp: {
      message: 'destination unreachable',
      type: 3,
      code: 4,
      unused: 0,
      length: 0,
      nextHopMtu: mtu,
      data,
    },
  }
}

test('below 576 packets go without "don\'t fragment", so that routers can cut them', () => {
  const { device, udp: layer } = scripted()
  const socket = layer.socket(4, new CountingSink())
  socket.sendTo(new Uint8Array(500), '10.0.0.2', 9)
  assert.equal(device.take()[0]?.ipv4?.dontFragment, 1)
  device.bring(tooBig(4, 300))
  socket.sendTo(new Uint8Array(500), '10.0.0.2', 9)
  assert.equal(device.take()[0]?.ipv4?.dontFragment, 0)
})

test('errors about what this host never sent, or that make no sense, change nothing', () => {
  const { device, ip } = scripted()
  const four = ip.path(null, '10.0.0.2') as Path
  const six = ip.path(null, '2001:db8::2') as Path
  device.bring(tooBig(4, 1000, '10.0.0.7'))
  device.bring(tooBig(6, 1300, '2001:db8::7'))
  assert.equal(ip.icmpCounters.InForeign, 2)
  const short = tooBig(4, 1000)
  device.bring({
    ...short,
    icmp: { ...short.icmp!, data: new Uint8Array(5) } as PacketSketch['icmp'] & object,
  })
  assert.equal(ip.icmpCounters.InErrors, 1)
  assert.deepEqual([four.mtu, six.mtu], [1500, 1500])
})

test('what is known of paths is bounded, whatever strangers claim', () => {
  const { device, ip } = scripted()
  for (let i = 0; i < 3000; i++) {
    const data = encodePacket({
      ipv4: { source: '10.0.0.1', destination: `198.51.${i >> 8}.${i & 255}`, totalLength: 1500 },
      udp,
    })
    device.bring({
      ipv4: { ...four, source: '10.0.0.99' },
      icmp: {
        message: 'destination unreachable',
        type: 3,
        code: 4,
        unused: 0,
        length: 0,
        nextHopMtu: 1000,
        data,
      },
    })
  }
  assert.equal(ip.pathMtus.size, 1024)
})

test('a route that goes in a circle ends with the TTL', () => {
  const network = new SmallNetwork()
  const [client, a, b] = [
    network.host(),
    network.host({ forwarding: true }),
    network.host({ forwarding: true }),
  ]
  network.cable([client, 'eth0', '10.0.1.2/24'], [a, 'eth1', '10.0.1.1/24'])
  const cable = network.cable([a, 'eth0', '10.0.0.1/24'], [b, 'eth0', '10.0.0.2/24'])
  for (const { ip } of [client, a, b]) ip.addRoute({ destination: '0.0.0.0/0', through: 'eth0' })
  client.udp.socket(4, new CountingSink()).sendTo(encode('x'), '192.0.2.1', 9)
  network.time.settle()
  // The last time with a TTL of 1; and the news of it.
  assert.equal(cable.carried, 63 + 1)
  assert.equal(client.ip.icmpCounters.InMsgs, 1)
  assert.equal(network.arena.inUse, 0)
})

test('a router changes a copy of what others hold too', () => {
  const network = new SmallNetwork()
  const { device } = network.scripted({ forwarding: true })
  const bytes = encodePacket({ ipv4: { ...four, destination: '192.0.2.1' }, udp })
  const slot = network.arena.allocate(bytes.length)
  network.arena.bytes(slot).set(bytes, network.arena.start(slot))
  network.arena.retain(slot)
  device.lend(slot)
  assert.deepEqual(network.arena.packet(slot), bytes)
  assert.equal(device.take()[0]?.ipv4?.ttl, 63)
  network.arena.release(slot)
  device.lend(slot)
  assert.notDeepEqual(network.arena.packet(slot), bytes)
  network.arena.release(slot)
  assert.equal(network.arena.inUse, 0)
})
