import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CountingSink, encode, type Host, received, SmallNetwork } from '../../../test/netstack/hosts.ts'
import { errno } from '../../socket/posix/errno.ts'
import type { UdpSocket } from './udp-socket.ts'

function pair(mtu = 1500) {
  const network = new SmallNetwork()
  const a = network.host()
  const b = network.host()
  const cable = network.cable(
    [a, 'eth0', '10.0.0.1/24', '2001:db8::1/64'],
    [b, 'eth0', '10.0.0.2/24', '2001:db8::2/64'],
    mtu,
  )
  return { network, a, b, cable }
}

function bound({ udp }: Host, family: 4 | 6, address: string, port = 0, options: Partial<UdpSocket> = {}) {
  const sink = new CountingSink()
  const socket = udp.socket(family, sink)
  Object.assign(socket, options)
  assert.equal(socket.bind(address, port), 0)
  return { socket, sink }
}

test('datagrams between two hosts, both versions, and who sent them', () => {
  const { network, a, b } = pair()
  for (const [family, here, there] of [
    [4, '10.0.0.1', '10.0.0.2'],
    [6, '2001:db8::1', '2001:db8::2'],
  ] as const) {
    const { socket: server, sink } = bound(b, family, there, 53)
    const client = a.udp.socket(family, new CountingSink())
    assert.equal(client.sendTo(encode('one'), there, 53), 3)
    assert.equal(client.sendTo(encode(''), there, 53), 0)
    assert.equal(server.receive(new Uint8Array(9)), -errno.EAGAIN)
    assert.equal(sink.readables, 0)
    network.time.settle()
    assert.equal(sink.readables, 1)
    assert.equal(server.next, 3)
    const { localPort } = client
    assert.ok(localPort >= 32_768 && localPort <= 60_999)
    assert.deepEqual(received(server), [`${here}:${localPort} one`, `${here}:${localPort} `])
  }
  assert.equal(network.arena.inUse, 0)
})

test('a datagram that is cut says how long it was; a peek leaves it there', () => {
  const { network, a, b } = pair()
  const { socket: server } = bound(b, 4, '0.0.0.0', 53)
  a.udp.socket(4, new CountingSink()).sendTo(encode('abcdef'), '10.0.0.2', 53)
  network.time.settle()
  const into = new Uint8Array(4)
  const from = { address: '', port: 0, length: 0 }
  assert.equal(server.receive(into, from, true), 4)
  assert.equal(from.length, 6)
  assert.equal(server.receive(into, from), 4)
  assert.equal(server.receive(into, from), -errno.EAGAIN)
  assert.equal(network.arena.inUse, 0)
})

test('sending to oneself: 127.0.0.1, ::1, own addresses, and nowhere, which is here', () => {
  const { network, a } = pair()
  for (const [family, any, targets] of [
    [4, '0.0.0.0', ['127.0.0.1', '127.9.9.9', '10.0.0.1', '0.0.0.0']],
    [6, '::', ['::1', '2001:db8::1', '::', '::ffff:127.0.0.1', '::ffff:10.0.0.1']],
  ] as const) {
    const { socket } = bound(a, family, any, 7)
    for (const target of targets) {
      assert.equal(socket.sendTo(encode('x'), target, 7), 1, target)
      network.time.settle()
      const source = target === '0.0.0.0' ? '127.0.0.1' : target === '::' ? '::1' : target
      assert.deepEqual(received(socket), [`${source}:7 x`])
    }
    socket.close()
  }
  assert.equal(network.arena.inUse, 0)
})

test('what one sends to oneself comes as an event of its own, and not without end', () => {
  const { network, a } = pair()
  const { socket, sink } = bound(a, 4, '127.0.0.1', 7)
  socket.receiveBuffer = 1 << 30
  for (let i = 0; i < 2000; i++) assert.equal(socket.sendTo(encode('x'), '127.0.0.1', 7), 1)
  assert.equal(sink.readables, 0)
  network.time.settle()
  assert.equal(sink.readables, 1)
  assert.equal(received(socket).length, 1000)
  assert.equal(network.arena.inUse, 0)
})

