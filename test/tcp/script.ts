import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Arena } from '../../src/netstack/packet/arena.ts'
import { ipv4PseudoHeader } from '../../src/netstack/packet/checksum.ts'
import { buildIpv4 } from '../../src/netstack/packet/ipv4.ts'
import { parseTcpFlags, readTcp, sealTcp, type TcpHeader, writeTcp } from '../../src/netstack/packet/tcp.ts'
import type { Path } from '../../src/netstack/path.ts'
import type { Connection } from '../../src/netstack/tcp/connection.ts'
import type { Listener } from '../../src/netstack/tcp/listener.ts'
import type { TcpSettings } from '../../src/netstack/tcp/settings.ts'
import { STATE_NAMES } from '../../src/netstack/tcp/state.ts'
import { Tcp } from '../../src/netstack/tcp/tcp.ts'
import { MILLISECOND, SECOND } from '../../src/netstack/time.ts'
import { errorCode } from '../../src/socket/posix/errno.ts'
import { Clock, Seeded } from './clock.ts'

const US = 0x0a00_0001
const PEER = 0x0a00_0002
/** The peer's initial sequence number; in a script it is 0. */
const PEER_ISS = 0xffff_ff00

type Fields = Record<string, number>

/**
 * What a test says of one connection and its peer, a line a step:
 *
 *     < SYN seq 0 win 1000 mss 500   a segment comes; win is 65535 where nothing is said
 *     > SYN,ACK seq 0 ack 1          this, and nothing else, was sent; what is not named may be anything
 *     > nothing                      nothing was sent
 *     send 10 = 10                   a call, and what it gives: a count or an error's name
 *     wait 200 ms                    time passes; also s, min, h
 *     state ESTABLISHED              edge readable: since the last `edge`, the sink was told so; `edge none`
 *
 * Sequence numbers count from each end's initial one. What stands behind `//` is a comment, and told when it fails.
 */
class Script {
  readonly clock = new Clock()
  readonly arena = new Arena({ debug: true })
  readonly tcp: Tcp
  readonly #sent: { header: TcpHeader; length: number }[] = []
  readonly #edges = new Set<string>()
  readonly #told: string[] = []
  #connection: Connection | null = null
  #listener: Listener | null = null
  #iss = 0
  #ourPort = 4444
  readonly #peerPort = 5555

  constructor(settings: Partial<TcpSettings>) {
    const path: Path = {
      version: 4,
      source: '10.0.0.1',
      destination: '10.0.0.2',
      mtu: 1500,
      pseudoHeader: (protocol) => ipv4PseudoHeader(US, PEER, protocol),
      send: (slot) => {
        const view = this.arena.view(slot)
        const [at, end] = [this.arena.start(slot), this.arena.end(slot)]
        const header = readTcp(view, at, end)!
        this.#sent.push({ header, length: end - at - 4 * header.dataOffset })
        if (header.flags.includes('SYN')) this.#iss = header.seq
        if (header.flags === 'SYN') this.#ourPort = header.sourcePort
        return 0
      },
    }
    this.tcp = new Tcp({
      arena: this.arena,
      time: this.clock,
      chance: new Seeded(1),
      paths: { path: () => path },
      settings: { rtoMin: SECOND, timestamps: false, windowScaling: false, ...settings },
    })
  }

