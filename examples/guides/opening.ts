// Guide 000, «socket()» to «accept() y connect()»: the calls of server.ts and client.ts, for programs about other things.
import { AF_INET, AI_PASSIVE, SO_REUSEADDR, SOCK_STREAM, type Socket, type Stack } from 'soquete'

/** getaddrinfo(), socket(), bind() and listen(). */
export async function listenAt(stack: Stack, service: string): Promise<Socket> {
  const hints = { family: AF_INET, type: SOCK_STREAM, flags: AI_PASSIVE }
  const [info] = await stack.getaddrinfo(null, service, hints)
  const listener = stack.socket(info.family, info.type, info.protocol)
  try {
    listener.setsockopt(SO_REUSEADDR, true)
    listener.bind(info.address)
    listener.listen()
    return listener
  } catch (error) {
    await listener.close()
    throw error
  }
}

/** getaddrinfo(), socket() and connect(). */
export async function connectTo(stack: Stack, host: string, service: string): Promise<Socket> {
  const [info] = await stack.getaddrinfo(host, service, { family: AF_INET, type: SOCK_STREAM })
  const connection = stack.socket(info.family, info.type, info.protocol)
  try {
    await connection.connect(info.address)
    return connection
  } catch (error) {
    await connection.close()
    throw error
  }
}
