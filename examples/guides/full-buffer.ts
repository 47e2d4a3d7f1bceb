// Guide 003, «Socket Orientado a Datagramas»: what the loss of datagrams looks like: it does not.
import { AF_INET, AF_UNIX, isSocketError, MSG_DONTWAIT, type Program, SO_RCVBUF, SOCK_DGRAM } from 'soquete'

/**
 * A sender is faster than a receiver whose buffer is small. Every sendto() succeeds; what did not fit is gone, and
 * nobody is told. Over a Unix socket sendto() would wait instead, and nothing is lost.
 * Arguments: how many datagrams (100), the buffer's bytes (8192), `unix` for a Unix socket.
 */
export const main: Program = async (stack, [count = '100', buffer = '8192', kind = 'udp'], { stdout }) => {
  const family = kind === 'unix' ? AF_UNIX : AF_INET
  const [receiver, sender] = [stack.socket(family, SOCK_DGRAM), stack.socket(family, SOCK_DGRAM)]
  try {
    receiver.setsockopt(SO_RCVBUF, Number(buffer))
    receiver.bind(family === AF_UNIX ? { family } : { family, address: '127.0.0.1', port: 0 })
    const to = receiver.getsockname()
    let [sent, received] = [0, 0]
    while (sent < Number(count) && (await done(sender.sendto(new Uint8Array(1000), to, MSG_DONTWAIT)))) sent++
    while (await done(receiver.recv(1000, MSG_DONTWAIT))) received++
    await stdout.write(`sent ${sent} of ${count}, received ${received}, lost ${sent - received}\n`)
  } finally {
    await Promise.all([sender.close(), receiver.close()])
  }
}

/** False where the call would have to wait. */
async function done(call: Promise<unknown>): Promise<boolean> {
  try {
    await call
    return true
  } catch (error) {
    if (!isSocketError(error, 'EAGAIN')) throw error
    return false
  }
}