test("two that answer each other from their sinks do not fill the machine's stack", () => {
  const { network, a } = pair()
  let rounds = 0
  const into = new Uint8Array(1)
  const sockets = [1, 2].map((port) => {
    const readable = () => {
      const socket = sockets[port - 1]!
      rounds += socket.receive(into)
      if (rounds < 5000) socket.sendTo(into, '127.0.0.1', 3 - port)
    }
    const socket = a.udp.socket(4, { readable, failed() {} })
    assert.equal(socket.bind('127.0.0.1', port), 0)
    return socket
  })
  sockets[0]!.sendTo(into, '127.0.0.1', 2)
  network.time.settle()
  assert.equal(rounds, 5000)
  assert.equal(network.arena.inUse, 0)
})

test('an IPv6 socket takes IPv4 too, as ::ffff:…, unless it is told not to', () => {
  const { network, a, b } = pair()
  const { socket: dual } = bound(b, 6, '::', 53)
  const { socket: client } = bound(a, 4, '0.0.0.0', 1000)
  client.sendTo(encode('four'), '10.0.0.2', 53)
  network.time.settle()
  assert.deepEqual(received(dual), ['::ffff:10.0.0.1:1000 four'])
  assert.equal(dual.sendTo(encode('back'), '::ffff:10.0.0.1', 1000), 4)
  network.time.settle()
  assert.deepEqual(received(client), ['10.0.0.2:53 back'])
  dual.close()
  const only = b.udp.socket(6, new CountingSink())
  assert.equal(only.setV6only(true), true)
  assert.equal(only.bind('::', 53), 0)
  assert.equal(only.setV6only(false), false)
  client.connect('10.0.0.2', 53)
  client.send(encode('four'))
  network.time.settle()
  assert.deepEqual(received(only), [])
  assert.equal(client.receive(new Uint8Array(1)), -errno.ECONNREFUSED)
})

/** Two sockets in turn: what the second is answered, as on Linux. */
const BINDINGS: readonly (readonly [string, Binding, Binding, number])[] = [
  ['the same address', [4, '10.0.0.1'], [4, '10.0.0.1'], errno.EADDRINUSE],
  ['any, then one', [4, '0.0.0.0'], [4, '10.0.0.1'], errno.EADDRINUSE],
  ['two addresses', [4, '127.0.0.1'], [4, '10.0.0.1'], 0],
  ['dual stack, then IPv4', [6, '::'], [4, '10.0.0.1'], errno.EADDRINUSE],
  ['IPv4, then dual stack', [4, '0.0.0.0'], [6, '::'], errno.EADDRINUSE],
  ['IPv6 alone, then IPv4', [6, '2001:db8::1'], [4, '0.0.0.0'], 0],
  ['mapped, then IPv4', [6, '::ffff:10.0.0.1'], [4, '10.0.0.1'], errno.EADDRINUSE],
  ['one SO_REUSEADDR', [4, '0.0.0.0', { reuseAddress: true }], [4, '0.0.0.0'], errno.EADDRINUSE],
  ['both SO_REUSEADDR', [4, '0.0.0.0', { reuseAddress: true }], [4, '0.0.0.0', { reuseAddress: true }], 0],
  ['both SO_REUSEPORT', [4, '0.0.0.0', { reusePort: true }], [4, '0.0.0.0', { reusePort: true }], 0],
  [
    'one of each',
    [4, '0.0.0.0', { reusePort: true }],
    [4, '0.0.0.0', { reuseAddress: true }],
    errno.EADDRINUSE,
  ],
]
type Binding = readonly [family: 4 | 6, address: string, options?: Partial<UdpSocket>]

for (const [words, [family, address, options], second, answer] of BINDINGS)
  test(`bind: ${words}`, () => {
    const { a } = pair()
    const { socket } = bound(a, family, address, 53, options)
    const other = a.udp.socket(second[0], new CountingSink())
    Object.assign(other, second[2])
    assert.equal(other.bind(second[1], 53), 0 - answer)
    if (answer === 0) return
    socket.close()
    assert.equal(other.bind(second[1], 53), 0)
  })

