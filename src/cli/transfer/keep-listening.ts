import { SOCK_STREAM } from '../../socket/posix/constants.ts'
import type { Socket } from '../../socket/socket.ts'
import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'
import type { Place } from '../frame/place.ts'
import { servePlaces } from '../frame/serve-places.ts'
import { localName } from '../frame/socket-names.ts'
import { Broadcast } from './broadcast.ts'
import { serveByCommand } from './command-child.ts'
import type { End } from './end.ts'
import { LastSender } from './last-sender.ts'
import type { Session } from './session.ts'
import { SocketEnd } from './socket-end.ts'
import type { Tls } from './tls.ts'

export interface Keeping {
  readonly tls: Tls
  /** Connections at one time. */
  readonly max: number
  /** What each connection is handed to; empty: the standard streams. */
  readonly command: readonly string[]
  readonly signal: AbortSignal
}

/**
 * Serves everybody who comes, at one time: what they send is written out, what is typed goes to all of them. Ends when
 * it is interrupted and its connections have ended.
 */
export async function keepListening(
  session: Session,
  places: readonly Place[],
  { tls, max, command, signal }: Keeping,
): Promise<void> {
  const { report, terminal, words } = session
  const [program, ...args] = command
  const own = session.standardEnd()
  const broadcast = new Broadcast(own, () => new CommandFailure(words.tooSlow, EXIT.failed))
  const ending = new AbortController()

  /** The standard streams for one of several peers; a file is sent to each from its beginning. */
  const member = (): End => {
    const streams = session.standardEnd()
    if (session.sendsFile) return streams
    return {
      name: streams.name,
      ends: true,
      receive: (use, until) => broadcast.follow(use, until),
      send: (piece) => streams.send(piece),
      endSending: () => streams.endSending(),
      close: () => streams.close(),
    }
  }

  const connection = async (socket: Socket, name: string, place: Place): Promise<void> => {
    const names = { name, local: localName(socket, place) }
    if (program !== undefined) {
      await report.connected(name, names.local)
      const ended = await serveByCommand([program, ...args], socket, names)
      if (ended !== 0) await report.failed(name, words.commandEnded(String(ended)))
      return
    }
    const end = place.tls ? await tls.accept(socket, names, signal) : new SocketEnd(names, socket)
    try {
      await session.talk(end, {
        messages: place.endpoint.type !== SOCK_STREAM,
        opener: 'to',
        local: member(),
      })
    } catch (error) {
      // When nobody reads what is written out, that is not this connection's failure, but the end of all.
      if (error !== session.outputFailed) throw error
    }
  }

  const datagrams = (socket: Socket, place: Place): Promise<void> =>
    session.talk(new LastSender(socket, place, (to, error) => void report.failed(to, error)), {
      messages: true,
      opener: 'to',
      local: member(),
    })

  const serving = servePlaces(terminal.stack, places, { connection, datagrams }, report, { max, signal })
  const readsInput = program === undefined && !session.sendsFile
  const inputFailure = new Promise<never>((_resolve, reject) => {
    if (readsInput) broadcast.run(ending.signal).catch(reject)
  })
  try {
    await Promise.race([serving, session.outputFailure, inputFailure])
  } finally {
    ending.abort()
  }
}
