import { setTimeout as pause } from 'node:timers/promises'
import { formatEndpoint } from '../../socket/endpoint.ts'
import { isSocketError } from '../../socket/errors.ts'
import type { Address } from '../../socket/posix/addresses.ts'
import { AF_UNIX } from '../../socket/posix/constants.ts'
import type { Stack } from '../../socket/stack.ts'
import { formatPlace, type Place } from '../frame/place.ts'
import { localName, peerName } from '../frame/socket-names.ts'
import { UsageError } from '../frame/usage-error.ts'
import { SocketEnd } from './socket-end.ts'
import type { Tls } from './tls.ts'
import type { TlsEnd } from './tls-end.ts'
import type { TransferWords } from './transfer-words.ts'

export interface OpenOptions {
  readonly tls: Tls
  readonly signal: AbortSignal
  /** Milliseconds for one attempt: lookup, connection, handshake. */
  readonly timeout?: number | undefined
  /** Milliseconds for which a refusal is not taken for an answer. */
  readonly retry?: number | undefined
  readonly localAddress?: Address | undefined
  /** Told when it is tried again. */
  onRetry?(error: Error, pause: number): void
}

/** Milliseconds between two attempts: a server that starts is there soon, one that restarts later. */
const FIRST_PAUSE = 100
const LAST_PAUSE = 2000

/** Nobody listens there yet, or the way there is not up yet. */
const MAY_PASS = ['ECONNREFUSED', 'ENOENT', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'EAGAIN'] as const

/** Throws a UsageError for a place that nobody can connect to. */
export function checkTarget({ endpoint }: Place, { usage }: TransferWords): void {
  if (endpoint.family === AF_UNIX) return
  if (endpoint.host === null) throw new UsageError(usage.noHost(formatEndpoint(endpoint)))
  if (endpoint.port === 0) throw new UsageError(usage.noPort(formatEndpoint(endpoint)))
}

/** Connects to a place, with its TLS, and tries again for as long as the options say. */
export async function openEnd(stack: Stack, place: Place, options: OpenOptions): Promise<SocketEnd | TlsEnd> {
  const { signal, retry = 0, onRetry } = options
  const until = performance.now() + retry
  for (let rest = FIRST_PAUSE; ; rest = Math.min(2 * rest, LAST_PAUSE)) {
    try {
      return await openOnce(stack, place, options)
    } catch (error) {
      const passes = MAY_PASS.some((code) => isSocketError(error, code))
      const left = until - performance.now()
      if (!passes || left <= 0) throw error
      const waits = Math.min(rest, left)
      onRetry?.(error as Error, waits)
      await pause(waits, undefined, { signal })
    }
  }
}

async function openOnce(
  stack: Stack,
  place: Place,
  { tls, signal, timeout, localAddress }: OpenOptions,
): Promise<SocketEnd | TlsEnd> {
  const started = performance.now()
  const socket = await stack.connect(place.endpoint, { signal, timeout, localAddress })
  const names = { name: peerName(socket, place) ?? formatPlace(place), local: localName(socket, place) }
  if (!place.tls) return new SocketEnd(names, socket)
  const { endpoint } = place
  const host = endpoint.family === AF_UNIX ? '' : (endpoint.host ?? '')
  return tls.connect(socket, names, host, { timeout, started, signal })
}
