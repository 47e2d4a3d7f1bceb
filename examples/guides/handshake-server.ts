import {
  AF_INET,
  AI_PASSIVE,
  formatAddress,
  isSocketError,
  MSG_DONTWAIT,
  MSG_WAITALL,
  type Program,
  SO_REUSEADDR,
  SOCK_STREAM,
  type Socket,
} from 'soquete'

const HELLO = 1
const OK = 0
const ERROR = -1

/**
 * A server that asks each client for the int32 1 before it goes on. Arguments: the service (4444), how many clients.
 * Guide 000, «send() y recv()».
 */
export const main: Program = async (stack, [service = '4444', clients = '1'], { stdout }) => {
  const [info] = await stack.getaddrinfo(null, service, {
    family: AF_INET,
    type: SOCK_STREAM,
    flags: AI_PASSIVE,
  })
  const listener = stack.socket(info.family, info.type, info.protocol)
  listener.setsockopt(SO_REUSEADDR, true)
  listener.bind(info.address)
  listener.listen()
  await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)

  for (let served = 0; served < Number(clients); served++) {
    const peer = await listener.accept()
    await stdout.write(`${(await greet(peer)) ? 'accepted' : 'refused'}\n`)
    await peer.close()
  }
  await listener.close()
}

async function greet(peer: Socket): Promise<boolean> {
  try {
    const hello = await peer.recv(4, MSG_WAITALL, { timeout: 500 })
    const known = hello.length === 4 && readInt32(hello) === HELLO
    await peer.send(int32(known ? OK : ERROR))
    if (known) await peer.recv(4, MSG_WAITALL)
    return known
  } catch (error) {
    if (!isSocketError(error, 'ETIMEDOUT')) throw error
    // What is closed with bytes unread is reset; the client would see an error instead of the end of the stream.
    await peer.recv(1024, MSG_DONTWAIT)
    return false
  }
}

function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value, true)
  return bytes
}

function readInt32(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true)
}
