import { type ListedSocket, SOCKET_KINDS, type SocketFilter, type SocketKind } from '../../netlink/index.ts'
import type { Language } from '../../socket/language.ts'
import type { TcpState } from '../../socket/options/tcp-info.ts'
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  SOCK_DGRAM,
} from '../../socket/posix/constants.ts'
import type { Values } from '../frame/option.ts'
import { quotable } from '../frame/printable.ts'
import { suggestion } from '../frame/suggestion.ts'
import { UsageError } from '../frame/usage-error.ts'
import { wordsOf as frameWordsOf } from '../frame/words.ts'
import { portOf } from './address-text.ts'
import type { Entry } from './entry.ts'
import type { LIST_OPTIONS } from './options.ts'
import { ALL_STATE_NAMES, STATE_NAMES, statesNamed } from './states.ts'
import { type Wanted, wantedBy } from './wanted.ts'

/** Which sockets are listed. */
export interface Selection {
  /** What the kernel is asked for; `kinds` is always said. */
  readonly filter: SocketFilter & { readonly kinds: readonly SocketKind[] }
  /** The user has named the kinds: one that the kernel does not list is an error. */
  readonly kindsNamed: boolean
  /** What can be told before it is known who has the socket. */
  readonly takesSocket: (socket: ListedSocket) => boolean
  readonly takesEntry: (entry: Entry) => boolean
}

type ListValues = Values<typeof LIST_OPTIONS>

export function selectionOf(values: ListValues, operands: readonly string[], language: Language): Selection {
  const wanted = operands.map(wantedBy)
  const named = SOCKET_KINDS.filter((kind) => values[kind])
  const said = statesOf(values.state, language)
  const states = values.listening ? WAITING.filter((state) => said?.includes(state) ?? true) : said
  const [localPort, ...morePorts] = values['local-port']
  return {
    filter: {
      kinds: named.length > 0 ? named : usualKinds(values, wanted),
      ...(values.ipv4 || values.ipv6 ? { families: familiesOf(values) } : {}),
      ...(states === undefined ? {} : { states }),
      ...(localPort !== undefined && morePorts.length === 0 ? { localPort } : {}),
    },
    kindsNamed: named.length > 0,
    takesSocket: (socket) =>
      (states === undefined || states.includes(socket.state)) &&
      (!values.listening || isWaiting(socket)) &&
      hasPorts(socket, values),
    takesEntry: (entry) =>
      (wanted.length === 0 || wanted.some(({ takes }) => takes(entry))) && isHeldBy(entry, values.process),
  }
}

/** What somebody who names no kinds wants to see: whatever is asked for by name may be of any kind. */
function usualKinds(values: ListValues, wanted: readonly Wanted[]): readonly SocketKind[] {
  if (values.all) return SOCKET_KINDS
  const ports = [...values.port, ...values['local-port'], ...values['remote-port']]
  if (ports.length > 0) return ['tcp', 'udp']
  const kinds = wanted.flatMap((each) => each.kinds)
  if (values.process.length > 0 || kinds.length > 0)
    return SOCKET_KINDS.filter((kind) => kinds.length === 0 || kinds.includes(kind))
  return ['tcp', 'udp', 'raw']
}

/** -4 and -6 are about the sockets of the internet. */
function familiesOf({ ipv4, ipv6 }: ListValues): number[] {
  return [...(ipv4 ? [AF_INET] : []), ...(ipv6 ? [AF_INET6] : []), AF_UNIX, AF_PACKET, AF_NETLINK]
}

function statesOf(said: readonly (readonly string[])[], language: Language): TcpState[] | undefined {
  if (said.length === 0) return undefined
  return said.flat().flatMap((name) => {
    const states = statesNamed(name)
    if (states !== undefined) return states
    const { mistakes, needs } = frameWordsOf(language)
    const meant = suggestion(name.replace(/_/g, '-'), ALL_STATE_NAMES)
    throw new UsageError(
      mistakes.badValue('--state', quotable(name), `${needs.choice} ${STATE_NAMES.join(', ')}`),
      meant === undefined ? undefined : mistakes.didYouMean(meant),
    )
  })
}

/** States of what waits for others: a datagram socket does so without a state of its own. */
const WAITING: readonly TcpState[] = ['LISTEN', 'CLOSE']

/** Does it wait for whoever comes: for connections, or for datagrams? */
function isWaiting({ kind, type, state, local }: ListedSocket): boolean {
  if (state === 'LISTEN') return true
  if (state !== 'CLOSE' || kind === 'tcp') return false
  return kind === 'unix' ? type === SOCK_DGRAM && local !== null : true
}

function hasPorts(
  { local, remote }: ListedSocket,
  { port, 'local-port': localPorts, 'remote-port': remotePorts }: ListValues,
): boolean {
  const [from, to] = [portOf(local) ?? 0, portOf(remote) ?? 0]
  if (port.length > 0 && !port.includes(from) && !port.includes(to)) return false
  if (localPorts.length > 0 && !localPorts.includes(from)) return false
  return remotePorts.length === 0 || remotePorts.includes(to)
}

/** By processes' names or numbers; nothing said is all. */
function isHeldBy({ holders }: Entry, said: readonly string[]): boolean {
  if (said.length === 0) return true
  return holders.some(({ process: { pid, name } }) => said.includes(name) || said.includes(`${pid}`))
}
