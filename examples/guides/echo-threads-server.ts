// Guide 000, «Multiplexando ando»: a thread for each connection, as with pthread_create(). Threads are Node's.
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { adopt, type DetachedSocket, formatAddress, type Program, SOCK_STREAM } from 'soquete'
import { addressOf } from './address.ts'
import { echo } from './echo.ts'

/** Arguments: a port or path, how many clients (no limit). */
export const main: Program = async (stack, [where = '4444', clients = 'Infinity'], { stdout, stderr }) => {
  const address = addressOf(where)
  const listener = stack.socket(address.family, SOCK_STREAM)
  try {
    listener.bind(address)
    listener.listen()
    await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)
    for (let accepted = 0; accepted < Number(clients); accepted++) {
      const peer = await listener.accept()
      // Nobody else knows the connection from here on; the guide needs malloc() so that no thread gets another's number.
      const thread = new Worker(new URL(import.meta.url), { workerData: peer.detach() })
      thread.on('error', (error) => void stderr.write(`${error}\n`))
    }
  } finally {
    await listener.close()
  }
}

/** The thread: what the guide calls atender_cliente(). */
if (!isMainThread) {
  const peer = adopt(workerData as DetachedSocket)
  try {
    await echo(peer)
  } finally {
    await peer.close()
  }
}
