import type { LookupFunction } from 'node:net'
import { type Address, isInternetAddress } from '../socket/posix/addresses.ts'
import { AF_INET, AF_INET6, AF_UNIX, AF_UNSPEC, SOCK_STREAM } from '../socket/posix/constants.ts'
import { inet_pton } from '../socket/posix/inet.ts'
import type { Socket } from '../socket/socket.ts'
import type { Stack } from '../socket/stack.ts'
import type { ConnectTarget } from './connect-target.ts'

/** Milliseconds for each address of a name but the last, as in node:net. */
const ATTEMPT = 250

/** Who wants the connection, and is told how it goes. */
export interface Connecting {
  /** Aborts when nobody wants it any more. */
  readonly signal: AbortSignal
  /** A name has been looked up: an error, or one of the addresses that will be tried. */
  onLookup(host: string, error: unknown, address: Address | null): void
  /** A socket begins to connect. */
  onAttempt(socket: Socket): void
}

/** A connected stream socket: to the first of the target's addresses that accepts. */
export async function openConnection(
  stack: Stack,
  target: ConnectTarget,
  connecting: Connecting,
): Promise<Socket> {
  const addresses = await addressesOf(stack, target, connecting)
  const errors: unknown[] = []
  for (const [index, address] of addresses.entries()) {
    const last = index === addresses.length - 1
    try {
      return await attempt(stack, target, address, connecting, last ? undefined : ATTEMPT)
    } catch (error) {
      connecting.signal.throwIfAborted()
      errors.push(error)
    }
  }
  throw errors.length === 1 ? errors[0] : allFailed(errors)
}

async function attempt(
  stack: Stack,
  { localAddress, localPort = 0 }: ConnectTarget,
  address: Address,
  { signal, onAttempt }: Connecting,
  timeout: number | undefined,
): Promise<Socket> {
  const socket = stack.socket(address.family, SOCK_STREAM)
  try {
    onAttempt(socket)
    if (isInternetAddress(address) && (localAddress !== undefined || localPort !== 0)) {
      const any = address.family === AF_INET ? '0.0.0.0' : '::'
      socket.bind({ family: address.family, address: localAddress ?? any, port: localPort })
    }
    await socket.connect(address, { signal, timeout })
    return socket
  } catch (error) {
    await socket.close()
    throw error
  }
}

/** As net.connect() says it: an error for all, with the code of the first. */
function allFailed(errors: readonly unknown[]): Error {
  const messages = errors.map((error) => (error as Error).message)
  const { code } = errors[0] as { code?: string }
  return Object.assign(new AggregateError(errors, messages.join('; ')), { code })
}

async function addressesOf(
  stack: Stack,
  target: ConnectTarget,
  connecting: Connecting,
): Promise<readonly Address[]> {
  const { to, path } = target
  if (to !== undefined) return [to]
  if (path) return [pathAddress(path)]
  const port = Number(target.port)
  const host = target.host || 'localhost'
  if (inet_pton(AF_INET, host) !== null) return [{ family: AF_INET, address: host, port }]
  if (inet_pton(AF_INET6, host) !== null) return [{ family: AF_INET6, address: host, port }]
  try {
    const found = await (target.lookup === undefined
      ? lookUp(stack, host, target, connecting.signal)
      : lookUpBy(target.lookup, host, target))
    for (const address of found) connecting.onLookup(host, null, address)
    return found
  } catch (error) {
    connecting.signal.throwIfAborted()
    connecting.onLookup(host, error, null)
    throw error
  }
}

function pathAddress(path: string): Address {
  return path.startsWith('\0') ? { family: AF_UNIX, abstract: path.slice(1) } : { family: AF_UNIX, path }
}

async function lookUp(
  stack: Stack,
  host: string,
  { port, family = 0, hints = 0 }: ConnectTarget,
  signal: AbortSignal,
): Promise<Address[]> {
  const wanted = { family: FAMILIES[family] ?? AF_UNSPEC, type: SOCK_STREAM, flags: hints }
  const found = await stack.getaddrinfo(host, String(port), wanted, { signal })
  return found.map(({ address }) => address)
}

/** Asks a function in the shape of dns.lookup(), which may answer with all addresses or with one. */
function lookUpBy(
  lookup: LookupFunction,
  host: string,
  { port, family = 0, hints = 0 }: ConnectTarget,
): Promise<Address[]> {
  const addressOf = (address: string): Address => ({
    family: inet_pton(AF_INET, address) === null ? AF_INET6 : AF_INET,
    address,
    port: Number(port),
  })
  return new Promise((resolve, reject) => {
    lookup(host, { family, hints, all: true }, (error, found) => {
      if (error) reject(error)
      else
        resolve(
          typeof found === 'string' ? [addressOf(found)] : found.map(({ address }) => addressOf(address)),
        )
    })
  })
}

/** Address families, by what node:net calls them. */
const FAMILIES: Readonly<Record<number, number>> = { 4: AF_INET, 6: AF_INET6 }