test('bind refuses what Linux refuses', () => {
  const { a } = pair()
  const socket = a.udp.socket(4, new CountingSink())
  assert.equal(socket.bind('10.0.0.9', 53), -errno.EADDRNOTAVAIL)
  assert.equal(socket.bind('::1', 53), -errno.EAFNOSUPPORT)
  assert.equal(socket.bind('ten', 53), -errno.EINVAL)
  assert.equal(socket.bind('10.0.0.1', 65_536), -errno.EINVAL)
  assert.equal(socket.bind('10.0.0.1', 53), 0)
  assert.equal(socket.bind('10.0.0.1', 54), -errno.EINVAL)
})

test('a connected socket comes before a bound one, an address before any', () => {
  const { network, a, b } = pair()
  const reuseAddress = true
  const { socket: any } = bound(b, 4, '0.0.0.0', 53, { reuseAddress })
  const { socket: one } = bound(b, 4, '10.0.0.2', 53, { reuseAddress })
  const { socket: connected } = bound(b, 4, '10.0.0.2', 53, { reuseAddress })
  assert.equal(connected.connect('10.0.0.1', 1000), 0)
  const { socket: first } = bound(a, 4, '0.0.0.0', 1000)
  const { socket: second } = bound(a, 4, '0.0.0.0', 1001)
  first.sendTo(encode('first'), '10.0.0.2', 53)
  second.sendTo(encode('second'), '10.0.0.2', 53)
  bound(b, 4, '0.0.0.0', 54).socket.sendTo(encode('own'), '127.0.0.1', 53)
  network.time.settle()
  assert.deepEqual(received(connected), ['10.0.0.1:1000 first'])
  assert.deepEqual(received(one), ['10.0.0.1:1001 second'])
  assert.deepEqual(received(any), ['127.0.0.1:54 own'])
  connected.disconnect()
  assert.equal(connected.address, '10.0.0.2')
  assert.equal(connected.send(encode('x')), -errno.EDESTADDRREQ)
})

test('SO_REUSEPORT spreads conversations, and keeps each with one socket', () => {
  const { network, a, b } = pair()
  const servers = [0, 1, 2, 3].map(() => bound(b, 4, '0.0.0.0', 53, { reusePort: true }).socket)
  const clients = Array.from({ length: 64 }, () => a.udp.socket(4, new CountingSink()))
  for (let round = 0; round < 3; round++)
    for (const client of clients) client.sendTo(encode('x'), '10.0.0.2', 53)
  network.time.settle()
  for (const server of servers) {
    const from = received(server)
    assert.ok(from.length > 0 && from.length < 150, `${from.length}`)
    assert.equal(from.length, 3 * new Set(from).size)
  }
})

test('nobody there: a connected socket is told once, another never', () => {
  const { network, a, b } = pair()
  const cases = [
    [4, '10.0.0.2'],
    [6, '2001:db8::2'],
    [6, '::ffff:10.0.0.2'],
    [4, '127.0.0.1'],
  ] as const
  for (const [family, there] of cases) {
    const sink = new CountingSink()
    const socket = a.udp.socket(family, sink)
    assert.equal(socket.sendTo(encode('x'), there, 9), 1)
    network.time.settle()
    assert.equal(sink.failures, 0)
    assert.equal(socket.connect(there, 9), 0)
    assert.equal(socket.send(encode('x')), 1)
    network.time.settle()
    assert.equal(sink.failures, 1)
    assert.equal(socket.send(encode('x')), -errno.ECONNREFUSED)
    assert.equal(socket.send(encode('x')), 1)
    network.time.settle()
    assert.equal(socket.takeError(), -errno.ECONNREFUSED)
    assert.equal(socket.takeError(), 0)
    socket.close()
  }
  assert.ok(b.udp.counters.NoPorts >= 6)
  assert.equal(network.arena.inUse, 0)
})

