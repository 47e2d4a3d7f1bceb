import { checksum } from './checksum.ts'
import { type Fields, readFields, sizeOf, uint, writeFields } from './field.ts'
import { readTcpOptions, type TcpOption, writeTcpOptions } from './tcp-option-list.ts'
import { BAD_CHECKSUM, BAD_HEADER_LENGTH, GOOD, TRUNCATED } from './verdict.ts'

/** The TCP header: RFC 9293 section 3.1. Its options are in `tcp-options.ts`. */

export const TCP_FIELDS = [
  uint('sourcePort', 0, 16, 'RFC 9293 3.1'),
  uint('destinationPort', 16, 16, 'RFC 9293 3.1'),
  uint('seq', 32, 32, 'RFC 9293 3.1'),
  uint('ack', 64, 32, 'RFC 9293 3.1'),
  uint('dataOffset', 96, 4, 'RFC 9293 3.1'),
  uint('reserved', 100, 4, 'RFC 9293 3.1'),
  uint('flags', 104, 8, 'RFC 9293 3.1'),
  uint('window', 112, 16, 'RFC 9293 3.1'),
  uint('checksum', 128, 16, 'RFC 9293 3.1'),
  uint('urgentPointer', 144, 16, 'RFC 9293 3.1'),
] as const

/** Bytes of a header without options. */
export const TCP_HEADER = sizeOf(TCP_FIELDS)

// Control bits
export const FIN = 0x01
export const SYN = 0x02
export const RST = 0x04
export const PSH = 0x08
export const ACK = 0x10
export const URG = 0x20
export const ECE = 0x40
export const CWR = 0x80

export const tcpSourcePort = (view: DataView, at: number): number => view.getUint16(at)
export const tcpDestinationPort = (view: DataView, at: number): number => view.getUint16(at + 2)
/** Both ports as one number, the source's in front: what a connection is looked up by. */
export const tcpPorts = (view: DataView, at: number): number => view.getUint32(at)
/** SEG.SEQ, from 0 to 2³² − 1. */
export const tcpSeq = (view: DataView, at: number): number => view.getUint32(at + 4)
/** SEG.ACK, from 0 to 2³² − 1. */
export const tcpAck = (view: DataView, at: number): number => view.getUint32(at + 8)
/** Bytes of the header, options included. */
export const tcpHeaderLength = (view: DataView, at: number): number => (view.getUint8(at + 12) & 0xf0) >> 2
export const tcpFlags = (view: DataView, at: number): number => view.getUint8(at + 13)
/** The window as it stands there: not scaled. */
export const tcpWindow = (view: DataView, at: number): number => view.getUint16(at + 14)
/** SEG.UP, which makes sense with URG. */
export const tcpUrgentPointer = (view: DataView, at: number): number => view.getUint16(at + 18)

/** SEG.LEN: its data's bytes, and one each for SYN and FIN (RFC 9293 section 3.4). */
export function tcpSegmentLength(view: DataView, at: number, end: number): number {
  const flags = tcpFlags(view, at)
  return end - at - tcpHeaderLength(view, at) + ((flags >> 1) & 1) + (flags & 1)
}

/** Judges the segment that IP bears up to `end`. `pseudoHeader` is that of `checksum.ts`. */
export function checkTcp(view: DataView, at: number, end: number, pseudoHeader: number): number {
  const length = end - at
  if (length < TCP_HEADER) return TRUNCATED
  const headerLength = tcpHeaderLength(view, at)
  if (headerLength < TCP_HEADER || headerLength > length) return BAD_HEADER_LENGTH
  return checksum(view, at, length, pseudoHeader + length) === 0 ? GOOD : BAD_CHECKSUM
}

/**
 * Writes a header without its checksum, which `sealTcp()` adds when options and data stand behind it. Arguments stand
 * in the order of the wire.
 */
export function buildTcp(
  view: DataView,
  at: number,
  sourcePort: number,
  destinationPort: number,
  seq: number,
  ack: number,
  headerLength: number,
  flags: number,
  window: number,
  urgentPointer: number,
): void {
  view.setUint16(at, sourcePort)
  view.setUint16(at + 2, destinationPort)
  view.setUint32(at + 4, seq)
  view.setUint32(at + 8, ack)
  view.setUint16(at + 12, (headerLength << 10) | flags)
  view.setUint16(at + 14, window)
  view.setUint32(at + 16, urgentPointer)
}

/** Writes the checksum of the segment up to `end`. */
export function sealTcp(view: DataView, at: number, end: number, pseudoHeader: number): void {
  view.setUint16(at + 16, 0)
  const length = end - at
  view.setUint16(at + 16, checksum(view, at, length, pseudoHeader + length))
}

/** In the order of their bits, from the lowest on. */
const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR']

/** Control bits as text: `SYN,ACK`. */
export function tcpFlagsText(flags: number): string {
  return FLAGS.filter((_, bit) => ((flags >> bit) & 1) === 1).join(',')
}

/** Control bits from text, in any order; a name that is none is a RangeError. */
export function parseTcpFlags(text: string): number {
  if (text === '') return 0
  return text.split(',').reduce((flags, name) => {
    const bit = FLAGS.indexOf(name)
    if (bit < 0) throw new RangeError(`${name} is none of ${FLAGS.join(', ')}`)
    return flags | (1 << bit)
  }, 0)
}

/** A header as a plain object. */
export type TcpHeader = Omit<Fields<typeof TCP_FIELDS>, 'flags'> & {
  /** As `SYN,ACK`. */
  flags: string
  options: TcpOption[]
}

/** Reads a header, whatever its checksum; null when it does not end before `end`. */
export function readTcp(view: DataView, at: number, end: number): TcpHeader | null {
  if (end - at < TCP_HEADER) return null
  const headerLength = tcpHeaderLength(view, at)
  if (headerLength < TCP_HEADER || headerLength > end - at) return null
  const { flags, ...fields } = readFields(TCP_FIELDS, view, at)
  const options = readTcpOptions(view, at + TCP_HEADER, at + headerLength)
  return { ...fields, flags: tcpFlagsText(flags), options }
}

/** Writes a header exactly as the object says, options filled up with zeros; gives the position behind it. */
export function writeTcp(view: DataView, at: number, header: TcpHeader): number {
  writeFields(TCP_FIELDS, view, at, { ...header, flags: parseTcpFlags(header.flags) })
  return writeTcpOptions(view, at + TCP_HEADER, header.options)
}
