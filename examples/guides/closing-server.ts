// Guide 001, «Active close», «Passive close» and «¿Cómo evitarlo?»: a server that is asked for its goodbye, and closes.
import { AF_INET, formatAddress, type Program, SO_LINGER, SO_REUSEADDR, SOCK_STREAM, TCP_INFO } from 'soquete'

/** More than the client's buffer takes at once: a part is still here when the server closes. */
export const GOODBYE = 1_000_000

/**
 * Arguments: the port (4444), and the way:
 * `server-first`: the active close is the server's, TIME_WAIT is at its port, and bind() fails there for a minute;
 * `client-first`: the server waits for the end of the stream, the active close and TIME_WAIT are the client's;
 * `reuse`: as server-first, but SO_REUSEADDR lets the next run bind, if this one has set it too;
 * `reset`: SO_LINGER of 0 seconds leaves no TIME_WAIT, and throws away what the client has not got yet.
 */
export const main: Program = async (stack, [port = '4444', way = 'server-first'], { stdout }) => {
  const listener = stack.socket(AF_INET, SOCK_STREAM)
  try {
    if (way === 'reuse') listener.setsockopt(SO_REUSEADDR, true)
    listener.bind({ family: AF_INET, address: '127.0.0.1', port: Number(port) })
    listener.listen()
    await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)

    const peer = await listener.accept()
    try {
      await peer.recv(1)
      await peer.send(new Uint8Array(GOODBYE))
      if (way === 'client-first') await peer.recv(1)
      if (way === 'reset') peer.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
      const { state } = peer.getsockopt(TCP_INFO)
      await peer.close()
      await stdout.write(`closes in ${state}\n`)
    } finally {
      await peer.close()
    }
  } finally {
    await listener.close()
  }
}
