import {
  BPF_ABS,
  BPF_ALU,
  BPF_AND,
  BPF_B,
  BPF_H,
  BPF_IND,
  BPF_K,
  BPF_LD,
  BPF_LDX,
  BPF_MSH,
  BPF_STMT,
  BPF_W,
  type Instruction,
  SKF_AD_OFF,
  SKF_AD_PROTOCOL,
  SKF_NET_OFF,
} from '../../socket/options/filter.ts'
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
import { inet_pton } from '../../socket/posix/inet.ts'
import { PROTOCOL_WORDS, type ProtocolWord } from './filter-words.ts'

/** What one look at a packet asks: instructions after which the accumulator A is what it is about, and what A may be. */
export interface Check {
  readonly load: readonly Instruction[]
  readonly values: readonly number[]
}

/** What a word of a filter asks: alternatives of which one must hold, each made of checks that must all hold. */
export type Primitive = readonly (readonly Check[])[]

export type Direction = 'src' | 'dst'

function check(load: readonly Instruction[], ...values: readonly number[]): Check {
  return { load, values }
}

/**
 * Loads from the network header, wherever in the packet that begins: behind Ethernet's header, on lo too, and at once
 * in a tunnel. Bytes are in network order, as everywhere in BPF. A packet that is too short for a load is dropped.
 */
function network(size: number, offset: number): Instruction {
  return BPF_STMT(BPF_LD | size | BPF_ABS, SKF_NET_OFF + offset)
}

/** The kernel knows it, whatever the link: no header has to be looked at. */
const PROTOCOL = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_PROTOCOL)

/** RFC 903. */
const ETH_P_RARP = 0x8035

const IS_ARP = check([PROTOCOL], ETH_P_ARP)
const IS_RARP = check([PROTOCOL], ETH_P_RARP)
const IS_INET4 = check([PROTOCOL], ETH_P_IP)
const IS_INET6 = check([PROTOCOL], ETH_P_IPV6)

const IPPROTO_SCTP = 132

/** An IPv6 header that stands in front of a fragment; what the whole packet bears is its first byte: RFC 8200. */
const FRAGMENT_HEADER = 44

/**
 * IPv4's protocol, or IPv6's next header, also behind that of a fragment. Other extensions say how long they are: only
 * a loop would find what follows, and BPF has none.
 */
function inet4(...protocols: readonly number[]): readonly Check[] {
  return [IS_INET4, check([network(BPF_B, 9)], ...protocols)]
}

function inet6(...protocols: readonly number[]): readonly Check[] {
  return [IS_INET6, check([network(BPF_B, 6)], ...protocols)]
}

function fragment6(protocol: number): readonly Check[] {
  return [...inet6(FRAGMENT_HEADER), check([network(BPF_B, 40)], protocol)]
}

function transport(protocol: number): Primitive {
  return [inet4(protocol), inet6(protocol), fragment6(protocol)]
}

const NAMED: Readonly<Record<ProtocolWord, Primitive>> = {
  arp: [[IS_ARP]],
  ip: [[IS_INET4]],
  ip6: [[IS_INET6]],
  tcp: transport(IPPROTO_TCP),
  udp: transport(IPPROTO_UDP),
  icmp: [inet4(IPPROTO_ICMP)],
  icmp6: [inet6(IPPROTO_ICMPV6), fragment6(IPPROTO_ICMPV6)],
}

/** A word that stands alone, with the meaning that tcpdump(8) gives it; null when it is none. */
export function protocol(text: string): Primitive | null {
  const word = PROTOCOL_WORDS.find((each) => each === text)
  return word === undefined ? null : NAMED[word]
}

/** Of an IPv4 packet in fragments the first one alone has ports; the others say how far behind it they begin. */
const IS_FIRST_FRAGMENT = check([network(BPF_H, 6), BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x1fff)], 0)

/** X = the length of the IPv4 header, which options make longer: four times the low half of its first byte. */
const HEADER_LENGTH = BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, SKF_NET_OFF)

const WITH_PORTS = [IPPROTO_TCP, IPPROTO_UDP, IPPROTO_SCTP]

/** The source port stands in front, and the destination port two bytes further. Null when it is no port. */
export function port(text: string, direction?: Direction): Primitive | null {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (number === 0 || number > 65_535) return null
  return either(direction, 0, 2).flatMap((offset) => {
    const behindHeader = BPF_STMT(BPF_LD | BPF_H | BPF_IND, SKF_NET_OFF + offset)
    return [
      [...inet4(...WITH_PORTS), IS_FIRST_FRAGMENT, check([HEADER_LENGTH, behindHeader], number)],
      [...inet6(...WITH_PORTS), check([network(BPF_H, 40 + offset)], number)],
    ]
  })
}

/** Source or destination; of ARP who asks, and for whom. Null when it is no address. */
export function host(text: string, direction?: Direction): Primitive | null {
  const four = inet_pton(AF_INET, text)
  if (four !== null)
    return [
      ...either(direction, 12, 16).map((at) => [IS_INET4, ...addressAt(at, four)]),
      ...either(direction, 14, 24).flatMap((at) => [
        [IS_ARP, ...addressAt(at, four)],
        [IS_RARP, ...addressAt(at, four)],
      ]),
    ]
  const six = inet_pton(AF_INET6, text)
  return six && either(direction, 8, 24).map((at) => [IS_INET6, ...addressAt(at, six)])
}

/** Where to look for the source, for the destination, or for one of the two. */
function either(direction: Direction | undefined, source: number, destination: number): number[] {
  return [...(direction === 'dst' ? [] : [source]), ...(direction === 'src' ? [] : [destination])]
}

/** A holds 32 bits: an address of IPv6 takes four looks. */
function addressAt(offset: number, address: Uint8Array): Check[] {
  const view = new DataView(address.buffer, address.byteOffset)
  const words = Array.from({ length: address.length / 4 }, (_, index) => 4 * index)
  return words.map((at) => check([network(BPF_W, offset + at)], view.getUint32(at)))
}
