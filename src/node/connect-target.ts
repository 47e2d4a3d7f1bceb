import type { LookupFunction } from 'node:net'
import { type Address, checkAddress, checkPort, show } from '../socket/posix/addresses.ts'

/** Where to connect to: as net.connect() takes it, or, by `to`, any address of a stream socket. */
export interface ConnectTarget {
  /** In place of host and port, or of path. */
  readonly to?: Address | undefined
  /** A name or a numeric address; `localhost` by default. */
  readonly host?: string | undefined
  readonly port?: number | string | undefined
  /** Of a Unix socket. One that begins with a NUL is an abstract name. */
  readonly path?: string | undefined
  /** 4 or 6: only addresses of that version; 0 for both. */
  readonly family?: number | undefined
  /** AI_ flags of the lookup. */
  readonly hints?: number | undefined
  /** Looks names up in place of the stack's getaddrinfo(): dns.lookup(), or one's own. */
  readonly lookup?: LookupFunction | undefined
  /** What the socket is bound to before it connects. */
  readonly localAddress?: string | undefined
  readonly localPort?: number | undefined
}

/** What connect() takes: an address or options, a path, or a port and perhaps a host; then perhaps a listener. */
export type ConnectArguments = readonly [
  to: Address | ConnectTarget | number | string,
  host?: string | (() => void) | undefined,
  onConnect?: (() => void) | undefined,
]

/** The arguments of connect() as one object. Throws a TypeError or RangeError when they make no sense. */
export function connectTarget([to, host]: ConnectArguments): ConnectTarget {
  if (typeof to === 'object') return checkTarget(targetOf(to))
  const isPath = typeof to === 'string' && !/^\d+$/.test(to)
  return checkTarget(isPath ? { path: to } : { port: to, host: typeof host === 'string' ? host : undefined })
}

/** In options, as in those of node:net, a family is 0, 4 or 6: no address has one of these. */
export function targetOf<Options extends ConnectTarget>(to: Address | Options): Options | { to: Address } {
  if (typeof to !== 'object' || to === null)
    throw new TypeError(`connect() takes an address, or options with a port or a path, not ${show(to)}`)
  return typeof to.family === 'number' && ![0, 4, 6].includes(to.family)
    ? { to: to as Address }
    : (to as Options)
}

function checkTarget(target: ConnectTarget): ConnectTarget {
  const { to, path, host, port, lookup, localAddress } = target
  if (to !== undefined) checkAddress(to)
  else if (typeof path === 'string' && path !== '') return target
  else {
    if (port === undefined)
      throw new TypeError('the options of connect() have neither a port or a path, nor an address as `to`')
    checkPort(typeof port === 'string' ? Number(port) : port)
    checkText('host', host)
    checkText('localAddress', localAddress)
    if (lookup !== undefined && typeof lookup !== 'function')
      throw new TypeError(`lookup is a function, not ${show(lookup)}`)
  }
  return target
}

function checkText(name: string, value: unknown): void {
  if (value !== undefined && value !== null && typeof value !== 'string')
    throw new TypeError(`${name} is text, not ${show(value)}`)
}
