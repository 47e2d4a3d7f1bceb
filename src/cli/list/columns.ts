import { formatDuration } from '../frame/quantities.ts'
import { type Entry, isHidden } from './entry.ts'
import type { Holder } from './holders.ts'
import { protoText } from './proto.ts'
import { stateText } from './states.ts'
import type { ListWords } from './words.ts'

export type ColumnName =
  | 'proto'
  | 'state'
  | 'local'
  | 'peer'
  | 'recvQueue'
  | 'sendQueue'
  | 'rtt'
  | 'cwnd'
  | 'process'

/** One thing that is told of each socket. */
export interface Column {
  readonly name: ColumnName
  /** Numbers stand at the right. */
  readonly right: boolean
  /** Empty: it has none. */
  readonly text: (entry: Entry) => string
}

type Users = ReadonlyMap<number, string>

export function columnsOf(words: ListWords, users: Users): readonly Column[] {
  return [
    column('proto', ({ socket }) => protoText(socket)),
    column('state', ({ socket }) => stateText(socket)),
    column('local', ({ local }) => local),
    column('peer', ({ peer }) => peer),
    column('recvQueue', ({ socket }) => `${socket.rqueue}`, true),
    column('sendQueue', ({ socket }) => `${socket.wqueue}`, true),
    column('rtt', rttText, true),
    column('cwnd', cwndText, true),
    column('process', (entry) => processText(entry, words, users)),
  ]
}

function column(name: ColumnName, text: Column['text'], right = false): Column {
  return { name, right, text }
}

/** Is there a connection whose round trips have been measured? */
function isMeasured({ socket: { state, tcpInfo } }: Entry): boolean {
  return tcpInfo !== undefined && tcpInfo.rtt > 0 && state !== 'LISTEN' && state !== 'CLOSE'
}

function rttText(entry: Entry): string {
  return isMeasured(entry) ? formatDuration(entry.socket.tcpInfo!.rtt / 1000) : ''
}

function cwndText(entry: Entry): string {
  return isMeasured(entry) ? `${entry.socket.tcpInfo!.sndCwnd}` : ''
}

/** Processes that are named before they are only counted. */
const NAMED = 2

/** Who has it; of what nobody has, what becomes of it. */
function processText(entry: Entry, words: ListWords, users: Users): string {
  const { socket, holders } = entry
  if (holders.length > 0) {
    const named = holders.slice(0, NAMED).map(holderText).join(', ')
    return holders.length > NAMED ? `${named} ${words.more(holders.length - NAMED)}` : named
  }
  if (socket.timer?.kind === 'timewait') return words.closesIn(formatDuration(socket.timer.expires))
  if (isHidden(entry))
    return socket.uid === undefined ? '' : words.ofUser(users.get(socket.uid) ?? `${socket.uid}`)
  if (waitsForAccept(entry)) return words.waitsForAccept()
  return socket.state === 'SYN_RECV' ? '' : words.noProcess()
}

/** `node 4313`. */
export function holderText({ process: { pid, name } }: Holder): string {
  return `${name} ${pid}`
}

/** Nobody has it yet: a connection gets its inode when it is accepted. */
export function waitsForAccept({ socket: { kind, state, inode } }: Entry): boolean {
  if (inode !== 0) return false
  return state === 'ESTABLISHED' || state === 'CLOSE_WAIT' || kind === 'unix'
}
