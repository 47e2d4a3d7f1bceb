import { type Fields, readBytes, readFields, sizeOf, uint, writeBytes, writeFields } from './field.ts'
import { IPV6_HEADER, ipv6NextHeader } from './ipv6.ts'
import {
  BAD_FRAGMENT,
  BAD_HEADER_LENGTH,
  BAD_OPTION_LENGTH,
  GOOD,
  MISPLACED_HEADER,
  TOO_MANY_HEADERS,
  TRUNCATED,
  UNKNOWN_OPTION,
  UNKNOWN_ROUTING_TYPE,
} from './verdict.ts'

/** Extension headers, which stand in a chain between the IPv6 header and what it bears: RFC 8200 section 4. */

// Their numbers, as the header before them names them
export const HOP_BY_HOP = 0
export const ROUTING = 43
export const FRAGMENT = 44
export const DESTINATION_OPTIONS = 60
/** Nothing follows. */
export const NO_NEXT_HEADER = 59

/** Hop-by-hop and destination options, and how every header begins but the fragment's. */
export const OPTIONS_FIELDS = [
  uint('nextHeader', 0, 8, 'RFC 8200 4.3'),
  uint('hdrExtLen', 8, 8, 'RFC 8200 4.3'),
] as const

export const ROUTING_FIELDS = [
  uint('nextHeader', 0, 8, 'RFC 8200 4.4'),
  uint('hdrExtLen', 8, 8, 'RFC 8200 4.4'),
  uint('routingType', 16, 8, 'RFC 8200 4.4'),
  uint('segmentsLeft', 24, 8, 'RFC 8200 4.4'),
] as const

export const FRAGMENT_FIELDS = [
  uint('nextHeader', 0, 8, 'RFC 8200 4.5'),
  uint('reserved', 8, 8, 'RFC 8200 4.5'),
  uint('fragmentOffset', 16, 13, 'RFC 8200 4.5'),
  uint('res', 29, 2, 'RFC 8200 4.5'),
  uint('m', 31, 1, 'RFC 8200 4.5'),
  uint('identification', 32, 32, 'RFC 8200 4.5'),
] as const

export const FRAGMENT_HEADER = sizeOf(FRAGMENT_FIELDS)

/** In bytes; the header counts eights of them. */
export const fragmentOffset = (view: DataView, at: number): number => view.getUint16(at + 2) & 0xfff8
export const fragmentMore = (view: DataView, at: number): boolean => (view.getUint8(at + 3) & 1) !== 0
export const fragmentIdentification = (view: DataView, at: number): number => view.getUint32(at + 4)

/** Writes a fragment header; `offset` is in bytes, a multiple of 8. */
export function buildFragment(
  view: DataView,
  at: number,
  nextHeader: number,
  offset: number,
  more: boolean,
  identification: number,
): void {
  view.setUint16(at, nextHeader << 8)
  view.setUint16(at + 2, offset | (more ? 1 : 0))
  view.setUint32(at + 4, identification)
}

/** Extension headers of one packet that are read: RFC 8504 section 5.3 permits a limit. */
export const EXTENSIONS_MOST = 8

const PAD1 = 0
const PADN = 1

/** A walk along the chain of a packet. Whoever reads packets keeps one, and nothing is allocated. */
export class Ipv6Chain {
  /** What the packet bears behind the chain, or in a fragment, what begins in its first one. */
  protocol = NO_NEXT_HEADER
  /** Where that begins. */
  at = 0
  /** Where the fragment header stands; −1 when there is none. */
  fragment = -1
  /** Does the packet bear only a part of another? */
  inFragment = false
  /** Where the mistake is, counted from the packet's first byte, as an ICMPv6 parameter problem tells it. */
  pointer = 0
  /** What an unknown option wants, its two highest bits: 1 silence, 2 an answer, 3 one unless to a group (RFC 8200 4.2). */
  action = 0

  /**
   * Walks the chain of the packet at `at`, whose payload ends at `end`, and judges it. It ends before a fragment's
   * data, unless these are the whole packet (RFC 6946).
   */
  walk(view: DataView, at: number, end: number): number {
    this.fragment = -1
    this.inFragment = false
    this.protocol = ipv6NextHeader(view, at)
    this.at = at + IPV6_HEADER
    // Where the number of the header here stands.
    let named = at + 6
    for (let headers = 0; isExtension(this.protocol); headers++) {
      const here = this.at
      this.pointer = named - at
      if (this.protocol === HOP_BY_HOP && headers > 0) return MISPLACED_HEADER
      if (headers === EXTENSIONS_MOST) return TOO_MANY_HEADERS
      if (here + 8 > end) return TRUNCATED
      this.pointer = here + 1 - at
      const length = extensionLength(view, here, this.protocol)
      if (here + length > end) return BAD_HEADER_LENGTH
      const verdict = this.#judge(view, at, here, length)
      if (verdict !== GOOD) return verdict
      this.protocol = view.getUint8(here)
      this.at = here + length
      named = here
      if (this.inFragment) return this.#judgeFragment(view, at, end)
    }
    return GOOD
  }

