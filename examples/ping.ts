import { parseArgs } from 'node:util'
import {
  type AddrInfoError,
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  type InternetAddress,
  isInternetAddress,
  isSocketError,
  type Program,
  SOCK_DGRAM,
  SOCK_RAW,
  SocketError,
  type Stack,
  type Stdio,
} from 'soquete'
import { type Answer, EchoSocket } from './echo-socket.ts'
import { interruption } from './interrupt.ts'

const USAGE = `usage: ping [-46] [-c COUNT] [-i SECONDS] [-W SECONDS] [-t TTL] HOST
  -c  requests to send; without it until Ctrl-C
  -i  from one request to the next, 1 s
  -W  to wait for the answer to the last, 1 s
  -t  routers that a request may pass, and one more: 1 to 255
`

const NOT_PERMITTED = `ping: cannot ping: neither a raw socket nor an ICMP datagram socket is permitted
  Run it as root, or let node have raw sockets: sudo setcap cap_net_raw+ep "$(command -v node)"
  Or let all groups ping without privileges: sudo sysctl net.ipv4.ping_group_range="0 2147483647"
`

interface Options {
  readonly host: string
  readonly family: number
  readonly count: number
  /** Milliseconds, as the next. */
  readonly interval: number
  readonly timeout: number
  readonly ttl: number | null
}

/**
 * Asks a host whether it is there: ICMP echo over IPv4 and IPv6. Its exit status is 0 when an answer came, 1 when none
 * did, 2 when it could not ask.
 *
 *     npm run build && node dist/src/node/main.js dist/examples/ping.js -c 3 localhost
 */
export const main: Program = async (stack, args, stdio) => {
  const options = readOptions(args)
  if (options === null) {
    await stdio.stderr.write(USAGE)
    return 2
  }
  try {
    const to = await resolve(stack, options)
    const socket = EchoSocket.open(stack, to.family, options.ttl)
    if (socket === null) {
      await stdio.stderr.write(NOT_PERMITTED)
      return 2
    }
    const way = socket.type === SOCK_RAW ? 'a raw socket' : 'an ICMP datagram socket'
    await stdio.stdout.write(`PING ${options.host} (${to.address}): ${DATA.length} data bytes, by ${way}\n`)
    const received = await new Ping(stack, stdio, socket, to, options).run()
    return received > 0 ? 0 : 1
  } catch (error) {
    await stdio.stderr.write(`ping: ${(error as SocketError | AddrInfoError).message}\n`)
    return 2
  }
}

/** Null when they make no sense. */
function readOptions(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        '4': { type: 'boolean', short: '4' },
        '6': { type: 'boolean', short: '6' },
        c: { type: 'string', short: 'c', default: 'Infinity' },
        i: { type: 'string', short: 'i', default: '1' },
        W: { type: 'string', short: 'W', default: '1' },
        t: { type: 'string', short: 't' },
      },
    })
    const [host, ...others] = positionals
    const [count, interval, timeout] = [values.c, values.i, values.W].map(Number) as [number, number, number]
    const counts = count >= 1 && (Number.isInteger(count) || count === Number.POSITIVE_INFINITY)
    const waits = [interval, timeout].every((seconds) => seconds >= 0.001 && seconds <= 86_400)
    const ttl = values.t === undefined ? null : Number(values.t)
    const reaches = ttl === null || (Number.isInteger(ttl) && ttl >= 1 && ttl <= 255)
    if (host === undefined || others.length > 0 || !counts || !waits || !reaches) return null
    const family = values['4'] ? AF_INET : values['6'] ? AF_INET6 : AF_UNSPEC
    return { host, family, count, interval: 1000 * interval, timeout: 1000 * timeout, ttl }
  } catch {
    return null
  }
}

async function resolve(stack: Stack, { host, family }: Options): Promise<InternetAddress> {
  const found = await stack.getaddrinfo(host, null, { family, type: SOCK_DGRAM })
  const address = found.map((info) => info.address).find(isInternetAddress)
  if (address === undefined) throw new TypeError(`${host} has no IP address`)
  return address
}

/** As many as other pings send. */
const DATA = Uint8Array.from({ length: 56 }, (_, index) => index)

