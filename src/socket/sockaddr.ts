import type { Address } from './addresses.ts'
import { AF_INET, AF_INET6, AF_UNIX, AF_UNSPEC } from './constants.ts'
import { inet_ntop, inet_pton } from './inet.ts'

/** `sizeof(struct sockaddr_storage)`: room for any address. */
export const SOCKADDR_SIZE = 128

const encoder = new TextEncoder()
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Writes an address as C's `struct sockaddr_in`, `sockaddr_in6` or `sockaddr_un` (little-endian Linux) and gives its
 * length; `null` is AF_UNSPEC. The address has been checked.
 */
export function encodeSockaddr(address: Address | null, into: Uint8Array, offset = 0): number {
  if (address === null) {
    into.fill(0, offset, offset + 16)
    into[offset] = AF_UNSPEC
    return 16
  }
  into[offset] = address.family
  into[offset + 1] = 0
  if (address.family === AF_UNIX) {
    const name = address.path ?? address.abstract
    if (name === undefined) return 2
    const start = offset + (address.path === undefined ? 3 : 2)
    into[offset + 2] = 0
    const bytes = typeof name === 'string' ? encoder.encode(name) : name
    into.set(bytes, start)
    if (address.path === undefined) return 3 + bytes.length
    into[start + bytes.length] = 0
    return 3 + bytes.length
  }
  into[offset + 2] = address.port >> 8
  into[offset + 3] = address.port & 0xff
  const bytes = inet_pton(address.family, address.address) as Uint8Array
  if (address.family === AF_INET) {
    into.set(bytes, offset + 4)
    into.fill(0, offset + 8, offset + 16)
    return 16
  }
  const view = new DataView(into.buffer, into.byteOffset + offset, 28)
  view.setUint32(4, address.flowinfo ?? 0)
  into.set(bytes, offset + 8)
  view.setUint32(24, address.scopeId ?? 0, true)
  return 28
}

/** Reads an address as C wrote it; null where there is none, or one of a family that is not known here. */
export function decodeSockaddr(bytes: Uint8Array, offset: number, length: number): Address | null {
  if (length < 2) return null
  const family = bytes[offset]! | (bytes[offset + 1]! << 8)
  if (family === AF_INET && length >= 16) {
    return { family: AF_INET, address: inet4Text(bytes, offset + 4), port: readPort(bytes, offset) }
  }
  if (family === AF_INET6 && length >= 28) {
    const view = new DataView(bytes.buffer, bytes.byteOffset + offset, 28)
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
  if (family === AF_UNIX) return decodeUnixName(bytes.subarray(offset + 2, offset + length))
  return null
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

function textOrBytes(name: Uint8Array): string | Uint8Array {
  try {
    return strictDecoder.decode(name)
  } catch {
    return name.slice()
  }
}
