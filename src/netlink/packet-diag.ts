import { AF_PACKET } from '../socket/posix/constants.ts'
import { Attributes, told } from './attributes.ts'
import {
  PACKET_DIAG_INFO,
  PACKET_DIAG_MEMINFO,
  PACKET_DIAG_UID,
  PACKET_SHOW_INFO,
  PACKET_SHOW_MEMINFO,
  SOCK_DIAG_BY_FAMILY,
} from './constants.ts'
import { decodeMemory, type ListedSocket, type SocketFilter } from './listed-socket.ts'
import { fixedPart, type NetlinkMessage, viewOf } from './message.ts'
import { PACKET_DIAG_MSG, PACKET_DIAG_REQ } from './structures.ts'

/** The body of a request for all packet sockets: `struct packet_diag_req`. */
export function packetRequest(): Uint8Array {
  const body = new Uint8Array(PACKET_DIAG_REQ.size)
  const view = viewOf(body)
  view.setUint8(PACKET_DIAG_REQ.family, AF_PACKET)
  view.setUint32(PACKET_DIAG_REQ.show, PACKET_SHOW_INFO | PACKET_SHOW_MEMINFO, true)
  return body
}

/** Reads `struct packet_diag_msg` and its attributes; null for another message. */
export function decodePacketSocket(
  { type, payload }: NetlinkMessage,
  filter: SocketFilter,
): ListedSocket | null {
  if (type !== SOCK_DIAG_BY_FAMILY) return null
  const view = fixedPart(payload, PACKET_DIAG_MSG.size)
  const attributes = new Attributes(payload, PACKET_DIAG_MSG.size)
  const protocol = view.getUint16(PACKET_DIAG_MSG.num, true)
  // The interface's index is the first field of `struct packet_diag_info`.
  const ifindex = attributes.uint32(PACKET_DIAG_INFO) ?? 0
  const memory = decodeMemory(attributes, PACKET_DIAG_MEMINFO)
  return {
    kind: 'packet',
    family: AF_PACKET,
    type: view.getUint8(PACKET_DIAG_MSG.type),
    protocol,
    state: 'CLOSE',
    local: { family: AF_PACKET, protocol, ifindex },
    remote: null,
    inode: view.getUint32(PACKET_DIAG_MSG.ino, true),
    cookie: view.getBigUint64(PACKET_DIAG_MSG.cookie, true),
    ifindex,
    rqueue: memory?.rmemAlloc ?? 0,
    wqueue: memory?.wmemAlloc ?? 0,
    ...told({
      uid: attributes.uint32(PACKET_DIAG_UID),
      memory: filter.memory ? memory : undefined,
    }),
  }
}
