import { IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP } from '../../socket/posix/constants.ts'
import { readBytes } from './field.ts'
import { type IcmpMessage, readIcmp } from './icmp.ts'
import { type Icmpv6Message, readIcmpv6 } from './icmpv6.ts'
import { type Ipv4Header, ipv4HeaderLength, ipv4IsFragment, ipv4TotalLength, readIpv4 } from './ipv4.ts'
import { IPV6_HEADER, type Ipv6Header, ipv6PayloadLength, readIpv6 } from './ipv6.ts'
import { Ipv6Chain, type Ipv6Extension, readIpv6Extensions } from './ipv6-extensions.ts'
import { readTcp, type TcpHeader, tcpHeaderLength } from './tcp.ts'
import { readUdp, UDP_HEADER, type UdpHeader } from './udp.ts'
import { GOOD } from './verdict.ts'

/** A whole packet as a plain object: its headers, from the outermost on, as far as they are there and make sense. */
export interface Packet {
  ipv4?: Ipv4Header
  ipv6?: Ipv6Header
  extensions?: Ipv6Extension[]
  icmp?: IcmpMessage
  icmpv6?: Icmpv6Message
  tcp?: TcpHeader
  udp?: UdpHeader
  /** What stands behind the headers, up to the IP packet's end. */
  payload: Uint8Array
}

/** Reads a packet, whatever its checksums; `encodePacket()` is its inverse. What is no IP header is all payload. */
export function readPacket(view: DataView, at: number, end: number): Packet {
  const version = at < end ? view.getUint8(at) >> 4 : 0
  if (version === 4) return readInIpv4(view, at, end)
  return version === 6 ? readInIpv6(view, at, end) : { payload: readBytes(view, at, end) }
}

function readInIpv4(view: DataView, at: number, end: number): Packet {
  const ipv4 = readIpv4(view, at, end)
  if (ipv4 === null) return { payload: readBytes(view, at, end) }
  const begin = at + ipv4HeaderLength(view, at)
  const behind = Math.min(end, Math.max(begin, at + ipv4TotalLength(view, at)))
  if (ipv4IsFragment(view, at)) return { ipv4, payload: readBytes(view, begin, behind) }
  return { ipv4, ...readTransport(view, begin, behind, ipv4.protocol, IPPROTO_ICMP) }
}

function readInIpv6(view: DataView, at: number, end: number): Packet {
  const ipv6 = readIpv6(view, at, end)
  if (ipv6 === null) return { payload: readBytes(view, at, end) }
  const behind = Math.min(end, at + IPV6_HEADER + ipv6PayloadLength(view, at))
  const extensions = readIpv6Extensions(view, at, behind)
  const chain = new Ipv6Chain()
  if (extensions === null || chain.walk(view, at, behind) !== GOOD)
    return { ipv6, payload: readBytes(view, at + IPV6_HEADER, behind) }
  const headers = extensions.length > 0 ? { ipv6, extensions } : { ipv6 }
  if (chain.inFragment) return { ...headers, payload: readBytes(view, chain.at, behind) }
  return { ...headers, ...readTransport(view, chain.at, behind, chain.protocol, IPPROTO_ICMPV6) }
}

/** `control` is the protocol of the ICMP that goes with the version of IP. */
function readTransport(view: DataView, at: number, end: number, protocol: number, control: number): Packet {
  const payload = (from: number) => readBytes(view, from, end)
  if (protocol === IPPROTO_TCP) {
    const tcp = readTcp(view, at, end)
    if (tcp !== null) return { tcp, payload: payload(at + tcpHeaderLength(view, at)) }
  } else if (protocol === IPPROTO_UDP) {
    const udp = readUdp(view, at, end)
    if (udp !== null) return { udp, payload: payload(at + UDP_HEADER) }
  } else if (protocol === control && control === IPPROTO_ICMP) {
    const icmp = readIcmp(view, at, end)
    if (icmp !== null) return { icmp, payload: payload(end) }
  } else if (protocol === control) {
    const icmpv6 = readIcmpv6(view, at, end)
    if (icmpv6 !== null) return { icmpv6, payload: payload(end) }
  }
  return { payload: payload(at) }
}
