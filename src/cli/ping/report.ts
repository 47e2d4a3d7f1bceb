import type { SocketError } from '../../socket/errors.ts'
import type { InternetAddress } from '../../socket/posix/addresses.ts'
import { AF_INET, SOCK_RAW } from '../../socket/posix/constants.ts'
import { Events } from '../frame/events.ts'
import { printable } from '../frame/printable.ts'
import type { Terminal } from '../frame/terminal.ts'
import type { Reply, Trouble } from './echo-socket.ts'
import type { Match } from './requests.ts'
import type { Totals } from './totals.ts'
import type { PingWords } from './words.ts'

export interface Target {
  /** As the user said it. */
  readonly host: string
  readonly address: InternetAddress
  /** Bytes of data in a request. */
  readonly size: number
  /** SOCK_RAW or SOCK_DGRAM. */
  readonly socketType: number
}

/** Who hears what becomes of the requests. */
export interface PingReport {
  start(): Promise<void>
  reply(reply: Reply, match: Match): Promise<void>
  /** No answer has come, and its time is over. */
  timeout(sequence: number): Promise<void>
  /** A router, or this machine, says why a request did not arrive. */
  trouble(trouble: Trouble): Promise<void>
  unsent(sequence: number, error: SocketError): Promise<void>
  summary(totals: Totals): Promise<void>
}

/** Tells people: lines as ping(8) shows them on stdout, and on stderr what went wrong here. */
export class SpokenPing implements PingReport {
  readonly #terminal: Terminal
  readonly #target: Target
  readonly #words: PingWords
  /** Milliseconds that an answer may take. */
  readonly #timeout: number
  readonly #quiet: boolean
  /** Of a failure that comes again and again, the explanation is told once. */
  readonly #explained = new Set<string>()

  constructor(terminal: Terminal, target: Target, words: PingWords, timeout: number, quiet: boolean) {
    this.#terminal = terminal
    this.#target = target
    this.#words = words
    this.#timeout = timeout
    this.#quiet = quiet
  }

  start(): Promise<void> {
    const { address, size, host, socketType } = this.#target
    // Of IP and of ICMP.
    const headers = address.family === AF_INET ? 20 + 8 : 40 + 8
    const way = this.#words.ways[socketType === SOCK_RAW ? 'raw' : 'datagram']
    return this.#say(this.#words.start(printable(host), address.address, size, size + headers, way))
  }

  async reply({ sequence, from, length, ttl }: Reply, { time, duplicate, late }: Match): Promise<void> {
    if (this.#quiet) return
    const words = this.#words
    const remarks = [...(late ? [words.late] : []), ...(duplicate ? ['(DUP!)'] : [])]
    const line = words.reply(length, this.#name(from), sequence, ttl, figures(time))
    await this.#say([line, ...remarks].join(' '))
  }

  async timeout(sequence: number): Promise<void> {
    if (!this.#quiet) await this.#say(this.#bad(this.#words.timeout(sequence, this.#timeout)))
  }

  async trouble({ sequence, from, reason, type, code, mtu }: Trouble): Promise<void> {
    if (this.#quiet) return
    const { reasons, unknownTrouble } = this.#words
    const why = reason === 'unknown' ? unknownTrouble(type, code) : reasons[reason]
    const limit = mtu === undefined ? '' : ` (mtu=${mtu})`
    await this.#say(this.#bad(this.#words.trouble(this.#name(from), sequence, why + limit)))
  }

  async unsent(_sequence: number, error: SocketError): Promise<void> {
    const { language, tell } = this.#terminal
    const first = !this.#explained.has(error.code)
    this.#explained.add(error.code)
    const because = first ? await error.explain({ language }) : []
    await tell(this.#words.unsent(this.#target.address.address, error.errno, error.code), ...because)
  }

  async summary(totals: Totals): Promise<void> {
    const { roundTrips } = totals
    const lines = ['', this.#words.heading(printable(this.#target.host)), this.#words.totals(totals)]
    if (roundTrips !== null) {
      const { min, avg, max, mdev } = roundTrips
      const times = [min, avg, max, mdev].map((time) => time.toFixed(3)).join('/')
      lines.push(`${this.#words.roundTrips} = ${times} ms`)
    }
    await this.#say(lines.join('\n'))
  }

  /** An address of a link with the link's name, as the user has said it. */
  #name({ address, ...from }: InternetAddress): string {
    const { host, address: to } = this.#target
    const scopes = [from, to].map((each) => ('scopeId' in each ? each.scopeId : undefined))
    const zone = host.split('%')[1]
    return scopes[0] && scopes[0] === scopes[1] && zone ? `${address}%${printable(zone)}` : address
  }

  #bad(line: string): string {
    return this.#terminal.stdout.paint.bad(line)
  }

  #say(line: string): Promise<void> {
    return this.#terminal.stdout.write(`${line}\n`)
  }
}

/** Three digits, as far as there are. */
function figures(time: number): string {
  return time.toFixed(time < 1 ? 3 : time < 10 ? 2 : time < 100 ? 1 : 0)
}

/** Tells programs: a line of JSON on stdout for each. Times are in milliseconds. */
export class JsonPing implements PingReport {
  readonly #events: Events
  readonly #target: Target
  readonly #quiet: boolean

  constructor(terminal: Terminal, target: Target, quiet: boolean) {
    this.#events = new Events(terminal.stdout)
    this.#target = target
    this.#quiet = quiet
  }

  start(): Promise<void> {
    const { host, address, size, socketType } = this.#target
    const socket = socketType === SOCK_RAW ? 'raw' : 'datagram'
    return this.#events.emit('pinging', { host, address: address.address, size, socket })
  }

  async reply({ sequence, from, length, ttl }: Reply, { time, duplicate, late }: Match): Promise<void> {
    const fields = { sequence, from: from.address, bytes: length, ttl, rtt: rounded(time), duplicate, late }
    if (!this.#quiet) await this.#events.emit('reply', fields)
  }

  async timeout(sequence: number): Promise<void> {
    if (!this.#quiet) await this.#events.emit('timeout', { sequence })
  }

  async trouble({ from, ...trouble }: Trouble): Promise<void> {
    if (!this.#quiet) await this.#events.emit('error', { ...trouble, from: from.address })
  }

  async unsent(sequence: number, { code, message }: SocketError): Promise<void> {
    if (!this.#quiet) await this.#events.emit('error', { sequence, reason: 'unsent', errno: code, message })
  }

  summary({ sent, received, late, duplicates, errors, loss, duration, roundTrips }: Totals): Promise<void> {
    const rtt =
      roundTrips === null
        ? undefined
        : Object.fromEntries(Object.entries(roundTrips).map(([name, time]) => [name, rounded(time)]))
    const counts = { sent, received, late, duplicates, errors, loss: rounded(loss) }
    return this.#events.emit('pinged', { ...counts, duration: rounded(duration), rtt })
  }
}

/** To microseconds. */
function rounded(milliseconds: number): number {
  return Math.round(1000 * milliseconds) / 1000
}
