import { checksum } from './checksum.ts'
import { uint } from './field.ts'
import { ICMP_HEADER, type Messages, readMessage, writeMessage } from './icmp-message.ts'
import { IPV6_HEADER, IPV6_MINIMUM_MTU } from './ipv6.ts'
import { BAD_CHECKSUM, GOOD, TRUNCATED } from './verdict.ts'

/** ICMPv6 messages: RFC 4443. */

// Types
export const ICMP6_DST_UNREACH = 1
export const ICMP6_PACKET_TOO_BIG = 2
export const ICMP6_TIME_EXCEEDED = 3
export const ICMP6_PARAM_PROB = 4
export const ICMP6_ECHO_REQUEST = 128
export const ICMP6_ECHO_REPLY = 129
export const ICMP6_REDIRECT = 137

// Codes of unreachability
export const ICMP6_DST_UNREACH_NOROUTE = 0
export const ICMP6_DST_UNREACH_ADMIN = 1
export const ICMP6_DST_UNREACH_ADDR = 3
export const ICMP6_DST_UNREACH_NOPORT = 4

// Codes of parameter problems
export const ICMP6_PARAMPROB_HEADER = 0
export const ICMP6_PARAMPROB_NEXTHEADER = 1
export const ICMP6_PARAMPROB_OPTION = 2

const START = [
  uint('type', 0, 8, 'RFC 4443 2.1'),
  uint('code', 8, 8, 'RFC 4443 2.1'),
  uint('checksum', 16, 16, 'RFC 4443 2.3'),
] as const

export const ICMPV6_FIELDS = {
  echo: [...START, uint('identifier', 32, 16, 'RFC 4443 4.1'), uint('sequence', 48, 16, 'RFC 4443 4.1')],
  'destination unreachable': [
    ...START,
    uint('length', 32, 8, 'RFC 4884 4.4'),
    uint('unused', 40, 24, 'RFC 4443 3.1'),
  ],
  'packet too big': [...START, uint('mtu', 32, 32, 'RFC 4443 3.2')],
  'time exceeded': [...START, uint('length', 32, 8, 'RFC 4884 4.5'), uint('unused', 40, 24, 'RFC 4443 3.3')],
  'parameter problem': [...START, uint('pointer', 32, 32, 'RFC 4443 3.4')],
  other: [...START, uint('rest', 32, 32, 'RFC 4443 2.1')],
} as const

export const icmpv6Type = (view: DataView, at: number): number => view.getUint8(at)
export const icmpv6Code = (view: DataView, at: number): number => view.getUint8(at + 1)
/** Of an echo. */
export const icmpv6Identifier = (view: DataView, at: number): number => view.getUint16(at + 4)
/** Of an echo. */
export const icmpv6Sequence = (view: DataView, at: number): number => view.getUint16(at + 6)
/** The next link's, of a packet that was too big. */
export const icmpv6Mtu = (view: DataView, at: number): number => view.getUint32(at + 4)
/** The byte that is to blame, of a parameter problem. */
export const icmpv6Pointer = (view: DataView, at: number): number => view.getUint32(at + 4)

/** Does it tell of another packet, which it quotes? About such a message none is sent: RFC 4443 section 2.4 (e). */
export function isIcmpv6Error(type: number): boolean {
  return type < ICMP6_ECHO_REQUEST || type === ICMP6_REDIRECT
}

/** Bytes of a packet that an error about it quotes: every link bears the error (RFC 4443 section 2.4 (c)). */
export function icmpv6QuoteLength(packetLength: number): number {
  return Math.min(packetLength, IPV6_MINIMUM_MTU - IPV6_HEADER - ICMP_HEADER)
}

/** Judges the message that IPv6 bears up to `end`. `pseudoHeader` is that of `checksum.ts`. */
export function checkIcmpv6(view: DataView, at: number, end: number, pseudoHeader: number): number {
  const length = end - at
  if (length < ICMP_HEADER) return TRUNCATED
  return checksum(view, at, length, pseudoHeader + length) === 0 ? GOOD : BAD_CHECKSUM
}

/**
 * Writes the header of a message whose data, or the packet that it quotes, stand behind it already, up to `end`, with
 * its checksum. `rest` are its last four bytes: identifier and sequence, MTU, or the pointer.
 */
export function buildIcmpv6(
  view: DataView,
  at: number,
  end: number,
  type: number,
  code: number,
  rest: number,
  pseudoHeader: number,
): void {
  view.setUint32(at, (type << 24) | (code << 16))
  view.setUint32(at + 4, rest)
  const length = end - at
  view.setUint16(at + 2, checksum(view, at, length, pseudoHeader + length))
}

/** A message as a plain object. */
export type Icmpv6Message = Messages<typeof ICMPV6_FIELDS>

/** Reads a message, whatever its checksum; null when it is too short. */
export function readIcmpv6(view: DataView, at: number, end: number): Icmpv6Message | null {
  return end - at < ICMP_HEADER
    ? null
    : readMessage(ICMPV6_FIELDS, called(icmpv6Type(view, at)), view, at, end)
}

/** Writes a message exactly as the object says; gives the position behind it. */
export function writeIcmpv6(view: DataView, at: number, message: Icmpv6Message): number {
  return writeMessage(ICMPV6_FIELDS, view, at, message)
}

function called(type: number): Icmpv6Message['message'] {
  switch (type) {
    case ICMP6_ECHO_REQUEST:
    case ICMP6_ECHO_REPLY:
      return 'echo'
    case ICMP6_DST_UNREACH:
      return 'destination unreachable'
    case ICMP6_PACKET_TOO_BIG:
      return 'packet too big'
    case ICMP6_TIME_EXCEEDED:
      return 'time exceeded'
    case ICMP6_PARAM_PROB:
      return 'parameter problem'
    default:
      return 'other'
  }
}
