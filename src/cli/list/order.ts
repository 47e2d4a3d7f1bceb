import { type ListedSocket, SOCKET_KINDS } from '../../netlink/index.ts'
import { portOf } from './address-text.ts'
import type { Entry } from './entry.ts'

/** By kind, those that wait for others first and those that are over last, then by port and address. */
export function inOrder(entries: readonly Entry[]): readonly Entry[] {
  const keyed = entries.map((entry) => ({
    entry,
    group: 10 * SOCKET_KINDS.indexOf(entry.socket.kind) + stage(entry.socket),
    ports: (portOf(entry.socket.local) ?? 0) * 65536 + (portOf(entry.socket.remote) ?? 0),
  }))
  keyed.sort(
    (one, other) =>
      one.group - other.group ||
      one.ports - other.ports ||
      byText(one.entry.local, other.entry.local) ||
      byText(one.entry.peer, other.entry.peer) ||
      one.entry.socket.inode - other.entry.socket.inode,
  )
  return keyed.map(({ entry }) => entry)
}

function stage({ state }: ListedSocket): number {
  if (state === 'LISTEN') return 0
  return state === 'CLOSE' ? 1 : state === 'TIME_WAIT' ? 3 : 2
}

function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
