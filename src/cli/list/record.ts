import type { Address } from '../../socket/posix/addresses.ts'
import {
  AF_INET,
  AF_INET6,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
} from '../../socket/posix/constants.ts'
import type { Entry } from './entry.ts'
import type { Holder } from './holders.ts'
import { protoText } from './proto.ts'
import type { Snapshot } from './snapshot.ts'

const VERSIONS = new Map<number, number>([
  [AF_INET, 4],
  [AF_INET6, 6],
])

const TYPES = new Map<number, string>([
  [SOCK_STREAM, 'stream'],
  [SOCK_DGRAM, 'dgram'],
  [SOCK_RAW, 'raw'],
  [SOCK_SEQPACKET, 'seqpacket'],
])

/** A socket for programs: a field that is not known is left out. */
export function recordOf(entry: Entry, snapshot: Snapshot): Record<string, unknown> {
  const { socket, holders } = entry
  const { relations, users, interfaces, commands } = snapshot
  const processes = (of: readonly Holder[]) => of.map((holder) => processRecord(holder, commands))
  return {
    proto: protoText(socket),
    kind: socket.kind,
    ipVersion: VERSIONS.get(socket.family),
    type: TYPES.get(socket.type) ?? socket.type,
    protocol: socket.protocol,
    state: socket.state,
    local: addressRecord(socket.local),
    peer: addressRecord(socket.remote),
    recvQueue: socket.rqueue,
    sendQueue: socket.wqueue,
    backlog: socket.backlog,
    processes: processes(holders),
    peerProcesses: processes(relations.otherEnd(entry)?.holders ?? []),
    uid: socket.uid,
    user: socket.uid === undefined ? undefined : users.get(socket.uid),
    inode: socket.inode,
    peerInode: socket.peerInode,
    cookie: socket.cookie,
    interface: interfaces.get(socket.ifindex),
    v6only: socket.v6only,
    timer: socket.timer,
    memory: socket.memory,
    congestion: socket.congestion,
    tcpInfo: socket.tcpInfo,
  }
}

function processRecord({ process, descriptors }: Holder, commands: Snapshot['commands']) {
  return { ...process, descriptors, command: commands.get(process.pid) }
}

/** An address without its family, which the record tells already. A name that is not text is in base64. */
function addressRecord(address: Address | null): Record<string, unknown> | null {
  if (address === null) return null
  const { family: _, ...fields } = address
  const named = Object.entries(fields).map(([name, value]) => [
    value instanceof Uint8Array ? `${name}Base64` : name,
    value,
  ])
  return Object.fromEntries(named)
}
