// Guide 004, «Ejercicio»: the calculator's server, on TCP 51216.
import { formatAddress, type Program, type Socket } from 'soquete'
import { Calculator, receiveLines, sendLine } from './calculator.ts'
import { listenAt } from './opening.ts'

/** Served at one time; more wait in the queue of listen(). */
const MOST_CLIENTS = 100

/** Arguments: the service (51216), how many clients (no limit). */
export const main: Program = async (stack, [service = '51216', clients = 'Infinity'], { stdout, stderr }) => {
  const listener = await listenAt(stack, service)
  const enough = new AbortController()
  let accepted = 0
  const serve = async (peer: Socket): Promise<void> => {
    if (++accepted === Number(clients)) enough.abort()
    const calculator = new Calculator()
    for await (const message of receiveLines(peer)) await sendLine(peer, calculator.answer(message))
    if (calculator.operands > 0)
      await stdout.write(`${formatAddress(peer.getpeername())} left in the middle of a calculation\n`)
  }
  const onError = (error: unknown) => void stderr.write(`${error}\n`)
  try {
    await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)
    await listener.serve(serve, { maxConnections: MOST_CLIENTS, signal: enough.signal, onError })
  } finally {
    await listener.close()
  }
}
