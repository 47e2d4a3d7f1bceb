import type { Address } from '../socket/posix/addresses.ts'
import { AF_UNIX } from '../socket/posix/constants.ts'
import { decodeSockaddr } from '../socket/posix/sockaddr.ts'
import { Attributes, told } from './attributes.ts'
import {
  SOCK_DIAG_BY_FAMILY,
  UDIAG_SHOW_MEMINFO,
  UDIAG_SHOW_NAME,
  UDIAG_SHOW_PEER,
  UDIAG_SHOW_RQLEN,
  UDIAG_SHOW_UID,
  UNIX_DIAG_MEMINFO,
  UNIX_DIAG_NAME,
  UNIX_DIAG_PEER,
  UNIX_DIAG_RQLEN,
  UNIX_DIAG_UID,
} from './constants.ts'
import { decodeMemory, type ListedSocket, type SocketFilter, stateOf } from './listed-socket.ts'
import { fixedPart, type NetlinkMessage, viewOf } from './message.ts'
import { UNIX_DIAG_MSG, UNIX_DIAG_REQ } from './structures.ts'

const SHOWN = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN | UDIAG_SHOW_UID

/** The body of a request for all Unix sockets, whatever their state: peers are looked up among them. */
export function unixRequest({ memory }: SocketFilter): Uint8Array {
  const body = new Uint8Array(UNIX_DIAG_REQ.size)
  const view = viewOf(body)
  view.setUint8(UNIX_DIAG_REQ.family, AF_UNIX)
  view.setUint32(UNIX_DIAG_REQ.states, 0xffffffff, true)
  view.setUint32(UNIX_DIAG_REQ.show, SHOWN | (memory ? UDIAG_SHOW_MEMINFO : 0), true)
  return body
}

/** Reads `struct unix_diag_msg` and its attributes; null for another message. */
export function decodeUnixSocket({ type, payload }: NetlinkMessage): ListedSocket | null {
  if (type !== SOCK_DIAG_BY_FAMILY) return null
  const view = fixedPart(payload, UNIX_DIAG_MSG.size)
  const attributes = new Attributes(payload, UNIX_DIAG_MSG.size)
  const state = stateOf(view.getUint8(UNIX_DIAG_MSG.state))
  const queues = attributes.bytes(UNIX_DIAG_RQLEN)
  const lengths = queues === undefined ? null : fixedPart(queues, 8)
  const wqueue = lengths?.getUint32(4, true) ?? 0
  return {
    kind: 'unix',
    family: AF_UNIX,
    type: view.getUint8(UNIX_DIAG_MSG.type),
    protocol: 0,
    state,
    local: nameOf(attributes.bytes(UNIX_DIAG_NAME)),
    remote: null,
    inode: view.getUint32(UNIX_DIAG_MSG.ino, true),
    cookie: view.getBigUint64(UNIX_DIAG_MSG.cookie, true),
    ifindex: 0,
    rqueue: lengths?.getUint32(0, true) ?? 0,
    wqueue,
    ...told({
      uid: attributes.uint32(UNIX_DIAG_UID),
      backlog: state === 'LISTEN' ? wqueue : undefined,
      peerInode: attributes.uint32(UNIX_DIAG_PEER),
      memory: decodeMemory(attributes, UNIX_DIAG_MEMINFO),
    }),
  }
}

/** The name as it stands in `sun_path`. */
function nameOf(path: Uint8Array | undefined): Address | null {
  if (path === undefined || path.length === 0) return null
  const sockaddr = new Uint8Array(2 + path.length)
  sockaddr[0] = AF_UNIX
  sockaddr.set(path, 2)
  return decodeSockaddr(sockaddr, 0, sockaddr.length)
}

/** Gives connected sockets their peers' addresses; a peer without a name is the unnamed address. */
export function withPeers(sockets: readonly ListedSocket[]): ListedSocket[] {
  const byInode = new Map(sockets.map((socket) => [socket.inode, socket]))
  return sockets.map((socket) => {
    const peer = socket.peerInode === undefined ? undefined : byInode.get(socket.peerInode)
    return peer === undefined ? socket : { ...socket, remote: peer.local ?? { family: AF_UNIX } }
  })
}
