import { formatEndpoint } from '../../socket/endpoint.ts'
import { isSocketError } from '../../socket/errors.ts'
import { AF_UNIX, SOCK_STREAM } from '../../socket/posix/constants.ts'
import type { Socket } from '../../socket/socket.ts'
import { answer } from '../frame/answer.ts'
import type { Run } from '../frame/command.ts'
import { EXIT } from '../frame/exit-status.ts'
import { Interruption } from '../frame/interruption.ts'
import { type Place, readPlace } from '../frame/place.ts'
import { type Report, reportTo } from '../frame/report.ts'
import { servePlaces } from '../frame/serve-places.ts'
import type { SERVER_OPTIONS } from '../frame/shared-options.ts'

/** The echo pair of guide 004. */
const DEFAULT_PLACE = '65432'

export const run: Run<typeof SERVER_OPTIONS> = async ({ values, operands }, terminal) => {
  const { stack } = terminal
  const report = reportTo(terminal, values)
  const places = (operands.length > 0 ? operands : [DEFAULT_PLACE]).map(readPlace)
  const interruption = new Interruption(terminal)
  const wait = values.idle === undefined ? undefined : { timeout: values.idle }

  const connection = async (peer: Socket, name: string, { endpoint }: Place): Promise<void> => {
    const started = stack.clock.now()
    let bytes = 0
    await report.connected(name, formatEndpoint(peer.getsockname(), endpoint.type))
    const back = (piece: Uint8Array): Promise<number> => {
      bytes += piece.length
      return peer.send(piece, 0, wait)
    }
    if (endpoint.type === SOCK_STREAM) await peer.recvEach(back, wait)
    else for await (const { data } of peer.messages(wait)) await back(data)
    await report.closed(name, { received: bytes, sent: bytes, duration: stack.clock.now() - started })
  }

  try {
    const limits = { max: values.max, signal: interruption.signal }
    await servePlaces(stack, places, { connection, datagrams: echoDatagrams(report) }, report, limits)
    return EXIT.done
  } finally {
    interruption.release()
  }
}

function echoDatagrams(report: Report) {
  return async (socket: Socket, _place: Place, signal: AbortSignal): Promise<void> => {
    try {
      for await (const { data, from } of socket.messages({ signal })) {
        // A Unix datagram's sender may have no name to answer to.
        if (
          from === null ||
          (from.family === AF_UNIX && from.path === undefined && from.abstract === undefined)
        )
          continue
        try {
          await answer(socket, data, from)
        } catch (error) {
          // Who takes nothing misses it, as of a network's datagrams.
          if (!isSocketError(error, 'EAGAIN')) await report.failed(undefined, error)
        }
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}
