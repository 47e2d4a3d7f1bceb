// Guide 000, «socket()» to «close()»: a server that hears one client out.
import { AF_INET, AI_PASSIVE, formatAddress, type Program, SO_REUSEADDR, SOCK_STREAM } from 'soquete'

/** Arguments: the service (4444). */
export const main: Program = async (stack, [service = '4444'], { stdout }) => {
  const hints = { family: AF_INET, type: SOCK_STREAM, flags: AI_PASSIVE }
  const [info] = await stack.getaddrinfo(null, service, hints)
  const listener = stack.socket(info.family, info.type, info.protocol)
  try {
    listener.setsockopt(SO_REUSEADDR, true)
    listener.bind(info.address)
    listener.listen()
    await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)

    const peer = await listener.accept()
    try {
      for (;;) {
        const bytes = await peer.recv(1024)
        if (bytes.length === 0) break
        await stdout.write(`the client says: ${new TextDecoder().decode(bytes)}\n`)
      }
    } finally {
      await peer.close()
    }
  } finally {
    await listener.close()
  }
}
