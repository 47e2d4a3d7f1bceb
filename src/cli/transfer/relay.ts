import { SOCK_STREAM } from '../../socket/posix/constants.ts'
import type { Socket } from '../../socket/socket.ts'
import type { Run } from '../frame/command.ts'
import { EXIT } from '../frame/exit-status.ts'
import { Interruption } from '../frame/interruption.ts'
import { formatPlace, type Place, readPlace } from '../frame/place.ts'
import { reportTo } from '../frame/report.ts'
import { servePlaces } from '../frame/serve-places.ts'
import { localName } from '../frame/socket-names.ts'
import { UsageError } from '../frame/usage-error.ts'
import { converse, type Watcher } from './converse.ts'
import type { PeerEnd } from './end.ts'
import { checkTarget, openEnd } from './opening.ts'
import type { RELAY_OPTIONS } from './options.ts'
import { DatagramRelay } from './relay-datagrams.ts'
import { SocketEnd } from './socket-end.ts'
import { Tls } from './tls.ts'
import { idleFailure, Watching } from './watching.ts'
import { transferWords } from './words.ts'

/** Milliseconds that a sender of datagrams is remembered when nobody says how long. */
const FORGOTTEN = 60_000

export const run: Run<typeof RELAY_OPTIONS> = async ({ values, operands }, terminal) => {
  const { stack, language } = terminal
  const words = transferWords(language)
  const [from, to] = operands.map(readPlace) as [Place, Place]
  const messages = [from, to].map(({ endpoint }) => endpoint.type !== SOCK_STREAM)
  if (messages[0] !== messages[1])
    throw new UsageError(words.usage.cannotRelay(formatPlace(from), formatPlace(to)))
  checkTarget(to, words)
  const tls = new Tls(values, words)
  if (from.tls) tls.checkServer()
  const report = reportTo(terminal, values)
  const interruption = new Interruption(terminal)
  const { signal } = interruption

  const watching = new Watching(terminal, values, words)
  const watchers = (client: string, local: string): Watcher[] =>
    watching.watchers(client, client, {
      from: client,
      to: local,
      opener: 'from',
      messages: messages[0] === true,
    })
  const open = (): Promise<PeerEnd> => openEnd(stack, to, { tls, signal, timeout: values.timeout })

  const connection = async (socket: Socket, name: string): Promise<void> => {
    const names = { name, local: localName(socket, from) }
    const client = from.tls ? await tls.accept(socket, names, signal) : new SocketEnd(names, socket)
    let target: PeerEnd | null = null
    try {
      target = await open()
      await report.connected(name, target.name)
      const totals = await converse({
        local: client,
        remote: target,
        onEof: 'half-close',
        idle: values.idle,
        onIdle: () => idleFailure(words, name, values.idle),
        watchers: watchers(name, client.local),
      })
      await report.closed(name, totals)
      await Promise.all([client.close(), target.close()])
    } catch (error) {
      // Neither side shall take a connection that broke for one that has ended.
      await Promise.all([client.abort(), target?.abort()])
      throw error
    }
  }

  const datagrams = (socket: Socket, place: Place, signal: AbortSignal): Promise<void> =>
    new DatagramRelay({
      socket,
      place,
      open,
      report,
      watchers,
      idle: values.idle ?? FORGOTTEN,
      most: values.max,
    }).run(signal)

  try {
    const limits = { max: values.max, signal }
    await servePlaces(stack, [from], { connection, datagrams }, report, limits)
    return EXIT.done
  } finally {
    interruption.release()
  }
}
