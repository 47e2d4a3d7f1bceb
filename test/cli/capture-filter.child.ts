import assert from 'node:assert/strict'
import fc from 'fast-check'
import { compileFilter } from '../../src/cli/capture/filter.ts'
import {
  AF_PACKET,
  BPF_IMM,
  BPF_JMP,
  BPF_LD,
  BPF_LDX,
  BPF_RET,
  BPF_STMT,
  ETH_P_ALL,
  type Instruction,
  if_nametoindex,
  kernel,
  MSG_DONTWAIT,
  PACKET_IGNORE_OUTGOING,
  type PacketAddress,
  SO_ATTACH_FILTER,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
} from '../../src/index.ts'
import {
  enhancedPacketBlock,
  interfaceDescriptionBlock,
  LINKTYPE_ETHERNET,
  sectionHeaderBlock,
} from '../../src/trace/index.ts'
import { type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { CABLE, layCable } from '../namespace.ts'
import { hasTcpdump, readByTcpdump } from '../trace/pcapng-reader.ts'
import { PACKETS, WORDS } from './filtered-packets.ts'

layCable()

const KEPT = 0x40000

/** Where packets are sent, where they are heard, and what they begin with there. */
const LINKS: Record<string, [out: string, into: string, type: number]> = {
  'a cable': [CABLE.one.name, CABLE.other.name, SOCK_RAW],
  lo: ['lo', 'lo', SOCK_RAW],
  'a cable, without its header': [CABLE.one.name, CABLE.other.name, SOCK_DGRAM],
}

/** A packet in its frame. */
function frameOf(index: number, type: number, bytes: Uint8Array): Uint8Array {
  return Uint8Array.of(2, 0, 0, 0, 0, 0xff, 2, 0, 0, 0, 1, index, type >> 8, type & 0xff, ...bytes)
}

/** A socket on a link that runs filters, and another that hears all. */
class Trial {
  readonly #sender: Socket
  readonly #ifindex: number
  readonly #witness: Socket
  readonly #filtered: Socket

  constructor(scope: Scope, [out, into, type]: [out: string, into: string, type: number]) {
    this.#sender = scope.own(kernel.socket(AF_PACKET, SOCK_RAW, 0))
    this.#ifindex = if_nametoindex(out)
    // Of two sockets the kernel serves the younger one first: what the witness has heard, the other has been offered.
    this.#witness = this.#listener(scope, into, type)
    this.#filtered = this.#listener(scope, into, type)
  }

  #listener(scope: Scope, into: string, type: number): Socket {
    const socket = scope.own(kernel.socket(AF_PACKET, type, 0))
    socket.setsockopt(PACKET_IGNORE_OUTGOING, true)
    socket.bind({ family: AF_PACKET, protocol: ETH_P_ALL, ifindex: if_nametoindex(into) })
    return socket
  }

  /** The names of the packets that a program lets through. */
  async passed(program: readonly Instruction[]): Promise<string[]> {
    this.#filtered.setsockopt(SO_ATTACH_FILTER, program)
    const heard: number[] = []
    for (const [index, { type, bytes }] of PACKETS.entries()) {
      await this.#send(index, type, bytes)
      let witnessed = -1
      while (witnessed !== index) witnessed = await this.#receive(this.#witness, 0)
    }
    for (;;) {
      const index = await this.#receive(this.#filtered, MSG_DONTWAIT).catch(() => null)
      if (index === null) return heard.map((each) => PACKETS[each]?.name ?? `packet ${each}`)
      heard.push(index)
    }
  }

  /** By the last byte of the frame's sender it is known again. */
  async #send(index: number, type: number, bytes: Uint8Array): Promise<void> {
    await this.#sender.sendto(frameOf(index, type, bytes), {
      family: AF_PACKET,
      protocol: type,
      ifindex: this.#ifindex,
    })
  }

  async #receive(socket: Socket, flags: number): Promise<number> {
    const { from } = await socket.recvfrom(2000, flags)
    const address = (from as PacketAddress).address ?? ''
    return address.startsWith('02:00:00:00:01:') ? Number.parseInt(address.slice(-2), 16) : -1
  }
}

function compile(text: string): readonly Instruction[] {
  return compileFilter(text, KEPT)
}

/** Do the packets pass of which all words are true? */
async function checkWords(trial: Trial, ...all: readonly string[]): Promise<void> {
  const text = all.join(' and ')
  const wanted = PACKETS.filter(({ words }) => all.every((word) => words.includes(word)))
  assert.deepEqual(
    await trial.passed(compile(text)),
    wanted.map(({ name }) => name),
    text,
  )
}

