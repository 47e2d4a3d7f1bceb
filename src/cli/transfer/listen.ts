import { setMaxListeners } from 'node:events'
import { isSocketError } from '../../socket/errors.ts'
import { AF_UNIX, MSG_PEEK, SOCK_STREAM } from '../../socket/posix/constants.ts'
import type { Socket } from '../../socket/socket.ts'
import type { Run } from '../frame/command.ts'
import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'
import { Interruption } from '../frame/interruption.ts'
import { leavePlace } from '../frame/leave-place.ts'
import type { Values } from '../frame/option.ts'
import { formatPlace, isDatagrams, type Place, readPlace } from '../frame/place.ts'
import { formatDuration } from '../frame/quantities.ts'
import type { Report } from '../frame/report.ts'
import { addressName, localName, peerName } from '../frame/socket-names.ts'
import type { Terminal } from '../frame/terminal.ts'
import { UsageError } from '../frame/usage-error.ts'
import type { Names, PeerEnd } from './end.ts'
import { keepListening } from './keep-listening.ts'
import type { LISTEN_OPTIONS } from './options.ts'
import { Session } from './session.ts'
import { SocketEnd } from './socket-end.ts'
import { Tls } from './tls.ts'
import type { TransferWords } from './transfer-words.ts'
import { transferWords } from './words.ts'

/** Connections at one time when nobody says how many. */
const MOST_CONNECTIONS = 100

/** Clients whose TLS is waited for at one time. */
const MOST_HANDSHAKES = 16

/** What a command takes no part in that has the connection itself. */
const OF_CONVERSATIONS = [
  'idle',
  'on-eof',
  'send',
  'receive-only',
  'crlf',
  'split',
  'raw',
  'hex',
  'pcap',
] as const

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
    return interruption.status
  } catch (error) {
    if (signal.aborted && error === signal.reason) return interruption.status
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
  const passedOver = OF_CONVERSATIONS.find((name) => values[name] !== undefined && values[name] !== false)
  if (passedOver !== undefined) throw new UsageError(usage.notWith('--exec', `--${passedOver}`))
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
  const { stack } = terminal
  const listener = await stack.listen(place.endpoint, { unlink: true, signal: once.signal })
  try {
    await session.report.listening(localName(listener, place))
    const end = await firstPeer(listener, place, session, once)
    // Who comes now shall not wait for nothing.
    if (!isDatagrams(place.endpoint)) await leavePlace(stack, listener, place)
    await session.talk(end, { messages: place.endpoint.type !== SOCK_STREAM, opener: 'to' })
  } finally {
    await leavePlace(stack, listener, place)
  }
}

async function firstPeer(listener: Socket, place: Place, session: Session, once: Once): Promise<PeerEnd> {
  try {
    if (isDatagrams(place.endpoint)) return await firstSender(listener, place, once)
    return await firstConnection(listener, place, session, once)
  } catch (error) {
    if (!isSocketError(error, 'ETIMEDOUT') || once.timeout === undefined) throw error
    const duration = formatDuration(once.timeout)
    throw new CommandFailure(session.words.noConnection(duration), EXIT.timedOut, [], { cause: error })
  }
}

async function firstConnection(
  listener: Socket,
  place: Place,
  { report }: Session,
  { timeout, tls, signal }: Once,
): Promise<PeerEnd> {
  const namesOf = (socket: Socket): Names => ({
    name: peerName(socket, place) ?? formatPlace(place),
    local: localName(socket, place),
  })
  if (place.tls) return firstHandshake(listener, namesOf, report, { timeout, tls, signal })
  const socket = await listener.accept({ signal, timeout })
  return new SocketEnd(namesOf(socket), socket)
}

/**
 * A client whose TLS fails is not the one that was waited for: perhaps it only looked whether the port is open. And one
 * that says nothing keeps nobody else waiting.
 */
async function firstHandshake(
  listener: Socket,
  namesOf: (socket: Socket) => Names,
  report: Report,
  { timeout, tls, signal }: Once,
): Promise<PeerEnd> {
  const found = new AbortController()
  const until = AbortSignal.any([signal, found.signal])
  setMaxListeners(0, until)
  const deadline = timeout === undefined ? undefined : performance.now() + timeout
  const greeting = new Set<Promise<void>>()
  let first: PeerEnd | undefined
  const greet = async (socket: Socket): Promise<void> => {
    const names = namesOf(socket)
    try {
      const end = await tls.accept(socket, names, until)
      if (until.aborted) return await end.abort()
      first = end
      found.abort()
    } catch (error) {
      if (!until.aborted) await report.failed(names.name, error)
    }
  }
  try {
    for (;;) {
      const left = deadline === undefined ? undefined : Math.max(1, deadline - performance.now())
      const socket = await listener.accept({ signal: until, timeout: left })
      const greeted: Promise<void> = greet(socket).finally(() => greeting.delete(greeted))
      greeting.add(greeted)
      if (greeting.size >= MOST_HANDSHAKES) await Promise.race(greeting)
    }
  } catch (error) {
    if (first !== undefined) return first
    throw error
  } finally {
    found.abort()
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
