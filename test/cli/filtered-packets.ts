import { AF_INET, AF_INET6, ETH_P_ARP, ETH_P_IP, ETH_P_IPV6, inet_pton } from '../../src/index.ts'

/** A packet of the network, and the words that are true of it. */
export interface Packet {
  readonly name: string
  readonly type: number
  readonly bytes: Uint8Array
  readonly words: readonly string[]
}

function packet(name: string, type: number, bytes: Uint8Array, words: string): Packet {
  return { name, type, bytes, words: words.split(', ') }
}

interface Inet4 {
  readonly from?: string
  readonly to?: string
  /** Bytes of options. */
  readonly options?: number
  /** Flags and offset. */
  readonly fragment?: number
}

/** IPv4: RFC 791 section 3.1. The checksum, of which a filter knows nothing, is left out. */
function inet4(protocol: number, payload: Uint8Array, header: Inet4 = {}): Uint8Array {
  const { from = '10.0.0.1', to = '10.0.0.2', options = 0, fragment = 0x4000 } = header
  const bytes = new Uint8Array(20 + options + payload.length)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, 0x45 + options / 4)
  view.setUint16(2, bytes.length)
  view.setUint16(6, fragment)
  view.setUint8(9, protocol)
  bytes.set(inet_pton(AF_INET, from) as Uint8Array, 12)
  bytes.set(inet_pton(AF_INET, to) as Uint8Array, 16)
  bytes.set(payload, 20 + options)
  return bytes
}

/** IPv6: RFC 8200 section 3. */
function inet6(next: number, payload: Uint8Array, to = 'fd00::1:2', from = 'fd00::1:1'): Uint8Array {
  const bytes = new Uint8Array(40 + payload.length)
  bytes[0] = 0x60
  new DataView(bytes.buffer).setUint16(4, payload.length)
  bytes[6] = next
  bytes.set(inet_pton(AF_INET6, from) as Uint8Array, 8)
  bytes.set(inet_pton(AF_INET6, to) as Uint8Array, 24)
  bytes.set(payload, 40)
  return bytes
}

/** RFC 826: who has an address? */
function arp(sender: string, target: string): Uint8Array {
  const bytes = new Uint8Array(28)
  bytes.set([0, 1, 8, 0, 6, 4, 0, 1])
  bytes.set(inet_pton(AF_INET, sender) as Uint8Array, 14)
  bytes.set(inet_pton(AF_INET, target) as Uint8Array, 24)
  return bytes
}

/** What TCP, UDP and others begin with. */
function ports(source: number, destination: number): Uint8Array {
  return Uint8Array.of(source >> 8, source & 0xff, destination >> 8, destination & 0xff, 0, 8, 0, 0)
}

const [TO, FRO, OTHERS, ECHO] = [ports(1000, 2000), ports(2000, 1000), ports(3, 4), ports(0x0800, 1)]

/** What is said of packets that go to, and of those that come back. */
const PORTS = 'port 1000, port 2000, src port 1000'
const PORTS_BACK = 'port 1000, port 2000, dst port 1000'
const FOUR = 'host 10.0.0.1, host 10.0.0.2, src host 10.0.0.1'
const FOUR_BACK = 'host 10.0.0.1, host 10.0.0.2, dst host 10.0.0.1'
const SIX = 'host fd00::1:1, host fd00::1:2, src host fd00::1:1'
const SIX_BACK = 'host fd00::1:1, host fd00::1:2, dst host fd00::1:1'

/** IPv6's header of a fragment, the first one or a later: RFC 8200 section 4.5. */
function fragment6(next: number, offset: number, payload: Uint8Array): Uint8Array {
  return Uint8Array.of(next, 0, offset >> 8, (offset & 0xff) | 1, 0, 0, 0, 1, ...payload)
}

const ETH_P_RARP = 0x8035