  #judge(view: DataView, at: number, here: number, length: number): number {
    switch (this.protocol) {
      case ROUTING:
        this.pointer = here + 2 - at
        return view.getUint8(here + 3) === 0 ? GOOD : UNKNOWN_ROUTING_TYPE
      case FRAGMENT:
        this.fragment = here
        this.inFragment = fragmentOffset(view, here) > 0 || fragmentMore(view, here)
        return GOOD
      default:
        return this.#judgeOptions(view, at, here + 2, here + length)
    }
  }

  #judgeOptions(view: DataView, at: number, from: number, end: number): number {
    let here = from
    while (here < end) {
      const type = view.getUint8(here)
      this.pointer = here - at
      if (type === PAD1) {
        here++
        continue
      }
      if (here + 2 > end) return BAD_OPTION_LENGTH
      const behind = here + 2 + view.getUint8(here + 1)
      if (behind > end) return BAD_OPTION_LENGTH
      this.action = type >> 6
      if (type !== PADN && this.action !== 0) return UNKNOWN_OPTION
      here = behind
    }
    return GOOD
  }

  #judgeFragment(view: DataView, at: number, end: number): number {
    const length = end - this.at
    // Where the payload length stands, then the fragment offset: they are to blame.
    this.pointer = 4
    if (fragmentMore(view, this.fragment) && (length === 0 || length % 8 !== 0)) return BAD_FRAGMENT
    this.pointer = this.fragment + 2 - at
    return fragmentOffset(view, this.fragment) + length > 0xffff ? BAD_FRAGMENT : GOOD
  }
}

function isExtension(protocol: number): boolean {
  return (
    protocol === HOP_BY_HOP ||
    protocol === ROUTING ||
    protocol === FRAGMENT ||
    protocol === DESTINATION_OPTIONS
  )
}

function extensionLength(view: DataView, at: number, protocol: number): number {
  return protocol === FRAGMENT ? FRAGMENT_HEADER : (view.getUint8(at + 1) + 1) << 3
}

/** An extension header as a plain object; `header` is its number, `data` what stands behind its fields. */
export type Ipv6Extension =
  | ({ header: typeof HOP_BY_HOP | typeof DESTINATION_OPTIONS; data: Uint8Array } & Fields<
      typeof OPTIONS_FIELDS
    >)
  | ({ header: typeof ROUTING; data: Uint8Array } & Fields<typeof ROUTING_FIELDS>)
  | ({ header: typeof FRAGMENT } & Fields<typeof FRAGMENT_FIELDS>)

/** The headers of a chain as plain objects, as far as `Ipv6Chain` finds them good; or null. */
export function readIpv6Extensions(view: DataView, at: number, end: number): Ipv6Extension[] | null {
  const chain = new Ipv6Chain()
  if (chain.walk(view, at, end) !== GOOD) return null
  const headers: Ipv6Extension[] = []
  let header = ipv6NextHeader(view, at)
  for (let here = at + IPV6_HEADER; here < chain.at; ) {
    const behind = here + extensionLength(view, here, header)
    headers.push(readExtension(view, here, behind, header))
    header = view.getUint8(here)
    here = behind
  }
  return headers
}

function readExtension(view: DataView, at: number, end: number, header: number): Ipv6Extension {
  if (header === FRAGMENT) return { header, ...readFields(FRAGMENT_FIELDS, view, at) }
  if (header === ROUTING)
    return { header, ...readFields(ROUTING_FIELDS, view, at), data: readBytes(view, at + 4, end) }
  return {
    header: header as typeof HOP_BY_HOP | typeof DESTINATION_OPTIONS,
    ...readFields(OPTIONS_FIELDS, view, at),
    data: readBytes(view, at + 2, end),
  }
}

/** Writes headers exactly as the objects say; gives the position behind them. */
export function writeIpv6Extensions(view: DataView, at: number, headers: readonly Ipv6Extension[]): number {
  let here = at
  for (const header of headers) {
    if (header.header === FRAGMENT) {
      writeFields(FRAGMENT_FIELDS, view, here, header)
      here += FRAGMENT_HEADER
    } else if (header.header === ROUTING) {
      writeFields(ROUTING_FIELDS, view, here, header)
      here = writeBytes(view, here + sizeOf(ROUTING_FIELDS), header.data)
    } else {
      writeFields(OPTIONS_FIELDS, view, here, header)
      here = writeBytes(view, here + sizeOf(OPTIONS_FIELDS), header.data)
    }
  }
  return here
}
