import { checksum } from './checksum.ts'
import { uint } from './field.ts'
import { ICMP_HEADER, type Messages, readMessage, writeMessage } from './icmp-message.ts'
import { BAD_CHECKSUM, GOOD, TRUNCATED } from './verdict.ts'

/** ICMP messages: RFC 792. */

// Types, and codes of unreachability
export const ICMP_ECHOREPLY = 0
export const ICMP_DEST_UNREACH = 3
export const ICMP_SOURCE_QUENCH = 4
export const ICMP_REDIRECT = 5
export const ICMP_ECHO = 8
export const ICMP_TIME_EXCEEDED = 11
export const ICMP_PARAMETERPROB = 12

export const ICMP_NET_UNREACH = 0
export const ICMP_HOST_UNREACH = 1
export const ICMP_PROT_UNREACH = 2
export const ICMP_PORT_UNREACH = 3
/** A packet that may not be fragmented is larger than the next link's MTU. */
export const ICMP_FRAG_NEEDED = 4

const START = [
  uint('type', 0, 8, 'RFC 792'),
  uint('code', 8, 8, 'RFC 792'),
  uint('checksum', 16, 16, 'RFC 792'),
] as const

export const ICMP_FIELDS = {
  echo: [...START, uint('identifier', 32, 16, 'RFC 792'), uint('sequence', 48, 16, 'RFC 792')],
  'destination unreachable': [
    ...START,
    uint('unused', 32, 8, 'RFC 792'),
    uint('length', 40, 8, 'RFC 4884 4.1'),
    uint('nextHopMtu', 48, 16, 'RFC 1191 4'),
  ],
  'time exceeded': [
    ...START,
    uint('unused', 32, 8, 'RFC 792'),
    uint('length', 40, 8, 'RFC 4884 4.2'),
    uint('unused2', 48, 16, 'RFC 792'),
  ],
  'parameter problem': [
    ...START,
    uint('pointer', 32, 8, 'RFC 792'),
    uint('length', 40, 8, 'RFC 4884 4.3'),
    uint('unused', 48, 16, 'RFC 792'),
  ],
  other: [...START, uint('rest', 32, 32, 'RFC 792')],
} as const

export const icmpType = (view: DataView, at: number): number => view.getUint8(at)
export const icmpCode = (view: DataView, at: number): number => view.getUint8(at + 1)
/** Of an echo. */
export const icmpIdentifier = (view: DataView, at: number): number => view.getUint16(at + 4)
/** Of an echo. */
export const icmpSequence = (view: DataView, at: number): number => view.getUint16(at + 6)
/** The next link's MTU, when fragmentation is needed; 0 from a router older than RFC 1191. */
export const icmpNextHopMtu = (view: DataView, at: number): number => view.getUint16(at + 6)
/** The byte that is to blame, of a parameter problem. */
export const icmpPointer = (view: DataView, at: number): number => view.getUint8(at + 4)

/** Does it tell of another packet, which it quotes? About such a message none is sent: RFC 1122 section 3.2.2. */
export function isIcmpError(type: number): boolean {
  return (
    type === ICMP_DEST_UNREACH ||
    type === ICMP_TIME_EXCEEDED ||
    type === ICMP_PARAMETERPROB ||
    type === ICMP_SOURCE_QUENCH ||
    type === ICMP_REDIRECT
  )
}

/** Bytes of a packet that an error about it quotes: the error has at most 576 (RFC 1812 section 4.3.2.3). */
export function icmpQuoteLength(packetLength: number): number {
  return Math.min(packetLength, 576 - 20 - ICMP_HEADER)
}

/** Judges the message that IP bears up to `end`. */
export function checkIcmp(view: DataView, at: number, end: number): number {
  if (end - at < ICMP_HEADER) return TRUNCATED
  return checksum(view, at, end - at) === 0 ? GOOD : BAD_CHECKSUM
}

/**
 * Writes the header of a message whose data, or the packet that it quotes, stand behind it already, up to `end`, with
 * its checksum. `rest` are its last four bytes: identifier and sequence, MTU, or the pointer in the highest byte.
 */
export function buildIcmp(
  view: DataView,
  at: number,
  end: number,
  type: number,
  code: number,
  rest: number,
): void {
  view.setUint32(at, (type << 24) | (code << 16))
  view.setUint32(at + 4, rest)
  view.setUint16(at + 2, checksum(view, at, end - at))
}

/** A message as a plain object. */
export type IcmpMessage = Messages<typeof ICMP_FIELDS>

/** Reads a message, whatever its checksum; null when it is too short. */
export function readIcmp(view: DataView, at: number, end: number): IcmpMessage | null {
  return end - at < ICMP_HEADER ? null : readMessage(ICMP_FIELDS, called(icmpType(view, at)), view, at, end)
}

/** Writes a message exactly as the object says; gives the position behind it. */
export function writeIcmp(view: DataView, at: number, message: IcmpMessage): number {
  return writeMessage(ICMP_FIELDS, view, at, message)
}

function called(type: number): IcmpMessage['message'] {
  switch (type) {
    case ICMP_ECHO:
    case ICMP_ECHOREPLY:
      return 'echo'
    case ICMP_DEST_UNREACH:
      return 'destination unreachable'
    case ICMP_TIME_EXCEEDED:
      return 'time exceeded'
    case ICMP_PARAMETERPROB:
      return 'parameter problem'
    default:
      return 'other'
  }
}
