// Guide 003, «Ejemplo Servidor Echo con Datagramas»: sends each datagram back to whom it came from.
import { formatAddress, type Program, SOCK_DGRAM } from 'soquete'
import { addressOf } from './address.ts'

/** Arguments: a port or path, how many datagrams. */
export const main: Program = async (stack, [where = '4444', datagrams = '1'], { stdout }) => {
  const address = addressOf(where)
  const socket = stack.socket(address.family, SOCK_DGRAM)
  try {
    socket.bind(address)
    await stdout.write(`listening on ${formatAddress(socket.getsockname())}\n`)
    for (let answered = 0; answered < Number(datagrams); answered++) {
      const { data, from } = await socket.recvfrom(1024)
      if (from !== null) await socket.sendto(data, from)
    }
  } finally {
    await socket.close()
  }
}