class Ping {
  readonly #stack: Stack
  readonly #stdio: Stdio
  readonly #socket: EchoSocket
  readonly #to: InternetAddress
  readonly #options: Options
  /** When each request was sent that has not been answered. */
  readonly #pending = new Map<number, number>()
  #sent = 0
  #received = 0
  /** Milliseconds of all answers. */
  #total = 0
  #shortest = Number.POSITIVE_INFINITY
  #longest = 0

  constructor(stack: Stack, stdio: Stdio, socket: EchoSocket, to: InternetAddress, options: Options) {
    this.#stack = stack
    this.#stdio = stdio
    this.#socket = socket
    this.#to = to
    this.#options = options
  }

  /** Resolves with the number of answers. */
  async run(): Promise<number> {
    const { count, interval, timeout } = this.#options
    const { signal, release } = interruption()
    const began = this.#now()
    try {
      while (this.#sent < count && !signal.aborted) {
        await this.#send(signal)
        const last = this.#sent === count
        await this.#listen(this.#now() + (last ? timeout : interval), last, signal)
      }
    } finally {
      release()
      await this.#socket.close()
    }
    await this.#summary(this.#now() - began)
    return this.#received
  }

  #now(): number {
    return this.#stack.clock.now()
  }

  async #send(signal: AbortSignal): Promise<void> {
    const sequence = ++this.#sent & 0xffff
    this.#pending.set(sequence, this.#now())
    // Of so many that are answered no longer, the oldest is forgotten.
    if (this.#pending.size > 1000) this.#pending.delete(this.#pending.keys().next().value as number)
    try {
      await this.#socket.send(sequence, DATA, this.#to, { signal })
    } catch (error) {
      if (!(error instanceof SocketError)) throw error
      this.#pending.delete(sequence)
      await this.#stdio.stderr.write(`ping: ${error.message}\n`)
    }
  }

  /** Hears answers until a time; after the last request only until all have come. */
  async #listen(until: number, last: boolean, signal: AbortSignal): Promise<void> {
    while (!last || this.#pending.size > 0) {
      const timeout = until - this.#now()
      if (timeout <= 0 || signal.aborted) return
      try {
        const answer = await this.#socket.receive({ timeout, signal })
        if (answer !== null) await this.#tell(answer)
      } catch (error) {
        if (signal.aborted || isSocketError(error, 'ETIMEDOUT')) return
        throw error
      }
    }
  }

  async #tell(answer: Answer): Promise<void> {
    const { sequence, from } = answer
    const sent = this.#pending.get(sequence)
    if (sent === undefined) return
    this.#pending.delete(sequence)
    if ('trouble' in answer) {
      await this.#stdio.stdout.write(`From ${from.address}: icmp_seq=${sequence} ${answer.trouble}\n`)
      return
    }
    const { length, ttl } = answer
    const time = this.#now() - sent
    this.#received++
    this.#total += time
    this.#shortest = Math.min(this.#shortest, time)
    this.#longest = Math.max(this.#longest, time)
    const words = `${length} bytes from ${from.address}: icmp_seq=${sequence} ttl=${ttl}`
    await this.#stdio.stdout.write(`${words} time=${milliseconds(time)} ms\n`)
  }

  async #summary(elapsed: number): Promise<void> {
    const received = this.#received
    const loss = Math.round((100 * (this.#sent - received)) / this.#sent)
    const lines = [
      '',
      `--- ${this.#options.host} ping statistics ---`,
      `${this.#sent} packets transmitted, ${received} received, ${loss}% packet loss, time ${Math.round(elapsed)} ms`,
    ]
    if (received > 0) {
      const figures = [this.#shortest, this.#total / received, this.#longest]
      lines.push(`rtt min/avg/max = ${figures.map((time) => time.toFixed(3)).join('/')} ms`)
    }
    await this.#stdio.stdout.write(`${lines.join('\n')}\n`)
  }
}

/** Three digits, as far as there are. */
function milliseconds(time: number): string {
  return time.toFixed(time < 1 ? 3 : time < 10 ? 2 : time < 100 ? 1 : 0)
}
