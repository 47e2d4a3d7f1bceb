import {
  AF_INET,
  AF_INET6,
  ETH_P_ARP,
  ETH_P_IP,
  ETH_P_IPV6,
  formatAddress,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  inet_ntop,
} from 'soquete'
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from 'soquete/trace'

/**
 * A packet in a line, as `127.0.0.1:1000 > 127.0.0.1:2000  UDP  2 bytes`. It begins with what its link type says, and
 * may be cut off anywhere.
 */
export function summarize(bytes: Uint8Array, linkType: number): string {
  if (linkType === LINKTYPE_RAW) return network(bytes, bytes[0]! >> 4 === 6 ? ETH_P_IPV6 : ETH_P_IP)
  return linkType === LINKTYPE_ETHERNET ? ethernet(bytes) : `${bytes.length} bytes`
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) * 0x10000 + uint16(bytes, at + 2)
}

/** VLAN tags, of four bytes each, before the type: IEEE 802.1Q. */
const TAGS = [0x8100, 0x88a8]

function ethernet(bytes: Uint8Array): string {
  let at = 12
  for (let tags = 0; tags < 2 && TAGS.includes(uint16(bytes, at)); tags++) at += 4
  return network(bytes.subarray(at + 2), uint16(bytes, at))
}

function network(bytes: Uint8Array, type: number): string {
  if (type === ETH_P_IP && bytes.length >= 20) return inet4(bytes)
  if (type === ETH_P_IPV6 && bytes.length >= 40) return inet6(bytes)
  if (type === ETH_P_ARP && bytes.length >= 28) return arp(bytes)
  return `type 0x${type.toString(16).padStart(4, '0')}  ${bytes.length} bytes`
}

/** RFC 826: who asks, and for whom. */
function arp(bytes: Uint8Array): string {
  const [sender, target] = [14, 24].map((at) => inet_ntop(AF_INET, bytes.subarray(at, at + 4)))
  return `ARP  ${sender} ${uint16(bytes, 6) === 1 ? 'asks who has' : 'answers'} ${target}`
}

function inet4(bytes: Uint8Array): string {
  const header = 4 * (bytes[0]! & 0xf)
  const ends = [12, 16].map((at) => inet_ntop(AF_INET, bytes.subarray(at, at + 4)))
  const length = uint16(bytes, 2) - header
  const fragment = uint16(bytes, 6) & 0x1fff
  if (fragment > 0) return `${ends.join(' > ')}  a fragment of protocol ${bytes[9]}`
  return transport(AF_INET, ends, bytes[9]!, bytes.subarray(header), length)
}

/** Headers between IPv6's and the transport's, which say how long they are: RFC 8200 section 4. */
const EXTENSIONS = [0, 43, 60]

function inet6(bytes: Uint8Array): string {
  const ends = [8, 24].map((at) => inet_ntop(AF_INET6, bytes.subarray(at, at + 16)))
  let next = bytes[6]!
  let at = 40
  for (let headers = 0; headers < 8 && EXTENSIONS.includes(next); headers++) {
    next = bytes[at] ?? 59
    at += 8 * ((bytes[at + 1] ?? 0) + 1)
  }
  return transport(AF_INET6, ends, next, bytes.subarray(at), uint16(bytes, 4) + 40 - at)
}

/** `length` is that of the header here and all that follows, by the IP header. */
function transport(
  family: typeof AF_INET | typeof AF_INET6,
  ends: readonly string[],
  protocol: number,
  bytes: Uint8Array,
  length: number,
): string {
  const ports = [uint16(bytes, 0), uint16(bytes, 2)] as const
  const named = () =>
    ends.map((address, index) => formatAddress({ family, address, port: ports[index]! })).join(' > ')
  switch (protocol) {
    case IPPROTO_TCP:
      return `${named()}  TCP  ${segment(bytes, length)}`
    case IPPROTO_UDP:
      return `${named()}  UDP  ${uint16(bytes, 4) - 8} bytes`
    case IPPROTO_ICMP:
    case IPPROTO_ICMPV6:
      return `${ends.join(' > ')}  ICMP  type ${bytes[0] ?? 0}, code ${bytes[1] ?? 0}`
    default:
      return `${ends.join(' > ')}  protocol ${protocol}  ${length} bytes`
  }
}

const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG']

function segment(bytes: Uint8Array, length: number): string {
  const flags = FLAGS.filter((_, bit) => ((bytes[13] ?? 0) & (1 << bit)) !== 0).join(',')
  const data = length - 4 * ((bytes[12] ?? 0) >> 4)
  return `${flags}  seq ${uint32(bytes, 4)}  ack ${uint32(bytes, 8)}  ${data} bytes`
}
