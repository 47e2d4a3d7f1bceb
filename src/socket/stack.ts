import type { ChannelHost } from './channel.ts'
import { type ConnectOptions, connectTo } from './connecting.ts'
import type { Endpoint } from './endpoint.ts'
import { AddrInfoError, EAI, failure, type SocketError, timedOut } from './errors.ts'
import type { Tracer } from './events.ts'
import type { Circumstances, Failure, Findings } from './explaining.ts'
import { Lender } from './lender.ts'
import { type ListenOptions, listenOn } from './listening.ts'
import { type AddrInfoHints, type AddrInfoList, checkLookup, checkNameInfo, type NameInfo } from './lookup.ts'
import { type Address, show } from './posix/addresses.ts'
import { SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_TYPE_MASK } from './posix/constants.ts'
import { errno } from './posix/errno.ts'
import type { Clock, Random, SocketPrimitives, StackPrimitives } from './primitives.ts'
import { Socket } from './socket.ts'
import { Tracing } from './tracing.ts'
import { Turn } from './turn.ts'
import type { WaitOptions } from './waiting.ts'
import { checkWait } from './waiting.ts'

/** Reads up to this many bytes are copied out of one buffer that all sockets of the stack share. */
const SCRATCH = 65536

/** Flags of a type that every socket here has, asked for or not. */
const HARMLESS = SOCK_NONBLOCK | SOCK_CLOEXEC

/** What a stack finds that does not look. */
const NOTHING_FOUND: Findings = { sentences: [], conclusive: false }

/** Where sockets live: the Linux kernel's network, one in memory, or one that is simulated. */
export class Stack {
  readonly name: string
  readonly clock: Clock
  readonly random: Random
  /** @internal */
  readonly host: ChannelHost
  readonly #primitives: StackPrimitives
  #tracing: Tracing | null = null

  constructor(primitives: StackPrimitives, turn: Turn = new Turn(primitives.clock)) {
    this.name = primitives.name
    this.clock = primitives.clock
    this.random = primitives.random
    this.#primitives = primitives
    this.host = {
      clock: primitives.clock,
      turn,
      scratch: new Uint8Array(SCRATCH),
      lender: new Lender(2 * SCRATCH),
      investigate: async (failure: Failure) => (await primitives.investigate?.(failure)) ?? NOTHING_FOUND,
      keepContext: primitives.keepContext,
    }
  }

  /** Watches every call of the sockets made from now on; null ends that. */
  set tracer(tracer: Tracer | null) {
    this.#tracing = tracer === null ? null : new Tracing(tracer, this.clock)
  }

  /** Creates a socket: socket(2). */
  socket(family: number, type: number, protocol = 0): Socket {
    checkNumbers(family, type, protocol)
    const made = this.#primitives.socket(family, type & ~HARMLESS, protocol)
    if (typeof made === 'number') throw this.#failure(made, 'socket', family, type, protocol)
    const socket = this.wrap(made, family, type & SOCK_TYPE_MASK, protocol)
    this.#tracing?.made('socket', [family, type, protocol], [socket])
    return socket
  }

  /** Creates two sockets that are connected with each other: socketpair(2). */
  socketpair(family: number, type: number, protocol = 0): [Socket, Socket] {
    checkNumbers(family, type, protocol)
    const made = this.#primitives.socketpair(family, type & ~HARMLESS, protocol)
    if (typeof made === 'number') throw this.#failure(made, 'socketpair', family, type, protocol)
    const pair = made.map((each) => this.wrap(each, family, type & SOCK_TYPE_MASK, protocol))
    this.#tracing?.made('socketpair', [family, type, protocol], pair)
    return pair as [Socket, Socket]
  }

  /**
   * Listens at an endpoint: `tcp://*:4444`, `unix:/run/x.sock`, see parseEndpoint(). Names are looked up, and the
   * first address that this machine has is bound; `*` is every address, of IPv6 and IPv4. TCP has SO_REUSEADDR.
   * Datagram sockets are bound. The file of a Unix socket stays when it is closed, as in C.
   */
  listen(endpoint: string | Endpoint, options?: ListenOptions): Promise<Socket> {
    return listenOn(this, endpoint, options)
  }

