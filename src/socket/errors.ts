import { type Circumstances, type ExplainOptions, explain, type Investigation } from './explaining.ts'
import { type Address, formatAddress, isInternetAddress } from './posix/addresses.ts'
import { AF_UNIX } from './posix/constants.ts'
import { addrInfoCode, gai_strerror } from './posix/eai.ts'
import { type ErrorCode, errno, errorCode, strerror } from './posix/errno.ts'

export { type AddrInfoCode, EAI, gai_strerror } from './posix/eai.ts'

/** What the failed call was about. */
export interface ErrorDetails extends Circumstances {
  /** Instead of the usual words for the code. */
  readonly reason?: string
  /** Bytes that had moved when the call was cut. */
  readonly bytesTransferred?: number
  /** Bytes that an exact read had taken when it was cut. */
  readonly data?: Uint8Array
  /** Bytes, 64 at most, that an exact read had seen when it was cut, and left in the socket. */
  readonly unread?: Uint8Array
  /** The endpoint that the call named, where that is not an address; stands in the message instead of the target. */
  readonly endpoint?: string
  /** What failed at each address, when all were tried. */
  readonly errors?: readonly SocketError[]
  readonly cause?: unknown
  /** Finds out why, when somebody asks. */
  readonly investigate?: Investigation
}

/**
 * A call that failed, in the shape of Node's system errors: `code` as `ECONNREFUSED`, `errno` its number
 * (negative, as in Node), `syscall` as `connect`, and the address it named.
 */
export class SocketError extends Error {
  override readonly name = 'SocketError'
  readonly code: string
  readonly errno: number
  readonly syscall: string
  declare readonly address?: string
  declare readonly port?: number
  declare readonly path?: string
  declare readonly bytesTransferred?: number
  declare readonly data?: Uint8Array
  declare readonly unread?: Uint8Array
  /** Of connect() to a name: how each address failed. This error's code is the most telling one of theirs. */
  declare readonly errors?: readonly SocketError[]
  readonly #investigate: Investigation | undefined
  #circumstances: Circumstances

  constructor(number: number, syscall: string, details: ErrorDetails = {}) {
    const code = errorCode(number)
    const { target, bytesTransferred, data, unread, errors } = details
    const subject = details.endpoint ?? (target === undefined ? undefined : formatAddress(target))
    const to = syscall === 'sendmsg' ? ' to' : ''
    const about = subject === undefined ? '' : `${to} ${subject}`
    const message = `cannot ${DOING[syscall] ?? syscall}${about}: ${details.reason ?? strerror(number)} (${code})`
    super(
      `${message}${attemptLines(errors ?? [])}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    )
    this.code = code
    this.errno = -number
    this.syscall = syscall
    this.#investigate = details.investigate
    this.#circumstances = circumstancesOf(details)
    if (target !== undefined) Object.assign(this, addressFields(target))
    if (bytesTransferred !== undefined) this.bytesTransferred = bytesTransferred
    if (data !== undefined) this.data = data
    if (unread !== undefined) this.unread = unread
    if (errors !== undefined) this.errors = errors
  }

  /**
   * Why it failed and what to do: a few sentences, the most useful first, in English or, with
   * `{ language: 'es' }`, in Spanish. Looks where looking takes time (who holds the port), a second at most.
   */
  explain(options: ExplainOptions = {}): Promise<string[]> {
    return explain(this.#investigate, this.code, this.syscall, this.#circumstances, options)
  }

  /** Adds to what is known of the failure. @internal */
  note(circumstances: Circumstances): void {
    this.#circumstances = { ...this.#circumstances, ...circumstances }
  }
}

/** What is kept for an explanation: not the bytes. */
function circumstancesOf({ target, socket, option, timeLimit, lookup }: Circumstances): Circumstances {
  return { target, socket, option, timeLimit, lookup }
}

function addressFields(target: Address): { address?: string; port?: number; path?: string } {
  if (target.family === AF_UNIX) return { path: formatAddress(target) }
  if (isInternetAddress(target)) return { address: target.address, port: target.port }
  return { address: formatAddress(target) }
}

/** Attempts that a message lists; a name server may give any number of addresses. */
const LISTED = 10

function attemptLines(errors: readonly SocketError[]): string {
  const lines = errors.slice(0, LISTED).map((each) => `\n  ${each.message.replace('cannot connect to ', '')}`)
  const more = errors.length - lines.length
  return `${lines.join('')}${more > 0 ? `\n  and ${more} more` : ''}`
}

/** What each call was doing, to follow "cannot". */
const DOING: Readonly<Record<string, string>> = {
  accept: 'accept a connection',
  bind: 'bind',
  connect: 'connect to',
  getpeername: "get the peer's name",
  getsockname: "get the socket's name",
  getsockopt: 'get an option',
  if_indextoname: 'name the interface',
  if_nameindex: 'list the interfaces',
  if_nametoindex: 'find the interface',
  listen: 'listen',
  recv: 'receive',
  recvfrom: 'receive',
  recvUntil: 'receive up to a delimiter',
  recvmsg: 'receive a message',
  recvmmsg: 'receive messages',
  send: 'send',
  sendto: 'send to',
  sendmsg: 'send a message',
  sendmmsg: 'send messages',
  RTM_GETADDR: 'list addresses',
  RTM_GETLINK: 'list links',
  RTM_GETNEIGH: 'list neighbours',
  RTM_GETROUTE: 'ask for routes',
  setsockopt: 'set an option',
  shutdown: 'shut down',
  SOCK_DIAG_BY_FAMILY: 'list sockets',
  socket: 'create a socket',
  socketpair: 'create a pair of sockets',
}

export function isSocketError(error: unknown, code?: ErrorCode): error is SocketError {
  return error instanceof SocketError && (code === undefined || error.code === code)
}

/** The error of a call that answered a negative number. */
export function failure(result: number, syscall: string, details?: ErrorDetails): SocketError {
  return new SocketError(-result, syscall, details)
}

/** A wait that came to its time limit. */
export function timedOut(syscall: string, milliseconds: number, details: ErrorDetails): SocketError {
  return new SocketError(errno.ETIMEDOUT, syscall, {
    ...details,
    timeLimit: milliseconds,
    reason: `timed out after ${milliseconds} ms`,
  })
}

/** A lookup that failed; `code` as `EAI_NONAME`. */
export class AddrInfoError extends Error {
  override readonly name = 'AddrInfoError'
  readonly code: string
  readonly errno: number
  readonly syscall: string
  declare readonly hostname?: string
  #investigate: Investigation | undefined
  #circumstances: Circumstances = {}

  constructor(number: number, syscall: 'getaddrinfo' | 'getnameinfo', subject: string | null, system = 0) {
    const code = addrInfoCode(number)
    const words = system === 0 ? gai_strerror(number) : `${strerror(system)}, ${errorCode(system)}`
    super(`cannot resolve ${subject ?? 'the local host'}: ${words} (${code})`)
    this.code = code
    this.errno = system === 0 ? number : -system
    this.syscall = syscall
    if (subject !== null) this.hostname = subject
  }

  /** Why the lookup failed and what to do: see SocketError.explain. */
  explain(options: ExplainOptions = {}): Promise<string[]> {
    // What failed below, an open file too many perhaps, says more than EAI_SYSTEM.
    const code = this.code === 'EAI_SYSTEM' ? errorCode(-this.errno) : this.code
    return explain(this.#investigate, code, this.syscall, this.#circumstances, options)
  }

  /** What was asked, and who can find out more. @internal */
  note(circumstances: Circumstances, investigate: Investigation): void {
    this.#circumstances = circumstances
    this.#investigate = investigate
  }
}
