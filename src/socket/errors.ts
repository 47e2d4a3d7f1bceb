import { type Address, formatAddress, isInternetAddress } from './addresses.ts'
import { AF_UNIX } from './constants.ts'
import { type ErrorCode, errno, errorCode, strerror } from './errno.ts'

/** What the failed call was about. */
export interface ErrorDetails {
  /** The address that the call named. */
  readonly target?: Address
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
  /** Instead of the usual advice for the code. */
  readonly advice?: string
  readonly cause?: unknown
  /** Finds out why, when somebody asks. */
  readonly investigate?: Investigation
}

/** Looks for causes that cost time to find: a sentence each, the most useful first. */
export type Investigation = (error: SocketError) => Promise<string[]>

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
  #investigate: Investigation | undefined
  #advice: string | undefined

  constructor(number: number, syscall: string, details: ErrorDetails = {}) {
    const code = errorCode(number)
    const { target, bytesTransferred, data, unread, errors } = details
    const subject = details.endpoint ?? (target === undefined ? undefined : formatAddress(target))
    const about = subject === undefined ? '' : ` ${subject}`
    const message = `cannot ${DOING[syscall] ?? syscall}${about}: ${details.reason ?? strerror(number)} (${code})`
    super(
      `${message}${attemptLines(errors ?? [])}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    )
    this.code = code
    this.errno = -number
    this.syscall = syscall
    this.#investigate = details.investigate
    this.#advice = details.advice
    if (target !== undefined) Object.assign(this, addressFields(target))
    if (bytesTransferred !== undefined) this.bytesTransferred = bytesTransferred
    if (data !== undefined) this.data = data
    if (unread !== undefined) this.unread = unread
    if (errors !== undefined) this.errors = errors
  }

  /** Why it failed and what to do, a sentence each; looks where looking takes time (who holds the port). */
  async explain(): Promise<string[]> {
    const found = (await this.#investigate?.(this)) ?? []
    const ofPath = this.code === 'EADDRINUSE' && this.path !== undefined
    const advice = this.#advice ?? (ofPath ? PATH_IN_USE : ADVICE[this.code as ErrorCode])
    return advice === undefined ? found : [...found, advice]
  }
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

const PATH_IN_USE = 'Choose another name, or stop the holder.'

const ADVICE: Partial<Record<ErrorCode, string>> = {
  EACCES:
    'Ports below 1024 and raw sockets need privileges; a Unix socket needs write permission on its path.',
  EADDRINUSE: 'Choose another port, stop the holder, or share the port with SO_REUSEPORT on both sockets.',
  EADDRNOTAVAIL: 'Bind to an address of this machine, or to 0.0.0.0 or :: for all of them.',
  ECONNREFUSED: 'Nobody listens there: start the server first, and check the address and the port.',
  ECONNRESET: 'The peer closed with bytes unread, died, or refused to go on; it may have said why before.',
  EDESTADDRREQ: 'Connect the socket first, or name the destination with sendto().',
  EMFILE: "Close what is not needed, or raise the limit with 'ulimit -n'.",
  EMSGSIZE:
    'Send smaller datagrams: 65,507 bytes at most for UDP over IPv4, or what SO_SNDBUF allows on Unix.',
  ENODATA: 'The peer ended the stream in the middle of a message; `data` holds what had come.',
  ENOENT: 'Nothing is bound to that path: start the server first, and check the working directory.',
  ENOTCONN: 'Connect the socket first; the peer may also be gone.',
  EPIPE: 'The peer has closed, or this side was shut down for sending.',
  ETIMEDOUT: 'Nobody answered in time: check the address, firewalls in between, and the time limit.',
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
    reason: `timed out after ${milliseconds} ms`,
  })
}

/** Codes of getaddrinfo(3) and getnameinfo(3), as glibc and musl number them. */
const ADDRINFO_ERRORS = {
  EAI_BADFLAGS: [-1, 'flags that do not go together or do not exist'],
  EAI_NONAME: [-2, 'name or service not known'],
  EAI_AGAIN: [-3, 'the name server did not answer; try again later'],
  EAI_FAIL: [-4, 'the name server failed'],
  EAI_NODATA: [-5, 'the name has no address'],
  EAI_FAMILY: [-6, 'address family not supported'],
  EAI_SOCKTYPE: [-7, 'socket type not supported'],
  EAI_SERVICE: [-8, 'service not known for this socket type'],
  EAI_ADDRFAMILY: [-9, 'the name has no address of this family'],
  EAI_MEMORY: [-10, 'out of memory'],
  EAI_SYSTEM: [-11, 'a system call failed'],
  EAI_OVERFLOW: [-12, 'the answer did not fit'],
} as const

export type AddrInfoCode = keyof typeof ADDRINFO_ERRORS

/** `EAI.EAI_NONAME` is -2. */
export const EAI = Object.freeze(
  Object.fromEntries(Object.entries(ADDRINFO_ERRORS).map(([code, [number]]) => [code, number])),
) as { readonly [Code in AddrInfoCode]: number }

/** An error of getaddrinfo or getnameinfo in a few words: gai_strerror(3). */
export function gai_strerror(number: number): string {
  const entry = Object.values(ADDRINFO_ERRORS).find(([value]) => value === number)
  return entry === undefined ? `unknown lookup error ${number}` : entry[1]
}

/** A lookup that failed; `code` as `EAI_NONAME`. */
export class AddrInfoError extends Error {
  override readonly name = 'AddrInfoError'
  readonly code: string
  readonly errno: number
  readonly syscall: string
  declare readonly hostname?: string

  constructor(number: number, syscall: 'getaddrinfo' | 'getnameinfo', subject: string | null, system = 0) {
    const entry = Object.entries(ADDRINFO_ERRORS).find(([, [value]]) => value === number)
    const code = entry?.[0] ?? `EAI_${number}`
    const words = system === 0 ? gai_strerror(number) : `${strerror(system)}, ${errorCode(system)}`
    super(`cannot resolve ${subject ?? 'the local host'}: ${words} (${code})`)
    this.code = code
    this.errno = system === 0 ? number : -system
    this.syscall = syscall
    if (subject !== null) this.hostname = subject
  }
}
