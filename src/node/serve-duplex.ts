import { Server } from 'node:net'
import { Server as TlsServer } from 'node:tls'
import { show } from '../socket/posix/addresses.ts'
import type { ServeOptions } from '../socket/serving.ts'
import { Socket } from '../socket/socket.ts'
import type { EndpointOptions } from './duplex-endpoint.ts'
import { type SocketDuplex, toDuplex } from './socket-duplex.ts'

export interface ServeDuplexOptions extends EndpointOptions, Omit<ServeOptions<SocketDuplex>, 'onError'> {
  /** Told when accepting fails for want of descriptors or memory, or when onConnection throws. See Socket.serve(). */
  readonly onError?: (error: unknown) => void
}

/**
 * Serves each connection of a listener as a stream: calls a function with it, or emits it as 'connection' at a server
 * of node:http, node:https, node:http2, node:tls or node:net. From a server it takes allowHalfOpen and keepAlive, and
 * sets noDelay, because through TLS and HTTP/2 nobody can do that later. Resolves when the listener is closed, or the
 * signal has aborted, and every stream has closed.
 *
 * A server of node:http watches over its connections (requestTimeout, closeAllConnections()) from its event
 * 'listening' on: `server.emit('listening')` does it, until `server.close()`.
 */
export async function serveDuplex(
  listener: Socket,
  to: ((duplex: SocketDuplex) => void) | Server,
  options: ServeDuplexOptions = {},
): Promise<void> {
  if (!(listener instanceof Socket))
    throw new TypeError(`serveDuplex() takes a listening Socket, not ${show(listener)}`)
  const { onError, signal, maxConnections, ...own } = options
  const { take, settings } = takerOf(to)
  const serving: ServeOptions<Socket> = {
    ...(onError === undefined ? {} : { onError }),
    ...(signal === undefined ? {} : { signal }),
    ...(maxConnections === undefined ? {} : { maxConnections }),
  }
  await listener.serve((peer) => serveOne(toDuplex(peer, { ...settings, ...own }), take), serving)
}

/** Who takes the connections, and what a server would have set on each that it accepts itself. */
function takerOf(to: ((duplex: SocketDuplex) => void) | Server): {
  take: (duplex: SocketDuplex) => void
  settings: EndpointOptions
} {
  if (typeof to === 'function') return { take: to, settings: {} }
  if (!(to instanceof Server))
    throw new TypeError(`connections go to a function or to a server of Node's, not to ${show(to)}`)
  const { allowHalfOpen, keepAlive, keepAliveInitialDelay, highWaterMark } = to as EndpointOptions
  return {
    take: (duplex) => {
      to.emit('connection', duplex)
      // TLS has looked at it by now, and ends the stream itself: what it has still to send is not cut off.
      if (to instanceof TlsServer) duplex.allowHalfOpen = true
    },
    settings: { allowHalfOpen, noDelay: true, keepAlive, keepAliveInitialDelay, highWaterMark },
  }
}

function serveOne(duplex: SocketDuplex, onConnection: (duplex: SocketDuplex) => void): Promise<void> {
  const closed = new Promise<void>((resolve) => duplex.once('close', resolve))
  try {
    onConnection(duplex)
  } catch (error) {
    duplex.destroy()
    throw error
  }
  return closed
}
