import { type Address, isInternetAddress, show } from '../posix/addresses.ts'
import { AF_INET, AF_INET6 } from '../posix/constants.ts'
import { errorCode } from '../posix/errno.ts'
import { inet_ntop, inet_pton } from '../posix/inet.ts'
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE } from '../posix/sockaddr.ts'
import type { Descriptor, HasDescriptor } from './descriptor.ts'
import type { ControlCodec } from './option.ts'
import type { ValueCodec } from './option-values.ts'

// What stands beside messages: cmsg(3), in C's layout on 64-bit little-endian Linux.

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function uint(value: unknown, name: string, max = 0xffffffff): number {
  if (typeof value !== 'number') throw new TypeError(`${name} is a number, not ${show(value)}`)
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new RangeError(`${name} is a whole number from 0 to ${max}, not ${value}`)
  return value
}

function fields(value: unknown, name: string, like: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`${name} takes ${like}, not ${show(value)}`)
  return value as Record<string, unknown>
}

function inetBytes(family: number, value: unknown, name: string): Uint8Array {
  const bytes = typeof value === 'string' ? inet_pton(family, value) : null
  if (bytes === null) throw new TypeError(`${name} is an IP address as text, not ${show(value)}`)
  return bytes
}

/** Which interface and address a packet came to, or shall leave by: `struct in_pktinfo`, ip(7). */
export interface PacketInfo {
  /** Index of the interface; sending, 0 leaves it to the routes. */
  readonly ifindex: number
  /** The local address: received at, or to send from. `0.0.0.0` leaves it to the routes. */
  readonly specDst: string
  /** The destination in the packet's header; of what was received. */
  readonly addr?: string
}

export const packetInfo: ValueCodec<PacketInfo> = {
  size: 12,
  encode(value, name) {
    const { ifindex, specDst, addr } = fields(value, name, '{ ifindex, specDst }')
    const bytes = new Uint8Array(12)
    view(bytes).setUint32(0, uint(ifindex, `${name}.ifindex`, 0x7fffffff), true)
    bytes.set(inetBytes(AF_INET, specDst, `${name}.specDst`), 4)
    bytes.set(inetBytes(AF_INET, addr ?? '0.0.0.0', `${name}.addr`), 8)
    return bytes
  },
  decode: (bytes) => ({
    ifindex: view(bytes).getUint32(0, true),
    specDst: inet_ntop(AF_INET, bytes.subarray(4, 8)),
    addr: inet_ntop(AF_INET, bytes.subarray(8, 12)),
  }),
}

/** The same for IPv6: `struct in6_pktinfo`, ipv6(7). */
export interface PacketInfo6 {
  /** The destination of what was received, or the address to send from; `::` leaves it to the routes. */
  readonly addr: string
  readonly ifindex: number
}

export const packetInfo6: ValueCodec<PacketInfo6> = {
  size: 20,
  encode(value, name) {
    const { addr, ifindex } = fields(value, name, '{ addr, ifindex }')
    const bytes = new Uint8Array(20)
    bytes.set(inetBytes(AF_INET6, addr, `${name}.addr`))
    view(bytes).setUint32(16, uint(ifindex, `${name}.ifindex`, 0x7fffffff), true)
    return bytes
  },
  decode: (bytes) => ({
    addr: inet_ntop(AF_INET6, bytes.subarray(0, 16)),
    ifindex: view(bytes).getUint32(16, true),
  }),
}

/** Who is at the other end: `struct ucred`, unix(7). */
export interface Credentials {
  readonly pid: number
  readonly uid: number
  readonly gid: number
}

export const credentials: ValueCodec<Credentials> = {
  size: 12,
  encode(value, name) {
    const given = fields(value, name, '{ pid, uid, gid }')
    const bytes = new Uint8Array(12)
    for (const [index, field] of ['pid', 'uid', 'gid'].entries())
      view(bytes).setUint32(4 * index, uint(given[field], `${name}.${field}`), true)
    return bytes
  },
  decode: (bytes) => ({
    pid: view(bytes).getInt32(0, true),
    uid: view(bytes).getUint32(4, true),
    gid: view(bytes).getUint32(8, true),
  }),
}

function nanoseconds(bytes: Uint8Array, at: number, unit: bigint): bigint {
  return view(bytes).getBigInt64(at, true) * 1_000_000_000n + view(bytes).getBigInt64(at + 8, true) * unit
}

function onlyReceived(_value: never, name: string): never {
  throw new TypeError(`${name} is only received`)
}

/** `struct timespec`: nanoseconds since 1970 began. */
export const timespec: ValueCodec<bigint> = {
  size: 16,
  encode: onlyReceived,
  decode: (bytes) => nanoseconds(bytes, 0, 1n),
}

/** `struct timeval`: microseconds, here as nanoseconds since 1970 began. */
export const timeval: ValueCodec<bigint> = {
  size: 16,
  encode: onlyReceived,
  decode: (bytes) => nanoseconds(bytes, 0, 1000n),
}

/** Nanoseconds since 1970 began, by the clock that was asked for; null where there is none. */
export interface Timestamps {
  readonly software: bigint | null
  /** By the network card's own clock. */
  readonly hardware: bigint | null
}

/** `struct scm_timestamping`: Documentation/networking/timestamping.rst of the kernel. */
export const timestamps: ValueCodec<Timestamps> = {
  size: 48,
  encode: onlyReceived,
  decode(bytes) {
    const at = (offset: number) => nanoseconds(bytes, offset, 1n) || null
    return { software: at(0), hardware: at(32) }
  },
}

