// Guide 000, «socket()» to «close()»: a client that says one thing.
import { AF_INET, type Program, SOCK_STREAM } from 'soquete'

/** Arguments: the host (127.0.0.1), the service (4444), what to say. */
export const main: Program = async (stack, [host = '127.0.0.1', service = '4444', words = 'hola']) => {
  const [info] = await stack.getaddrinfo(host, service, { family: AF_INET, type: SOCK_STREAM })
  const connection = stack.socket(info.family, info.type, info.protocol)
  try {
    await connection.connect(info.address)
    await connection.send(new TextEncoder().encode(words))
  } finally {
    await connection.close()
  }
}