for (const [link, ends] of Object.entries(LINKS)) {
  test(
    `on ${link}: every word`,
    scoped(async (scope) => {
      const trial = new Trial(scope, ends)
      assert.equal((await trial.passed(compile(''))).length, PACKETS.length)
      for (const word of WORDS) await checkWords(trial, word)
    }),
  )
}

test(
  'every two words',
  scoped(async (scope) => {
    const trial = new Trial(scope, LINKS['a cable']!)
    for (const [index, one] of WORDS.entries())
      for (const other of WORDS.slice(index + 1)) await checkWords(trial, one, other)
  }),
)

/** The same program with one instruction that does something else. */
function spoilt(program: readonly Instruction[], at: number): readonly Instruction[] {
  return program.map((instruction, index) => (index === at ? otherThan(instruction) : instruction))
}

function otherThan({ code, jt, jf, k }: Instruction): Instruction {
  switch (code & 0x07) {
    case BPF_JMP:
      return { code, jt: jf, jf: jt, k }
    case BPF_RET:
      return BPF_STMT(code, KEPT - k)
    case BPF_LDX:
      return BPF_STMT(BPF_LDX | BPF_IMM, 16)
    default:
      return BPF_STMT(BPF_LD | BPF_IMM, 0xdead)
  }
}

test(
  'each instruction of each program has an effect that some packet shows',
  scoped(async (scope) => {
    const trial = new Trial(scope, LINKS['a cable']!)
    for (const word of WORDS) {
      const program = compile(word)
      const passed = await trial.passed(program)
      for (const at of program.keys())
        assert.notDeepEqual(await trial.passed(spoilt(program, at)), passed, `${word}, instruction ${at}`)
    }
  }),
)

/** All packets, as a file. */
const FILE = Buffer.concat([
  sectionHeaderBlock(),
  interfaceDescriptionBlock({ linkType: LINKTYPE_ETHERNET }),
  ...PACKETS.map(({ type, bytes }, index) =>
    enhancedPacketBlock({ interfaceId: 0, time: 0n, bytes: frameOf(index, type, bytes) }),
  ),
])

/** The names of the packets that tcpdump(8) finds by a filter. */
function foundByTcpdump(filter: string): (string | undefined)[] {
  // Without its optimizer, which may look at less of a packet that is cut off than the filter says.
  const lines = readByTcpdump(FILE, ['-e', '-t', '-O', filter])
  const numbers = lines.flatMap((line) => /^02:00:00:00:01:([0-9a-f]{2}) >/.exec(line)?.[1] ?? [])
  return numbers.map((number) => PACKETS[Number.parseInt(number, 16)]?.name)
}

/** What tcpdump(8) takes side by side: it refuses an address of IPv6 in IPv4, and a port in IP. */
const SIDE_BY_SIDE = WORDS.flatMap((word) => {
  if (word.includes('port')) return [`tcp ${word}`, `udp ${word}`]
  if (!word.includes('host')) return []
  return word.includes(':') ? [`ip6 ${word}`] : [`ip ${word}`, `arp ${word}`]
})

/** Filters of every shape: signs and words, brackets, words side by side. */
const filters: fc.Arbitrary<string> = fc.letrec<{ filter: string; operand: string }>((tie) => ({
  filter: fc
    .array(fc.tuple(tie('operand'), fc.constantFrom('and', 'or', '&&', '||')), { minLength: 1, maxLength: 4 })
    .map((list) =>
      list.map(([operand, joint], index) => (index === 0 ? operand : `${joint} ${operand}`)).join(' '),
    ),
  operand: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...WORDS),
    fc.constantFrom(...SIDE_BY_SIDE),
    tie('operand').map((operand) => `not ${operand}`),
    tie('operand').map((operand) => `!${operand}`),
    tie('filter').map((filter) => `(${filter})`),
  ),
})).filter

if (hasTcpdump || process.env.CI) {
  test(
    'filters of every shape let through what tcpdump(8) finds by them',
    scoped(async (scope) => {
      const trial = new Trial(scope, LINKS['a cable']!)
      const property = fc.asyncProperty(filters, async (text) => {
        assert.deepEqual(await trial.passed(compile(text)), foundByTcpdump(text), text)
      })
      await fc.assert(property, { numRuns: 100, endOnFailure: false })
    }),
  )

  test(
    'a filter whose jumps are longer than eight bits tell',
    scoped(async (scope) => {
      const trial = new Trial(scope, LINKS['a cable']!)
      const others = Array.from({ length: 60 }, (_, index) => `host 10.1.1.${index}`).join(' or ')
      for (const text of [
        `(${others}) or udp port 1000`,
        `tcp and not (${others})`,
        `not (not tcp and not (${others}) and not arp)`,
      ]) {
        const passed = await trial.passed(compile(text))
        assert.ok(passed.length > 0)
        assert.deepEqual(passed, foundByTcpdump(text))
      }
    }),
  )
}
