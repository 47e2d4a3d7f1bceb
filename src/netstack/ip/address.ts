import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import { inet_ntop, inet_pton } from '../../socket/posix/inet.ts'

export type Version = 4 | 6

/** Bytes of an address. */
export const addressLength = (version: Version): number => (version === 4 ? 4 : 16)

/** An IP address of somebody's choice: its text, its bytes. Those in packets stay in packets. */
export class Address {
  readonly version: Version
  /** As inet_ntop() writes it. */
  readonly text: string
  /** Its bytes, from position 0 on. */
  readonly view: DataView
  /** All of an IPv4 address, from 0 to 2³² − 1; 0 for IPv6. */
  readonly number: number

  constructor(bytes: Uint8Array) {
    this.version = bytes.length === 4 ? 4 : 6
    this.text = inet_ntop(this.version === 4 ? AF_INET : AF_INET6, bytes)
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    this.number = this.version === 4 ? this.view.getUint32(0) : 0
  }

  /** An address in text; one of IPv4 that is written for IPv6 (`::ffff:192.0.2.1`) is that of IPv4. Null when it is none. */
  static parse(text: string): Address | null {
    const four = inet_pton(AF_INET, text)
    if (four !== null) return new Address(four)
    const six = inet_pton(AF_INET6, text)
    if (six === null) return null
    const address = new Address(six)
    return isMapped(address.view, 0) ? new Address(six.slice(12)) : address
  }

  /** A copy of the one that stands there. */
  static at(version: Version, view: DataView, at: number): Address {
    return new Address(
      new Uint8Array(view.buffer.slice(view.byteOffset + at, view.byteOffset + at + addressLength(version))),
    )
  }

  /** Does it stand there, in a packet of its version? */
  isAt(view: DataView, at: number): boolean {
    return sameAddress(this.version, this.view, 0, view, at)
  }

  equals(other: Address): boolean {
    return this.version === other.version && this.isAt(other.view, 0)
  }
}

export function sameAddress(
  version: Version,
  one: DataView,
  at: number,
  other: DataView,
  otherAt: number,
): boolean {
  if (one.getInt32(at) !== other.getInt32(otherAt)) return false
  if (version === 4) return true
  for (let i = 4; i < 16; i += 4) if (one.getInt32(at + i) !== other.getInt32(otherAt + i)) return false
  return true
}

/** How many bits two addresses have in common, from the first on. */
export function commonPrefix(
  version: Version,
  one: DataView,
  at: number,
  other: DataView,
  otherAt: number,
): number {
  const length = addressLength(version)
  for (let i = 0; i < length; i += 4) {
    const different = one.getInt32(at + i) ^ other.getInt32(otherAt + i)
    if (different !== 0) return 8 * i + Math.clz32(different)
  }
  return 8 * length
}

/** An IPv4 address written for IPv6: RFC 4291 section 2.5.5.2. */
function isMapped(view: DataView, at: number): boolean {
  return view.getInt32(at) === 0 && view.getInt32(at + 4) === 0 && view.getInt32(at + 8) === 0xffff
}

// What kinds of address there are, which decides who may send to it and from it.
export const UNSPECIFIED = 0
export const LOOPBACK = 1
export const LINK_LOCAL = 2
export const UNICAST = 3
export const MULTICAST = 4
/** 255.255.255.255; a network's broadcast address is unicast here, as long as nobody has it. */
export const BROADCAST = 5
/** 0/8, 240/4, an IPv4 address written for IPv6: none that a packet may have. */
export const RESERVED = 6

/** The kind of the address there: RFC 6890, RFC 4291 section 2.4. */
export function kindOf(version: Version, view: DataView, at: number): number {
  return version === 4 ? kindOf4(view.getUint32(at)) : kindOf6(view, at)
}

function kindOf4(address: number): number {
  const first = address >>> 24
  if (first === 127) return LOOPBACK
  if (first === 0) return address === 0 ? UNSPECIFIED : RESERVED
  if (first < 224) return address >>> 16 === 0xa9fe ? LINK_LOCAL : UNICAST
  if (first < 240) return MULTICAST
  return address === 0xffff_ffff ? BROADCAST : RESERVED
}

function kindOf6(view: DataView, at: number): number {
  const first = view.getUint16(at)
  if (first >>> 8 === 0xff) return MULTICAST
  if ((first & 0xffc0) === 0xfe80) return LINK_LOCAL
  if (first !== 0 || view.getInt32(at) !== 0 || view.getInt32(at + 4) !== 0) return UNICAST
  if (view.getInt32(at + 8) === 0) {
    const last = view.getInt32(at + 12)
    if (last === 0) return UNSPECIFIED
    if (last === 1) return LOOPBACK
  }
  return isMapped(view, at) ? RESERVED : UNICAST
}

/** How far an address reaches, as IPv6 numbers it: RFC 4291 section 2.7, RFC 6724 section 3.1 and 3.2. */
export function scopeOf(version: Version, view: DataView, at: number): number {
  const kind = kindOf(version, view, at)
  if (kind === LOOPBACK || kind === LINK_LOCAL) return 2
  return kind === MULTICAST && version === 6 ? view.getUint8(at + 1) & 0xf : 14
}

/** A prefix in text, as `192.0.2.0/24`; an address alone is a prefix of all its bits. Null when it is none. */
export function parsePrefix(text: string): { address: Address; length: number } | null {
  const slash = text.indexOf('/')
  const address = Address.parse(slash < 0 ? text : text.slice(0, slash))
  if (address === null) return null
  const bits = 8 * addressLength(address.version)
  if (slash < 0) return { address, length: bits }
  const digits = text.slice(slash + 1)
  const length = Number(digits)
  return /^\d{1,3}$/.test(digits) && length <= bits ? { address, length } : null
}
