import {
  type AddrInfoHints,
  AF_INET,
  AF_INET6,
  AI_ADDRCONFIG,
  AI_CANONNAME,
  AI_NUMERICHOST,
  AI_NUMERICSERV,
  getaddrinfo,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
} from '../../../src/index.ts'
import type { Scope } from '../loopback.ts'
import { at, errorOf, type Situations } from './situation.ts'

const TCP = { type: SOCK_STREAM }

function lookupError(host: string | null, service: string | null, hints: AddrInfoHints = {}) {
  return () => errorOf(() => getaddrinfo(host, service, hints))
}

const [SERVFAIL, NXDOMAIN] = [2, 3]

/** A name server at 127.0.0.1 that answers every question with the same code: RFC 1035 section 4.1.1. */
function answered(code: number, host: string) {
  return async (scope: Scope) => {
    const server = scope.bound(SOCK_DGRAM, at(53))
    const stop = new AbortController()
    const answering = (async () => {
      for (;;) {
        const { data, from } = await server.recvfrom(512, 0, { signal: stop.signal })
        data[2] = 0x81
        data[3] = 0x80 | code
        if (from !== null) await server.sendto(data, from)
      }
    })().catch(() => undefined)
    const error = await errorOf(() => getaddrinfo(host, '80', { ...TCP, family: AF_INET }))
    stop.abort()
    await answering
    return error
  }
}

export const lookups: Situations = {
  'neither host nor service': lookupError(null, null),
  'a URL': lookupError('http://example.com:80/index.html', '80'),
  'a host with a port': lookupError('localhost:8080', '80'),
  'a host in brackets': lookupError('[::1]:8080', null),
  'a host with a space': lookupError('local host', '80'),
  'a host of numbers': lookupError('127.0.0.256', '80'),
  'a name where numbers are asked for': lookupError('localhost', '80', { flags: AI_NUMERICHOST }),
  'a service where numbers are asked for': lookupError('127.0.0.1', 'http', {
    ...TCP,
    flags: AI_NUMERICSERV,
  }),
  'an address of the other family': lookupError('::1', '80', { family: AF_INET }),
  'a service that is mistyped': lookupError('127.0.0.1', 'htpp', TCP),
  'a service of another protocol': lookupError('127.0.0.1', 'tftp', TCP),
  'a service without a list of them': lookupError('127.0.0.1', 'http', TCP),
  'a service for a raw socket': lookupError('127.0.0.1', 'http', { type: SOCK_RAW }),
  'a family that is none': lookupError('127.0.0.1', '80', { family: 99 }),
  'a type that is none': lookupError('127.0.0.1', '80', { type: 99 }),
  'flags that are none': lookupError('127.0.0.1', '80', { flags: 1 << 30 }),
  'the name of nobody': lookupError(null, '80', { flags: AI_CANONNAME }),
  'a name like a known one': answered(NXDOMAIN, 'localhsot'),
  'a name without a dot': answered(NXDOMAIN, 'printer'),
  'a name of the local network': answered(NXDOMAIN, 'printer.local'),
  'a name that nobody has': answered(NXDOMAIN, 'nobody.example.com'),
  'a name server that fails': answered(SERVFAIL, 'nobody.example.com'),
  'no name server': lookupError('example.com', '80'),
  'no network to the name server': lookupError('example.com', '80'),
  'no route to the name server': lookupError('example.com', '80'),
  'a name server that refuses': lookupError('example.com', '80'),
  'a family that no interface has': lookupError('localhost', '80', {
    family: AF_INET6,
    flags: AI_ADDRCONFIG,
  }),
}
