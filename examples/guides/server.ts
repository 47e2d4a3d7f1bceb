import { AF_INET, AI_PASSIVE, formatAddress, type Program, SO_REUSEADDR, SOCK_STREAM } from 'soquete'

/**
 * A server that hears one client out. Arguments: the service (4444).
 * Guide 000, «socket()» to «close()».
 */
export const main: Program = async (stack, [service = '4444'], { stdout }) => {
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

  const peer = await listener.accept()
  for (;;) {
    const bytes = await peer.recv(1024)
    if (bytes.length === 0) break
    await stdout.write(`the client says: ${new TextDecoder().decode(bytes)}\n`)
  }
  await peer.close()
  await listener.close()
}
