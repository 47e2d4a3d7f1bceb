import type { Wording } from '../../kernel/investigate/wording.ts'
import type { ListedSocket } from '../../netlink/index.ts'
import type { Language } from '../../socket/language.ts'
import type { TcpState } from '../../socket/options/tcp-info.ts'
import { SOCK_DGRAM } from '../../socket/posix/constants.ts'
import { formatDuration } from '../frame/quantities.ts'
import { holderText, waitsForAccept } from './columns.ts'
import { englishMeanings, englishNotes } from './english-explanations.ts'
import type { Entry } from './entry.ts'
import type { Relations } from './relations.ts'
import { spanishMeanings, spanishNotes } from './spanish-explanations.ts'
import { stateText } from './states.ts'

type Meanings = Wording<typeof englishMeanings>
type Notes = Wording<typeof englishNotes>
type Meaning = Exclude<keyof Meanings, 'page'>

const MEANINGS: Readonly<Record<Language, Meanings>> = { en: englishMeanings, es: spanishMeanings }
const NOTES: Readonly<Record<Language, Notes>> = { en: englishNotes, es: spanishNotes }

/** Says in words why sockets are as they are: of each state what it means, once, and what is particular about each. */
export class Explainer {
  readonly #meanings: Meanings
  readonly #notes: Notes
  readonly #told = new Set<Meaning>()

  constructor(language: Language) {
    this.#meanings = MEANINGS[language]
    this.#notes = NOTES[language]
  }

  /** Sentences. */
  explain(entry: Entry, relations: Relations): string[] {
    const meaning = meaningOf(entry.socket)
    const isNew = !this.#told.has(meaning)
    this.#told.add(meaning)
    return [
      ...(isNew ? this.#meaning(meaning) : []),
      ...this.#particular(entry),
      ...this.#company(entry, relations),
    ]
  }

  #meaning(meaning: Meaning): string[] {
    const text = this.#meanings[meaning]()
    // States of TCP have a page of their own.
    if (!/^[A-Z]/.test(meaning) || meaning === 'BOUND') return [text]
    return [`${text} ${this.#meanings.page(meaning.replace(/WAIT(?=\d)/, 'WAIT_'))}`]
  }

  #particular(entry: Entry): string[] {
    const of = {
      tcp: tcpNotes,
      udp: datagramNotes,
      raw: datagramNotes,
      unix: unixNotes,
      packet: datagramNotes,
    }
    const { kind } = entry.socket
    return kind === 'netlink' ? [] : of[kind](entry, this.#notes)
  }

