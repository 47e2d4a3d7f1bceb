import { MSG_WAITALL, type Program, SOCK_STREAM } from 'soquete'
import { addressOf } from './address.ts'

/**
 * Sends words over a connection and waits for them to come back. Arguments: a port or path, the words.
 * Guide 003, «Ejemplo Servidor Echo con Stream».
 */
export const main: Program = async (stack, [where = '4444', words = 'hello'], { stdout }) => {
  const address = addressOf(where)
  const connection = stack.socket(address.family, SOCK_STREAM)
  await connection.connect(address)
  const bytes = new TextEncoder().encode(words)
  await connection.send(bytes)
  const echo = await connection.recv(bytes.length, MSG_WAITALL)
  await stdout.write(`${new TextDecoder().decode(echo)}\n`)
  await connection.close()
}
