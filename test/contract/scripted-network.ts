import { MemoryNetwork } from '../../examples/stacks/memory-network.ts'
import { MemorySocket } from '../../examples/stacks/memory-socket.ts'
import {
  type Address,
  type AddrInfo,
  type AddrInfoCode,
  AddrInfoError,
  type AddrInfoHints,
  AF_INET6,
  type Clock,
  EAI,
  Edges,
  type ErrorCode,
  errno,
  formatAddress,
  type NameInfo,
  type StackPrimitives,
  type Timer,
} from '../../src/socket/index.ts'

/** How an address takes a connection: after so many milliseconds, or never. */
export interface Script {
  readonly after?: number
  readonly outcome: 'open' | 'silent' | ErrorCode
}

/** How a name's lookup in one family ends, and after how long. */
export interface Answer {
  readonly after?: number
  readonly addresses?: readonly string[]
  readonly error?: AddrInfoCode
  /** Instead of a lookup that takes its time: one that never ends. */
  readonly silent?: boolean
}

/** A clock that stands still until everybody waits for it. */
export class StillClock implements Clock {
  #now = 0
  readonly #timers = new Set<{ at: number; callback: () => void }>()

  now(): number {
    return this.#now
  }

  setTimeout(callback: () => void, milliseconds: number): Timer {
    const timer = { at: this.#now + milliseconds, callback }
    this.#timers.add(timer)
    return { cancel: () => this.#timers.delete(timer) }
  }

  yield(callback: () => void): void {
    setImmediate(callback)
  }

  get timers(): number {
    return this.#timers.size
  }

  /** Lets time pass until the promise has settled. */
  async until<Result>(promise: Promise<Result>): Promise<Result> {
    let settled = false
    const done = () => {
      settled = true
    }
    promise.then(done, done)
    for (;;) {
      for (let turn = 0; turn < 10 && !settled; turn++) await new Promise((resolve) => setImmediate(resolve))
      if (settled) return promise
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at)
      if (next === undefined) throw new Error('everybody waits for nothing')
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.callback()
    }
  }
}

/** The memory network, with names and addresses that behave as a script says, and a clock of its own. */
export class ScriptedNetwork extends MemoryNetwork implements StackPrimitives {
  override readonly clock = new StillClock()
  /** What happened, with the time at which it did. */
  readonly log: string[] = []
  readonly open = new Set<ScriptedSocket>()
  readonly #addresses: Readonly<Record<string, Script>>
  readonly #names: Readonly<Record<4 | 6, Answer>>

  constructor(names: Readonly<Record<4 | 6, Answer>>, addresses: Readonly<Record<string, Script>> = {}) {
    super()
    this.#names = names
    this.#addresses = addresses
  }

  note(what: string): void {
    this.log.push(`${this.clock.now()} ${what}`)
  }

  script(address: Address): Script {
    const text = formatAddress(address)
    this.note(text)
    return this.#addresses[text] ?? { outcome: 'ECONNREFUSED' }
  }

  override socket(family: number, type: number): ScriptedSocket | number {
    if (this.#addresses[`family ${family}`] !== undefined) return -errno.EAFNOSUPPORT
    const socket = new ScriptedSocket(this, family, type)
    this.open.add(socket)
    return socket
  }

  override async getaddrinfo(
    host: string | null,
    service: string | null,
    hints: AddrInfoHints,
    signal?: AbortSignal,
  ): Promise<AddrInfo[]> {
    const version = hints.family === AF_INET6 ? 6 : 4
    this.note(`IPv${version} of ${host}`)
    signal?.addEventListener('abort', () => this.note(`IPv${version} no longer`), { once: true })
    const { after = 0, addresses = [], error, silent } = this.#names[version]
    if (silent) await new Promise(() => {})
    if (after > 0) await new Promise<void>((resolve) => this.clock.setTimeout(resolve, after))
    if (error !== undefined) throw new AddrInfoError(EAI[error], 'getaddrinfo', host)
    const family = hints.family as Address['family']
    const port = Number(service)
    return addresses.map((address) => {
      const each = { family, address, port } as Address
      return { flags: 0, family, type: hints.type ?? 0, protocol: 0, address: each }
    })
  }

  override async getnameinfo(): Promise<NameInfo> {
    throw new Error('nobody asks for names here')
  }
}

/** A socket whose connections are the script's. */
class ScriptedSocket extends MemorySocket {
  target: Address | null = null
  readonly #net: ScriptedNetwork
  #result: number | null = null
  #timer: Timer | null = null

  constructor(network: ScriptedNetwork, family: number, type: number) {
    super(network, family, type)
    this.#net = network
  }

  override connect(address: Address): number {
    if (this.#result !== null) return this.#result
    this.target = address
    const { after = 0, outcome } = this.#net.script(address)
    const result = outcome === 'open' ? 0 : outcome === 'silent' ? -errno.EINPROGRESS : -errno[outcome]
    if (after === 0 && outcome !== 'silent') return result
    this.#result = -errno.EALREADY
    this.ready &= ~(Edges.readable | Edges.writable)
    if (outcome !== 'silent') {
      this.#timer = this.#net.clock.setTimeout(() => {
        this.#result = result
        this.raise(Edges.writable)
      }, after)
    }
    return -errno.EINPROGRESS
  }

  override close(): number {
    this.#timer?.cancel()
    this.#net.open.delete(this)
    return super.close()
  }
}
