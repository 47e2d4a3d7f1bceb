// Guide 002, «Protocolo de comunicación»: a server of packets, which refuses those that it does not know.
import { formatAddress, type Program, type Socket } from 'soquete'
import { listenAt } from './opening.ts'
import {
  decodeReading,
  ERROR,
  encodeReading,
  HOTTEST,
  OK,
  READING,
  type Reading,
  receivePacket,
  sendPacket,
} from './packet.ts'

/** Keeps the hottest reading of all its clients. Arguments: the service (4444), how many clients (no limit). */
export const main: Program = async (stack, [service = '4444', clients = 'Infinity'], { stdout, stderr }) => {
  const listener = await listenAt(stack, service)
  let hottest: Reading | null = null
  const onError = (error: unknown) => void stderr.write(`${error}\n`)
  const enough = new AbortController()
  let accepted = 0

  const answer = async (peer: Socket, code: number, payload: Uint8Array): Promise<void> => {
    if (code === READING) {
      const reading = decodeReading(payload)
      if (hottest === null || reading.celsius > hottest.celsius) hottest = reading
      await sendPacket(peer, OK)
    } else if (code === HOTTEST && hottest !== null) {
      await sendPacket(peer, READING, encodeReading(hottest))
    } else {
      await sendPacket(peer, ERROR)
    }
  }
  const serve = async (peer: Socket): Promise<void> => {
    if (++accepted === Number(clients)) enough.abort()
    for (;;) {
      const packet = await receivePacket(peer)
      if (packet === null) return
      await answer(peer, packet.code, packet.payload)
    }
  }

  try {
    await stdout.write(`listening on ${formatAddress(listener.getsockname())}\n`)
    await listener.serve(serve, { signal: enough.signal, onError })
  } finally {
    await listener.close()
  }
}
