import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CountingSink, encode, SmallNetwork } from '../../../test/netstack/hosts.ts'
import { errno } from '../../socket/posix/errno.ts'
import { encodePacket } from '../packet/encode-packet.ts'
import { readPacket } from '../packet/packet.ts'
import { Raw } from './raw.ts'
import type { RawSocket } from './raw-socket.ts'

function pair() {
  const network = new SmallNetwork()
  const [a, b] = [network.host(), network.host()]
  network.cable([a, 'eth0', '10.0.0.1/24', '2001:db8::1/64'], [b, 'eth0', '10.0.0.2/24', '2001:db8::2/64'])
  return { network, a, b, raw: new Raw(a.ip), other: new Raw(b.ip) }
}

/** An echo request without a checksum, as bytes. */
function request(version: 4 | 6, identifier: number, checksum?: number): Uint8Array {
  const echo = { message: 'echo', code: 0, identifier, sequence: 1, data: encode('ping') } as const
  const sum = checksum === undefined ? {} : { checksum }
  return version === 4
    ? encodePacket({ icmp: { ...echo, ...sum, type: 8 } })
    : encodePacket({ icmpv6: { ...echo, ...sum, type: 128 } })
}

function take(socket: RawSocket): Uint8Array | number {
  const into = new Uint8Array(2000)
  const count = socket.receive(into)
  return count < 0 ? count : into.slice(0, count)
}

test('ping by a raw socket: over IPv4 with the IP header, over IPv6 without, and with its checksum', () => {
  const { network, raw } = pair()
  const sink = new CountingSink()
  const four = raw.socket(4, 1, sink)
  assert.equal(four.sendTo(request(4, 77), '10.0.0.2'), 12)
  network.time.settle()
  const answer = take(four) as Uint8Array
  const packet = readPacket(new DataView(answer.buffer), 0, answer.length)
  assert.deepEqual([packet.ipv4?.source, packet.icmp?.type], ['10.0.0.2', 0])
  const six = raw.socket(6, 58, sink)
  const from = { address: '', port: 1, length: 0 }
  assert.equal(six.connect('2001:db8::2'), 0)
  assert.equal(six.send(request(6, 77, 0)), 12)
  network.time.settle()
  const into = new Uint8Array(100)
  assert.equal(six.receive(into, from), 12)
  assert.deepEqual(from, { address: '2001:db8::2', port: 0, length: 12 })
  assert.deepEqual([into[0], ...into.subarray(8, 12)], [129, ...encode('ping')])
  assert.equal(sink.readables, 2)
  assert.equal(network.arena.inUse, 0)
})

test('a raw socket sees requests too, unless their type is blocked; the host answers all the same', () => {
  const { network, raw, other } = pair()
  const [open, shut] = [other.socket(4, 1, new CountingSink()), other.socket(4, 1, new CountingSink())]
  shut.blocked[0] = 1 << 8
  const socket = raw.socket(4, 1, new CountingSink())
  socket.sendTo(request(4, 5), '10.0.0.2')
  network.time.settle()
  assert.ok(typeof take(open) !== 'number')
  assert.equal(take(shut), -errno.EAGAIN)
  assert.ok(typeof take(socket) !== 'number')
})

test('ping sockets get the answers to their own requests, and send nothing else', () => {
  const { network, raw } = pair()
  for (const [version, there] of [
    [4, '10.0.0.2'],
    [6, '2001:db8::2'],
  ] as const) {
    const one = raw.pingSocket(version, new CountingSink())
    const other = raw.pingSocket(version, new CountingSink())
    assert.notEqual(one.identifier, other.identifier)
    assert.equal(one.sendTo(request(version, 0, 0), there), 12)
    network.time.settle()
    assert.equal(take(other), -errno.EAGAIN)
    const answer = take(one) as Uint8Array
    assert.deepEqual([answer[0], answer.length], [version === 4 ? 0 : 129, 12])
    assert.equal(one.sendTo(Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0), there), -errno.EINVAL)
    assert.equal(one.sendTo(new Uint8Array(7), there), -errno.EINVAL)
  }
  assert.equal(network.arena.inUse, 0)
})

test('another protocol is known while a socket is open for it', () => {
  const { network, raw, other, a } = pair()
  const socket = raw.socket(4, 200, new CountingSink())
  assert.equal(socket.send(encode('x')), -errno.EDESTADDRREQ)
  socket.sendTo(encode('x'), '10.0.0.2')
  network.time.settle()
  assert.equal(a.ip.icmpCounters.InMsgs, 1)
  const listener = other.socket(4, 200, new CountingSink())
  assert.equal(listener.bind('10.0.0.2'), 0)
  assert.equal(listener.bind('10.0.0.9'), -errno.EADDRNOTAVAIL)
  socket.sendTo(encode('x'), '10.0.0.2')
  network.time.settle()
  assert.equal(a.ip.icmpCounters.InMsgs, 1)
  assert.equal((take(listener) as Uint8Array).length, 21)
  socket.sendTo(encode('y'), '10.0.0.2')
  network.time.settle()
  listener.close()
  assert.equal(listener.receive(new Uint8Array(1)), -errno.EBADF)
  assert.equal(network.arena.inUse, 0)
})

test('a queue is bounded', () => {
  const { network, raw, other } = pair()
  const listener = other.socket(4, 200, new CountingSink())
  listener.receiveBuffer = 1000
  const socket = raw.socket(4, 200, new CountingSink())
  for (let i = 0; i < 10; i++) socket.sendTo(encode('x'), '10.0.0.2')
  network.time.settle()
  assert.equal(listener.drops, 7)
  listener.close()
  assert.equal(network.arena.inUse, 0)
})
