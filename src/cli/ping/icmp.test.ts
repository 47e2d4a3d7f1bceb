import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import { checksum, decodeEcho, encodeEcho, inet4Payload } from './icmp.ts'
import { reasonOf } from './icmp-error.ts'

/** Bytes in hex, with spaces for people. */
function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'))
}

test('an echo request, byte for byte, and its checksum', () => {
  // The example of RFC 1071 section 3: the sum is ddf2.
  assert.equal(checksum(bytesOf('0001 f203 f4f5 f6f7')), 0xffff - 0xddf2)
  const echo = { type: 8, identifier: 0x1234, sequence: 1, data: bytesOf('616263') }
  const bytes = encodeEcho(echo)
  assert.deepEqual(bytes, bytesOf('0800 2168 1234 0001 616263'))
  assert.equal(checksum(bytes), 0)
  assert.deepEqual(decodeEcho(bytes), echo)
  assert.equal(decodeEcho(bytes.subarray(0, 7)), null)
})

test('what is no IPv4 packet, or cut off in its header, bears nothing', () => {
  const packet = bytesOf('4600 001c 0000 0000 4001 0000 7f000001 7f000002 01010100 0800 0000')
  assert.deepEqual(inet4Payload(packet), bytesOf('0800 0000'))
  for (const length of [0, 19, 23]) assert.equal(inet4Payload(packet.subarray(0, length)), null)
  for (const first of [0x66, 0x44])
    assert.equal(inet4Payload(Uint8Array.of(first, ...packet.subarray(1))), null)
})

test('a reason has a name in each version of IP, and what is not known has that', () => {
  assert.equal(reasonOf(AF_INET, 3, 4), 'packet-too-big')
  assert.equal(reasonOf(AF_INET6, 2, 0), 'packet-too-big')
  assert.equal(reasonOf(AF_INET6, 3, 1), 'reassembly-timeout')
  assert.equal(reasonOf(AF_INET6, 1, 6), 'rejected')
  assert.equal(reasonOf(AF_INET, 12, 2), 'bad-header')
  for (const [type, code] of [
    [3, 99],
    [99, 0],
  ] as const)
    assert.equal(reasonOf(AF_INET, type, code), 'unknown')
})