export const PACKETS: readonly Packet[] = [
  packet('UDP', ETH_P_IP, inet4(17, TO), `ip, udp, ${PORTS}, ${FOUR}`),
  packet(
    'UDP back',
    ETH_P_IP,
    inet4(17, FRO, { from: '10.0.0.2', to: '10.0.0.1' }),
    `ip, udp, ${PORTS_BACK}, ${FOUR_BACK}`,
  ),
  packet('UDP of others', ETH_P_IP, inet4(17, OTHERS), `ip, udp, ${FOUR}`),
  packet('UDP with options', ETH_P_IP, inet4(17, TO, { options: 4 }), `ip, udp, ${PORTS}, ${FOUR}`),
  packet('TCP', ETH_P_IP, inet4(6, TO), `ip, tcp, ${PORTS}, ${FOUR}`),
  packet('TCP with all options', ETH_P_IP, inet4(6, FRO, { options: 40 }), `ip, tcp, ${PORTS_BACK}, ${FOUR}`),
  packet('a first fragment', ETH_P_IP, inet4(17, TO, { fragment: 0x2000 }), `ip, udp, ${PORTS}, ${FOUR}`),
  packet('a later fragment', ETH_P_IP, inet4(17, TO, { fragment: 0x2001 }), `ip, udp, ${FOUR}`),
  packet('the last fragment', ETH_P_IP, inet4(6, TO, { fragment: 0x1000 }), `ip, tcp, ${FOUR}`),
  packet('ICMP', ETH_P_IP, inet4(1, ECHO), `ip, icmp, ${FOUR}`),
  packet('SCTP', ETH_P_IP, inet4(132, TO), `ip, ${PORTS}, ${FOUR}`),
  packet('SCTP back', ETH_P_IP, inet4(132, FRO), `ip, ${PORTS_BACK}, ${FOUR}`),
  packet('UDP-Lite', ETH_P_IP, inet4(136, TO), `ip, ${FOUR}`),
  packet('ICMPv6 over IPv4', ETH_P_IP, inet4(58, TO), `ip, ${FOUR}`),
  packet(
    'UDP to others',
    ETH_P_IP,
    inet4(17, TO, { to: '10.0.0.3' }),
    `ip, udp, ${PORTS}, host 10.0.0.1, src host 10.0.0.1`,
  ),
  packet(
    'UDP from others',
    ETH_P_IP,
    inet4(17, TO, { from: '10.9.0.1' }),
    `ip, udp, ${PORTS}, host 10.0.0.2`,
  ),
  packet('IPv4, cut off', ETH_P_IP, inet4(17, TO).subarray(0, 8), 'ip'),
  packet('UDP over IPv6', ETH_P_IPV6, inet6(17, TO), `ip6, udp, ${PORTS}, ${SIX}`),
  packet(
    'UDP over IPv6, back',
    ETH_P_IPV6,
    inet6(17, FRO, 'fd00::1:1', 'fd00::1:2'),
    `ip6, udp, ${PORTS_BACK}, ${SIX_BACK}`,
  ),
  packet('TCP over IPv6', ETH_P_IPV6, inet6(6, TO), `ip6, tcp, ${PORTS}, ${SIX}`),
  packet('TCP over IPv6, back', ETH_P_IPV6, inet6(6, FRO), `ip6, tcp, ${PORTS_BACK}, ${SIX}`),
  packet('TCP of others over IPv6', ETH_P_IPV6, inet6(6, OTHERS), `ip6, tcp, ${SIX}`),
  packet('ICMPv6', ETH_P_IPV6, inet6(58, ECHO), `ip6, icmp6, ${SIX}`),
  packet('SCTP over IPv6', ETH_P_IPV6, inet6(132, FRO), `ip6, ${PORTS_BACK}, ${SIX}`),
  packet('SCTP over IPv6, to', ETH_P_IPV6, inet6(132, TO), `ip6, ${PORTS}, ${SIX}`),
  packet('UDP-Lite over IPv6', ETH_P_IPV6, inet6(136, TO), `ip6, ${SIX}`),
  packet('ICMP over IPv6', ETH_P_IPV6, inet6(1, TO), `ip6, ${SIX}`),
  packet('an extension', ETH_P_IPV6, inet6(0, Uint8Array.of(17, 0, ...TO)), `ip6, ${SIX}`),
  packet('another extension', ETH_P_IPV6, inet6(60, Uint8Array.of(6, 0, ...TO)), `ip6, ${SIX}`),
  packet('a first fragment of UDP', ETH_P_IPV6, inet6(44, fragment6(17, 0, TO)), `ip6, udp, ${SIX}`),
  packet('a later fragment of TCP', ETH_P_IPV6, inet6(44, fragment6(6, 0x100, TO)), `ip6, tcp, ${SIX}`),
  packet('a fragment of ICMPv6', ETH_P_IPV6, inet6(44, fragment6(58, 0, TO)), `ip6, icmp6, ${SIX}`),
  ...['fd01::1:2', 'fd00::1:0:0:1:2', 'fd00::1:0:1:2', 'fd00::1:3'].map((to) =>
    packet(
      `UDP to ${to}`,
      ETH_P_IPV6,
      inet6(17, TO, to),
      `ip6, udp, ${PORTS}, host fd00::1:1, src host fd00::1:1`,
    ),
  ),
  packet('ARP', ETH_P_ARP, arp('10.0.0.1', '10.0.0.2'), `arp, ${FOUR}`),
  packet('ARP back', ETH_P_ARP, arp('10.0.0.2', '10.0.0.1'), `arp, ${FOUR_BACK}`),
  packet('ARP of others', ETH_P_ARP, arp('10.0.0.3', '10.0.0.4'), 'arp'),
  packet('RARP', ETH_P_RARP, arp('10.0.0.1', '10.0.0.2'), FOUR),
  packet('RARP back', ETH_P_RARP, arp('10.0.0.2', '10.0.0.1'), FOUR_BACK),
  packet('something else', 0x88b5, inet4(17, TO), 'nothing'),
]

/** Every word of a filter that is true of some packet here. */
export const WORDS: readonly string[] = [
  ...['ip', 'ip6', 'arp', 'tcp', 'udp', 'icmp', 'icmp6'],
  ...['port 1000', 'port 2000', 'src port 1000', 'dst port 1000'],
  ...['host 10.0.0.1', 'host 10.0.0.2', 'src host 10.0.0.1', 'dst host 10.0.0.1'],
  ...['host fd00::1:1', 'host fd00::1:2', 'src host fd00::1:1', 'dst host fd00::1:1'],
]
