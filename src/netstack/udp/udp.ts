import { IPPROTO_UDP } from '../../socket/posix/constants.ts'
import type { Version } from '../ip/address.ts'
import type { DatagramSink } from '../ip/datagram.ts'
import type { Ip } from '../ip/ip.ts'
import { OURS } from '../ip/topology.ts'
import { ipv4PseudoHeader, ipv6PseudoHeader } from '../packet/checksum.ts'
import { ICMP_DEST_UNREACH, ICMP_PORT_UNREACH } from '../packet/icmp.ts'
import { ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOPORT } from '../packet/icmpv6.ts'
import { ipv4Destination, ipv4Source } from '../packet/ipv4.ts'
import { IPV6_ADDRESSES } from '../packet/ipv6.ts'
import { checkUdp, udpDestinationPort, udpLength, udpSourcePort } from '../packet/udp.ts'
import { BAD_CHECKSUM, GOOD } from '../packet/verdict.ts'
import type { Protocol } from '../path.ts'
import { PortTable, scoreOf } from './port-table.ts'
import { UdpCounters } from './udp-counters.ts'
import { UdpSocket } from './udp-socket.ts'

/** UDP of one host: RFC 768, RFC 1122 section 4.1, RFC 8200 section 8.1. */
export class Udp implements Protocol {
  readonly counters = new UdpCounters()
  readonly #ip: Ip
  readonly #ports: PortTable<UdpSocket>

  constructor(ip: Ip) {
    this.#ip = ip
    this.#ports = new PortTable(ip.chance)
    ip.register(IPPROTO_UDP, this)
  }

  /** A socket of a version of IP; one of IPv6 takes packets of both, unless it is told not to. */
  socket(family: Version, sink: DatagramSink): UdpSocket {
    return new UdpSocket(this.#ip, this.#ports, this.counters, family, sink)
  }

  receive(slot: number, ip: number, at: number, end: number): void {
    const view = this.#ip.arena.view(slot)
    const version = view.getUint8(ip) >> 4 === 4 ? 4 : 6
    const pseudoHeader =
      version === 4
        ? ipv4PseudoHeader(ipv4Source(view, ip), ipv4Destination(view, ip), IPPROTO_UDP)
        : ipv6PseudoHeader(view, ip + IPV6_ADDRESSES, IPPROTO_UDP)
    const verdict = checkUdp(view, at, end, pseudoHeader, version === 6)
    if (verdict !== GOOD) {
      this.counters.InErrors++
      if (verdict === BAD_CHECKSUM) this.counters.InCsumErrors++
      return
    }
    // What IP bears behind the datagram is nobody's.
    const behind = at + udpLength(view, at)
    const from = version === 4 ? ip + 12 : ip + 8
    const to = version === 4 ? ip + 16 : ip + 24
    if (this.#ip.kind !== OURS) {
      this.#deliverToAll(slot, view, version, from, to, at, behind)
      return
    }
    const fromPort = udpSourcePort(view, at)
    const socket = this.#ports.find(version, view, from, fromPort, to, udpDestinationPort(view, at))
    if (socket !== null) socket.deliver(slot, at, behind)
    else this.#refuse(slot, version, ip)
  }

  /** To a group or to everybody: each socket that it fits gets it, and nobody is told when there is none. */
  #deliverToAll(
    slot: number,
    view: DataView,
    version: Version,
    from: number,
    to: number,
    at: number,
    end: number,
  ): void {
    const fromPort = udpSourcePort(view, at)
    for (const socket of this.#ports.at(udpDestinationPort(view, at)))
      if (scoreOf(socket, version, view, from, fromPort, to) > 0) socket.deliver(slot, at, end)
  }

  /** RFC 1122 section 4.1.3.1. */
  #refuse(slot: number, version: Version, ip: number): void {
    this.counters.NoPorts++
    const { icmp, from } = this.#ip
    if (version === 4) icmp.error4(slot, ip, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, 0, from)
    else icmp.error6(slot, ip, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOPORT, 0, from)
  }

  /**
   * Only a connected socket is told of an error, because others could not know whom it is about; and only of one that
   * says that trying again is of no use. Linux's rules, where SO_RECVERR is off.
   */
  failed(slot: number, ip: number, at: number, end: number, error: number): void {
    if (end - at < 4) return
    const view = this.#ip.arena.view(slot)
    const version = view.getUint8(ip) >> 4 === 4 ? 4 : 6
    const source = version === 4 ? ip + 12 : ip + 8
    const destination = version === 4 ? ip + 16 : ip + 24
    const ourPort = udpSourcePort(view, at)
    const theirPort = udpDestinationPort(view, at)
    const socket = this.#ports.find(version, view, destination, theirPort, source, ourPort)
    if (socket === null || socket.remote === null) return
    if (this.#ip.errorIsHard) socket.fail(error)
  }
}