  /** Who else has to do with it, when that is known. */
  #company(entry: Entry, relations: Relations): string[] {
    if (waitsForAccept(entry)) {
      const [server] = relations.listenerOf(entry)?.holders ?? []
      return [this.#notes.waitsForAccept(server === undefined ? null : holderText(server))]
    }
    const other = relations.otherEnd(entry)
    const [peer] = other?.holders ?? []
    if (other === undefined || peer === undefined) return []
    const isLike = other.socket.state === entry.socket.state
    return [this.#notes.otherEnd(holderText(peer), isLike ? null : stateText(other.socket))]
  }
}

function meaningOf({ kind, type, state, local }: ListedSocket): Meaning {
  const isConnected = state === 'ESTABLISHED'
  switch (kind) {
    case 'tcp':
      return OF_TCP[state] ?? 'BOUND'
    case 'udp':
      return isConnected ? 'udpConnected' : 'udpOpen'
    case 'unix':
      if (type === SOCK_DGRAM) {
        if (isConnected) return 'unixDgramConnected'
        return local === null ? 'unixDgramUnnamed' : 'unixDgramNamed'
      }
      if (state === 'LISTEN') return 'unixListen'
      return isConnected ? 'unixConnected' : 'unixIdle'
    default:
      return kind
  }
}

const OF_TCP: Readonly<Partial<Record<TcpState, Meaning>>> = {
  LISTEN: 'LISTEN',
  SYN_SENT: 'SYN_SENT',
  SYN_RECV: 'SYN_RECV',
  NEW_SYN_RECV: 'SYN_RECV',
  ESTABLISHED: 'ESTABLISHED',
  FIN_WAIT1: 'FIN_WAIT1',
  FIN_WAIT2: 'FIN_WAIT2',
  TIME_WAIT: 'TIME_WAIT',
  CLOSE_WAIT: 'CLOSE_WAIT',
  LAST_ACK: 'LAST_ACK',
  CLOSING: 'CLOSING',
}

function tcpNotes({ socket }: Entry, notes: Notes): string[] {
  const { state, timer, inode } = socket
  const next = formatDuration(timer?.expires ?? 0)
  switch (state) {
    case 'LISTEN':
      return queueNotes(socket, notes)
    case 'SYN_SENT':
    case 'SYN_RECV':
      return timer === undefined ? [] : [notes.tries(timer.retrans + 1, next)]
    case 'TIME_WAIT':
      return timer === undefined ? [] : [notes.gone(next)]
    case 'FIN_WAIT2':
      if (timer?.kind === 'timewait') return [notes.orphan(next)]
      return inode === 0 ? [] : [notes.halfClosed(), ...receiveNotes(socket, notes)]
    case 'CLOSE_WAIT':
      return [...endNotes(socket, notes), ...sendNotes(socket, notes)]
    default:
      return [...receiveNotes(socket, notes), ...sendNotes(socket, notes)]
  }
}

/** Of a listener, how its queue is. The kernel takes one connection more than the backlog says. */
function queueNotes({ rqueue, backlog = 0 }: ListedSocket, notes: Notes): string[] {
  if (rqueue === 0) return []
  if (rqueue > backlog) return [notes.queueFull(rqueue, backlog)]
  return [2 * rqueue >= backlog ? notes.queueFills(rqueue, backlog) : notes.queued(rqueue, backlog)]
}

/** Of CLOSE_WAIT, how far the program has come. */
function endNotes({ inode, rqueue, tcpInfo }: ListedSocket, notes: Notes): string[] {
  // Every later acknowledgement sets the clock back.
  const since = tcpInfo === undefined ? [] : [notes.closedSince(formatDuration(tcpInfo.lastAckRecv))]
  if (inode === 0) return since
  // Until the program has read it, the end of the stream counts as a byte.
  return [...since, rqueue === 0 ? notes.readToEnd() : notes.endUnread(rqueue - 1)]
}

function receiveNotes({ rqueue, tcpInfo }: ListedSocket, notes: Notes): string[] {
  if (rqueue === 0) return []
  return [notes.unread(rqueue, formatDuration(tcpInfo?.lastDataRecv ?? 0))]
}

/** States in which our own end of the stream has been sent, or waits to be: it counts as a byte. */
const HAVE_CLOSED: ReadonlySet<TcpState> = new Set(['FIN_WAIT1', 'LAST_ACK', 'CLOSING'])

/** What keeps data here, when something does. */
function sendNotes({ state, wqueue, timer }: ListedSocket, notes: Notes): string[] {
  const waiting = HAVE_CLOSED.has(state) ? wqueue - 1 : wqueue
  if (timer === undefined || waiting <= 0) return []
  const next = formatDuration(timer.expires)
  if (timer.kind === 'probe') return [notes.zeroWindow(waiting, timer.retrans, next)]
  return timer.kind === 'retransmit' && timer.retrans > 0 ? [notes.lost(waiting, timer.retrans, next)] : []
}

function datagramNotes({ socket: { kind, rqueue, memory } }: Entry, notes: Notes): string[] {
  return [
    ...(rqueue > 0 && kind !== 'packet' ? [notes.datagramsWait(rqueue)] : []),
    ...(memory !== undefined && memory.drops > 0 ? [notes.dropped(memory.drops)] : []),
  ]
}

function unixNotes({ socket }: Entry, notes: Notes): string[] {
  const { state, rqueue, wqueue, peerInode } = socket
  if (state === 'LISTEN') return queueNotes(socket, notes)
  return [
    ...(peerInode === 0 ? [notes.peerGone()] : []),
    ...(rqueue > 0 ? [notes.unreadHere(rqueue)] : []),
    ...(wqueue > 0 ? [notes.waitsForPeer(wqueue)] : []),
  ]
}
