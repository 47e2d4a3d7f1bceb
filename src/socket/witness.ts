import type { FailedSocket } from './explaining.ts'
import type { SocketOption } from './options/option.ts'
import {
  IP_MTU,
  IP_MTU_DISCOVER,
  IPV6_MTU,
  IPV6_MTU_DISCOVER,
  IPV6_V6ONLY,
  SO_ACCEPTCONN,
  SO_DOMAIN,
  SO_PROTOCOL,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SO_SNDBUF,
  SO_TYPE,
  TCP_INFO,
  TCP_SYNCNT,
} from './options/options.ts'
import type { Address } from './posix/addresses.ts'
import { AF_INET6 } from './posix/constants.ts'
import { type ErrorCode, errno } from './posix/errno.ts'
import type { SocketPrimitives } from './primitives.ts'

type Question = keyof FailedSocket

/** What an explanation of each error asks of the socket. For the others nothing is asked: some of them are frequent. */
const ASKED: Partial<Record<ErrorCode, readonly Question[]>> = {
  EACCES: ['family', 'type', 'peer'],
  EADDRINUSE: ['family', 'type', 'local', 'reuseAddress', 'reusePort', 'v6Only'],
  EADDRNOTAVAIL: ['family', 'type', 'local'],
  EAFNOSUPPORT: ['family'],
  ECONNREFUSED: ['family', 'type', 'peer'],
  EINPROGRESS: ['tcp', 'synRetries'],
  EINVAL: ['family', 'type', 'local', 'listening'],
  EMSGSIZE: ['family', 'type', 'sendBuffer', 'mtuDiscovery', 'mtu'],
  ENOPROTOOPT: ['family', 'type', 'protocol'],
  EOPNOTSUPP: ['family', 'type', 'protocol'],
  EPERM: ['family', 'type', 'peer'],
  EPIPE: ['tcp'],
  EPROTOTYPE: ['type'],
  EHOSTUNREACH: ['peer'],
  ENETUNREACH: ['type', 'peer'],
  ETIMEDOUT: ['tcp', 'synRetries'],
}

const QUESTIONS = new Map(Object.entries(ASKED).map(([code, asked]) => [errno[code as ErrorCode], asked]))

const ANSWERS: { readonly [Name in Question]: (socket: SocketPrimitives) => FailedSocket[Name] } = {
  family: (socket) => value(socket, SO_DOMAIN),
  type: (socket) => value(socket, SO_TYPE),
  protocol: (socket) => value(socket, SO_PROTOCOL),
  local: (socket) => address(socket.getsockname()),
  peer: (socket) => address(socket.getpeername()),
  listening: (socket) => value(socket, SO_ACCEPTCONN),
  reuseAddress: (socket) => value(socket, SO_REUSEADDR),
  reusePort: (socket) => value(socket, SO_REUSEPORT),
  v6Only: (socket) => value(socket, IPV6_V6ONLY),
  sendBuffer: (socket) => value(socket, SO_SNDBUF),
  mtuDiscovery: (socket) => value(socket, isInet6(socket) ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER),
  mtu: (socket) => value(socket, isInet6(socket) ? IPV6_MTU : IP_MTU),
  tcp: (socket) => value(socket, TCP_INFO),
  synRetries: (socket) => value(socket, TCP_SYNCNT),
}

/** What an explanation needs of a socket, asked when the call has just failed; undefined when it needs nothing. */
export function witness(socket: SocketPrimitives, number: number): FailedSocket | undefined {
  const questions = QUESTIONS.get(number)
  if (questions === undefined) return undefined
  return Object.fromEntries(questions.map((question) => [question, ANSWERS[question](socket)]))
}

function value<Value>(socket: SocketPrimitives, wanted: SocketOption<Value>): Value | undefined {
  const bytes = new Uint8Array(wanted.codec.size)
  const length = socket.getsockopt(wanted.level, wanted.number, bytes)
  return length < 0 ? undefined : wanted.codec.decode(bytes.subarray(0, length))
}

function address(name: Address | number): Address | undefined {
  return typeof name === 'number' ? undefined : name
}

function isInet6(socket: SocketPrimitives): boolean {
  return value(socket, SO_DOMAIN) === AF_INET6
}
