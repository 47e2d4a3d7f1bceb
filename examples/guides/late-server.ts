// Guide 000, «accept() y connect()»: a server that listens, and comes to accept() only when you press Enter.
import { formatAddress, type Program } from 'soquete'
import { listenAt } from './opening.ts'

/**
 * The kernel answers for it: clients connect, send and even close while nobody is in accept(). They wait in the queue
 * that listen() made. Arguments: the service (4444).
 */
export const main: Program = async (stack, [service = '4444'], { stdin, stdout }) => {
  const listener = await listenAt(stack, service)
  try {
    await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)
    for await (const _enter of stdin) break

    const peer = await listener.accept()
    try {
      await stdout.write(`accepted, ${peer.unread} bytes were here already\n`)
      while ((await peer.recv(1024)).length > 0);
    } finally {
      await peer.close()
    }
  } finally {
    await listener.close()
  }
}
