import { AF_INET, MSG_WAITALL, type Program, SOCK_STREAM } from 'soquete'

/**
 * A client that introduces itself, with the int32 1 or, as a stranger would, with another one or with text.
 * Arguments: the host, the service, and what it says: a number, or text in quotes. Its exit status is 1 when it is
 * refused. Guide 000, «send() y recv()».
 */
export const main: Program = async (
  stack,
  [host = '127.0.0.1', service = '4444', hello = '1'],
  { stdout },
) => {
  const [info] = await stack.getaddrinfo(host, service, { family: AF_INET, type: SOCK_STREAM })
  const connection = stack.socket(info.family, info.type, info.protocol)
  await connection.connect(info.address)
  await connection.send(greeting(hello))
  const result = await connection.recv(4, MSG_WAITALL)
  await connection.close()
  const accepted = result.length === 4 && result.every((byte) => byte === 0)
  await stdout.write(accepted ? 'handshake accepted\n' : 'refused\n')
  return accepted ? 0 : 1
}

function greeting(hello: string): Uint8Array {
  if (hello.startsWith("'")) return new TextEncoder().encode(hello.slice(1, -1))
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, Number(hello), true)
  return bytes
}