  /**
   * Connects to an endpoint: `tcp://example.com:443`, `unix:@name`, see parseEndpoint(). A name's addresses of IPv6
   * and IPv4 are tried side by side (RFC 8305), and the first connection wins. When all fail, the error's code is the
   * most telling one, and `errors` has each. A datagram socket names its peer.
   */
  connect(endpoint: string | Endpoint, options?: ConnectOptions): Promise<Socket> {
    return connectTo(this, endpoint, options)
  }

  /** Removes the file of a Unix socket that is gone; false when there is none. @internal */
  unlinkAbandoned(path: string | Uint8Array): boolean {
    return this.#primitives.unlinkAbandoned?.(path) === 0
  }

  /** A socket around primitives of this stack. @internal */
  wrap(primitives: SocketPrimitives, family: number, type: number, protocol: number): Socket {
    const socket = new Socket(primitives, family, type, protocol, this.host)
    this.#tracing?.watch(socket)
    return socket
  }

  #failure(result: number, syscall: string, family: number, type: number, protocol: number): SocketError {
    const socket = { family, type: type & SOCK_TYPE_MASK, protocol }
    return failure(result, syscall, { socket, investigate: this.host.investigate })
  }

  /**
   * Turns a host and a service, by name or number, into what socket(), bind() and connect() take: getaddrinfo(3).
   * `host` null is this machine, with AI_PASSIVE every address of it. Rejects with AddrInfoError.
   */
  async getaddrinfo(
    host: string | null,
    service: string | null,
    hints: AddrInfoHints = {},
    wait?: WaitOptions,
  ): Promise<AddrInfoList> {
    checkLookup(host, service, hints)
    checkWait(wait)
    const lookup = async (signal?: AbortSignal) => {
      const [first, ...rest] = await this.#primitives.getaddrinfo(host, service, hints, signal)
      if (first === undefined) throw new AddrInfoError(EAI.EAI_NONAME, 'getaddrinfo', host)
      return [first, ...rest] satisfies AddrInfoList
    }
    const asked: Circumstances = { lookup: { host, service, hints: { ...hints } } }
    const run = () => this.#within('getaddrinfo', asked, wait, lookup)
    return this.#tracing === null ? run() : this.#tracing.lookup('getaddrinfo', host, service, hints, run)
  }

  /** Turns an address into a host's and a service's name: getnameinfo(3). */
  async getnameinfo(address: Address, flags = 0, wait?: WaitOptions): Promise<NameInfo> {
    checkNameInfo(address, flags)
    checkWait(wait)
    const lookup = (signal?: AbortSignal) => this.#primitives.getnameinfo(address, flags, signal)
    return this.#within('getnameinfo', {}, wait, lookup)
  }

  /** A lookup cannot be stopped below; above, nobody waits for it any longer. */
  #within<Result>(
    syscall: string,
    asked: Circumstances,
    wait: WaitOptions | undefined,
    lookup: (signal?: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const { investigate } = this.host
    const failed = (error: unknown): never => {
      if (error instanceof AddrInfoError) error.note(asked, investigate)
      throw error
    }
    const { signal, timeout } = wait ?? {}
    if (signal === undefined && timeout === undefined) return lookup().catch(failed)
    const controller = new AbortController()
    return new Promise((resolve, reject) => {
      const settled = () => {
        timer?.cancel()
        signal?.removeEventListener('abort', onAbort)
      }
      const stop = (reason: unknown) => {
        settled()
        controller.abort(reason)
        reject(reason)
      }
      const onAbort = () => stop((signal as AbortSignal).reason)
      const timer =
        timeout === undefined
          ? null
          : this.clock.setTimeout(() => stop(timedOut(syscall, timeout, { ...asked, investigate })), timeout)
      signal?.addEventListener('abort', onAbort, { once: true })
      lookup(controller.signal).catch(failed).then(resolve, reject).finally(settled)
    })
  }
}

function checkNumbers(family: unknown, type: unknown, protocol: unknown): void {
  for (const [name, value] of Object.entries({ family, type, protocol })) {
    if (typeof value !== 'number' || (value | 0) !== value)
      throw new TypeError(`${name} is a whole number, not ${show(value)}`)
  }
}

/** The error of what this machine does not offer at all. */
export function unsupported(syscall: string, reason: string): SocketError {
  return failure(-errno.ENOSYS, syscall, { reason })
}
