import {
  type Endpoint,
  formatEndpoint,
  INTERNET_SCHEMES,
  type InternetEndpoint,
  UNIX_SCHEMES,
  type UnixEndpoint,
} from './endpoint.ts'
import { LONE_PERCENT, percentDecode } from './percent.ts'
import { show, UNIX_PATH_MAX } from './posix/addresses.ts'
import { AF_INET, AF_INET6, AF_UNIX } from './posix/constants.ts'
import { inet_pton } from './posix/inet.ts'
import { textOrBytes } from './posix/sockaddr.ts'

/** Characters of an endpoint: the longest name of a Unix socket, written in percents, has fewer. */
const LONGEST = 1024
/** Characters of a host's name in the DNS, and of a service's. */
const LONGEST_HOST = 253
const LONGEST_SERVICE = 64

/**
 * Reads an endpoint, the text form of an address:
 *
 *     tcp://127.0.0.1:4444   tcp://[::1]:4444   tcp://example.com:http   udp://[fe80::1%eth0]:5353
 *     tcp://*:4444 or tcp://:4444, every address of this machine         unix:/run/x.sock   unix:relative.sock
 *     unix:@abstract         unix-dgram:/run/log.sock                    unix-seqpacket:@name
 *
 * Port 0 lets the system choose. An interface is named behind a plain `%` (RFC 4007, section 11), by its index or its
 * name; a name is turned into its index by the stack, when the endpoint is used. Only in the names of Unix sockets
 * does `%41` stand for a byte: write `%25` for a percent sign, `%40` for an `@` at a path's beginning. Throws a
 * TypeError or a RangeError that shows the place in the text.
 */
export function parseEndpoint(text: string): Endpoint {
  if (typeof text !== 'string')
    throw new TypeError(`an endpoint is text, as 'tcp://[::1]:4444', not ${show(text)}`)
  if (text.length > LONGEST)
    throw new RangeError(`an endpoint has 1,024 characters at most, and this one ${text.length}`)
  const scheme = text.slice(0, Math.max(0, text.indexOf(':')))
  const start = scheme.length + 1
  const internet = INTERNET_SCHEMES.get(scheme)
  if (internet !== undefined) return parseInternet(text, start, internet)
  const unix = UNIX_SCHEMES.get(scheme)
  if (unix !== undefined) return parseUnix(text, start, unix)
  throw mistake(text, 0, 'it begins with tcp://, udp://, unix:, unix-dgram: or unix-seqpacket:')
}

/** What listen() and connect() take: an endpoint's text, or what it says, checked by the same grammar. */
export function checkEndpoint(where: string | Endpoint): Endpoint {
  if (typeof where !== 'object' || where === null) return parseEndpoint(where)
  const endpoint = parseEndpoint(formatEndpoint(where))
  const { family } = where
  if (family === undefined || family === endpoint.family) return endpoint
  if (endpoint.family !== undefined || (family !== AF_INET && family !== AF_INET6))
    throw new TypeError(`${formatEndpoint(where)} is not of the family ${show(family)}`)
  return { ...endpoint, family }
}

/** An error that shows where in the text it is wrong. */
function mistake(text: string, at: number, what: string, Kind = TypeError): TypeError | RangeError {
  const from = Math.max(0, at - 60)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would break the line, or move the mark
  const line = text.slice(from, from + 76).replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, '·')
  return new Kind(`${show(text)} is no endpoint: ${what}\n  ${line}\n  ${' '.repeat(at - from)}^`)
}

function parseInternet(text: string, start: number, type: InternetEndpoint['type']): InternetEndpoint {
  if (!text.startsWith('//', start))
    throw mistake(text, start, `// follows, as in ${text.slice(0, start)}//[::1]:4444`)
  const host = text[start + 2] === '[' ? bracketedHost(text, start + 3) : plainHost(text, start + 2)
  if (text[host.end] !== ':') throw mistake(text, host.end, 'a colon and a port follow the host, as in :4444')
  const { end, ...said } = host
  return { type, ...said, port: parsePort(text, end + 1) }
}

interface Host extends Pick<InternetEndpoint, 'family' | 'host' | 'scope'> {
  /** Where the colon of the port must stand. */
  readonly end: number
}

