import { checksum } from './checksum.ts'
import { type Fields, readFields, sizeOf, uint, writeFields } from './field.ts'
import { BAD_CHECKSUM, BAD_LENGTH, GOOD, TRUNCATED } from './verdict.ts'

/** The UDP header: RFC 768. */

export const UDP_FIELDS = [
  uint('sourcePort', 0, 16, 'RFC 768'),
  uint('destinationPort', 16, 16, 'RFC 768'),
  uint('length', 32, 16, 'RFC 768'),
  uint('checksum', 48, 16, 'RFC 768'),
] as const

export const UDP_HEADER = sizeOf(UDP_FIELDS)

export const udpSourcePort = (view: DataView, at: number): number => view.getUint16(at)
export const udpDestinationPort = (view: DataView, at: number): number => view.getUint16(at + 2)
/** Bytes of the datagram, header included; what IP bears behind them is nobody's. */
export const udpLength = (view: DataView, at: number): number => view.getUint16(at + 4)

/**
 * Judges the datagram that IP bears up to `end`. `pseudoHeader` is that of `checksum.ts`. Over IPv4 a checksum of 0
 * says that none was computed; over IPv6 `checksumRequired` is true, and there it is bad: RFC 8200 section 8.1.
 */
export function checkUdp(
  view: DataView,
  at: number,
  end: number,
  pseudoHeader: number,
  checksumRequired: boolean,
): number {
  if (end - at < UDP_HEADER) return TRUNCATED
  const length = udpLength(view, at)
  if (length < UDP_HEADER || length > end - at) return BAD_LENGTH
  if (view.getUint16(at + 6) === 0) return checksumRequired ? BAD_CHECKSUM : GOOD
  return checksum(view, at, length, pseudoHeader + length) === 0 ? GOOD : BAD_CHECKSUM
}

/**
 * Writes the header of a datagram that ends at `end`, without a checksum, as IPv4 permits; `sealUdp()` adds it when
 * the data stand behind the header.
 */
export function buildUdp(
  view: DataView,
  at: number,
  end: number,
  sourcePort: number,
  destinationPort: number,
): void {
  view.setUint16(at, sourcePort)
  view.setUint16(at + 2, destinationPort)
  view.setUint16(at + 4, end - at)
  view.setUint16(at + 6, 0)
}

/** Writes the checksum of the datagram up to `end`. */
export function sealUdp(view: DataView, at: number, end: number, pseudoHeader: number): void {
  view.setUint16(at + 6, 0)
  const length = end - at
  // One that comes out as 0 is sent as its other form, because 0 says that there is none.
  view.setUint16(at + 6, checksum(view, at, length, pseudoHeader + length) || 0xffff)
}

/** A header as a plain object. */
export type UdpHeader = Fields<typeof UDP_FIELDS>

/** Reads a header, whatever it says; null when it does not end before `end`. */
export function readUdp(view: DataView, at: number, end: number): UdpHeader | null {
  return end - at < UDP_HEADER ? null : readFields(UDP_FIELDS, view, at)
}

/** Writes a header exactly as the object says; gives the position behind it. */
export function writeUdp(view: DataView, at: number, header: UdpHeader): number {
  writeFields(UDP_FIELDS, view, at, header)
  return at + UDP_HEADER
}
