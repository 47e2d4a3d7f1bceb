import { checksum, fold, ipv4PseudoHeader, sum, updateChecksum } from './checksum.ts'
import { address, type Fields, readBytes, readFields, uint, writeBytes, writeFields } from './field.ts'
import {
  BAD_CHECKSUM,
  BAD_FRAGMENT,
  BAD_HEADER_LENGTH,
  BAD_LENGTH,
  GOOD,
  TRUNCATED,
  WRONG_VERSION,
} from './verdict.ts'

/** The IPv4 header: RFC 791 section 3.1. */

export const IPV4_FIELDS = [
  uint('version', 0, 4, 'RFC 791 3.1'),
  uint('ihl', 4, 4, 'RFC 791 3.1'),
  uint('dscp', 8, 6, 'RFC 2474 3'),
  uint('ecn', 14, 2, 'RFC 3168 5'),
  uint('totalLength', 16, 16, 'RFC 791 3.1'),
  uint('identification', 32, 16, 'RFC 6864 4'),
  uint('reserved', 48, 1, 'RFC 791 3.1'),
  uint('dontFragment', 49, 1, 'RFC 791 3.1'),
  uint('moreFragments', 50, 1, 'RFC 791 3.1'),
  uint('fragmentOffset', 51, 13, 'RFC 791 3.1'),
  uint('ttl', 64, 8, 'RFC 791 3.1'),
  uint('protocol', 72, 8, 'RFC 791 3.1'),
  uint('headerChecksum', 80, 16, 'RFC 791 3.1'),
  address('source', 96, 32, 'RFC 791 3.1'),
  address('destination', 128, 32, 'RFC 791 3.1'),
] as const

/** Bytes of a header without options. */
export const IPV4_HEADER = 20
/** Bytes of the largest packet, header included. */
export const IPV4_LARGEST = 65_535

// Bits of flags and fragment offset.
export const IPV4_DONT_FRAGMENT = 0x4000
export const IPV4_MORE_FRAGMENTS = 0x2000

/** Bytes of the header, options included. */
export const ipv4HeaderLength = (view: DataView, at: number): number => (view.getUint8(at) & 0xf) << 2
/** DSCP and ECN: what RFC 791 calls type of service. */
export const ipv4Tos = (view: DataView, at: number): number => view.getUint8(at + 1)
export const ipv4Ecn = (view: DataView, at: number): number => view.getUint8(at + 1) & 3
/** Bytes of the packet, header included. */
export const ipv4TotalLength = (view: DataView, at: number): number => view.getUint16(at + 2)
export const ipv4Identification = (view: DataView, at: number): number => view.getUint16(at + 4)
export const ipv4DontFragment = (view: DataView, at: number): boolean => (view.getUint8(at + 6) & 0x40) !== 0
export const ipv4MoreFragments = (view: DataView, at: number): boolean => (view.getUint8(at + 6) & 0x20) !== 0
/** In bytes; the header counts eights of them. */
export const ipv4FragmentOffset = (view: DataView, at: number): number =>
  (view.getUint16(at + 6) & 0x1fff) << 3
/** Is it a part of a packet? */
export const ipv4IsFragment = (view: DataView, at: number): boolean => (view.getUint16(at + 6) & 0x3fff) !== 0
export const ipv4Ttl = (view: DataView, at: number): number => view.getUint8(at + 8)
export const ipv4Protocol = (view: DataView, at: number): number => view.getUint8(at + 9)
export const ipv4Source = (view: DataView, at: number): number => view.getUint32(at + 12)
export const ipv4Destination = (view: DataView, at: number): number => view.getUint32(at + 16)

/** Judges the header of the packet that has the bytes up to `end`, or fewer: a link may have filled it up. */
export function checkIpv4(view: DataView, at: number, end: number): number {
  const verdict = checkQuotedIpv4(view, at, end)
  if (verdict !== GOOD) return verdict
  const headerLength = ipv4HeaderLength(view, at)
  const totalLength = ipv4TotalLength(view, at)
  if (totalLength < headerLength || totalLength > end - at) return BAD_LENGTH
  if (checksum(view, at, headerLength) !== 0) return BAD_CHECKSUM
  return ipv4IsFragment(view, at) ? checkFragment(view, at, totalLength - headerLength) : GOOD
}

/**
 * Judges a header that an ICMP error quotes. Nothing is said of the packet's length, because a quote may be cut short,
 * nor of the checksum, which routers on the way may have left as it was.
 */
export function checkQuotedIpv4(view: DataView, at: number, end: number): number {
  if (end - at < IPV4_HEADER) return TRUNCATED
  if (view.getUint8(at) >> 4 !== 4) return WRONG_VERSION
  const headerLength = ipv4HeaderLength(view, at)
  return headerLength < IPV4_HEADER || headerLength > end - at ? BAD_HEADER_LENGTH : GOOD
}

function checkFragment(view: DataView, at: number, length: number): number {
  if (ipv4MoreFragments(view, at) && (length === 0 || length % 8 !== 0)) return BAD_FRAGMENT
  return ipv4FragmentOffset(view, at) + length > IPV4_LARGEST - IPV4_HEADER ? BAD_FRAGMENT : GOOD
}

/**
 * Writes a header with its checksum. Arguments stand in the order of the wire; `flags` are those and the fragment
 * offset, in eights of bytes. Options stand there already when `headerLength` has them.
 */
export function buildIpv4(
  view: DataView,
  at: number,
  headerLength: number,
  tos: number,
  totalLength: number,
  identification: number,
  flags: number,
  ttl: number,
  protocol: number,
  source: number,
  destination: number,
): void {
  const first = 0x4000 | (headerLength << 6) | tos
  const fifth = (ttl << 8) | protocol
  view.setUint16(at, first)
  view.setUint16(at + 2, totalLength)
  view.setUint16(at + 4, identification)
  view.setUint16(at + 6, flags)
  view.setUint16(at + 8, fifth)
  view.setUint32(at + 12, source)
  view.setUint32(at + 16, destination)
  // The sum of the pseudo-header has the addresses and the protocol in it.
  const fixed = first + totalLength + identification + flags + (ttl << 8)
  const options = headerLength > IPV4_HEADER ? sum(view, at + IPV4_HEADER, headerLength - IPV4_HEADER) : 0
  const total = fixed + ipv4PseudoHeader(source, destination, protocol) + options
  view.setUint16(at + 10, ~fold(total) & 0xffff)
}

/** One router more: a lower TTL, and the checksum that goes with it (RFC 1624). */
export function decrementIpv4Ttl(view: DataView, at: number): void {
  const before = view.getUint16(at + 8)
  const after = before - 0x100
  view.setUint16(at + 8, after)
  view.setUint16(at + 10, updateChecksum(view.getUint16(at + 10), before, after))
}

/** A header as a plain object. */
export type Ipv4Header = Fields<typeof IPV4_FIELDS> & {
  /** As they stand there. */
  options: Uint8Array
}

/** Reads a header, whatever its checksum and the packet's length say; null when it does not end before `end`. */
export function readIpv4(view: DataView, at: number, end: number): Ipv4Header | null {
  if (checkQuotedIpv4(view, at, end) !== GOOD) return null
  const options = readBytes(view, at + IPV4_HEADER, at + ipv4HeaderLength(view, at))
  return { ...readFields(IPV4_FIELDS, view, at), options }
}

/** Writes a header exactly as the object says; gives the position behind it. */
export function writeIpv4(view: DataView, at: number, header: Ipv4Header): number {
  writeFields(IPV4_FIELDS, view, at, header)
  return writeBytes(view, at + IPV4_HEADER, header.options)
}
