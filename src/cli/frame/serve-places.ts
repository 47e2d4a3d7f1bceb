import { setMaxListeners } from 'node:events'
import type { Socket } from '../../socket/socket.ts'
import type { Stack } from '../../socket/stack.ts'
import { leavePlace } from './leave-place.ts'
import { formatPlace, isDatagrams, type Place } from './place.ts'
import type { Report } from './report.ts'
import { localName, peerName } from './socket-names.ts'

/** What is served at a place. */
export interface Service {
  /** A connection, until it resolves. */
  connection(peer: Socket, name: string, place: Place): Promise<void>
  /** A socket that receives from everybody, until the signal aborts. */
  datagrams?(socket: Socket, place: Place, signal: AbortSignal): Promise<void>
}

export interface ServeLimits {
  /** Connections at one time, at each place. */
  readonly max: number
  /** Stops accepting; connections that are being served are waited for. */
  readonly signal: AbortSignal
}

/**
 * Listens at each of the places and serves what comes there, until the signal aborts. All are bound before the first is
 * reported, and a failure at one of them closes the others.
 */
export async function servePlaces(
  stack: Stack,
  places: readonly Place[],
  service: Service,
  report: Report,
  { max, signal }: ServeLimits,
): Promise<void> {
  const sockets: (readonly [Socket, Place])[] = []
  const stop = new AbortController()
  const until = AbortSignal.any([signal, stop.signal])
  setMaxListeners(0, until)
  try {
    for (const place of places) {
      const socket = await stack.listen(place.endpoint, { unlink: true, signal })
      sockets.push([socket, place])
    }
    for (const [socket, place] of sockets) await report.listening(localName(socket, place))
    const serving = sockets.map(([socket, place]) =>
      isDatagrams(place.endpoint)
        ? service.datagrams?.(socket, place, until)
        : serveConnections(socket, place, service, report, max, until),
    )
    await Promise.all(serving)
  } catch (error) {
    if (!isReasonOf(signal, error)) throw error
  } finally {
    stop.abort()
    for (const [socket, place] of sockets) await leavePlace(stack, socket, place)
  }
}

async function serveConnections(
  listener: Socket,
  place: Place,
  service: Service,
  report: Report,
  max: number,
  signal: AbortSignal,
): Promise<void> {
  const names = new WeakMap<Socket, string>()
  let numbered = 0
  // Nobody shall wait in the queue of a listener that accepts no more.
  const stop = () => void listener.close()
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  await listener.serve(
    (peer) => {
      // A Unix socket's client has seldom a name: then it is the place's, with a number.
      const name = peerName(peer, place) ?? `${formatPlace(place)}#${++numbered}`
      names.set(peer, name)
      return service.connection(peer, name, place)
    },
    {
      maxConnections: max,
      onError: (error, peer) => {
        if (!isReasonOf(signal, error)) void report.failed(peer && names.get(peer), error)
      },
    },
  )
}

/** What ended because it was asked to has not failed. */
function isReasonOf({ aborted, reason }: AbortSignal, error: unknown): boolean {
  return aborted && error === reason
}
