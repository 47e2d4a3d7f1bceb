import { checkBoolean } from './check-boolean.ts'
import { type Endpoint, formatEndpoint } from './endpoint.ts'
import { BOTH_FAMILIES, Race } from './happy-eyeballs.ts'
import { unixAddress } from './listening.ts'
import { TCP_NODELAY } from './options/options.ts'
import { checkEndpoint } from './parse-endpoint.ts'
import { type Address, checkAddress, formatAddress, isInternetAddress, show } from './posix/addresses.ts'
import { AF_UNIX, SOCK_DGRAM, SOCK_STREAM } from './posix/constants.ts'
import type { Clock } from './primitives.ts'
import { lookUp, numericAddress, type Resolver } from './resolving.ts'
import type { Socket } from './socket.ts'
import { checkWait, type WaitOptions } from './waiting.ts'

/**
 * How to connect. What does not concern an endpoint's type has no effect, so that the endpoint may come from a
 * configuration. `signal` and `timeout` limit all of it, lookups and attempts.
 */
export interface ConnectOptions extends WaitOptions {
  /**
   * The own address: bind(2) before connect(2). A name is looked up in its family alone. A Unix datagram socket has
   * an abstract name that Linux chooses when it does not say, so that the peer can answer.
   */
  readonly localAddress?: Address | undefined
  /**
   * TCP_NODELAY. True when it does not say, as in Go and curl: whoever sends whole messages would otherwise wait for
   * the peer's delayed acknowledgement, up to 40 ms, with every second small one.
   */
  readonly noDelay?: boolean | undefined
  /** Milliseconds after which the next address of a name is tried beside the first. 250 when it does not say. */
  readonly attemptDelay?: number | undefined
  /** Milliseconds that IPv4 addresses, once looked up, wait for those of IPv6. 50 when it does not say. */
  readonly resolutionDelay?: number | undefined
}

/** Section 8 of RFC 8305. */
const ATTEMPT_DELAY = 250
const RESOLUTION_DELAY = 50

/** What connecting needs of a stack. */
export interface ConnectingStack extends Resolver {
  readonly clock: Clock
  socket(family: number, type: number): Socket
}

/** See Stack.connect(). */
export async function connectTo(
  stack: ConnectingStack,
  where: string | Endpoint,
  options: ConnectOptions = {},
): Promise<Socket> {
  const endpoint = checkEndpoint(where)
  const { localAddress, attemptDelay = ATTEMPT_DELAY, resolutionDelay = RESOLUTION_DELAY } = options
  checkConnectOptions(options, { attemptDelay, resolutionDelay })
  checkLocal(endpoint, localAddress)
  const { type } = endpoint
  const wait = { signal: options.signal, timeout: options.timeout }
  if (endpoint.family === AF_UNIX) {
    const own = localAddress ?? (type === SOCK_DGRAM ? { family: AF_UNIX } : undefined)
    return attempt(stack, type, unixAddress(endpoint), { ...options, localAddress: own })
  }
  const text = formatEndpoint(endpoint)
  if (endpoint.host === null)
    throw new TypeError(`${text} names no host to connect to; this machine is localhost, 127.0.0.1 or [::1]`)
  if (endpoint.port === 0) throw new RangeError(`${text} names no port to connect to; 0 is for listening`)
  const address = numericAddress(endpoint)
  if (address !== null) return attempt(stack, type, address, options)
  const family = endpoint.family ?? localAddress?.family
  const race = new Race({
    clock: stack.clock,
    endpoint: text,
    families: family === undefined ? BOTH_FAMILIES : [family],
    lookUp: (each, signal) => lookUp(stack, endpoint, each, 0, { signal }),
    open: (to) => open(stack, type, to, options),
    resolutionDelay,
    attemptDelay,
    wait,
  })
  return race.run()
}

/** The one attempt at an endpoint that is an address. */
async function attempt(
  stack: ConnectingStack,
  type: number,
  address: Address,
  options: ConnectOptions,
): Promise<Socket> {
  const socket = open(stack, type, address, options)
  try {
    await socket.connect(address, options)
    return socket
  } catch (error) {
    void socket.close()
    throw error
  }
}

/** A socket that can connect to that address. */
function open(stack: ConnectingStack, type: number, address: Address, options: ConnectOptions): Socket {
  const { localAddress, noDelay = true } = options
  const socket = stack.socket(address.family, type)
  try {
    if (type === SOCK_STREAM && address.family !== AF_UNIX) socket.setsockopt(TCP_NODELAY, noDelay)
    if (localAddress !== undefined) socket.bind(localAddress)
    return socket
  } catch (error) {
    void socket.close()
    throw error
  }
}

/** The own address and the peer's are of one family; a name is looked up in that one. */
function checkLocal(endpoint: Endpoint, local: Address | undefined): void {
  if (local === undefined) return
  checkAddress(local)
  const fits = endpoint.family === undefined ? isInternetAddress(local) : local.family === endpoint.family
  if (!fits)
    throw new TypeError(
      `localAddress ${formatAddress(local)} is not of the family of ${formatEndpoint(endpoint)}`,
    )
}

function checkConnectOptions(options: ConnectOptions, delays: Record<string, unknown>): void {
  checkWait(options)
  checkBoolean('noDelay', options.noDelay)
  for (const [name, value] of Object.entries(delays)) {
    if (typeof value !== 'number')
      throw new TypeError(`${name} is a number of milliseconds, not ${show(value)}`)
    if (!(value >= 0 && value <= 0x7fffffff))
      throw new RangeError(`${name} ${value} is not from 0 to 2,147,483,647 ms`)
  }
}