test('the queue is bounded by the memory that waits; what finds no room is counted', () => {
  const { network, a, b } = pair()
  const { socket } = bound(b, 4, '0.0.0.0', 53)
  socket.receiveBuffer = 10_000
  const client = a.udp.socket(4, new CountingSink())
  for (let i = 0; i < 100; i++) client.sendTo(new Uint8Array(i % 2), '10.0.0.2', 53)
  network.time.settle()
  const count = received(socket).length
  assert.ok(count > 30 && count < 40, `${count}`)
  assert.equal(socket.drops, 100 - count)
  assert.equal(b.udp.counters.RcvbufErrors, 100 - count)
  // One always fits.
  socket.receiveBuffer = 0
  client.sendTo(new Uint8Array(9000), '10.0.0.2', 53)
  network.time.settle()
  assert.equal(received(socket).length, 1)
  assert.equal(network.arena.inUse, 0)
})

test('datagrams up to the largest, in fragments', () => {
  const { network, a, b, cable } = pair()
  for (const [family, there, largest] of [
    [4, '10.0.0.2', 65_507],
    [6, '2001:db8::2', 65_527],
  ] as const) {
    const { socket } = bound(b, family, there, 53)
    const client = a.udp.socket(family, new CountingSink())
    for (const length of [1472, 1473, 9000, largest]) {
      const data = Uint8Array.from({ length }, (_, i) => i * 7 + (i >> 8))
      const before = cable.carried
      assert.equal(client.sendTo(data, there, 53), length)
      network.time.settle()
      const into = new Uint8Array(70_000)
      assert.equal(socket.receive(into), length)
      assert.deepEqual(into.subarray(0, length), data)
      assert.ok(cable.carried - before >= length / 1500)
    }
    assert.equal(client.sendTo(new Uint8Array(largest + 1), there, 53), -errno.EMSGSIZE)
    client.dontFragment = true
    assert.equal(client.sendTo(new Uint8Array(1473), there, 53), -errno.EMSGSIZE)
  }
  assert.equal(network.arena.inUse, 0)
})

test('a receive buffer of the usual size takes a dozen datagrams of 9000 bytes, as on Linux', () => {
  const { network, a, b } = pair()
  const { socket } = bound(b, 4, '0.0.0.0', 53)
  const client = a.udp.socket(4, new CountingSink())
  for (let i = 0; i < 12; i++) client.sendTo(new Uint8Array(9000), '10.0.0.2', 53)
  network.time.settle()
  assert.equal(received(socket).length, 12)
})

test('to everybody: with permission only, to all who listen, the sender among them', () => {
  const { network, a, b } = pair()
  for (const address of ['10.0.0.255', '255.255.255.255']) {
    const reuseAddress = true
    const { socket: own } = bound(a, 4, '0.0.0.0', 67, { reuseAddress })
    const { socket: first } = bound(b, 4, '0.0.0.0', 67, { reuseAddress })
    const { socket: second } = bound(b, 4, '0.0.0.0', 67, { reuseAddress })
    const { socket: deaf } = bound(b, 4, '127.0.0.1', 67, { reuseAddress })
    const { socket: client } = bound(a, 4, '10.0.0.1', 68)
    assert.equal(client.sendTo(encode('x'), address, 67), -errno.EACCES)
    assert.equal(client.connect(address, 67), -errno.EACCES)
    client.broadcast = true
    assert.equal(client.sendTo(encode('x'), address, 67), 1)
    // Nobody is told that nobody is there.
    assert.equal(client.sendTo(encode('x'), address, 1), 1)
    network.time.settle()
    for (const socket of [own, first, second]) assert.deepEqual(received(socket), ['10.0.0.1:68 x'])
    assert.deepEqual(received(deaf), [])
    assert.equal(b.ip.icmpCounters.OutErrors, 0)
    for (const socket of [own, first, second, deaf, client]) socket.close()
  }
  assert.equal(network.arena.inUse, 0)
})

