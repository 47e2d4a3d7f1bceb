// Guide 000, «¿Qué es un cliente-servidor?», and guide 002: a server that is itself the client of another server.
import { formatAddress, type Program, SHUT_WR, type Socket } from 'soquete'
import { connectTo, listenAt } from './opening.ts'

/**
 * Opens a connection upstream for each client and passes bytes both ways, also the end of each direction.
 * Arguments: the service (4445), the upstream's host and service (127.0.0.1, 4444), how many clients (no limit).
 */
export const main: Program = async (
  stack,
  [service = '4445', host = '127.0.0.1', upstream = '4444', clients = 'Infinity'],
  { stdout, stderr },
) => {
  const listener = await listenAt(stack, service)
  const onError = (error: unknown) => void stderr.write(`${error}\n`)
  const enough = new AbortController()
  let accepted = 0
  const serve = async (peer: Socket) => {
    if (++accepted === Number(clients)) enough.abort()
    const server = await connectTo(stack, host, upstream)
    try {
      await Promise.all([pass(peer, server), pass(server, peer)])
    } finally {
      await server.close()
    }
  }
  try {
    await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)
    await listener.serve(serve, { signal: enough.signal, onError })
  } finally {
    await listener.close()
  }
}

async function pass(from: Socket, to: Socket): Promise<void> {
  await from.recvEach((bytes) => to.send(bytes))
  to.shutdown(SHUT_WR)
}
