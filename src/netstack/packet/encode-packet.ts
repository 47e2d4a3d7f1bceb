import { IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP } from '../../socket/posix/constants.ts'
import { checksum, ipv4PseudoHeader, ipv6PseudoHeader } from './checksum.ts'
import { writeBytes } from './field.ts'
import { type IcmpMessage, writeIcmp } from './icmp.ts'
import { type Icmpv6Message, writeIcmpv6 } from './icmpv6.ts'
import { IPV4_HEADER, type Ipv4Header, ipv4Destination, ipv4Source, writeIpv4 } from './ipv4.ts'
import { IPV6_ADDRESSES, IPV6_HEADER, type Ipv6Header, writeIpv6 } from './ipv6.ts'
import { type Ipv6Extension, NO_NEXT_HEADER, writeIpv6Extensions } from './ipv6-extensions.ts'
import { sealTcp, type TcpHeader, writeTcp } from './tcp.ts'
import { sealUdp, UDP_HEADER, type UdpHeader, writeUdp } from './udp.ts'

type Addressed<Header extends { source: string; destination: string }> = Partial<Header> &
  Pick<Header, 'source' | 'destination'>
type Unsealed<Message> = Message extends unknown ? Omit<Message, 'checksum'> & { checksum?: number } : never

/**
 * A packet as `readPacket()` gives it, or less of it: lengths, protocols and checksums that are left out become right,
 * other fields 0 (the TTL 64). What is said stays as it is said, right or wrong.
 */
export interface PacketSketch {
  ipv4?: Addressed<Ipv4Header>
  ipv6?: Addressed<Ipv6Header>
  /** Each names the next itself. */
  extensions?: readonly Ipv6Extension[]
  icmp?: Unsealed<IcmpMessage>
  icmpv6?: Unsealed<Icmpv6Message>
  tcp?: Partial<TcpHeader>
  udp?: Partial<UdpHeader>
  payload?: Uint8Array
}

/** Bytes that any sketch has room in. */
const ROOM = IPV6_HEADER + 0xffff

/** A packet as bytes; a RangeError when a field does not fit, or the packet is larger than one can be. */
export function encodePacket(sketch: PacketSketch): Uint8Array {
  const { ipv4, ipv6, extensions = [] } = sketch
  const view = new DataView(new ArrayBuffer(ROOM))
  let begin = 0
  if (ipv4 !== undefined) begin = IPV4_HEADER + (ipv4.options?.length ?? 0)
  else if (ipv6 !== undefined) begin = writeIpv6Extensions(view, IPV6_HEADER, extensions)
  const end = writeTransport(view, begin, sketch)
  if (ipv4 !== undefined) writeHeader4(view, begin, end, ipv4, protocolOf(sketch))
  else if (ipv6 !== undefined) writeHeader6(view, end, ipv6, extensions[0]?.header ?? protocolOf(sketch))
  seal(view, begin, end, sketch)
  return new Uint8Array(view.buffer.slice(0, end))
}

function protocolOf({ icmp, icmpv6, tcp, udp }: PacketSketch): number {
  if (tcp !== undefined) return IPPROTO_TCP
  if (udp !== undefined) return IPPROTO_UDP
  if (icmp !== undefined) return IPPROTO_ICMP
  return icmpv6 !== undefined ? IPPROTO_ICMPV6 : NO_NEXT_HEADER
}

/** Writes the transport's header and the payload; gives the position behind them. */
function writeTransport(view: DataView, at: number, sketch: PacketSketch): number {
  const { icmp, icmpv6, tcp, udp, payload = new Uint8Array(0) } = sketch
  let here = at
  if (tcp !== undefined) here = writeTcp(view, at, completeTcp(view, at, tcp))
  else if (udp !== undefined) {
    const length = UDP_HEADER + payload.length
    here = writeUdp(view, at, { sourcePort: 0, destinationPort: 0, length, checksum: 0, ...udp })
  } else if (icmp !== undefined) here = writeIcmp(view, at, { checksum: 0, ...icmp })
  else if (icmpv6 !== undefined) here = writeIcmpv6(view, at, { checksum: 0, ...icmpv6 })
  if (here + payload.length > ROOM)
    throw new RangeError(
      `a payload of ${payload.length} bytes behind headers of ${here}; ${ROOM} is all that fits`,
    )
  return writeBytes(view, here, payload)
}

const NO_TCP: TcpHeader = {
  sourcePort: 0,
  destinationPort: 0,
  seq: 0,
  ack: 0,
  dataOffset: 0,
  reserved: 0,
  flags: '',
  window: 0,
  checksum: 0,
  urgentPointer: 0,
  options: [],
}

function completeTcp(view: DataView, at: number, tcp: Partial<TcpHeader>): TcpHeader {
  // Written once to learn how long the options are.
  const dataOffset = (writeTcp(view, at, { ...NO_TCP, ...tcp }) - at) / 4
  return { ...NO_TCP, dataOffset, ...tcp }
}

function writeHeader4(
  view: DataView,
  begin: number,
  end: number,
  sketch: Addressed<Ipv4Header>,
  protocol: number,
): void {
  writeIpv4(view, 0, {
    version: 4,
    ihl: Math.ceil(begin / 4),
    dscp: 0,
    ecn: 0,
    totalLength: end,
    identification: 0,
    reserved: 0,
    dontFragment: 0,
    moreFragments: 0,
    fragmentOffset: 0,
    ttl: 64,
    protocol,
    headerChecksum: 0,
    options: new Uint8Array(0),
    ...sketch,
  })
  if (sketch.headerChecksum === undefined) view.setUint16(10, checksum(view, 0, begin))
}

function writeHeader6(view: DataView, end: number, sketch: Addressed<Ipv6Header>, nextHeader: number): void {
  writeIpv6(view, 0, {
    version: 6,
    dscp: 0,
    ecn: 0,
    flowLabel: 0,
    payloadLength: end - IPV6_HEADER,
    nextHeader,
    hopLimit: 64,
    ...sketch,
  })
}

/** Writes the transport's checksum where none is said. */
function seal(view: DataView, at: number, end: number, sketch: PacketSketch): void {
  const { icmp, icmpv6, tcp, udp } = sketch
  const length = end - at
  const pseudoHeader = pseudoHeaderOf(view, sketch)
  if (tcp !== undefined && tcp.checksum === undefined) sealTcp(view, at, end, pseudoHeader)
  else if (udp !== undefined && udp.checksum === undefined) sealUdp(view, at, end, pseudoHeader)
  else if (icmp !== undefined && icmp.checksum === undefined)
    view.setUint16(at + 2, checksum(view, at, length))
  else if (icmpv6 !== undefined && icmpv6.checksum === undefined)
    view.setUint16(at + 2, checksum(view, at, length, pseudoHeader + length))
}

function pseudoHeaderOf(view: DataView, { ipv4, ipv6, ...sketch }: PacketSketch): number {
  const protocol = protocolOf(sketch)
  if (ipv4 !== undefined) return ipv4PseudoHeader(ipv4Source(view, 0), ipv4Destination(view, 0), protocol)
  return ipv6 === undefined ? 0 : ipv6PseudoHeader(view, IPV6_ADDRESSES, protocol)
}
