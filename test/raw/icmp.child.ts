import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import {
  checksum,
  decodeEcho,
  type Echo,
  encodeEcho,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP6_ECHO_REPLY,
  ICMP6_ECHO_REQUEST,
  inet4Payload,
} from '../../src/cli/ping/icmp.ts'
import {
  AF_INET,
  AF_INET6,
  ICMP_FILTER,
  ICMPV6_FILTER,
  IN6ADDR_LOOPBACK,
  INADDR_LOOPBACK,
  type InternetAddress,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  inet_pton,
  kernel,
  MSG_PEEK,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
} from '../../src/index.ts'
import { loopback, type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { layCable } from '../namespace.ts'

layCable()

/** Type and code: RFC 792. */
const PORT_UNREACHABLE = Uint8Array.of(3, 3)

const data = new TextEncoder().encode('as long as it likes, and odd in length')
const fourLoopback: InternetAddress = { family: AF_INET, address: INADDR_LOOPBACK, port: 0 }
const sixLoopback: InternetAddress = { family: AF_INET6, address: IN6ADDR_LOOPBACK, port: 0 }

function open(scope: Scope, family: number, type: number): Socket {
  return scope.own(kernel.socket(family, type, family === AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6))
}

test(
  'IPv4, raw: the request goes out as it was built, and the reply comes with its IP header',
  scoped(async (scope) => {
    const socket = open(scope, AF_INET, SOCK_RAW)
    const request = { type: ICMP_ECHO, identifier: 0x1234, sequence: 7, data }
    assert.equal(await socket.sendto(encodeEcho(request), loopback()), 8 + data.length)
    const seen: (Echo | null)[] = []
    for (let i = 0; i < 2; i++) {
      const { data: packet, from } = await socket.recvfrom(1500)
      // Its eighth and ninth byte are the time to live and the protocol.
      assert.deepEqual([packet[8], packet[9], from], [64, IPPROTO_ICMP, loopback()])
      const payload = inet4Payload(packet) as Uint8Array
      assert.equal(checksum(payload), 0, 'the checksum is right')
      seen.push(decodeEcho(payload))
    }
    // On lo the socket hears its own request too.
    assert.deepEqual(seen, [request, { ...request, type: ICMP_ECHOREPLY }])
  }),
)

test(
  'IPv4, raw: kinds of message that are filtered do not come',
  scoped(async (scope) => {
    const socket = open(scope, AF_INET, SOCK_RAW)
    socket.setsockopt(ICMP_FILTER, { pass: [ICMP_ECHOREPLY] })
    await socket.sendto(encodeEcho({ type: ICMP_ECHO, identifier: 1, sequence: 1, data }), loopback())
    const payload = inet4Payload(await socket.recv(1500)) as Uint8Array
    assert.equal(decodeEcho(payload)?.type, ICMP_ECHOREPLY)
    await assert.rejects(socket.recv(1500, 0, { timeout: 20 }), { code: 'ETIMEDOUT' })
  }),
)

test(
  'IPv4, raw: a datagram to a port where nobody is comes back as an error that quotes it',
  scoped(async (scope) => {
    const socket = open(scope, AF_INET, SOCK_RAW)
    const sender = scope.socket(AF_INET, SOCK_DGRAM)
    const closed = (await scope.refusingAddress(SOCK_DGRAM)) as { port: number }
    await sender.sendto(data, loopback(closed.port))
    const message = inet4Payload(await socket.recv(1500)) as Uint8Array
    assert.deepEqual(message.subarray(0, 2), PORT_UNREACHABLE)
    // Behind the header of 8 bytes: the packet, with its own.
    assert.deepEqual(inet4Payload(message.subarray(8))?.subarray(8), data)
  }),
)

/** The checksum of IPv6 covers the addresses, the length and the protocol too: RFC 8200 section 8.1. */
function sixChecksum(address: string, message: Uint8Array): number {
  const pseudo = new Uint8Array(40 + message.length)
  const bytes = inet_pton(AF_INET6, address) as Uint8Array
  pseudo.set(bytes)
  pseudo.set(bytes, 16)
  new DataView(pseudo.buffer).setUint32(32, message.length)
  pseudo[39] = IPPROTO_ICMPV6
  pseudo.set(message, 40)
  return checksum(pseudo)
}

test(
  'IPv6, raw: the kernel computes the checksum, and the reply comes without a header',
  scoped(async (scope) => {
    const socket = open(scope, AF_INET6, SOCK_RAW)
    socket.setsockopt(ICMPV6_FILTER, { pass: [ICMP6_ECHO_REPLY] })
    const request = { type: ICMP6_ECHO_REQUEST, identifier: 0xffff, sequence: 0xfffe, data }
    const bytes = encodeEcho(request)
    bytes.set([0, 0], 2)
    await socket.sendto(bytes, sixLoopback)
    const { data: reply, from } = await socket.recvfrom(1500)
    assert.deepEqual(from, sixLoopback)
    assert.deepEqual(decodeEcho(reply), { ...request, type: ICMP6_ECHO_REPLY })
    assert.equal(sixChecksum(IN6ADDR_LOOPBACK, reply), 0)
  }),
)

test(
  'datagrams: to ping without privileges is granted to groups, for IPv4 and IPv6 at once',
  scoped(async (scope) => {
    for (const family of [AF_INET, AF_INET6])
      assert.throws(() => open(scope, family, SOCK_DGRAM), { code: 'EACCES', syscall: 'socket' })
    // This network's own, which has granted it to nobody: icmp(7).
    writeFileSync('/proc/sys/net/ipv4/ping_group_range', '0 0')
    for (const family of [AF_INET, AF_INET6]) open(scope, family, SOCK_DGRAM)
  }),
)

for (const [family, address, types] of [
  [AF_INET, fourLoopback, [ICMP_ECHO, ICMP_ECHOREPLY]],
  [AF_INET6, sixLoopback, [ICMP6_ECHO_REQUEST, ICMP6_ECHO_REPLY]],
] as const) {
  const version = family === AF_INET ? 'IPv4' : 'IPv6'
  const [type, replyType] = types

  test(
    `${version}, datagrams: the kernel gives the identifier, and only its replies come`,
    scoped(async (scope) => {
      const [socket, neighbour] = [open(scope, family, SOCK_DGRAM), open(scope, family, SOCK_DGRAM)]
      const request = { type, identifier: 0, sequence: 3, data }
      await socket.sendto(encodeEcho(request), address)
      assert.equal((await socket.recv(1500, MSG_PEEK)).length, 8 + data.length)
      const { data: reply, from } = await socket.recvfrom(1500)
      const { port: identifier } = socket.getsockname() as { port: number }
      assert.notEqual(identifier, 0)
      assert.deepEqual(from, address)
      assert.deepEqual(decodeEcho(reply), { ...request, type: replyType, identifier })
      await assert.rejects(neighbour.recv(1500, 0, { timeout: 20 }), { code: 'ETIMEDOUT' })
    }),
  )

  test(
    `${version}, datagrams: an identifier can be chosen, and shared unless SO_REUSEADDR is taken away`,
    scoped(async (scope) => {
      const socket = open(scope, family, SOCK_DGRAM)
      socket.bind({ ...address, port: 4242 })
      await socket.connect(address)
      await socket.send(encodeEcho({ type, identifier: 0, sequence: 1, data }))
      assert.equal(decodeEcho(await socket.recv(1500))?.identifier, 4242)
      const other = open(scope, family, SOCK_DGRAM)
      assert.ok(other.getsockopt(SO_REUSEADDR))
      other.setsockopt(SO_REUSEADDR, false)
      assert.throws(() => other.bind({ ...address, port: 4242 }), { code: 'EADDRINUSE' })
    }),
  )
}
