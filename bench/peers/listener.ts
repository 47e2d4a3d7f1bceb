import { AF_INET, SO_REUSEADDR, SOCK_STREAM, type Socket, socket } from '../../src/index.ts'

/** A listening TCP socket on the loopback, and the port that the kernel chose. */
export function listenOnLoopback(): { listener: Socket; port: number } {
  const listener = socket(AF_INET, SOCK_STREAM)
  listener.setsockopt(SO_REUSEADDR, true)
  listener.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
  listener.listen(511)
  return { listener, port: portOf(listener) }
}

export function portOf(bound: Socket): number {
  const name = bound.getsockname()
  if (name.family !== AF_INET) throw new TypeError('not an IPv4 socket')
  return name.port
}
