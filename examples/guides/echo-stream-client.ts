// Guide 003, «Ejemplo Servidor Echo con Stream»: sends words over a connection and waits for them to come back.
import { MSG_WAITALL, type Program, SOCK_STREAM } from 'soquete'
import { addressOf } from './address.ts'

/** Arguments: a port or path, the words, `later` to be silent until you press Enter. */
export const main: Program = async (
  stack,
  [where = '4444', words = 'hello', when = 'now'],
  { stdin, stdout },
) => {
  const address = addressOf(where)
  const connection = stack.socket(address.family, SOCK_STREAM)
  try {
    await connection.connect(address)
    if (when === 'later') {
      await stdout.write('connected\n')
      for await (const _enter of stdin) break
    }
    const bytes = new TextEncoder().encode(words)
    await connection.send(bytes)
    const back = await connection.recv(bytes.length, MSG_WAITALL)
    await stdout.write(`${new TextDecoder().decode(back)}\n`)
  } finally {
    await connection.close()
  }
}
