// Guide 003, «Socket Orientado a Datagramas»: what a lost, a repeated and a late datagram look like to a program.
import { AF_INET, formatAddress, isSocketError, type Program, SOCK_DGRAM, type Socket } from 'soquete'

/** Milliseconds of silence after which it takes the rest for lost: nobody says that nothing more will come. */
const SILENCE = 1000

/** Arguments: the port of this machine (4444). */
export const main: Program = async (stack, [port = '4444'], { stdout }) => {
  const socket = stack.socket(AF_INET, SOCK_DGRAM)
  try {
    socket.bind({ family: AF_INET, address: '127.0.0.1', port: Number(port) })
    await stdout.write(`listening on ${formatAddress(socket.getsockname())}\n`)

    const came: number[] = []
    let all: number[] = []
    let datagram = await receive(socket)
    for (; datagram !== null; datagram = await receive(socket, SILENCE)) {
      const [number = 0, count = 0] = datagram
      came.push(number)
      all = Array.from({ length: count }, (_, each) => each)
    }
    const lost = all.filter((number) => !came.includes(number))
    const twice = all.filter((number) => came.indexOf(number) !== came.lastIndexOf(number))
    const late = came.filter((number, at) => came.slice(0, at).some((other) => other > number))
    await stdout.write(`came ${came.join(' ')}\nlost ${lost.join(' ')}\n`)
    await stdout.write(`twice ${twice.join(' ')}\nlate ${late.join(' ')}\n`)
  } finally {
    await socket.close()
  }
}

/** The next datagram, or null after so long a silence. */
async function receive(socket: Socket, timeout?: number): Promise<Uint8Array | null> {
  try {
    return await socket.recv(2, 0, { timeout })
  } catch (error) {
    if (!isSocketError(error, 'ETIMEDOUT')) throw error
    return null
  }
}
