import {
  AF_INET,
  AF_INET6,
  ETH_P_ARP,
  ETH_P_IP,
  ETH_P_IPV6,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
} from '../../socket/posix/constants.ts'
import { inet_ntop } from '../../socket/posix/inet.ts'
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from '../../trace/pcapng.ts'

/** Where a packet comes from or goes to. */
export interface End {
  readonly address: string
  readonly port?: number
}

interface Ends {
  readonly source: End
  readonly destination: End
}

/** A packet, as far as its headers tell. `bytes` are those behind the headers that are understood. */
export type Packet =
  | (Ends & {
      readonly protocol: 'TCP'
      readonly flags: readonly string[]
      readonly seq: number
      readonly ack: number
      readonly bytes: number
    })
  | (Ends & { readonly protocol: 'UDP'; readonly bytes: number })
  | (Ends & {
      readonly protocol: 'ICMP' | 'ICMPv6'
      readonly type: number
      readonly code: number
      /** Of an echo request or reply. */
      readonly identifier?: number
      readonly sequence?: number
    })
  /** A fragment that is not the first one. */
  | (Ends & { readonly protocol: 'fragment'; readonly number: number; readonly bytes: number })
  /** Another protocol over IP, by its number. */
  | (Ends & { readonly protocol: 'IP'; readonly number: number; readonly bytes: number })
  | {
      readonly protocol: 'ARP'
      readonly operation: 'request' | 'reply'
      readonly sender: string
      readonly target: string
    }
  /** Another type of Ethernet frame. */
  | { readonly protocol: 'other'; readonly type: number; readonly bytes: number }
  | { readonly protocol: 'unknown'; readonly bytes: number }

/** Reads a packet, which begins with what its link type says, and may be cut off anywhere. */
export function decodePacket(bytes: Uint8Array, linkType: number): Packet {
  if (linkType === LINKTYPE_ETHERNET) return ethernet(bytes)
  if (linkType !== LINKTYPE_RAW) return { protocol: 'unknown', bytes: bytes.length }
  return network(bytes, (bytes[0] ?? 0) >> 4 === 6 ? ETH_P_IPV6 : ETH_P_IP)
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) * 0x10000 + uint16(bytes, at + 2)
}

/** VLAN tags, of four bytes each, before the type: IEEE 802.1Q. */
const TAGS = [0x8100, 0x88a8]

function ethernet(bytes: Uint8Array): Packet {
  let at = 12
  for (let tags = 0; tags < 2 && TAGS.includes(uint16(bytes, at)); tags++) at += 4
  return network(bytes.subarray(at + 2), uint16(bytes, at))
}

function network(bytes: Uint8Array, type: number): Packet {
  if (type === ETH_P_IP && bytes.length >= 20) return inet4(bytes)
  if (type === ETH_P_IPV6 && bytes.length >= 40) return inet6(bytes)
  if (type === ETH_P_ARP && bytes.length >= 28) return arp(bytes)
  return { protocol: 'other', type, bytes: bytes.length }
}

/** RFC 826: who asks, and for whom. */
function arp(bytes: Uint8Array): Packet {
  const operation = uint16(bytes, 6) === 1 ? 'request' : 'reply'
  return { protocol: 'ARP', operation, sender: address4(bytes, 14), target: address4(bytes, 24) }
}

function address4(bytes: Uint8Array, at: number): string {
  return inet_ntop(AF_INET, bytes.subarray(at, at + 4))
}

function address6(bytes: Uint8Array, at: number): string {
  return inet_ntop(AF_INET6, bytes.subarray(at, at + 16))
}

function inet4(bytes: Uint8Array): Packet {
  const header = 4 * (bytes[0]! & 0xf)
  const ends = { source: { address: address4(bytes, 12) }, destination: { address: address4(bytes, 16) } }
  const length = uint16(bytes, 2) - header
  const number = bytes[9]!
  const offset = uint16(bytes, 6) & 0x1fff
  if (offset > 0) return { protocol: 'fragment', ...ends, number, bytes: length }
  return transport(ends, number, bytes.subarray(header), length)
}

/** Headers between IPv6's and the transport's, which say how long they are: RFC 8200 section 4. */
const EXTENSIONS = [0, 43, 60]
const FRAGMENT = 44
const NO_NEXT_HEADER = 59

function inet6(bytes: Uint8Array): Packet {
  const ends = { source: { address: address6(bytes, 8) }, destination: { address: address6(bytes, 24) } }
  let next = bytes[6]!
  let at = 40
  for (let headers = 0; headers < 8 && [...EXTENSIONS, FRAGMENT].includes(next); headers++) {
    const isFragment = next === FRAGMENT
    const length = isFragment ? 8 : 8 * ((bytes[at + 1] ?? 0) + 1)
    const offset = isFragment ? uint16(bytes, at + 2) >> 3 : 0
    next = bytes[at] ?? NO_NEXT_HEADER
    at += length
    if (offset > 0) return { protocol: 'fragment', ...ends, number: next, bytes: uint16(bytes, 4) + 40 - at }
  }
  return transport(ends, next, bytes.subarray(at), uint16(bytes, 4) + 40 - at)
}

/** `length` is that of the header here and all that follows, by the IP header. */
function transport(ends: Ends, protocol: number, bytes: Uint8Array, length: number): Packet {
  switch (protocol) {
    case IPPROTO_TCP:
      return { protocol: 'TCP', ...withPorts(ends, bytes), ...segment(bytes, length) }
    case IPPROTO_UDP:
      return { protocol: 'UDP', ...withPorts(ends, bytes), bytes: uint16(bytes, 4) - 8 }
    case IPPROTO_ICMP:
      return { protocol: 'ICMP', ...ends, ...message(bytes, [0, 8]) }
    case IPPROTO_ICMPV6:
      return { protocol: 'ICMPv6', ...ends, ...message(bytes, [128, 129]) }
    default:
      return { protocol: 'IP', ...ends, number: protocol, bytes: length }
  }
}

function withPorts({ source, destination }: Ends, bytes: Uint8Array): Ends {
  return {
    source: { ...source, port: uint16(bytes, 0) },
    destination: { ...destination, port: uint16(bytes, 2) },
  }
}

const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG']

function segment(bytes: Uint8Array, length: number) {
  return {
    flags: FLAGS.filter((_, bit) => ((bytes[13] ?? 0) & (1 << bit)) !== 0),
    seq: uint32(bytes, 4),
    ack: uint32(bytes, 8),
    bytes: length - 4 * ((bytes[12] ?? 0) >> 4),
  }
}

function message(bytes: Uint8Array, echoes: readonly number[]) {
  const [type = 0, code = 0] = bytes
  const echo = { identifier: uint16(bytes, 4), sequence: uint16(bytes, 6) }
  return { type, code, ...(echoes.includes(type) && bytes.length >= 8 ? echo : {}) }
}