  /** Plays all lines; what fails tells the story up to there. */
  play(lines: readonly string[]): void {
    for (const [index, line] of lines.entries()) {
      const [step, comment = ''] = line.split('//').map((part) => part.trim()) as [string, string?]
      const wrong = this.#step(step)
      const number = String(index + 1).padStart(4)
      if (wrong === null) this.#told.push(`${number}   ${step.padEnd(40)} ok          ${comment}`.trimEnd())
      else this.#fail(`${number}   ${step.padEnd(40)} expected    ${comment}`.trimEnd(), wrong)
    }
    if (this.#sent.length > 0)
      this.#fail('       nothing more                             expected', this.#next())
  }

  #fail(expected: string, got: string): never {
    const state = STATE_NAMES[this.#connection?.state ?? 7]
    const next = (this.clock.next - this.clock.now) / MILLISECOND
    const timer = Number.isFinite(next) ? `the next timer in ${next} ms` : 'no timer'
    const story = [...this.#told, expected, `       ${got.padEnd(40)} got`, `       state ${state}, ${timer}`]
    assert.fail(`\n\n${story.join('\n')}\n`)
  }

  /** What is wrong, or null. */
  #step(step: string): string | null {
    const [verb = '', ...words] = step.split(/\s+/)
    if (verb === '>') return this.#expect(words)
    if (this.#sent.length > 0 && verb !== 'state' && verb !== 'edge') return this.#next()
    if (verb === '<') this.#inject(words)
    else if (verb === 'wait') this.clock.to(this.clock.now + duration(words))
    else if (verb === 'state') return this.#isState(words[0]!)
    else if (verb === 'edge') return this.#isTold(words)
    else return this.#call(verb, words)
    return null
  }

  #isState(wanted: string): string | null {
    const state = STATE_NAMES[this.#connection?.state ?? 7]!
    return state === wanted ? null : `state ${state}`
  }

  #isTold(wanted: readonly string[]): string | null {
    const told = [...this.#edges].join(' ')
    this.#edges.clear()
    const isRight = wanted[0] === 'none' ? told === '' : wanted.every((edge) => told.includes(edge))
    return isRight ? null : `edge ${told || 'none'}`
  }

  #expect(words: readonly string[]): string | null {
    if (words[0] === 'nothing') return this.#sent.length === 0 ? null : this.#next()
    if (this.#sent.length === 0) return 'nothing sent'
    const text = this.#next()
    const { header, length } = this.#sent.shift()!
    const peer = (header.ack - PEER_ISS) >>> 0
    const got: Fields = {
      seq: (header.seq - this.#iss) >>> 0,
      ack: header.flags.includes('ACK') ? peer : 0,
      win: header.window,
      up: header.urgentPointer,
      len: length,
      mss: header.options.flatMap((option) => (option.option === 'MSS' ? [option.mss] : []))[0] ?? 0,
    }
    const { flags, fields } = parse(words)
    const isRight =
      parseTcpFlags(flags) === (parseTcpFlags(header.flags) & ~(flags.includes('PSH') ? 0 : 8)) &&
      Object.entries({ len: 0, ...fields }).every(([name, value]) => got[name] === value)
    return isRight ? null : text
  }

  #next(): string {
    const [first] = this.#sent
    if (first === undefined) return 'nothing sent'
    const { header, length } = first
    const seq = (header.seq - this.#iss) >>> 0
    const ack = header.flags.includes('ACK') ? ` ack ${(header.ack - PEER_ISS) >>> 0}` : ''
    const up = header.urgentPointer > 0 ? ` up ${header.urgentPointer}` : ''
    return `> ${header.flags} seq ${seq}${ack} len ${length} win ${header.window}${up}`
  }

  #inject(words: readonly string[]): void {
    const { flags, fields } = parse(words)
    const { seq = 0, ack = 0, win = 65_535, up = 0, len = 0, mss = 0 } = fields
    const options = mss > 0 ? [{ option: 'MSS' as const, mss }] : []
    const headerLength = mss > 0 ? 24 : 20
    const slot = this.arena.allocate(20 + headerLength + len)
    const view = this.arena.view(slot)
    const at = this.arena.start(slot)
    const end = this.arena.end(slot)
    buildIpv4(view, at, 20, 0, end - at, 0, 0, 64, 6, PEER, US)
    writeTcp(view, at + 20, {
      sourcePort: this.#peerPort,
      destinationPort: this.#ourPort,
      seq: (PEER_ISS + seq) >>> 0,
      ack: flags.includes('ACK') ? (this.#iss + ack) >>> 0 : 0,
      dataOffset: headerLength / 4,
      reserved: 0,
      flags,
      window: win,
      checksum: 0,
      urgentPointer: up,
      options,
    })
    for (let i = 0; i < len; i++) view.setUint8(end - len + i, seq + i)
    sealTcp(view, at + 20, end, ipv4PseudoHeader(PEER, US, 6))
    this.tcp.receive(slot, at, at + 20, end)
    this.arena.release(slot)
  }

  #call(verb: string, words: readonly string[]): string | null {
    const wanted = words.includes('=') ? words[words.indexOf('=') + 1]! : null
    const result = this.#do(verb, Number(words[0]))
    const got = result < 0 ? errorCode(-result) : String(result)
    return wanted === null || wanted === got ? null : `${verb} = ${got}`
  }

  #do(verb: string, number: number): number {
    const connection = this.#connection
    if (verb === 'listen')
      this.#listener = this.tcp.listen(null, 4444, Number.isNaN(number) ? 5 : number) as Listener
    else if (verb === 'connect')
      this.#watch(this.tcp.connect(null, 0, '10.0.0.2', this.#peerPort) as Connection)
    else if (verb === 'accept') {
      const accepted = this.#listener!.accept()
      if (typeof accepted === 'number') return accepted
      this.#watch(accepted)
    } else if (verb === 'connections') return this.tcp.size
    else if (connection === null) throw new Error(`${verb} without a connection`)
    else if (verb === 'send') return connection.send(new Uint8Array(number), 0, number)
    else if (verb === 'sendUrgent') return connection.sendUrgent(new Uint8Array(number), 0, number)
    else if (verb === 'recv') return connection.recv(new Uint8Array(number), 0, number)
    else if (verb === 'urgentLeft') return connection.urgentLeft
    else if (verb === 'shutdown') return connection.shutdown()
    else if (verb === 'close') connection.close()
    else if (verb === 'abort') connection.abort()
    else if (verb === 'error') return -connection.takeError()
    else if (verb === 'noDelay') connection.noDelay = true
    else if (verb === 'keepAlive') connection.keepAlive = true
    else if (verb === 'userTimeout') connection.userTimeout = number * SECOND
    else throw new Error(`no step ${verb}`)
    return 0
  }

  #watch(connection: Connection): void {
    this.#connection = connection
    const tell = (edge: string) => () => void this.#edges.add(edge)
    connection.sink = {
      connected: tell('connected'),
      readable: tell('readable'),
      writable: tell('writable'),
      urgent: tell('urgent'),
      ended: tell('ended'),
      failed: (error) => void this.#edges.add(`failed:${errorCode(error)}`),
      troubled: (error) => void this.#edges.add(`troubled:${errorCode(error)}`),
    }
  }
}

function parse([flags = '', ...rest]: readonly string[]): { flags: string; fields: Fields } {
  const fields: Fields = {}
  for (let i = 0; i < rest.length; i += 2) fields[rest[i]!] = Number(rest[i + 1])
  return { flags, fields }
}

function duration([number, unit]: readonly string[]): number {
  const units: Fields = { ms: MILLISECOND, s: SECOND, min: 60 * SECOND, h: 3600 * SECOND }
  return Number(number) * units[unit!]!
}

/** A passive opening: from here on both ends' next number is 1. */
export const ESTABLISHED = [
  'listen',
  '< SYN seq 0 mss 1000',
  '> SYN,ACK seq 0 ack 1',
  '< ACK seq 1 ack 1',
  'accept',
  'state ESTABLISHED',
]

/** Declares a test that is a script; the arena must be empty at its end. */
export function wire(
  title: string,
  text: string,
  settings: Partial<TcpSettings> = {},
  before = ESTABLISHED,
): void {
  test(title, () => {
    const script = new Script(settings)
    const lines = text.split('\n').map((line) => line.trim())
    script.play([...before, ...lines.filter((line) => line !== '')])
    assert.deepEqual(script.arena.held(), [])
  })
}
