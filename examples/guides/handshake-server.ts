// Guide 000, «send() y recv()»: a server that asks each client for the int32 1 before it goes on.
import { formatAddress, isSocketError, MSG_DONTWAIT, MSG_WAITALL, type Program, type Socket } from 'soquete'
import { listenAt } from './opening.ts'

const HELLO = 1
const OK = 0
const ERROR = -1

/** The guide sends an int32 as it lies in memory, which on x64 and arm64 is little endian. */
const LITTLE_ENDIAN = true

/** Arguments: the service (4444), how many clients. */
export const main: Program = async (stack, [service = '4444', clients = '1'], { stdout }) => {
  const listener = await listenAt(stack, service)
  try {
    await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)
    for (let served = 0; served < Number(clients); served++) {
      const peer = await listener.accept()
      try {
        await stdout.write(`${(await greet(peer)) ? 'accepted' : 'refused'}\n`)
      } finally {
        await peer.close()
      }
    }
  } finally {
    await listener.close()
  }
}

async function greet(peer: Socket): Promise<boolean> {
  try {
    const hello = await peer.recv(4, MSG_WAITALL, { timeout: 500 })
    const known = hello.length === 4 && readInt32(hello) === HELLO
    await peer.send(int32(known ? OK : ERROR))
    if (known) await peer.recv(4, MSG_WAITALL)
    return known
  } catch (error) {
    // A stranger's failure is not the server's.
    if (!isSocketError(error)) throw error
    // What is closed with bytes unread is reset; the client would see an error instead of the end of the stream.
    if (error.code === 'ETIMEDOUT') await peer.recv(1024, MSG_DONTWAIT)
    return false
  }
}

function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value, LITTLE_ENDIAN)
  return bytes
}

function readInt32(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, LITTLE_ENDIAN)
}
