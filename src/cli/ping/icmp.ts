/** ICMP as far as ping needs it: RFC 792, and RFC 4443 for IPv6. */

export const ICMP_ECHOREPLY = 0
export const ICMP_ECHO = 8

export const ICMP6_ECHO_REQUEST = 128
export const ICMP6_ECHO_REPLY = 129

/** Type, code, checksum, identifier and number. */
const HEADER = 8

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
  let sum = 0
  for (const [index, byte] of bytes.entries()) sum += index % 2 === 0 ? byte << 8 : byte
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000)
  return ~sum & 0xffff
}

/** An echo as bytes, with IPv4's checksum; that of IPv6 the kernel computes, whatever stands there. */
export function encodeEcho({ type, identifier, sequence, data }: Echo): Uint8Array {
  const bytes = new Uint8Array(HEADER + data.length)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, type)
  view.setUint16(4, identifier)
  view.setUint16(6, sequence)
  bytes.set(data, HEADER)
  view.setUint16(2, checksum(bytes))
  return bytes
}

/** Reads an ICMP message as an echo, which only its type tells; null when it is too short for one. */
export function decodeEcho(bytes: Uint8Array): Echo | null {
  if (bytes.length < HEADER) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    type: view.getUint8(0),
    identifier: view.getUint16(4),
    sequence: view.getUint16(6),
    data: bytes.subarray(HEADER),
  }
}

/** What an IPv4 packet bears, behind its header: RFC 791 section 3.1. Null when it is none. */
export function inet4Payload(packet: Uint8Array): Uint8Array | null {
  const headerLength = 4 * (Number(packet[0]) & 0xf)
  if (packet.length < 20 || packet[0]! >> 4 !== 4 || headerLength < 20 || headerLength > packet.length)
    return null
  return packet.subarray(headerLength)
}
