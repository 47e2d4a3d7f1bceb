import { type MemInfo, memInfo } from '../socket/options/socket-values.ts'
import { TCP_STATES, type TcpInfo, type TcpState } from '../socket/options/tcp-info.ts'
import { type Address, show } from '../socket/posix/addresses.ts'
import type { Attributes } from './attributes.ts'

/** What can be listed, by family and protocol. */
export const SOCKET_KINDS = ['tcp', 'udp', 'raw', 'unix', 'packet', 'netlink'] as const

export type SocketKind = (typeof SOCKET_KINDS)[number]

/** A socket as the kernel lists it: sock_diag(7). What it does not tell of a kind is left out. */
export interface ListedSocket {
  readonly kind: SocketKind
  /** AF_INET, AF_INET6, AF_UNIX, AF_PACKET or AF_NETLINK. */
  readonly family: number
  /** SOCK_STREAM and its like. */
  readonly type: number
  /** IPPROTO_TCP and its like; of packet sockets ETH_P_IP and its like; of netlink sockets NETLINK_ROUTE and its like. */
  readonly protocol: number
  /**
   * As the kernel has it for all kinds: a datagram socket is ESTABLISHED when it is connected (a Unix one also when
   * another has connected to it), else CLOSE.
   */
  readonly state: TcpState
  /** Null: it is not bound. */
  readonly local: Address | null
  /** Null: it is not connected, or the peer is not in this list. */
  readonly remote: Address | null
  /** As /proc/PID/fd names it; 0: no process holds it any more. */
  readonly inode: number
  /** What tells it from every other socket of this machine: SO_COOKIE. */
  readonly cookie: bigint
  readonly uid?: number
  /** The interface that it is bound to; 0: none. */
  readonly ifindex: number
  /** Bytes received and not read; of a listener, connections that wait for accept(). */
  readonly rqueue: number
  /** Bytes sent and not acknowledged, or not gone out yet; of a listener, its backlog. */
  readonly wqueue: number
  /** Of a listener: how many connections may wait for accept(). */
  readonly backlog?: number
  /** Of TCP: what happens next by itself, and when. */
  readonly timer?: SocketTimer
  /** Of an IPv6 socket: it takes no IPv4. */
  readonly v6only?: boolean
  /** Of a connected Unix socket: its peer's inode. */
  readonly peerInode?: number
  /** When asked for. */
  readonly memory?: MemInfo
  /** Of TCP, when asked for; TIME_WAIT has none. */
  readonly tcpInfo?: TcpInfo
  /** The name of the congestion control, with `tcpInfo`. */
  readonly congestion?: string
}

export interface SocketTimer {
  /** `probe`: the peer's window is closed, or a lost segment is suspected. `other`: one that is not known here. */
  readonly kind: 'retransmit' | 'keepalive' | 'timewait' | 'probe' | 'other'
  /** Milliseconds until then. */
  readonly expires: number
  /** Times that it was retransmitted or probed already. */
  readonly retrans: number
}

/** Which sockets to list, and what of them; nothing is all that this kernel lists. */
export interface SocketFilter {
  /** Asked for by name, a kind that this kernel does not list is an error. */
  readonly kinds?: readonly SocketKind[]
  /** AF_INET and its like. */
  readonly families?: readonly number[]
  readonly states?: readonly TcpState[]
  /** Of TCP and UDP; nothing else has ports. */
  readonly localPort?: number
  readonly remotePort?: number
  /** With `tcpInfo` and `congestion`. */
  readonly info?: boolean
  /** With `memory`. */
  readonly memory?: boolean
}

export function checkFilter(filter: SocketFilter): void {
  if (typeof filter !== 'object' || filter === null)
    throw new TypeError(`a filter is an object, not ${show(filter)}`)
  checkNames('kinds', filter.kinds, SOCKET_KINDS)
  checkNames('states', filter.states, TCP_STATES)
  const { families } = filter
  if (families !== undefined && !(Array.isArray(families) && families.every(Number.isInteger)))
    throw new TypeError(`families is an array of AF_INET and its like, not ${show(families)}`)
  for (const name of ['localPort', 'remotePort'] as const) {
    const port = filter[name]
    if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65535))
      throw new RangeError(`${name} ${show(port)} is not a whole number from 1 to 65535`)
  }
}

function checkNames(field: string, names: unknown, known: readonly string[]): void {
  if (names === undefined) return
  if (!Array.isArray(names)) throw new TypeError(`${field} is an array, not ${show(names)}`)
  for (const name of names)
    if (!known.includes(name)) throw new TypeError(`${show(name)} is none of ${field}: ${known.join(', ')}`)
}

/** TCP_BOUND_INACTIVE of Linux 6.8: bound, and neither listening nor connected. Its name here is CLOSE. */
const BOUND_INACTIVE = 13

/** The bits of states for the kernel; all when none are named. */
export function stateBits(states: readonly TcpState[] | undefined): number {
  if (states === undefined) return 0xffffffff
  const bits = states.reduce((sum, state) => sum | (1 << TCP_STATES.indexOf(state)), 0)
  return states.includes('CLOSE') ? bits | (1 << BOUND_INACTIVE) : bits
}

/** A state by its number. */
export function stateOf(number: number): TcpState {
  return TCP_STATES[number] ?? 'CLOSE'
}

/** SK_MEMINFO_ of a socket, when they were asked for. */
export function decodeMemory(attributes: Attributes, type: number): MemInfo | undefined {
  const bytes = attributes.bytes(type)
  return bytes === undefined ? undefined : memInfo.decode(bytes)
}
