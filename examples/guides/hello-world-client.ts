// Guide 004, «Cliente en Python»: the same calls; either client talks to either server.
import { AF_INET, type Program, SOCK_STREAM } from 'soquete'

/** Arguments: the host (127.0.0.1), the port (65432). */
export const main: Program = async (stack, [host = '127.0.0.1', port = '65432'], { stdout }) => {
  const socket = stack.socket(AF_INET, SOCK_STREAM)
  try {
    await socket.connect({ family: AF_INET, address: host, port: Number(port) })
    await socket.send(new TextEncoder().encode('Hello, world'))
    const data = await socket.recv(1024)
    await stdout.write(`Received ${new TextDecoder().decode(data)}\n`)
  } finally {
    await socket.close()
  }
}