/** 64 bits without sign. */
export const uint64: ValueCodec<bigint> = {
  size: 8,
  encode(value, name) {
    if (typeof value !== 'bigint') throw new TypeError(`${name} takes a bigint, not ${show(value)}`)
    if (value < 0n || value > 0xffff_ffff_ffff_ffffn)
      throw new RangeError(`${name} takes 64 bits, not ${value}`)
    const bytes = new Uint8Array(8)
    view(bytes).setBigUint64(0, value, true)
    return bytes
  },
  decode: (bytes) => view(bytes).getBigUint64(0, true),
}

/** 16 bits without sign. */
export const uint16: ValueCodec<number> = {
  size: 2,
  encode(value, name) {
    const whole = uint(value, name, 0xffff)
    return Uint8Array.of(whole, whole >> 8)
  },
  decode: (bytes) => bytes[0]! | (bytes[1]! << 8),
}

/** Where an error of the error queue comes from: `ee_origin`. */
export const SO_EE_ORIGIN_NONE = 0
export const SO_EE_ORIGIN_LOCAL = 1
export const SO_EE_ORIGIN_ICMP = 2
export const SO_EE_ORIGIN_ICMP6 = 3
/** No error: a timestamp of what was sent. */
export const SO_EE_ORIGIN_TIMESTAMPING = 4
/** No error: MSG_ZEROCOPY has done with sends `info` to `data`. */
export const SO_EE_ORIGIN_ZEROCOPY = 5
export const SO_EE_ORIGIN_TXTIME = 6

/** An entry of the error queue, received with MSG_ERRQUEUE: `struct sock_extended_err`, ip(7). */
export interface ExtendedError {
  /** As `ECONNREFUSED`. */
  readonly code: string
  /** Positive, as in C. */
  readonly errno: number
  /** SO_EE_ORIGIN_ICMP and its like. */
  readonly origin: number
  /** Type and code of the ICMP message. */
  readonly icmpType: number
  readonly icmpCode: number
  /** For EMSGSIZE the path's MTU. */
  readonly info: number
  readonly data: number
  /** Who sent the ICMP message; null when it arose here. */
  readonly offender: Address | null
}

const EXTENDED_ERROR = 16

export const extendedError: ValueCodec<ExtendedError> = {
  size: EXTENDED_ERROR + SOCKADDR_SIZE,
  encode: onlyReceived,
  decode(bytes) {
    const at = view(bytes)
    const number = at.getUint32(0, true)
    return {
      code: errorCode(number),
      errno: number,
      origin: bytes[4]!,
      icmpType: bytes[5]!,
      icmpCode: bytes[6]!,
      info: at.getUint32(8, true),
      data: at.getUint32(12, true),
      offender: decodeSockaddr(bytes, EXTENDED_ERROR, bytes.length - EXTENDED_ERROR),
    }
  },
}

/** Where a redirected packet was going: `struct sockaddr_in` or `sockaddr_in6`. */
export const originalAddress: ValueCodec<Address | null> = {
  size: 28,
  encode(value, name) {
    if (value === null || !isInternetAddress(value)) throw new TypeError(`${name} takes an internet address`)
    const bytes = new Uint8Array(SOCKADDR_SIZE)
    return bytes.subarray(0, encodeSockaddr(value, bytes))
  },
  decode: (bytes) => decodeSockaddr(bytes, 0, bytes.length),
}

/** `struct tpacket_auxdata`: packet(7). */
export interface PacketAuxdata {
  /** TP_STATUS bits. */
  readonly status: number
  /** Bytes on the wire. */
  readonly length: number
  /** Bytes that were captured. */
  readonly snapLength: number
  /** Where the link-layer header and the network header begin. */
  readonly mac: number
  readonly net: number
  readonly vlanTci: number
  readonly vlanTpid: number
}

export const packetAuxdata: ValueCodec<PacketAuxdata> = {
  size: 20,
  encode: onlyReceived,
  decode(bytes) {
    const at = view(bytes)
    return {
      status: at.getUint32(0, true),
      length: at.getUint32(4, true),
      snapLength: at.getUint32(8, true),
      mac: at.getUint16(12, true),
      net: at.getUint16(14, true),
      vlanTci: at.getUint16(16, true),
      vlanTpid: at.getUint16(18, true),
    }
  },
}

/** SCM_RIGHTS: sent, anything with a descriptor; received, descriptors that are the receiver's own. */
export const rights: ControlCodec<readonly (number | HasDescriptor)[], readonly Descriptor[]> = {
  encode(value, name) {
    if (!Array.isArray(value))
      throw new TypeError(
        `${name} takes an array of descriptors, sockets, or objects with fd, not ${show(value)}`,
      )
    const holders = value.map((each: unknown) => (typeof each === 'number' ? { fd: each } : each))
    for (const holder of holders) {
      const { fd } = Object(holder) as HasDescriptor
      if (!Number.isInteger(fd) || fd < 0 || fd > 0x7fffffff)
        throw new TypeError(
          `${name} takes open descriptors, sockets, or objects with fd, not ${show(holder)}`,
        )
    }
    if (holders.length === 0 || holders.length > MAX_RIGHTS)
      throw new RangeError(`${name} takes 1 to ${MAX_RIGHTS} descriptors, not ${holders.length}`)
    return holders as HasDescriptor[]
  },
  decode: (_bytes, descriptors) => descriptors,
}

/** SCM_MAX_FD: unix(7). */
const MAX_RIGHTS = 253

/** A descriptor of the sending process that the kernel made: pidfd_open(2). */
export const pidfd: ControlCodec<never, Descriptor | undefined> = {
  encode: onlyReceived,
  decode: (_bytes, descriptors) => descriptors[0],
}
