import type { Server } from 'node:net'
import { show } from '../socket/addresses.ts'
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
 * of node:http, node:https, node:http2, node:tls or node:net, whose allowHalfOpen, noDelay and keepAlive it gets.
 * Resolves when the listener is closed, or the signal has aborted, and every stream has closed.
 */
export function serveDuplex(
  listener: Socket,
  to: ((duplex: SocketDuplex) => void) | Server,
  options: ServeDuplexOptions = {},
): Promise<void> {
  if (!(listener instanceof Socket))
    return Promise.reject(new TypeError(`serveDuplex() takes a listening Socket, not ${show(listener)}`))
  const { onError, signal, maxConnections, ...own } = options
  const onConnection = typeof to === 'function' ? to : (duplex: SocketDuplex) => to.emit('connection', duplex)
  const endpoint = typeof to === 'function' ? own : { ...settingsOf(to), ...own }
  const serving: ServeOptions<Socket> = {
    ...(onError === undefined ? {} : { onError }),
    ...(signal === undefined ? {} : { signal }),
    ...(maxConnections === undefined ? {} : { maxConnections }),
  }
  return listener.serve((peer) => serveOne(toDuplex(peer, endpoint), onConnection), serving)
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

/** What a server would set on each connection that it accepts itself. */
function settingsOf(server: Server): EndpointOptions {
  const { allowHalfOpen, noDelay, keepAlive, keepAliveInitialDelay, highWaterMark } =
    server as EndpointOptions
  return { allowHalfOpen, noDelay, keepAlive, keepAliveInitialDelay, highWaterMark }
}
