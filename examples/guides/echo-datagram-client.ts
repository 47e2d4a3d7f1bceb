// Guide 003, «Ejemplo Servidor Echo con Datagramas»: sends words as a datagram and waits for it to come back.
import { AF_UNIX, type Program, SOCK_DGRAM } from 'soquete'
import { addressOf } from './address.ts'

/** Arguments: a port or path, the words. A lost datagram ends it after two seconds. */
export const main: Program = async (stack, [where = '4444', words = 'hello'], { stdout }) => {
  const address = addressOf(where)
  const socket = stack.socket(address.family, SOCK_DGRAM)
  try {
    // A Unix socket has no name of its own until it is bound; without one nobody could answer. Linux chooses it.
    if (address.family === AF_UNIX) socket.bind({ family: AF_UNIX })
    await socket.sendto(new TextEncoder().encode(words), address)
    const { data } = await socket.recvfrom(1024, 0, { timeout: 2000 })
    await stdout.write(`${new TextDecoder().decode(data)}\n`)
  } finally {
    await socket.close()
  }
}
