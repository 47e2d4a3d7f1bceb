import { isSocketError } from '../../socket/errors.ts'
import { AF_UNIX, MSG_PEEK, SOCK_STREAM } from '../../socket/posix/constants.ts'
import type { Socket } from '../../socket/socket.ts'
import type { Run } from '../frame/command.ts'
import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'
import { Interruption } from '../frame/interruption.ts'
import type { Values } from '../frame/option.ts'
import { formatPlace, isDatagrams, type Place, readPlace } from '../frame/place.ts'
import { formatDuration } from '../frame/quantities.ts'
import { addressName, localName, peerName } from '../frame/socket-names.ts'
import type { Terminal } from '../frame/terminal.ts'
import { UsageError } from '../frame/usage-error.ts'
import type { PeerEnd } from './end.ts'
import { keepListening } from './keep-listening.ts'
import type { LISTEN_OPTIONS } from './options.ts'
import { Session } from './session.ts'
import { SocketEnd } from './socket-end.ts'
import { Tls } from './tls.ts'
import type { TransferWords } from './transfer-words.ts'
import { transferWords } from './words.ts'

/** Connections at one time when nobody says how many. */
const MOST_CONNECTIONS = 100

type ListenValues = Values<typeof LISTEN_OPTIONS>

export const run: Run<typeof LISTEN_OPTIONS> = async ({ values, operands, rest }, terminal) => {
  const words = transferWords(terminal.language)
  const places = operands.map(readPlace)
  checkUsage(values, places, rest, words)
  const tls = new Tls(values, words)
  if (places.some((place) => place.tls)) tls.checkServer()
  const interruption = new Interruption(terminal)
  const { signal } = interruption
  const session = new Session(terminal, values, signal)
  try {
    if (values.keep) {
      const max = values.max ?? MOST_CONNECTIONS
      await keepListening(session, places, { tls, max, command: rest, signal })
      return EXIT.done
    }
    await listenOnce(terminal, session, places[0]!, { timeout: values.timeout, tls, signal })
    return signal.aborted ? EXIT.interrupted : EXIT.done
  } catch (error) {
    if (signal.aborted && error === signal.reason) return EXIT.interrupted
    throw error
  } finally {
    interruption.release()
  }
}

function checkUsage(
  values: ListenValues,
  places: readonly Place[],
  rest: readonly string[],
  { usage }: TransferWords,
): void {
  if (places.length > 1 && !values.keep) throw new UsageError(usage.severalKept)
  if (values.max !== undefined && !values.keep) throw new UsageError(usage.onlyWith('--max', '--keep'))
  if (values.timeout !== undefined && values.keep) throw new UsageError(usage.notWith('--timeout', '--keep'))
  if (values.exec && rest.length === 0) throw new UsageError(usage.noCommand)
  if (!values.exec && rest.length > 0) throw new UsageError(usage.onlyWith(`-- ${rest[0]}`, '--exec'))
  if (!values.exec) return
  if (!values.keep) throw new UsageError(usage.onlyWith('--exec', '--keep'))
  if (places.some((place) => place.tls)) throw new UsageError(usage.noTlsCommand)
  if (places.some(({ endpoint }) => isDatagrams(endpoint)))
    throw new UsageError(usage.notWith('--exec', formatPlace(places[0]!)))
}

interface Once {
  readonly timeout: number | undefined
  readonly tls: Tls
  readonly signal: AbortSignal
}

/** The conversation with the first who comes. */
async function listenOnce(terminal: Terminal, session: Session, place: Place, once: Once): Promise<void> {
  const listener = await terminal.stack.listen(place.endpoint, { unlink: true })
  try {
    await session.report.listening(localName(listener, place))
    const end = isDatagrams(place.endpoint)
      ? await firstSender(listener, place, once)
      : await firstConnection(listener, place, session, once)
    await session.talk(end, { messages: place.endpoint.type !== SOCK_STREAM, opener: 'to' })
  } catch (error) {
    if (!isSocketError(error, 'ETIMEDOUT') || once.timeout === undefined || error.syscall === 'connect')
      throw error
    const duration = formatDuration(once.timeout)
    throw new CommandFailure(session.words.noConnection(duration), EXIT.timedOut, [], { cause: error })
  } finally {
    await listener.close()
  }
}

/** A client whose TLS fails is not the one that was waited for: perhaps it only looked whether the port is open. */
async function firstConnection(
  listener: Socket,
  place: Place,
  { report }: Session,
  { timeout, tls, signal }: Once,
): Promise<PeerEnd> {
  for (;;) {
    const socket = await listener.accept({ signal, timeout })
    const names = { name: peerName(socket, place) ?? formatPlace(place), local: localName(socket, place) }
    try {
      const end = place.tls ? await tls.accept(socket, names) : new SocketEnd(names, socket)
      await listener.close()
      return end
    } catch (error) {
      await report.failed(names.name, error)
    }
  }
}

/** From then on the socket is connected to whom the first datagram came from: those of others are refused. */
async function firstSender(socket: Socket, place: Place, { timeout, signal }: Once): Promise<PeerEnd> {
  const { from } = await socket.recvmsg(new Uint8Array(0), MSG_PEEK, { signal, timeout })
  const name = from === null ? undefined : addressName(from, place)
  // A Unix datagram's sender may have no name to answer to; then there is only listening.
  if (from !== null && (from.family !== AF_UNIX || name !== undefined)) await socket.connect(from)
  return new SocketEnd({ name: name ?? formatPlace(place), local: localName(socket, place) }, socket)
}
