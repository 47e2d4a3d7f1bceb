// Guide 001, «Active close» and «Passive close»: a client that asks for a goodbye, and closes first or last.
import {
  formatAddress,
  isSocketError,
  MSG_WAITALL,
  type Program,
  type Socket,
  TCP_INFO,
  type TcpState,
} from 'soquete'
import { GOODBYE } from './closing-server.ts'
import { connectTo } from './opening.ts'

/** Arguments: the host, the port, and the server's way. */
export const main: Program = async (
  stack,
  [host = '127.0.0.1', port = '4444', way = 'server-first'],
  { stdout },
) => {
  const connection = await connectTo(stack, host, port)
  try {
    await stdout.write(`connected from ${formatAddress(connection.getsockname())}\n`)
    await connection.send(Uint8Array.of(1))
    // A client that is slow to read finds out what a reset throws away.
    for (let wait = 0; way === 'reset' && wait < 200 && stateOf(connection) === 'ESTABLISHED'; wait++)
      await new Promise<void>((resolve) => stack.clock.setTimeout(resolve, 10))
    await stdout.write(`${await takeGoodbye(connection)}\n`)
    if (way === 'server-first' || way === 'reuse') await connection.recv(1)
    await stdout.write(`closes in ${stateOf(connection)}\n`)
  } finally {
    await connection.close()
  }
}

function stateOf(connection: Socket): TcpState {
  return connection.getsockopt(TCP_INFO).state
}

async function takeGoodbye(connection: Socket): Promise<string> {
  try {
    return `${(await connection.recv(GOODBYE, MSG_WAITALL)).length} bytes`
  } catch (error) {
    if (!isSocketError(error, 'ECONNRESET')) throw error
    return `reset after ${error.bytesTransferred ?? 0} of ${GOODBYE} bytes`
  }
}
