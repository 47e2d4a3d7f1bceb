import { AddrInfoError, SocketError, timedOut } from './errors.ts'
import { type Address, formatAddress } from './posix/addresses.ts'
import { AF_INET, AF_INET6 } from './posix/constants.ts'
import { errno } from './posix/errno.ts'
import type { Clock, Timer } from './primitives.ts'
import type { Socket } from './socket.ts'
import type { WaitOptions } from './waiting.ts'

/** Addresses of one family that are tried: a name server may give any number. */
const MOST_ADDRESSES = 50

/** What a race is about, and how it is run. */
export interface Course {
  readonly clock: Clock
  /** The endpoint's text, for errors. */
  readonly endpoint: string
  /** The families to look up, the preferred one first. */
  readonly families: readonly number[]
  /** The addresses of one family; `signal` says that nobody waits for them any longer. */
  lookUp(family: number, signal: AbortSignal): Promise<readonly Address[]>
  /** A socket that is ready to connect to that address; throws when there is none. */
  open(address: Address): Socket
  /** Milliseconds that the preferred family has after the other one's addresses have come. */
  readonly resolutionDelay: number
  /** Milliseconds between two attempts, unless one fails earlier. */
  readonly attemptDelay: number
  readonly wait: WaitOptions
}

/**
 * Happy Eyeballs, version 2: RFC 8305. Both families are looked up at once; their addresses take turns, the preferred
 * family's first; attempts begin one after the other without waiting for each other's end; the first that succeeds
 * wins, and what the others had is closed at once.
 */
export class Race {
  readonly #course: Course
  readonly #queues: Map<number, Address[]>
  readonly #known = new Set<string>()
  readonly #running = new Map<Socket, Address>()
  readonly #errors: SocketError[] = []
  readonly #lookupErrors: unknown[] = []
  readonly #lookups = new AbortController()
  #lookingUp: number
  #begun = false
  #settled = false
  #lastFamily: number
  #lastStart = 0
  /** Of the resolution delay, then of the attempt delay. */
  #timer: Timer | null = null
  #limit: Timer | null = null
  #resolve: (winner: Socket) => void = () => {}
  #reject: (error: unknown) => void = () => {}

  constructor(course: Course) {
    this.#course = course
    this.#queues = new Map(course.families.map((family) => [family, []]))
    this.#lookingUp = course.families.length
    // As if the other family had had its turn, so that the preferred one has the first.
    this.#lastFamily = course.families[1] ?? AF_INET
  }

  run(): Promise<Socket> {
    const { clock, families, wait } = this.#course
    const { signal, timeout } = wait
    return new Promise<Socket>((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      if (timeout !== undefined)
        this.#limit = clock.setTimeout(() => this.#fail(this.#late(timeout)), timeout)
      signal?.addEventListener('abort', this.#onAbort, { once: true })
      for (const family of families) {
        this.#course.lookUp(family, this.#lookups.signal).then(
          (addresses) => this.#found(family, addresses),
          (error: unknown) => {
            this.#lookupErrors.push(error)
            this.#found(family, [])
          },
        )
      }
    })
  }

  readonly #onAbort = (): void => this.#fail(this.#course.wait.signal?.reason)