test('groups: who joined gets it; the own host too, unless it is told not to', () => {
  const { network, a, b } = pair()
  a.ip.addRoute({ destination: '224.0.0.0/4', through: 'eth0' })
  a.ip.addRoute({ destination: 'ff00::/8', through: 'eth0' })
  for (const [family, group, here] of [
    [4, '239.1.2.3', '10.0.0.1'],
    [6, 'ff15::77', '2001:db8::1'],
  ] as const) {
    const any = family === 4 ? '0.0.0.0' : '::'
    const { socket: listener } = bound(b, family, any, 5000)
    const { socket: client } = bound(a, family, here, 5000)
    const { socket: own } = bound(a, family, group, 5000)
    assert.equal(client.join(here, 'eth0'), -errno.EINVAL)
    client.sendTo(encode('early'), group, 5000)
    network.time.settle()
    assert.deepEqual(received(listener), [])
    assert.equal(listener.join(group, 'eth0'), 0)
    assert.equal(listener.join(group, 'eth0'), -errno.EADDRINUSE)
    assert.equal(own.join(group), 0)
    client.sendTo(encode('x'), group, 5000)
    network.time.settle()
    assert.deepEqual(received(listener), [`${here}:5000 x`])
    assert.deepEqual(received(own), [`${here}:5000 x`])
    client.multicastLoop = false
    client.sendTo(encode('y'), group, 5000)
    network.time.settle()
    assert.deepEqual(received(listener), [`${here}:5000 y`])
    assert.deepEqual(received(own), [])
    assert.equal(listener.leave(group), 0)
    assert.equal(listener.leave(group), -errno.EADDRNOTAVAIL)
    client.sendTo(encode('z'), group, 5000)
    network.time.settle()
    assert.deepEqual(received(listener), [])
    for (const socket of [listener, client, own]) socket.close()
  }
  assert.equal(network.arena.inUse, 0)
})

test('a bad checksum is dropped and counted; none at all is good over IPv4 only', () => {
  const network = new SmallNetwork()
  const host = network.scripted()
  const { socket } = bound(host, 6, '::', 53)
  const ipv4 = { source: '10.0.0.2', destination: '10.0.0.1' }
  const ipv6 = { source: '2001:db8::2', destination: '2001:db8::1' }
  const udp = { sourcePort: 1000, destinationPort: 53 }
  const payload = encode('x')
  host.device.bring({ ipv4, udp: { ...udp, checksum: 1 }, payload })
  host.device.bring({ ipv6, udp: { ...udp, checksum: 1 }, payload })
  host.device.bring({ ipv6, udp: { ...udp, checksum: 0 }, payload })
  assert.equal(host.udp.counters.InCsumErrors, 3)
  host.device.bring({ ipv4, udp: { ...udp, checksum: 0 }, payload })
  host.device.bring({ ipv4, udp: { ...udp, length: 8, checksum: 0 }, payload })
  host.device.bring({ ipv4, udp: { ...udp, length: 10 }, payload })
  assert.equal(host.udp.counters.InErrors, 4)
  assert.deepEqual(received(socket), ['::ffff:10.0.0.2:1000 x', '::ffff:10.0.0.2:1000 '])
  assert.equal(network.arena.inUse, 0)
})

test('no way: what the calls answer', () => {
  const network = new SmallNetwork()
  const host = network.host()
  const socket = host.udp.socket(4, new CountingSink())
  assert.equal(socket.sendTo(encode('x'), '192.0.2.1', 9), -errno.ENETUNREACH)
  assert.equal(socket.connect('192.0.2.1', 9), -errno.ENETUNREACH)
  assert.equal(socket.sendTo(encode('x'), '2001:db8::1', 9), -errno.EAFNOSUPPORT)
  assert.equal(socket.sendTo(encode('x'), '10.0.0.2', 0), -errno.EINVAL)
  assert.equal(socket.send(encode('x')), -errno.EDESTADDRREQ)
  socket.close()
  assert.equal(socket.send(encode('x')), -errno.EBADF)
  assert.equal(socket.receive(new Uint8Array(1)), -errno.EBADF)
})
