import { show } from '../socket/posix/addresses.ts'

/**
 * Packets as Wireshark and tcpdump read them: pcapng, draft-ietf-opsawg-pcapng. A file is a section header, then
 * descriptions of interfaces, each before its first packet, and packets. Little endian, times in nanoseconds.
 */

// What a packet begins with: the registry of link types at tcpdump.org
export const LINKTYPE_ETHERNET = 1
/** An IPv4 or IPv6 header. */
export const LINKTYPE_RAW = 101

/** Which program wrote a file. */
export interface CaptureSection {
  readonly application?: string
  readonly comments?: readonly string[]
}

/** Where packets were captured. Interfaces are numbered from 0 on, in the order of their descriptions. */
export interface CaptureInterface {
  /** LINKTYPE_ETHERNET and its like. */
  readonly linkType: number
  readonly name?: string
  /** Bytes of a packet that are kept; 0 keeps all. */
  readonly snapLength?: number
  readonly comments?: readonly string[]
}

/** A packet, as it was captured. */
export interface CapturedPacket {
  /** The number of its interface. */
  readonly interfaceId: number
  /** Nanoseconds since 1970 began. */
  readonly time: bigint
  readonly bytes: Uint8Array
  /** Bytes that it had on the wire, when they are more. */
  readonly length?: number
  readonly direction?: 'in' | 'out'
  readonly comments?: readonly string[]
}

const SECTION_HEADER = 0x0a0d0d0a
const INTERFACE_DESCRIPTION = 1
const ENHANCED_PACKET = 6

const BYTE_ORDER_MAGIC = 0x1a2b3c4d

/** Codes of options; the others have a meaning of their own in each block. */
const OPT_ENDOFOPT = 0
const OPT_COMMENT = 1
const SHB_USERAPPL = 4
const IF_NAME = 2
const IF_TSRESOL = 9
const EPB_FLAGS = 2

/** `if_tsresol`: a time counts units of 10⁻⁹ s. */
const NANOSECONDS = 9

/** `epb_flags`. */
const DIRECTIONS = { in: 1, out: 2 } as const

/** The first block of a file. */
export function sectionHeaderBlock(section: CaptureSection = {}): Uint8Array {
  const body = new Uint8Array(16)
  const view = new DataView(body.buffer)
  view.setUint32(0, BYTE_ORDER_MAGIC, true)
  view.setUint16(4, 1, true)
  // The length of the section: not known beforehand.
  view.setBigInt64(8, -1n, true)
  return block(SECTION_HEADER, body, [
    ...comments(section.comments),
    ...text(SHB_USERAPPL, 'application', section.application),
  ])
}

/** Describes an interface; it stands before the first packet of it. */
export function interfaceDescriptionBlock(captured: CaptureInterface): Uint8Array {
  const body = new Uint8Array(8)
  const view = new DataView(body.buffer)
  view.setUint16(0, whole('linkType', captured.linkType, 0xffff), true)
  view.setUint32(4, whole('snapLength', captured.snapLength ?? 0, 0xffffffff), true)
  return block(INTERFACE_DESCRIPTION, body, [
    ...comments(captured.comments),
    ...text(IF_NAME, 'name', captured.name),
    [IF_TSRESOL, Uint8Array.of(NANOSECONDS)],
  ])
}

/** A packet with its time. */
export function enhancedPacketBlock(packet: CapturedPacket): Uint8Array {
  const { bytes, time, direction } = packet
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`bytes are a Uint8Array, not ${show(bytes)}`)
  if (typeof time !== 'bigint' || time < 0n || time > 0xffff_ffff_ffff_ffffn)
    throw new RangeError(`time is a bigint of nanoseconds since 1970, not ${show(time)}`)
  const length = whole('length', packet.length ?? bytes.length, 0xffffffff)
  if (length < bytes.length)
    throw new RangeError(`length ${length} is less than the ${bytes.length} bytes here`)
  const body = new Uint8Array(20 + padded(bytes.length))
  const view = new DataView(body.buffer)
  view.setUint32(0, whole('interfaceId', packet.interfaceId, 0xffffffff), true)
  view.setUint32(4, Number(time >> 32n), true)
  view.setUint32(8, Number(time & 0xffffffffn), true)
  view.setUint32(12, bytes.length, true)
  view.setUint32(16, length, true)
  body.set(bytes, 20)
  return block(ENHANCED_PACKET, body, [...comments(packet.comments), ...flags(direction)])
}

function flags(direction: CapturedPacket['direction']): Option[] {
  if (direction === undefined) return []
  const bits = DIRECTIONS[direction]
  if (bits === undefined) throw new TypeError(`direction is 'in' or 'out', not ${show(direction)}`)
  return [[EPB_FLAGS, Uint8Array.of(bits, 0, 0, 0)]]
}

type Option = readonly [code: number, value: Uint8Array]

const encoder = new TextEncoder()

/** An option's value has so many bytes at most. */
const LONGEST = 0xffff

function text(code: number, name: string, value: string | undefined): Option[] {
  if (value === undefined) return []
  if (typeof value !== 'string') throw new TypeError(`${name} is text, not ${show(value)}`)
  const bytes = encoder.encode(value)
  if (bytes.length > LONGEST) throw new RangeError(`${name} has ${bytes.length} bytes; ${LONGEST} fit`)
  return [[code, bytes]]
}

function comments(list: readonly string[] = []): Option[] {
  return list.flatMap((comment) => text(OPT_COMMENT, 'a comment', comment))
}

/** A block: its type and length, the body, options, and the length again, by which a reader can go backwards. */
function block(type: number, body: Uint8Array, options: readonly Option[]): Uint8Array {
  const all: Option[] = options.length === 0 ? [] : [...options, [OPT_ENDOFOPT, new Uint8Array(0)]]
  const optionsLength = all.reduce((total, [, value]) => total + 4 + padded(value.length), 0)
  const length = 12 + body.length + optionsLength
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, length, true)
  bytes.set(body, 8)
  let at = 8 + body.length
  for (const [code, value] of all) {
    view.setUint16(at, code, true)
    view.setUint16(at + 2, value.length, true)
    bytes.set(value, at + 4)
    at += 4 + padded(value.length)
  }
  view.setUint32(at, length, true)
  return bytes
}

/** The next multiple of four. */
function padded(length: number): number {
  return Math.ceil(length / 4) * 4
}

function whole(name: string, value: unknown, max: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} is a number, not ${show(value)}`)
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new RangeError(`${name} ${value} is not a whole number from 0 to ${max}`)
  return value
}
