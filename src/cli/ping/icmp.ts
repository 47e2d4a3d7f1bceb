import { checksum as checksumOf } from '../../netstack/packet/checksum.ts'
import { buildIcmp } from '../../netstack/packet/icmp.ts'
import { ICMP_HEADER } from '../../netstack/packet/icmp-message.ts'

/** ICMP as far as ping needs it: RFC 792, and RFC 4443 for IPv6. */

export { ICMP_ECHO, ICMP_ECHOREPLY } from '../../netstack/packet/icmp.ts'
export { ICMP6_ECHO_REPLY, ICMP6_ECHO_REQUEST } from '../../netstack/packet/icmpv6.ts'

/** An echo request or reply. */
export interface Echo {
  readonly type: number
  /** Whose it is: 16 bits. */
  readonly identifier: number
  /** 16 bits. */
  readonly sequence: number
  readonly data: Uint8Array
}

/** The Internet checksum: RFC 1071. Over bytes that hold their own checksum it is 0. */
export function checksum(bytes: Uint8Array): number {
  return checksumOf(viewOf(bytes), 0, bytes.length)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** An echo as bytes, with IPv4's checksum; that of IPv6 the kernel computes, whatever stands there. */
export function encodeEcho({ type, identifier, sequence, data }: Echo): Uint8Array {
  const bytes = new Uint8Array(ICMP_HEADER + data.length)
  bytes.set(data, ICMP_HEADER)
  buildIcmp(viewOf(bytes), 0, bytes.length, type, 0, (identifier << 16) | sequence)
  return bytes
}

/** Reads an ICMP message as an echo, which only its type tells; null when it is too short for one. */
export function decodeEcho(bytes: Uint8Array): Echo | null {
  if (bytes.length < ICMP_HEADER) return null
  const view = viewOf(bytes)
  return {
    type: view.getUint8(0),
    identifier: view.getUint16(4),
    sequence: view.getUint16(6),
    data: bytes.subarray(ICMP_HEADER),
  }
}

/** What an IPv4 packet bears, behind its header: RFC 791 section 3.1. Null when it is none. */
export function inet4Payload(packet: Uint8Array): Uint8Array | null {
  const headerLength = 4 * (Number(packet[0]) & 0xf)
  if (packet.length < 20 || packet[0]! >> 4 !== 4 || headerLength < 20 || headerLength > packet.length)
    return null
  return packet.subarray(headerLength)
}
