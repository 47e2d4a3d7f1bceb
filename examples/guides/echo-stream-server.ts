// Guide 003, «Ejemplo Servidor Echo con Stream»: sends each client's bytes back, one client after the other.
import { formatAddress, type Program, SOCK_STREAM } from 'soquete'
import { addressOf } from './address.ts'
import { echo } from './echo.ts'

/** Arguments: a port, or the path of a Unix socket; how many clients. */
export const main: Program = async (stack, [where = '4444', clients = '1'], { stdout }) => {
  const address = addressOf(where)
  const listener = stack.socket(address.family, SOCK_STREAM)
  try {
    listener.bind(address)
    listener.listen()
    await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)
    for (let served = 0; served < Number(clients); served++) {
      const peer = await listener.accept()
      try {
        await echo(peer)
      } finally {
        await peer.close()
      }
    }
  } finally {
    await listener.close()
  }
}
