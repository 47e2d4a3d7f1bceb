import { address, type Fields, readFields, sizeOf, uint, writeFields } from './field.ts'
import { BAD_LENGTH, GOOD, TRUNCATED, WRONG_VERSION } from './verdict.ts'

/** The IPv6 header: RFC 8200 section 3. What may stand behind it is in `ipv6-extensions.ts`. */

export const IPV6_FIELDS = [
  uint('version', 0, 4, 'RFC 8200 3'),
  uint('dscp', 4, 6, 'RFC 2474 3'),
  uint('ecn', 10, 2, 'RFC 3168 5'),
  uint('flowLabel', 12, 20, 'RFC 6437 2'),
  uint('payloadLength', 32, 16, 'RFC 8200 3'),
  uint('nextHeader', 48, 8, 'RFC 8200 3'),
  uint('hopLimit', 56, 8, 'RFC 8200 3'),
  address('source', 64, 128, 'RFC 8200 3'),
  address('destination', 192, 128, 'RFC 8200 3'),
] as const

export const IPV6_HEADER = sizeOf(IPV6_FIELDS)
/** Where both addresses stand, the source first: 32 bytes. */
export const IPV6_ADDRESSES = 8
/** Every link bears packets of so many bytes: RFC 8200 section 5. */
export const IPV6_MINIMUM_MTU = 1280

/** DSCP and ECN. */
export const ipv6TrafficClass = (view: DataView, at: number): number => (view.getUint16(at) >> 4) & 0xff
export const ipv6Ecn = (view: DataView, at: number): number => (view.getUint8(at + 1) >> 4) & 3
export const ipv6FlowLabel = (view: DataView, at: number): number => view.getUint32(at) & 0xfffff
/** Bytes behind this header, extension headers included. */
export const ipv6PayloadLength = (view: DataView, at: number): number => view.getUint16(at + 4)
export const ipv6NextHeader = (view: DataView, at: number): number => view.getUint8(at + 6)
export const ipv6HopLimit = (view: DataView, at: number): number => view.getUint8(at + 7)

/**
 * Judges the header of the packet that has the bytes up to `end`, or fewer. A length of 0 that a jumbo payload option
 * would explain (RFC 2675) is that of a packet without payload: an extension header does not fit into it.
 */
export function checkIpv6(view: DataView, at: number, end: number): number {
  const verdict = checkQuotedIpv6(view, at, end)
  if (verdict !== GOOD) return verdict
  return ipv6PayloadLength(view, at) > end - at - IPV6_HEADER ? BAD_LENGTH : GOOD
}

/** Judges a header that an ICMPv6 error quotes: the packet may be cut short. */
export function checkQuotedIpv6(view: DataView, at: number, end: number): number {
  if (end - at < IPV6_HEADER) return TRUNCATED
  return view.getUint8(at) >> 4 === 6 ? GOOD : WRONG_VERSION
}

/**
 * Writes a header. Arguments stand in the order of the wire; at `from` in `addresses` stand the source and the
 * destination, 32 bytes.
 */
export function buildIpv6(
  view: DataView,
  at: number,
  trafficClass: number,
  flowLabel: number,
  payloadLength: number,
  nextHeader: number,
  hopLimit: number,
  addresses: DataView,
  from: number,
): void {
  view.setUint32(at, 0x6000_0000 + (trafficClass << 20) + flowLabel)
  view.setUint16(at + 4, payloadLength)
  view.setUint16(at + 6, (nextHeader << 8) | hopLimit)
  for (let i = 0; i < 32; i += 4) view.setUint32(at + IPV6_ADDRESSES + i, addresses.getUint32(from + i))
}

/** One router more. */
export function decrementIpv6HopLimit(view: DataView, at: number): void {
  view.setUint8(at + 7, view.getUint8(at + 7) - 1)
}

/** Are the addresses of 16 bytes the same? */
export function sameIpv6Address(one: DataView, at: number, other: DataView, otherAt: number): boolean {
  return (
    one.getInt32(at) === other.getInt32(otherAt) &&
    one.getInt32(at + 4) === other.getInt32(otherAt + 4) &&
    one.getInt32(at + 8) === other.getInt32(otherAt + 8) &&
    one.getInt32(at + 12) === other.getInt32(otherAt + 12)
  )
}

/** A header as a plain object. */
export type Ipv6Header = Fields<typeof IPV6_FIELDS>

/** Reads a header, whatever the packet's length says; null when it does not end before `end`. */
export function readIpv6(view: DataView, at: number, end: number): Ipv6Header | null {
  return checkQuotedIpv6(view, at, end) === GOOD ? readFields(IPV6_FIELDS, view, at) : null
}

/** Writes a header exactly as the object says; gives the position behind it. */
export function writeIpv6(view: DataView, at: number, header: Ipv6Header): number {
  writeFields(IPV6_FIELDS, view, at, header)
  return at + IPV6_HEADER
}
