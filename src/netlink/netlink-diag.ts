import { AF_NETLINK } from '../socket/posix/constants.ts'
import { Attributes, told } from './attributes.ts'
import {
  NDIAG_PROTO_ALL,
  NDIAG_SHOW_GROUPS,
  NDIAG_SHOW_MEMINFO,
  NETLINK_DIAG_GROUPS,
  NETLINK_DIAG_MEMINFO,
  SOCK_DIAG_BY_FAMILY,
} from './constants.ts'
import { decodeMemory, type ListedSocket, type SocketFilter } from './listed-socket.ts'
import { fixedPart, type NetlinkMessage, viewOf } from './message.ts'
import { NETLINK_DIAG_MSG, NETLINK_DIAG_REQ } from './structures.ts'

/** The body of a request for the netlink sockets of all protocols: `struct netlink_diag_req`. */
export function netlinkRequest(): Uint8Array {
  const body = new Uint8Array(NETLINK_DIAG_REQ.size)
  const view = viewOf(body)
  view.setUint8(NETLINK_DIAG_REQ.family, AF_NETLINK)
  view.setUint8(NETLINK_DIAG_REQ.protocol, NDIAG_PROTO_ALL)
  view.setUint32(NETLINK_DIAG_REQ.show, NDIAG_SHOW_MEMINFO | NDIAG_SHOW_GROUPS, true)
  return body
}

/** `ndiag_state` of a connected socket: NETLINK_CONNECTED. */
const CONNECTED = 1

/** Reads `struct netlink_diag_msg` and its attributes; null for another message. */
export function decodeNetlinkSocket(
  { type, payload }: NetlinkMessage,
  filter: SocketFilter,
): ListedSocket | null {
  if (type !== SOCK_DIAG_BY_FAMILY) return null
  const view = fixedPart(payload, NETLINK_DIAG_MSG.size)
  const attributes = new Attributes(payload, NETLINK_DIAG_MSG.size)
  const connected = view.getUint8(NETLINK_DIAG_MSG.state) === CONNECTED
  const memory = decodeMemory(attributes, NETLINK_DIAG_MEMINFO)
  const group = view.getUint32(NETLINK_DIAG_MSG.dst_group, true)
  return {
    kind: 'netlink',
    family: AF_NETLINK,
    type: view.getUint8(NETLINK_DIAG_MSG.type),
    protocol: view.getUint8(NETLINK_DIAG_MSG.protocol),
    state: connected ? 'ESTABLISHED' : 'CLOSE',
    local: {
      family: AF_NETLINK,
      pid: view.getUint32(NETLINK_DIAG_MSG.portid, true),
      // There may be more than 32; an address holds the first ones.
      groups: attributes.uint32(NETLINK_DIAG_GROUPS) ?? 0,
    },
    remote: connected
      ? {
          family: AF_NETLINK,
          pid: view.getUint32(NETLINK_DIAG_MSG.dst_portid, true),
          groups: group >= 1 && group <= 32 ? (1 << (group - 1)) >>> 0 : 0,
        }
      : null,
    inode: view.getUint32(NETLINK_DIAG_MSG.ino, true),
    cookie: view.getBigUint64(NETLINK_DIAG_MSG.cookie, true),
    ifindex: 0,
    rqueue: memory?.rmemAlloc ?? 0,
    wqueue: memory?.wmemAlloc ?? 0,
    ...told({ memory: filter.memory ? memory : undefined }),
  }
}

/** The kernel lists a socket twice that has groups: once by its port, once as a member. */
export function once(sockets: readonly ListedSocket[]): ListedSocket[] {
  return [...new Map(sockets.map((socket) => [socket.cookie, socket])).values()]
}
