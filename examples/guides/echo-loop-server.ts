// Guide 000, «Multiplexando ando»: the other way to serve many, one thread and one loop for all connections.
import { formatAddress, type Program, SOCK_STREAM, type Socket } from 'soquete'
import { addressOf } from './address.ts'
import { echo } from './echo.ts'

/**
 * A connection that waits costs no thread here; one that computes would keep the others waiting.
 * Arguments: a port or path, how many clients (no limit).
 */
export const main: Program = async (stack, [where = '4444', clients = 'Infinity'], { stdout, stderr }) => {
  const address = addressOf(where)
  const listener = stack.socket(address.family, SOCK_STREAM)
  const onError = (error: unknown) => void stderr.write(`${error}\n`)
  const enough = new AbortController()
  let accepted = 0
  try {
    listener.bind(address)
    listener.listen()
    await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)
    const serve = (peer: Socket) => {
      if (++accepted === Number(clients)) enough.abort()
      return echo(peer)
    }
    await listener.serve(serve, { signal: enough.signal, onError })
  } finally {
    await listener.close()
  }
}
