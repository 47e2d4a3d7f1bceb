import { formatAddress, type Program, SOCK_STREAM } from 'soquete'
import { addressOf } from './address.ts'

/**
 * Sends one client's bytes back until its stream ends. Arguments: a port, or the path of a Unix socket.
 * Guide 003, «Ejemplo Servidor Echo con Stream».
 */
export const main: Program = async (stack, [where = '4444'], { stdout }) => {
  const address = addressOf(where)
  const listener = stack.socket(address.family, SOCK_STREAM)
  listener.bind(address)
  listener.listen()
  await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)

  const peer = await listener.accept()
  for (;;) {
    const bytes = await peer.recv(1024)
    if (bytes.length === 0) break
    await peer.send(bytes)
  }
  await peer.close()
  await listener.close()
}
