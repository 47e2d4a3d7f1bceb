// Guide 004, «Servidor en Python»: the same calls; either client talks to either server.
import { AF_INET, formatAddress, type Program, SOCK_STREAM } from 'soquete'

const HOST = '127.0.0.1'

/** Arguments: the port (65432). */
export const main: Program = async (stack, [port = '65432'], { stdout }) => {
  const socket = stack.socket(AF_INET, SOCK_STREAM)
  try {
    socket.bind({ family: AF_INET, address: HOST, port: Number(port) })
    socket.listen()
    await stdout.write(`listening on ${formatAddress(socket.getsockname())}\n`)
    const connection = await socket.accept()
    try {
      await stdout.write(`Connected by ${formatAddress(connection.getpeername())}\n`)
      for (;;) {
        const data = await connection.recv(1024)
        if (data.length === 0) break
        await connection.send(data)
      }
    } finally {
      await connection.close()
    }
  } finally {
    await socket.close()
  }
}
