import { checkBoolean } from './check-boolean.ts'
import type { Endpoint, InternetEndpoint, UnixEndpoint } from './endpoint.ts'
import { isSocketError } from './errors.ts'
import { IPV6_V6ONLY, SO_REUSEADDR, SO_REUSEPORT, TCP_NODELAY } from './options/options.ts'
import { checkEndpoint } from './parse-endpoint.ts'
import { type Address, isInternetAddress, show, type UnixAddress } from './posix/addresses.ts'
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  AF_UNSPEC,
  AI_PASSIVE,
  IN6ADDR_ANY,
  INADDR_ANY,
  SOCK_DGRAM,
  SOCK_STREAM,
} from './posix/constants.ts'
import { lookUp, numericAddress, type Resolver } from './resolving.ts'
import type { Socket } from './socket.ts'
import { checkWait, type WaitOptions } from './waiting.ts'

/**
 * How to listen. What does not concern an endpoint's type has no effect, so that the endpoint may come from a
 * configuration. `signal` and `timeout` limit the lookup of a name.
 */
export interface ListenOptions extends WaitOptions {
  /** Connections at most that wait for accept(). SOMAXCONN when it does not say. */
  readonly backlog?: number | undefined
  /** SO_REUSEPORT: share the port with other listeners of the same user that say so too. */
  readonly reusePort?: boolean | undefined
  /** Take no IPv4 on an IPv6 address; `*` is then every IPv6 address. The system decides when it does not say. */
  readonly ipv6Only?: boolean | undefined
  /** TCP_NODELAY on the connections, which have it of their listener. True when it does not say: see connect(). */
  readonly noDelay?: boolean | undefined
  /**
   * Remove the file that a dead server has left at the path of a Unix socket: only when it is a socket's, and no
   * socket is bound to it. Two servers that start in the same moment need a lock of their own.
   */
  readonly unlink?: boolean | undefined
}

/** What listening needs of a stack. */
export interface ListeningStack extends Resolver {
  socket(family: number, type: number): Socket
  unlinkAbandoned(path: string | Uint8Array): boolean
}

/** See Stack.listen(). */
export async function listenOn(
  stack: ListeningStack,
  where: string | Endpoint,
  options: ListenOptions = {},
): Promise<Socket> {
  const endpoint = checkEndpoint(where)
  checkListenOptions(options)
  if (endpoint.family === AF_UNIX) return open(stack, endpoint.type, unixAddress(endpoint), options)
  const { ipv6Only = endpoint.host === null ? false : undefined } = options
  let failure: unknown
  for (const address of await localAddresses(stack, endpoint, options)) {
    try {
      return open(stack, endpoint.type, address, { ...options, ipv6Only })
    } catch (error) {
      // Only an address that this machine does not have lets the next one be tried: an address in use does not.
      if (!isSocketError(error, 'EADDRNOTAVAIL') && !isSocketError(error, 'EAFNOSUPPORT')) throw error
      failure = error
    }
  }
  throw failure
}

export function unixAddress({ path, abstract }: UnixEndpoint): UnixAddress {
  if (path !== undefined) return { family: AF_UNIX, path }
  return abstract === undefined ? { family: AF_UNIX } : { family: AF_UNIX, abstract }
}

/** The addresses to try, one after the other. */
async function localAddresses(
  stack: Resolver,
  endpoint: InternetEndpoint,
  { ipv6Only, signal, timeout }: ListenOptions,
): Promise<readonly Address[]> {
  const numeric = numericAddress(endpoint)
  if (numeric !== null) return [numeric]
  const family = endpoint.family ?? (ipv6Only ? AF_INET6 : AF_UNSPEC)
  const { host, port } = endpoint
  if (host !== null || typeof port === 'string') {
    const found = await lookUp(stack, endpoint, family, AI_PASSIVE, { signal, timeout })
    if (host !== null) return found
    const [first] = found
    return everyAddress(family, first !== undefined && isInternetAddress(first) ? first.port : 0)
  }
  return everyAddress(family, port)
}

/** IPv6 takes IPv4 too, unless it is not there. */
function everyAddress(family: number, port: number): Address[] {
  const every: Address[] = [
    { family: AF_INET6, address: IN6ADDR_ANY, port },
    { family: AF_INET, address: INADDR_ANY, port },
  ]
  return family === AF_UNSPEC ? every : every.filter((each) => each.family === family)
}

function open(stack: ListeningStack, type: number, address: Address, options: ListenOptions): Socket {
  const socket = stack.socket(address.family, type)
  try {
    setOptions(socket, options)
    bind(stack, socket, address, options.unlink ?? false)
    if (type !== SOCK_DGRAM) socket.listen(options.backlog)
    return socket
  } catch (error) {
    void socket.close()
    throw error
  }
}

function setOptions(socket: Socket, { reusePort, ipv6Only, noDelay = true }: ListenOptions): void {
  if (socket.family === AF_UNIX) return
  if (socket.type === SOCK_STREAM) {
    socket.setsockopt(SO_REUSEADDR, true)
    socket.setsockopt(TCP_NODELAY, noDelay)
  }
  if (reusePort) socket.setsockopt(SO_REUSEPORT, true)
  if (ipv6Only !== undefined && socket.family === AF_INET6) socket.setsockopt(IPV6_V6ONLY, ipv6Only)
}

/** Nothing here waits, so that nobody of this process comes in between. */
function bind(stack: ListeningStack, socket: Socket, address: Address, unlink: boolean): void {
  try {
    socket.bind(address)
  } catch (error) {
    const path = unlink && address.family === AF_UNIX ? address.path : undefined
    if (path === undefined || !isSocketError(error, 'EADDRINUSE') || !stack.unlinkAbandoned(path)) throw error
    socket.bind(address)
  }
}

function checkListenOptions(options: ListenOptions): void {
  checkWait(options)
  for (const name of ['reusePort', 'ipv6Only', 'noDelay', 'unlink'] as const)
    checkBoolean(name, options[name])
  const { backlog } = options
  if (backlog !== undefined && (!Number.isInteger(backlog) || backlog < 0))
    throw new RangeError(`backlog is a whole number from 0 on, not ${show(backlog)}`)
}
