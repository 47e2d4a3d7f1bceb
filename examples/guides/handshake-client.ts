// Guide 000, «send() y recv()»: a client that introduces itself with the int32 1, or as a stranger would.
import { MSG_WAITALL, type Program } from 'soquete'
import { connectTo } from './opening.ts'

/**
 * Arguments: the host, the service, and what it says: a number, or text in quotes. Its exit status is 1 when it is
 * refused.
 */
export const main: Program = async (
  stack,
  [host = '127.0.0.1', service = '4444', hello = '1'],
  { stdout },
) => {
  const connection = await connectTo(stack, host, service)
  try {
    await connection.send(greeting(hello))
    const result = await connection.recv(4, MSG_WAITALL)
    const accepted = result.length === 4 && result.every((byte) => byte === 0)
    await stdout.write(accepted ? 'handshake accepted\n' : 'refused\n')
    return accepted ? 0 : 1
  } finally {
    await connection.close()
  }
}

function greeting(hello: string): Uint8Array {
  if (hello.startsWith("'")) return new TextEncoder().encode(hello.slice(1, -1))
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, Number(hello), true)
  return bytes
}
