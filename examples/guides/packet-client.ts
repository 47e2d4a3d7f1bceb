// Guide 002, «Protocolo de comunicación»: a client of packets, with fields to serialize and a question without any.
import type { Program } from 'soquete'
import { connectTo } from './opening.ts'
import { decodeReading, encodeReading, HOTTEST, OK, READING, receivePacket, sendPacket } from './packet.ts'

/** Arguments: the host, the service, a station, its temperature and place. Asks for the hottest reading of all. */
export const main: Program = async (
  stack,
  [host = '127.0.0.1', service = '4444', station = '1', celsius = '-3.5', place = 'Ushuaia'],
  { stdout },
) => {
  const connection = await connectTo(stack, host, service)
  try {
    const reading = { station: Number(station), celsius: Number(celsius), place }
    await sendPacket(connection, READING, encodeReading(reading))
    const taken = await receivePacket(connection)
    if (taken?.code !== OK) throw new Error('the server did not take the reading')

    await sendPacket(connection, HOTTEST)
    const answer = await receivePacket(connection)
    if (answer?.code !== READING) throw new Error('the server gave no reading')
    const hottest = decodeReading(answer.payload)
    await stdout.write(`hottest: ${hottest.celsius} °C, ${hottest.place}\n`)
  } finally {
    await connection.close()
  }
}
