// Guide 003, «Socket Orientado a Datagramas»: numbered datagrams, so that their receiver can tell what became of them.
import { AF_INET, type Program, SOCK_DGRAM } from 'soquete'

/** Arguments: the port of this machine (4444), how many datagrams (12). */
export const main: Program = async (stack, [port = '4444', count = '12'], { stdout }) => {
  const socket = stack.socket(AF_INET, SOCK_DGRAM)
  try {
    const address = { family: AF_INET, address: '127.0.0.1', port: Number(port) } as const
    for (let number = 0; number < Number(count); number++)
      await socket.sendto(Uint8Array.of(number, Number(count)), address)
    await stdout.write(`sent ${count}\n`)
  } finally {
    await socket.close()
  }
}
