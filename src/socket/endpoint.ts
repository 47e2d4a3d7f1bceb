import { percentEncode } from './percent.ts'
import { type Address, checkAddress, checkPort, isInternetAddress, show } from './posix/addresses.ts'
import {
  type AF_INET,
  type AF_INET6,
  AF_UNIX,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
} from './posix/constants.ts'

/** Where a service of the internet is: an address and a port, or names of them that are still to be looked up. */
export interface InternetEndpoint {
  /** SOCK_STREAM: TCP. SOCK_DGRAM: UDP. */
  readonly type: typeof SOCK_STREAM | typeof SOCK_DGRAM
  /** Of an address. Of a name undefined, or the one family that it shall be looked up in. */
  readonly family?: typeof AF_INET | typeof AF_INET6 | undefined
  /** A name, or an address without brackets; null is every address of this machine. */
  readonly host: string | null
  /** 0 to 65535, where 0 lets the system choose, or a service's name, as `http`. */
  readonly port: number | string
  /** The interface of a link-local address: its index, or its name, which the stack looks up. */
  readonly scope?: number | string
}

/** The name of a Unix socket, as UnixAddress has it, and its type. */
export interface UnixEndpoint {
  readonly type: typeof SOCK_STREAM | typeof SOCK_DGRAM | typeof SOCK_SEQPACKET
  readonly family: typeof AF_UNIX
  readonly path?: string | Uint8Array
  readonly abstract?: string | Uint8Array
}

/** What the text of an endpoint says: see parseEndpoint(). */
export type Endpoint = InternetEndpoint | UnixEndpoint

export const INTERNET_SCHEMES: ReadonlyMap<string, InternetEndpoint['type']> = new Map([
  ['tcp', SOCK_STREAM],
  ['udp', SOCK_DGRAM],
] as const)

export const UNIX_SCHEMES: ReadonlyMap<string, UnixEndpoint['type']> = new Map([
  ['unix', SOCK_STREAM],
  ['unix-dgram', SOCK_DGRAM],
  ['unix-seqpacket', SOCK_SEQPACKET],
] as const)

/**
 * Writes an address, with the type of its socket, as an endpoint: what parseEndpoint() reads. Or an endpoint as its
 * text. Throws a RangeError for what has no such text: unnamed Unix sockets, other families, other types. An IPv6
 * flow label is left out.
 */
export function formatEndpoint(address: Address, type: number): string
export function formatEndpoint(endpoint: Endpoint): string
export function formatEndpoint(where: Address | Endpoint, type?: number): string {
  if (typeof where !== 'object' || where === null)
    throw new TypeError(`formatEndpoint() takes an address or an endpoint, not ${show(where)}`)
  if ('host' in where) return formatInternet(where, where.type)
  const socketType = type ?? (where as UnixEndpoint).type
  checkAddress(where)
  if (isInternetAddress(where)) {
    const { address, port } = where
    const scope = 'scopeId' in where ? where.scopeId : 0
    return formatInternet({ host: address, port, ...(scope ? { scope } : {}) }, socketType)
  }
  if (where.family !== AF_UNIX)
    throw new RangeError(`only addresses of the internet and of Unix sockets can be written as an endpoint`)
  const scheme = schemeOf(UNIX_SCHEMES, socketType, 'a Unix')
  if (where.path !== undefined)
    return `${scheme}:${percentEncode(where.path).replace(/^(@|\/(?=\/))/, escaped)}`
  if (where.abstract !== undefined) return `${scheme}:@${percentEncode(where.abstract)}`
  throw new RangeError('an unnamed Unix socket cannot be written as an endpoint')
}

/** At a path's beginning, what would be read as an abstract name or as an authority. */
function escaped(character: string): string {
  return character === '@' ? '%40' : '%2F'
}

function formatInternet({ host, port, scope }: Omit<InternetEndpoint, 'type'>, type: unknown): string {
  const scheme = schemeOf(INTERNET_SCHEMES, type, 'an internet')
  if (host !== null && typeof host !== 'string')
    throw new TypeError(`host is text, or null for every address, not ${show(host)}`)
  if (typeof port !== 'string') checkPort(port)
  if (scope !== undefined && typeof scope !== 'number' && typeof scope !== 'string')
    throw new TypeError(`scope is the index or the name of an interface, not ${show(scope)}`)
  const zone = scope === undefined ? '' : `%${scope}`
  const name = host?.includes(':') ? `[${host}${zone}]` : `${host ?? '*'}${zone}`
  return `${scheme}://${name}:${port}`
}

function schemeOf(schemes: ReadonlyMap<string, number>, type: unknown, what: string): string {
  for (const [scheme, known] of schemes) if (known === type) return scheme
  throw new RangeError(`${what} socket of type ${show(type)} cannot be written as an endpoint`)
}
