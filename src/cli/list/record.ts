import { formatEndpoint } from '../../socket/endpoint.ts'
import { type Address, isInternetAddress } from '../../socket/posix/addresses.ts'
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
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
    type: TYPES.get(socket.type) ?? `${socket.type}`,
    protocol: socket.protocol,
    ipVersion: VERSIONS.get(socket.family),
    state: socket.state,
    local: endpointOf(entry, socket.local),
    localAddress: addressOf(socket.local),
    localPort: portOf(socket.local),
    peer: endpointOf(entry, socket.remote),
    peerAddress: addressOf(socket.remote),
    peerPort: portOf(socket.remote),
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

/** An end as other commands write it, and take it: of TCP, UDP and Unix sockets. */
function endpointOf({ socket: { kind, type } }: Entry, address: Address | null): string | undefined {
  if (address === null || !(kind === 'tcp' || kind === 'udp' || kind === 'unix')) return undefined
  const isUnnamed = !isInternetAddress(address) && !('path' in address) && !('abstract' in address)
  return isUnnamed ? undefined : formatEndpoint(address, type)
}

function addressOf(address: Address | null): string | undefined {
  return address !== null && isInternetAddress(address) ? address.address : undefined
}

/** Of netlink sockets it is the number by which messages are addressed. */
function portOf(address: Address | null): number | undefined {
  if (address?.family === AF_NETLINK) return address.pid
  return address !== null && isInternetAddress(address) ? address.port : undefined
}
