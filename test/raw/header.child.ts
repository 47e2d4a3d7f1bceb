import assert from 'node:assert/strict'
import { checksum } from '../../src/cli/ping/icmp.ts'
import {
  AF_INET,
  IP_HDRINCL,
  IPPROTO_RAW,
  IPPROTO_UDP,
  inet_pton,
  kernel,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
} from '../../src/index.ts'
import { loopback, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { layCable } from '../namespace.ts'

layCable()

const data = new TextEncoder().encode('by hand')

/** An IPv4 header of 20 bytes before a UDP datagram: RFC 791 section 3.1, RFC 768. */
function datagram(
  from: { address: string; port: number },
  to: { address: string; port: number },
  ttl: number,
): Uint8Array {
  const bytes = new Uint8Array(28 + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, 0x45)
  view.setUint16(2, bytes.length)
  view.setUint16(4, 0xbeef)
  view.setUint8(8, ttl)
  view.setUint8(9, IPPROTO_UDP)
  bytes.set(inet_pton(AF_INET, from.address) as Uint8Array, 12)
  bytes.set(inet_pton(AF_INET, to.address) as Uint8Array, 16)
  view.setUint16(10, checksum(bytes.subarray(0, 20)))
  view.setUint16(20, from.port)
  view.setUint16(22, to.port)
  view.setUint16(24, 8 + data.length)
  // A checksum of 0 is none: RFC 768.
  bytes.set(data, 28)
  return bytes
}

/** Both ways to say that the header is the caller's. */
const WAYS: Record<string, () => Socket> = {
  IPPROTO_RAW: () => kernel.socket(AF_INET, SOCK_RAW, IPPROTO_RAW),
  IP_HDRINCL: () => {
    const socket = kernel.socket(AF_INET, SOCK_RAW, IPPROTO_UDP)
    socket.setsockopt(IP_HDRINCL, true)
    return socket
  },
}

for (const [way, make] of Object.entries(WAYS)) {
  test(
    `${way}: a datagram with a header built by hand arrives, from whom the header says`,
    scoped(async (scope) => {
      const receiver = scope.bound(SOCK_DGRAM)
      const { port } = receiver.getsockname() as { port: number }
      const raw = scope.own(make())
      const from = { address: '127.0.0.77', port: 7777 }
      const packet = datagram(from, { address: '127.0.0.1', port }, 3)
      assert.equal(await raw.sendto(packet, loopback()), packet.length)
      assert.deepEqual(await receiver.recvfrom(100), { data, from: { family: AF_INET, ...from } })
    }),
  )
}

test(
  'the header that arrives is the one that was built',
  scoped(async (scope) => {
    const listener = scope.own(kernel.socket(AF_INET, SOCK_RAW, IPPROTO_UDP))
    const sender = scope.own(kernel.socket(AF_INET, SOCK_RAW, IPPROTO_RAW))
    const to = { address: '127.0.0.1', port: 9 }
    const packet = datagram({ address: '127.0.0.2', port: 1 }, to, 3)
    await sender.sendto(packet, loopback())
    assert.deepEqual(await listener.recv(1500), packet)
  }),
)

test(
  'the kernel fills in what is left at zero, and refuses what is no packet',
  scoped(async (scope) => {
    const listener = scope.own(kernel.socket(AF_INET, SOCK_RAW, IPPROTO_UDP))
    const sender = scope.own(kernel.socket(AF_INET, SOCK_RAW, IPPROTO_RAW))
    const packet = datagram({ address: '0.0.0.0', port: 1 }, { address: '127.0.0.1', port: 9 }, 64)
    packet.fill(0, 10, 12)
    packet.fill(0, 2, 4)
    await sender.sendto(packet, loopback())
    const received = await listener.recv(1500)
    assert.equal(checksum(received.subarray(0, 20)), 0, 'the checksum')
    assert.deepEqual(received.subarray(12, 16), inet_pton(AF_INET, '127.0.0.1'), 'the source')
    assert.equal(new DataView(received.buffer, received.byteOffset).getUint16(2), packet.length, 'the length')
    await assert.rejects(sender.sendto(packet.subarray(0, 19), loopback()), { code: 'EINVAL' })
  }),
)

test(
  'a socket that only sends receives nothing',
  scoped(async (scope) => {
    const raw = scope.own(kernel.socket(AF_INET, SOCK_RAW, IPPROTO_RAW))
    await scope.socket(AF_INET, SOCK_DGRAM).sendto(data, loopback(9))
    await assert.rejects(raw.recv(100, 0, { timeout: 20 }), { code: 'ETIMEDOUT' })
  }),
)