/** An IPv6 address and perhaps its interface; `start` is behind the bracket that opens. */
function bracketedHost(text: string, start: number): Host {
  const closing = text.indexOf(']', start)
  if (closing === -1) throw mistake(text, text.length, 'a bracket closes the IPv6 address')
  const [host = '', ...zone] = text.slice(start, closing).split('%')
  if (inet_pton(AF_INET6, host) === null)
    throw mistake(text, start, 'in brackets stands an IPv6 address, as [::1]')
  const said = { family: AF_INET6, host, end: closing + 1 } as const
  if (zone.length === 0) return said
  const at = start + host.length + 1
  const name = zone.join('%')
  if (!/^[^\s/%]{1,15}$/.test(name))
    throw mistake(text, at, "behind % stands an interface's index or its name, of 15 characters at most")
  if (!/^\d+$/.test(name)) return { ...said, scope: name }
  const scope = Number(name)
  if (scope === 0 || scope > 0xffffffff)
    throw mistake(text, at, 'interfaces are numbered from 1 to 4,294,967,295', RangeError)
  return { ...said, scope }
}

function plainHost(text: string, start: number): Host {
  if (/^[\da-fA-F]*(:[\da-fA-F]*){2}/.test(text.slice(start)))
    throw mistake(text, start, 'an IPv6 address stands in brackets, as [::1]')
  const colon = text.indexOf(':', start)
  const end = colon === -1 ? text.length : colon
  const host = text.slice(start, end)
  if (host === '' || host === '*') return { family: undefined, host: null, end }
  const stranger = /[^\w.-]/.exec(host)
  if (stranger !== null)
    throw mistake(text, start + stranger.index, "a host's name has letters, digits, '-', '.' and '_'")
  if (host.length > LONGEST_HOST)
    throw mistake(text, start, `a host's name has 253 characters at most, not ${host.length}`, RangeError)
  if (inet_pton(AF_INET, host) !== null) return { family: AF_INET, host, end }
  // The resolver would read 127.1, 0x7f.1 and 010.0.0.1 as addresses, and the last one as 8.0.0.1.
  if (/(^|\.)(\d+|0[xX][\da-fA-F]*)\.?$/.test(host))
    throw mistake(text, start, 'an IPv4 address has four decimal numbers, as 127.0.0.1')
  return { family: undefined, host, end }
}

function parsePort(text: string, start: number): number | string {
  const port = text.slice(start)
  if (port === '') throw mistake(text, start, "a port's number, or a service's name, is missing")
  if (/^\d+$/.test(port)) {
    if (port.length <= 5 && Number(port) <= 65535) return Number(port)
    throw mistake(text, start, 'ports are numbered from 0 to 65535', RangeError)
  }
  const stranger = /[^\w.+-]/.exec(port)
  if (stranger !== null) throw mistake(text, start + stranger.index, 'nothing else stands behind the port')
  if (!/[a-zA-Z]/.test(port)) throw mistake(text, start, "a port is a number, or a service's name")
  if (port.length > LONGEST_SERVICE)
    throw mistake(text, start, `a service's name has 64 characters at most, not ${port.length}`, RangeError)
  return port
}

function parseUnix(text: string, start: number, type: UnixEndpoint['type']): UnixEndpoint {
  if (text.startsWith('//', start) && text[start + 2] !== '/')
    throw mistake(text, start, `a path follows ${text.slice(0, start)} as it is, without //`)
  // As others write it: unix:///run/x.sock.
  const from = text.startsWith('///', start) ? start + 2 : start
  const abstract = text[from] === '@'
  const at = abstract ? from + 1 : from
  const lone = LONE_PERCENT.exec(text.slice(at))
  if (lone !== null)
    throw mistake(text, at + lone.index, '% begins two hexadecimal digits; write %25 for itself')
  const bytes = percentDecode(text.slice(at))
  if (bytes.length > UNIX_PATH_MAX)
    throw mistake(text, at, `the name has ${bytes.length} bytes, and 107 at most fit`, RangeError)
  const name = textOrBytes(bytes)
  if (abstract) return { type, family: AF_UNIX, abstract: name }
  if (bytes.length === 0) throw mistake(text, at, 'a path is missing, or an abstract name behind @')
  if (bytes.includes(0)) throw mistake(text, at, 'a path has no NUL byte in it')
  return { type, family: AF_UNIX, path: name }
}
