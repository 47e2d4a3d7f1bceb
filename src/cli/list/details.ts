import type { SocketTimer } from '../../netlink/index.ts'
import { AF_INET6 } from '../../socket/posix/constants.ts'
import { printable } from '../frame/printable.ts'
import { formatDuration, formatSize } from '../frame/quantities.ts'
import { holderText } from './columns.ts'
import type { Entry } from './entry.ts'
import type { Snapshot } from './snapshot.ts'
import type { DetailWords } from './words.ts'

/** All that is known of a socket and has no column, in short pieces. */
export function detailsOf(entry: Entry, snapshot: Snapshot, words: DetailWords): string[] {
  return [
    ...identity(entry, snapshot, words),
    ...(entry.socket.timer === undefined ? [] : timerText(entry.socket.timer, words)),
    ...connection(entry, words),
    ...memory(entry, words),
    ...processes(entry, snapshot, words),
  ]
}

function identity({ socket }: Entry, { users, interfaces }: Snapshot, words: DetailWords): string[] {
  const { uid, inode, cookie, ifindex, v6only, family, remote } = socket
  return [
    ...(uid === undefined ? [] : [words.user(users.get(uid) ?? `${uid}`, uid)]),
    ...(inode === 0 ? [] : [`inode ${inode}`]),
    `cookie ${cookie}`,
    ...(ifindex === 0 ? [] : [words.interface(interfaces.get(ifindex) ?? `${ifindex}`)]),
    // To have a peer is to have settled it.
    ...(family === AF_INET6 && remote === null && v6only !== undefined
      ? [v6only ? words.ipv6Only() : words.takesIpv4()]
      : []),
  ]
}

function timerText({ kind, expires, retrans }: SocketTimer, words: DetailWords): string[] {
  // That of TIME_WAIT is told already: it is all that happens there.
  return kind === 'timewait' ? [] : [words[kind](formatDuration(expires), retrans)]
}

function connection({ socket: { tcpInfo, congestion, state } }: Entry, words: DetailWords): string[] {
  if (tcpInfo === undefined || state === 'LISTEN' || state === 'CLOSE')
    return congestion === undefined ? [] : [congestion]
  const { sndMss, pmtu, rto, rttvar, sndSsthresh, unacked, totalRetrans, bytesSent, bytesReceived, sndWnd } =
    tcpInfo
  return [
    congestion ?? '',
    `mss ${sndMss}`,
    `pmtu ${pmtu}`,
    `rto ${formatDuration(rto / 1000)}`,
    ...(tcpInfo.rtt > 0 ? [`rttvar ${formatDuration(rttvar / 1000)}`] : []),
    ...(sndSsthresh < NO_THRESHOLD ? [`ssthresh ${sndSsthresh}`] : []),
    words.sent(formatSize(bytesSent)),
    words.received(formatSize(bytesReceived)),
    ...(unacked > 0 ? [words.inFlight(unacked)] : []),
    ...(totalRetrans > 0 ? [words.sentAgain(totalRetrans)] : []),
    words.peerWindow(formatSize(sndWnd)),
  ].filter((text) => text !== '')
}

/** TCP_INFINITE_SSTHRESH: none is set yet. */
const NO_THRESHOLD = 0x7fffffff

function memory({ socket }: Entry, words: DetailWords): string[] {
  if (socket.memory === undefined) return []
  const { rmemAlloc, rcvbuf, wmemAlloc, wmemQueued, sndbuf, drops } = socket.memory
  return [
    words.receiveBuffer(formatSize(rmemAlloc), formatSize(rcvbuf)),
    words.sendBuffer(formatSize(Math.max(wmemAlloc, wmemQueued)), formatSize(sndbuf)),
    ...(drops > 0 ? [words.dropped(drops)] : []),
  ]
}

/** Processes that are shown with the words with which they were started. */
const COMMANDS = 3

function processes({ holders }: Entry, { commands }: Snapshot, words: DetailWords): string[] {
  if (holders.length === 0) return []
  const list = holders.map((holder) =>
    words.descriptor(holderText(holder), holder.descriptors.map((fd) => `fd ${fd}`).join(', ')),
  )
  const lines = holders.slice(0, COMMANDS).flatMap(({ process: { pid } }) => {
    const line = printable((commands.get(pid) ?? []).join(' '))
    return line === ''
      ? []
      : [words.command(line.length > LONGEST_COMMAND ? `${line.slice(0, LONGEST_COMMAND)}…` : line)]
  })
  return [words.holders(list.join(', ')), ...new Set(lines)]
}

const LONGEST_COMMAND = 80
