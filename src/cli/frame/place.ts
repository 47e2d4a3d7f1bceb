import {
  type Endpoint,
  formatEndpoint,
  INTERNET_SCHEMES,
  type InternetEndpoint,
  UNIX_SCHEMES,
  type UnixEndpoint,
} from '../../socket/endpoint.ts'
import { parseEndpoint } from '../../socket/parse-endpoint.ts'
import { AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM } from '../../socket/posix/constants.ts'
import type { Kind } from './option.ts'

/** Where a command connects to or listens, as it was said on the command line. */
export interface Place {
  readonly endpoint: Endpoint
  /** TLS over it: `tls://host:port`. */
  readonly tls: boolean
}

const LOOPBACK = '127.0.0.1'

/** What an endpoint begins with, when it is written in full. */
export const SCHEMES: readonly string[] = [...INTERNET_SCHEMES.keys(), 'tls', ...UNIX_SCHEMES.keys()]

/**
 * Reads an endpoint, as parseEndpoint() does, and what one would rather type: `4444`, `:4444`, `localhost:4444` and
 * `[::1]:4444` are TCP; `/run/x.sock`, `./x.sock` and `@name` are Unix sockets; `tls://` is TCP with TLS. Without a
 * host it is this machine's loopback: every address is meant only by `*`.
 */
export function readPlace(said: string): Place {
  const tls = said.startsWith('tls://')
  const endpoint = tls ? parseUnderTls(said) : parseEndpoint(inFull(said))
  const text = said.replace(/^[a-z-]+:\/\//, '')
  if (endpoint.family !== AF_UNIX && endpoint.host === null && !text.startsWith('*'))
    return { tls, endpoint: { ...endpoint, family: AF_INET, host: LOOPBACK } }
  return { tls, endpoint }
}

/** `tls://host:port` as the TCP that it goes over; a mistake is shown in what was said. */
function parseUnderTls(said: string): Endpoint {
  try {
    return parseEndpoint(`tcp${said.slice('tls'.length)}`)
  } catch (error) {
    if (error instanceof Error)
      error.message = error.message.replace(/^"tcp/, '"tls').replace('\n  tcp', '\n  tls')
    throw error
  }
}

function inFull(said: string): string {
  if (/^\d+$/.test(said)) return `tcp://:${said}`
  if (/^(@|\.{0,2}\/)/.test(said)) return `unix:${said}`
  const scheme = SCHEMES.includes(said.slice(0, said.indexOf(':')))
  return !scheme && /^(\[[^\]]*\]|[\w.*-]*):[\w+.-]+$/.test(said) ? `tcp://${said}` : said
}

export function formatPlace({ endpoint, tls }: Place): string {
  const text = formatEndpoint(endpoint)
  return tls ? text.replace('tcp', 'tls') : text
}

export const place: Kind<Place> = {
  placeholder: 'ENDPOINT',
  needs: 'endpoint',
  completion: 'endpoint',
  read: readPlace,
}

/** Its bytes are a stream, and not messages. */
export function isStream(endpoint: InternetEndpoint | UnixEndpoint): boolean {
  return endpoint.type === SOCK_STREAM
}

/** A connection, of a stream or of sequenced packets, and not datagrams. */
export function isConnected(endpoint: Endpoint): boolean {
  return endpoint.type === SOCK_STREAM || endpoint.type === SOCK_SEQPACKET
}

export function isDatagrams(endpoint: Endpoint): boolean {
  return endpoint.type === SOCK_DGRAM
}
