import {
  AF_INET,
  AF_INET6,
  BPF_ABS,
  BPF_ALU,
  BPF_AND,
  BPF_B,
  BPF_H,
  BPF_IND,
  BPF_JEQ,
  BPF_JMP,
  BPF_JUMP,
  BPF_K,
  BPF_LD,
  BPF_LDX,
  BPF_MSH,
  BPF_RET,
  BPF_STMT,
  BPF_W,
  ETH_P_ARP,
  ETH_P_IP,
  ETH_P_IPV6,
  type Instruction,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  inet_pton,
  SKF_AD_OFF,
  SKF_AD_PROTOCOL,
  SKF_NET_OFF,
} from 'soquete'

// A filter becomes a program of classic BPF, which the kernel runs on each packet before the socket gets it: loads into
// the accumulator A, comparisons of A with a number that skip some instructions or none, and at the end how many bytes
// of the packet are kept. That of `udp` is:
//
//     0  A = protocol
//     1  A == IPv4 ? go on : skip 2
//     2  A = byte 9 of the network header
//     3  A == UDP ? skip 5 : go on
//     4  A = protocol
//     5  A == IPv6 ? go on : skip 2
//     6  A = byte 6 of the network header
//     7  A == UDP ? skip 1 : go on
//     8  keep nothing
//     9  keep all

/** What a word of a filter asks: alternatives of which one must hold, each made of checks that must all hold. */
type Primitive = readonly (readonly Check[])[]

interface Check {
  /** Instructions after which A is what the check is about. */
  readonly load: readonly Instruction[]
  /** What A may be. */
  readonly values: readonly number[]
}

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

const IS_ARP = check([PROTOCOL], ETH_P_ARP)
const IS_INET4 = check([PROTOCOL], ETH_P_IP)
const IS_INET6 = check([PROTOCOL], ETH_P_IPV6)

/** IPv4's protocol, or IPv6's next header: were that an extension, only a loop would find what follows. BPF has none. */
function transport(four: readonly number[], six = four): [Check[], Check[]] {
  return [
    [IS_INET4, check([network(BPF_B, 9)], ...four)],
    [IS_INET6, check([network(BPF_B, 6)], ...six)],
  ]
}

const NAMED: ReadonlyMap<string, Primitive> = new Map([
  ['arp', [[IS_ARP]]],
  ['ip', [[IS_INET4]]],
  ['ip6', [[IS_INET6]]],
  ['tcp', transport([IPPROTO_TCP])],
  ['udp', transport([IPPROTO_UDP])],
  ['icmp', transport([IPPROTO_ICMP], [IPPROTO_ICMPV6])],
])

/** Of an IPv4 packet in fragments the first one alone has ports; the others say how far behind it they begin. */
const IS_FIRST_FRAGMENT = check([network(BPF_H, 6), BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x1fff)], 0)

/** X = the length of the IPv4 header, which options make longer: four times the low half of its first byte. */
const HEADER_LENGTH = BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, SKF_NET_OFF)

/** TCP and UDP have the source port in front, and the destination port two bytes further. */
function port(text = ''): Primitive | null {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (number === 0 || number > 65_535) return null
  const [four, six] = transport([IPPROTO_TCP, IPPROTO_UDP])
  return [0, 2].flatMap((offset) => {
    const behindHeader = BPF_STMT(BPF_LD | BPF_H | BPF_IND, SKF_NET_OFF + offset)
    return [
      [...four, IS_FIRST_FRAGMENT, check([HEADER_LENGTH, behindHeader], number)],
      [...six, check([network(BPF_H, 40 + offset)], number)],
    ]
  })
}

/** Source or destination; of ARP who asks, and for whom. */
function host(text = ''): Primitive | null {
  const four = inet_pton(AF_INET, text)
  if (four !== null)
    return [
      [IS_INET4, ...addressAt(12, four)],
      [IS_INET4, ...addressAt(16, four)],
      [IS_ARP, ...addressAt(14, four)],
      [IS_ARP, ...addressAt(24, four)],
    ]
  const six = inet_pton(AF_INET6, text)
  if (six === null) return null
  return [
    [IS_INET6, ...addressAt(8, six)],
    [IS_INET6, ...addressAt(24, six)],
  ]
}

/** A holds 32 bits: an address of IPv6 takes four looks. */
function addressAt(offset: number, address: Uint8Array): Check[] {
  const view = new DataView(address.buffer, address.byteOffset)
  const words = Array.from({ length: address.length / 4 }, (_, index) => 4 * index)
  return words.map((at) => check([network(BPF_W, offset + at)], view.getUint32(at)))
}

/**
 * The program of a filter such as `tcp and port 80`, that keeps `length` bytes of a packet; null when it is no filter.
 * `and` may be left out, and no words at all let everything through.
 */
export function compileFilter(text: string, length: number): readonly Instruction[] | null {
  const words = text.split(/\s+/).filter((word) => word !== '')
  const program: Instruction[] = []
  while (words.length > 0) {
    const primitive = readPrimitive(words)
    if (primitive === null) return null
    program.push(...assemble(primitive))
    if (words.length > 1 && words[0] === 'and') words.shift()
  }
  return [...program, keep(length)]
}

/** Takes its words. */
function readPrimitive(words: string[]): Primitive | null {
  const word = words.shift() as string
  if (word === 'port') return port(words.shift())
  if (word === 'host') return host(words.shift())
  return NAMED.get(word) ?? null
}

function keep(length: number): Instruction {
  return BPF_STMT(BPF_RET | BPF_K, length)
}

/**
 * The instructions of a primitive; behind them it goes on when the primitive holds. Jumps lead forward only, and say
 * how many instructions they skip: so what stands last is made first.
 */
function assemble(primitive: Primitive): Instruction[] {
  const program = [keep(0)]
  for (const checks of primitive.toReversed()) program.unshift(...assembleAlternative(checks, program.length))
  return program
}

/** When it holds, the `others` behind it are skipped; when a check fails, they come next. */
function assembleAlternative(checks: readonly Check[], others: number): Instruction[] {
  const program: Instruction[] = []
  for (const { load, values } of checks.toReversed()) {
    const [held, failed] = [program.length === 0 ? others : 0, program.length]
    const jumps = values.map((value, index) => {
      const more = values.length - 1 - index
      return BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, more + held, more === 0 ? failed : 0)
    })
    program.unshift(...load, ...jumps)
  }
  return program
}
