import { IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP } from '../../socket/posix/constants.ts'
import { ipv4PseudoHeader, ipv6PseudoHeader } from './checksum.ts'
import { checkIcmp } from './icmp.ts'
import { checkIcmpv6 } from './icmpv6.ts'
import {
  checkIpv4,
  ipv4Destination,
  ipv4HeaderLength,
  ipv4IsFragment,
  ipv4Protocol,
  ipv4Source,
  ipv4TotalLength,
} from './ipv4.ts'
import { checkIpv6, IPV6_ADDRESSES, IPV6_HEADER, ipv6PayloadLength } from './ipv6.ts'
import { Ipv6Chain } from './ipv6-extensions.ts'
import { checkTcp } from './tcp.ts'
import { checkUdp } from './udp.ts'
import { GOOD, TRUNCATED, WRONG_VERSION } from './verdict.ts'

/**
 * Judges a whole packet, header by header, and gives the first verdict that is not good: how the checks go together.
 * What a fragment bears is not judged, nor what has another protocol.
 */
export function checkPacket(view: DataView, at: number, end: number): number {
  if (at >= end) return TRUNCATED
  const version = view.getUint8(at) >> 4
  if (version === 4) return checkInIpv4(view, at, end)
  return version === 6 ? checkInIpv6(view, at, end) : WRONG_VERSION
}

function checkInIpv4(view: DataView, at: number, end: number): number {
  const verdict = checkIpv4(view, at, end)
  if (verdict !== GOOD || ipv4IsFragment(view, at)) return verdict
  const protocol = ipv4Protocol(view, at)
  const begin = at + ipv4HeaderLength(view, at)
  const behind = at + ipv4TotalLength(view, at)
  if (protocol === IPPROTO_ICMP) return checkIcmp(view, begin, behind)
  const pseudoHeader = ipv4PseudoHeader(ipv4Source(view, at), ipv4Destination(view, at), protocol)
  if (protocol === IPPROTO_TCP) return checkTcp(view, begin, behind, pseudoHeader)
  return protocol === IPPROTO_UDP ? checkUdp(view, begin, behind, pseudoHeader, false) : GOOD
}

function checkInIpv6(view: DataView, at: number, end: number): number {
  const verdict = checkIpv6(view, at, end)
  if (verdict !== GOOD) return verdict
  const behind = at + IPV6_HEADER + ipv6PayloadLength(view, at)
  const chain = new Ipv6Chain()
  const chainVerdict = chain.walk(view, at, behind)
  if (chainVerdict !== GOOD || chain.inFragment) return chainVerdict
  const pseudoHeader = ipv6PseudoHeader(view, at + IPV6_ADDRESSES, chain.protocol)
  if (chain.protocol === IPPROTO_TCP) return checkTcp(view, chain.at, behind, pseudoHeader)
  if (chain.protocol === IPPROTO_UDP) return checkUdp(view, chain.at, behind, pseudoHeader, true)
  return chain.protocol === IPPROTO_ICMPV6 ? checkIcmpv6(view, chain.at, behind, pseudoHeader) : GOOD
}
