// Guide 003, «Ejemplo Servidor Echo con Stream»: sends words over a connection and waits for them to come back.
import { MSG_WAITALL, type Program, SOCK_STREAM } from 'soquete'
import { addressOf } from './address.ts'

/** Arguments: a port or path, the words, milliseconds of silence before they are said (0). */
export const main: Program = async (stack, [where = '4444', words = 'hello', silence = '0'], { stdout }) => {
  const address = addressOf(where)
  const connection = stack.socket(address.family, SOCK_STREAM)
  try {
    await connection.connect(address)
    if (silence !== '0')
      await new Promise<void>((resolve) => stack.clock.setTimeout(resolve, Number(silence)))
    const bytes = new TextEncoder().encode(words)
    await connection.send(bytes)
    const back = await connection.recv(bytes.length, MSG_WAITALL)
    await stdout.write(`${new TextDecoder().decode(back)}\n`)
  } finally {
    await connection.close()
  }
}