  /** Section 3: the preferred family's addresses begin the race, the other's wait for them a little. */
  #found(family: number, addresses: readonly Address[]): void {
    this.#lookingUp--
    if (this.#settled) return
    this.#enqueue(family, addresses)
    const preferred = family === this.#course.families[0] && addresses.length > 0
    if (this.#begun) this.#goOn()
    else if (preferred || this.#lookingUp === 0) this.#next()
    else if (addresses.length > 0) this.#nextAfter(this.#course.resolutionDelay)
  }

  #enqueue(family: number, addresses: readonly Address[]): void {
    for (const address of addresses.slice(0, MOST_ADDRESSES)) {
      const text = formatAddress(address)
      if (this.#known.has(text)) continue
      this.#known.add(text)
      this.#queues.get(family)?.push(address)
    }
  }

  /** Addresses have come while attempts are under way: the next begins when it would have begun with them. */
  #goOn(): void {
    if (this.#timer !== null) return
    const { clock, attemptDelay } = this.#course
    if (this.#running.size === 0) this.#next()
    else this.#nextAfter(Math.max(0, this.#lastStart + attemptDelay - clock.now()))
  }

  #nextAfter(milliseconds: number): void {
    this.#timer = this.#course.clock.setTimeout(() => this.#next(), milliseconds)
  }

  /** Section 5: begins the next attempt; one that fails at once is followed at once. */
  #next(): void {
    this.#timer?.cancel()
    this.#timer = null
    this.#begun = true
    for (let address = this.#pick(); address !== undefined; address = this.#pick()) {
      if (!this.#start(address)) continue
      if (this.#waiting() && !this.#settled) this.#nextAfter(this.#course.attemptDelay)
      return
    }
    if (this.#running.size === 0 && this.#lookingUp === 0) this.#fail(this.#defeat())
  }

  #waiting(): boolean {
    return [...this.#queues.values()].some((queue) => queue.length > 0)
  }

  /** Section 4: the families take turns. */
  #pick(): Address | undefined {
    const families = [...this.#queues.keys()]
    const others = families.filter((family) => family !== this.#lastFamily)
    for (const family of [...others, this.#lastFamily]) {
      const address = this.#queues.get(family)?.shift()
      if (address === undefined) continue
      this.#lastFamily = family
      return address
    }
    return undefined
  }

  /** False: the attempt has failed already. */
  #start(address: Address): boolean {
    this.#lastStart = this.#course.clock.now()
    let socket: Socket
    try {
      socket = this.#course.open(address)
    } catch (error) {
      return !this.#noteFailure(error, address)
    }
    this.#running.set(socket, address)
    socket.connect(address).then(
      () => this.#won(socket),
      (error: unknown) => this.#lost(socket, error, address),
    )
    return true
  }

  #won(socket: Socket): void {
    if (this.#settled) return
    this.#running.delete(socket)
    this.#settle()
    this.#resolve(socket)
  }

  #lost(socket: Socket, error: unknown, address: Address): void {
    if (this.#settled) return
    this.#running.delete(socket)
    void socket.close()
    if (this.#noteFailure(error, address)) this.#next()
  }

  /** False: nothing of the network has failed, but the program or its stack, and that ends the race. */
  #noteFailure(error: unknown, target: Address): boolean {
    if (!(error instanceof SocketError)) this.#fail(error)
    else if (error.syscall === 'connect') this.#errors.push(error)
    else {
      const reason = error.message.replace(/ \(\w+\)$/, '')
      this.#errors.push(new SocketError(-error.errno, 'connect', { target, reason, cause: error }))
    }
    return !this.#settled
  }

  #fail(error: unknown): void {
    this.#settle()
    this.#reject(error)
  }

  /** Nothing stays behind: timers, lookups, sockets. */
  #settle(): void {
    this.#settled = true
    this.#timer?.cancel()
    this.#limit?.cancel()
    this.#course.wait.signal?.removeEventListener('abort', this.#onAbort)
    this.#lookups.abort()
    for (const socket of this.#running.keys()) void socket.close()
  }

  #late(milliseconds: number): SocketError {
    const unanswered = [...this.#running.values()].map(
      (target) => new SocketError(errno.ETIMEDOUT, 'connect', { target, reason: 'no answer yet' }),
    )
    const { endpoint } = this.#course
    return timedOut('connect', milliseconds, { endpoint, errors: [...this.#errors, ...unanswered] })
  }

  /** All have failed: the names could not be looked up, or no address took the connection. */
  #defeat(): unknown {
    const { endpoint } = this.#course
    const telling = mostTelling(this.#errors)
    if (telling === undefined) return mostTellingLookup(this.#lookupErrors)
    return new SocketError(-telling.errno, 'connect', { endpoint, errors: this.#errors })
  }
}

/** Codes that tell least of the peer, least of all the first: the address could not even be tried. */
const FAINT = ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'ENETUNREACH', 'EHOSTUNREACH', 'ETIMEDOUT']

/** The error of who got furthest. */
function mostTelling(errors: readonly SocketError[]): SocketError | undefined {
  const rank = ({ code }: SocketError) => (FAINT.includes(code) ? FAINT.indexOf(code) : FAINT.length)
  return [...errors].sort((a, b) => rank(b) - rank(a))[0]
}

/** That a family has no address says less than that nobody could be asked. */
function mostTellingLookup(errors: readonly unknown[]): unknown {
  const faint = ['EAI_NODATA', 'EAI_ADDRFAMILY', 'EAI_NONAME']
  const telling = errors.filter((each) => !(each instanceof AddrInfoError && faint.includes(each.code)))
  return telling[0] ?? errors.at(-1)
}

/** IPv6 is preferred. */
export const BOTH_FAMILIES: readonly number[] = [AF_INET6, AF_INET]
