import type { Address, InternetAddress, PacketAddress, UnixAddress } from './addresses.ts'
import { AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_UNIX, AF_UNSPEC, AF_VSOCK } from './constants.ts'
import { inet_ntop, inet_pton } from './inet.ts'
import { formatLinkAddress, parseLinkAddress } from './link-address.ts'

/** `sizeof(struct sockaddr_storage)`: room for any address. */
export const SOCKADDR_SIZE = 128

const encoder = new TextEncoder()
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Writes an address as C's `struct sockaddr_in`, `sockaddr_in6`, `sockaddr_un`, `sockaddr_ll`, `sockaddr_nl` or
 * `sockaddr_vm` (little-endian Linux) and gives its length; `null` is AF_UNSPEC. The address has been checked.
 */
export function encodeSockaddr(address: Address | null, into: Uint8Array, offset = 0): number {
  if (address === null) {
    into.fill(0, offset, offset + 16)
    into[offset] = AF_UNSPEC
    return 16
  }
  into[offset] = address.family
  into[offset + 1] = 0
  switch (address.family) {
    case AF_UNIX:
      return encodeUnix(address, into, offset)
    case AF_PACKET:
      return encodePacket(address, into, offset)
    case AF_NETLINK:
      return encodeWords(into, offset, [address.pid, address.groups], 12)
    case AF_VSOCK:
      return encodeWords(into, offset, [address.port, address.cid, 0], 16)
    default:
      return encodeInternet(address, into, offset)
  }
}

function encodeUnix({ path, abstract }: UnixAddress, into: Uint8Array, offset: number): number {
  const name = path ?? abstract
  if (name === undefined) return 2
  const start = offset + (path === undefined ? 3 : 2)
  into[offset + 2] = 0
  const bytes = typeof name === 'string' ? encoder.encode(name) : name
  into.set(bytes, start)
  if (path === undefined) return 3 + bytes.length
  into[start + bytes.length] = 0
  return 3 + bytes.length
}

function encodeInternet(address: InternetAddress, into: Uint8Array, offset: number): number {
  into[offset + 2] = address.port >> 8
  into[offset + 3] = address.port & 0xff
  const bytes = inet_pton(address.family, address.address) as Uint8Array
  if (address.family === AF_INET) {
    into.set(bytes, offset + 4)
    into.fill(0, offset + 8, offset + 16)
    return 16
  }
  const view = viewOf(into, offset, 28)
  view.setUint32(4, address.flowinfo ?? 0)
  into.set(bytes, offset + 8)
  view.setUint32(24, address.scopeId ?? 0, true)
  return 28
}

function encodePacket(address: PacketAddress, into: Uint8Array, offset: number): number {
  const view = viewOf(into, offset, 20)
  const hardware = parseLinkAddress(address.address ?? '') ?? new Uint8Array(0)
  view.setUint16(2, address.protocol)
  view.setInt32(4, address.ifindex, true)
  view.setUint16(8, address.hatype ?? 0, true)
  view.setUint8(10, address.pkttype ?? 0)
  view.setUint8(11, hardware.length)
  into.fill(0, offset + 12, offset + 20)
  into.set(hardware, offset + 12)
  return 20
}

/** 32-bit numbers behind the family and two bytes of zeros. */
function encodeWords(into: Uint8Array, offset: number, words: readonly number[], length: number): number {
  const view = viewOf(into, offset, length)
  view.setUint16(2, 0)
  for (const [index, word] of words.entries()) view.setUint32(4 + 4 * index, word, true)
  return length
}

function viewOf(bytes: Uint8Array, offset: number, length: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + offset, length)
}

/** Reads an address as C wrote it; null where there is none, or one of a family that is not known here. */
export function decodeSockaddr(bytes: Uint8Array, offset: number, length: number): Address | null {
  if (length < 2) return null
  const family = bytes[offset]! | (bytes[offset + 1]! << 8)
  if (family === AF_INET && length >= 16) {
    return { family: AF_INET, address: inet4Text(bytes, offset + 4), port: readPort(bytes, offset) }
  }
  if (family === AF_INET6 && length >= 28) return decodeInet6(bytes, offset)
  if (family === AF_UNIX) return decodeUnixName(bytes.subarray(offset + 2, offset + length))
  if (family === AF_PACKET && length >= 12) return decodePacket(bytes, offset, length)
  const view = viewOf(bytes, offset, Math.min(length, 16))
  if (family === AF_NETLINK && length >= 12)
    return { family: AF_NETLINK, pid: view.getUint32(4, true), groups: view.getUint32(8, true) }
  if (family === AF_VSOCK && length >= 16)
    return { family: AF_VSOCK, cid: view.getUint32(8, true), port: view.getUint32(4, true) }
  return null
}

function decodeInet6(bytes: Uint8Array, offset: number): Address {
  const view = viewOf(bytes, offset, 28)
  const flowinfo = view.getUint32(4)
  const scopeId = view.getUint32(24, true)
  return {
    family: AF_INET6,
    address: inet_ntop(AF_INET6, bytes.subarray(offset + 8, offset + 24)),
    port: readPort(bytes, offset),
    ...(flowinfo === 0 ? {} : { flowinfo }),
    ...(scopeId === 0 ? {} : { scopeId }),
  }
}

function decodePacket(bytes: Uint8Array, offset: number, length: number): PacketAddress {
  const view = viewOf(bytes, offset, length)
  const hardware = bytes.subarray(offset + 12, offset + 12 + Math.min(view.getUint8(11), length - 12, 8))
  return {
    family: AF_PACKET,
    protocol: view.getUint16(2),
    ifindex: view.getInt32(4, true),
    hatype: view.getUint16(8, true),
    pkttype: view.getUint8(10),
    ...(hardware.length === 0 ? {} : { address: formatLinkAddress(hardware) }),
  }
}

function inet4Text(bytes: Uint8Array, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`
}

function readPort(bytes: Uint8Array, offset: number): number {
  return (bytes[offset + 2]! << 8) | bytes[offset + 3]!
}

function decodeUnixName(name: Uint8Array): Address {
  if (name.length === 0) return { family: AF_UNIX }
  if (name[0] === 0) return { family: AF_UNIX, abstract: textOrBytes(name.subarray(1)) }
  const end = name.indexOf(0)
  return { family: AF_UNIX, path: textOrBytes(end === -1 ? name : name.subarray(0, end)) }
}

/** A name as text where it is UTF-8, otherwise its bytes. */
export function textOrBytes(name: Uint8Array): string | Uint8Array {
  try {
    return strictDecoder.decode(name)
  } catch {
    return name.slice()
  }
}
