import { tcpInfo } from '../socket/options/tcp-info.ts'
import type { Address } from '../socket/posix/addresses.ts'
import {
  AF_INET,
  AF_INET6,
  IPPROTO_RAW,
  IPPROTO_TCP,
  IPPROTO_UDP,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
} from '../socket/posix/constants.ts'
import { Attributes, addressText, told } from './attributes.ts'
import {
  INET_DIAG_CONG,
  INET_DIAG_INFO,
  INET_DIAG_SKMEMINFO,
  INET_DIAG_SKV6ONLY,
  SOCK_DIAG_BY_FAMILY,
} from './constants.ts'
import {
  decodeMemory,
  type ListedSocket,
  type SocketFilter,
  type SocketTimer,
  stateBits,
  stateOf,
} from './listed-socket.ts'
import { fixedPart, malformed, type NetlinkMessage, viewOf } from './message.ts'
import { INET_DIAG_MSG, INET_DIAG_REQ_V2, INET_DIAG_SOCKID } from './structures.ts'

type InetKind = 'tcp' | 'udp' | 'raw'

const KINDS = {
  tcp: { type: SOCK_STREAM, protocol: IPPROTO_TCP },
  udp: { type: SOCK_DGRAM, protocol: IPPROTO_UDP },
  raw: { type: SOCK_RAW, protocol: IPPROTO_RAW },
} as const

/** The body of a request for internet sockets: `struct inet_diag_req_v2`. The kernel applies states and ports. */
export function inetRequest(kind: InetKind, family: number, filter: SocketFilter): Uint8Array {
  const body = new Uint8Array(INET_DIAG_REQ_V2.size)
  const view = viewOf(body)
  view.setUint8(INET_DIAG_REQ_V2.family, family)
  view.setUint8(INET_DIAG_REQ_V2.protocol, KINDS[kind].protocol)
  view.setUint8(INET_DIAG_REQ_V2.ext, extensions(kind, filter))
  view.setUint32(INET_DIAG_REQ_V2.states, stateBits(filter.states), true)
  view.setUint16(INET_DIAG_REQ_V2.id + INET_DIAG_SOCKID.sport, filter.localPort ?? 0)
  view.setUint16(INET_DIAG_REQ_V2.id + INET_DIAG_SOCKID.dport, filter.remotePort ?? 0)
  return body
}

function extensions(kind: InetKind, { info, memory }: SocketFilter): number {
  const bit = (extension: number) => 1 << (extension - 1)
  const ofTcp = info && kind === 'tcp' ? bit(INET_DIAG_INFO) | bit(INET_DIAG_CONG) : 0
  return ofTcp | (memory ? bit(INET_DIAG_SKMEMINFO) : 0)
}

/** Reads `struct inet_diag_msg` and its attributes; null for another message. */
export function decodeInetSocket(kind: InetKind, { type, payload }: NetlinkMessage): ListedSocket | null {
  if (type !== SOCK_DIAG_BY_FAMILY) return null
  const view = fixedPart(payload, INET_DIAG_MSG.size)
  const family = view.getUint8(INET_DIAG_MSG.family)
  if (family !== AF_INET && family !== AF_INET6) throw malformed(`family ${family} has no internet sockets`)
  const attributes = new Attributes(payload, INET_DIAG_MSG.size)
  const state = stateOf(view.getUint8(INET_DIAG_MSG.state))
  const wqueue = view.getUint32(INET_DIAG_MSG.wqueue, true)
  const info = kind === 'tcp' ? attributes.bytes(INET_DIAG_INFO) : undefined
  const v6only = attributes.uint8(INET_DIAG_SKV6ONLY)
  return {
    kind,
    family,
    type: KINDS[kind].type,
    // Where others have their port, raw sockets have their protocol.
    protocol: kind === 'raw' ? portAt(view, INET_DIAG_SOCKID.sport) : KINDS[kind].protocol,
    state,
    local: addressAt(kind, family, view, INET_DIAG_SOCKID.src, INET_DIAG_SOCKID.sport),
    remote: addressAt(kind, family, view, INET_DIAG_SOCKID.dst, INET_DIAG_SOCKID.dport),
    inode: view.getUint32(INET_DIAG_MSG.inode, true),
    cookie: view.getBigUint64(INET_DIAG_MSG.id + INET_DIAG_SOCKID.cookie, true),
    uid: view.getUint32(INET_DIAG_MSG.uid, true),
    ifindex: view.getUint32(INET_DIAG_MSG.id + INET_DIAG_SOCKID.if, true),
    rqueue: view.getUint32(INET_DIAG_MSG.rqueue, true),
    wqueue,
    ...told({
      backlog: state === 'LISTEN' ? wqueue : undefined,
      timer: decodeTimer(view),
      v6only: v6only === undefined ? undefined : v6only !== 0,
      memory: decodeMemory(attributes, INET_DIAG_SKMEMINFO),
      tcpInfo: info === undefined ? undefined : tcpInfo.decode(info),
      congestion: attributes.text(INET_DIAG_CONG),
    }),
  }
}

function portAt(view: DataView, offset: number): number {
  return view.getUint16(INET_DIAG_MSG.id + offset)
}

/** Null where neither address nor port is set. */
function addressAt(
  kind: InetKind,
  family: typeof AF_INET | typeof AF_INET6,
  view: DataView,
  addressOffset: number,
  portOffset: number,
): Address | null {
  const start = view.byteOffset + INET_DIAG_MSG.id + addressOffset
  const bytes = new Uint8Array(view.buffer, start, family === AF_INET ? 4 : 16)
  const port = kind === 'raw' ? 0 : portAt(view, portOffset)
  if (port === 0 && bytes.every((byte) => byte === 0)) return null
  const address = addressText(family, bytes)
  if (family === AF_INET) return { family, address, port }
  const ifindex = view.getUint32(INET_DIAG_MSG.id + INET_DIAG_SOCKID.if, true)
  const linkLocal = bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80
  return { family, address, port, ...(linkLocal && ifindex !== 0 ? { scopeId: ifindex } : {}) }
}

/** By the kernel's number; 0 is none. */
const TIMERS = [null, 'retransmit', 'keepalive', 'timewait', 'probe'] as const

function decodeTimer(view: DataView): SocketTimer | undefined {
  const number = view.getUint8(INET_DIAG_MSG.timer)
  if (number === 0) return undefined
  return {
    kind: TIMERS[number] ?? 'other',
    expires: view.getUint32(INET_DIAG_MSG.expires, true),
    retrans: view.getUint8(INET_DIAG_MSG.retrans),
  }
}
