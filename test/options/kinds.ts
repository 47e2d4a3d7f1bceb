import {
  type Address,
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  AF_VSOCK,
  ETH_P_ALL,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_RAW,
  IPPROTO_TCP,
  IPPROTO_UDP,
  NETLINK_ROUTE,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  socket,
} from '../../src/index.ts'
import type { Scope } from '../errors/loopback.ts'

/** A kind of socket that options are tried on. */
export interface Kind {
  readonly name: string
  /** Of which several make up a word of the table in docs/api.md: `TCP` is TCP over IPv4 and over IPv6. */
  readonly group: string
  readonly family: number
  readonly type: number
  readonly protocol: number
  /** Only root may make one. */
  readonly privileged: boolean
  make(scope: Scope): Promise<Socket> | Socket
}

function kind(name: string, group: string, family: number, type: number, protocol: number): Kind {
  const privileged = type === SOCK_RAW && family !== AF_NETLINK
  const make = (scope: Scope) => scope.own(socket(family, type, protocol))
  return { name, group, family, type, protocol, privileged, make }
}

export const TCP4 = kind('TCP over IPv4', 'TCP', AF_INET, SOCK_STREAM, IPPROTO_TCP)
export const TCP6 = kind('TCP over IPv6', 'TCP', AF_INET6, SOCK_STREAM, IPPROTO_TCP)
export const UDP4 = kind('UDP over IPv4', 'UDP', AF_INET, SOCK_DGRAM, IPPROTO_UDP)
export const UDP6 = kind('UDP over IPv6', 'UDP', AF_INET6, SOCK_DGRAM, IPPROTO_UDP)
export const UNIX_STREAM = kind('Unix stream', 'Unix', AF_UNIX, SOCK_STREAM, 0)
export const UNIX_DGRAM = kind('Unix datagram', 'Unix', AF_UNIX, SOCK_DGRAM, 0)
export const UNIX_SEQPACKET = kind('Unix seqpacket', 'Unix', AF_UNIX, SOCK_SEQPACKET, 0)
export const RAW4 = kind('raw IPv4', 'raw', AF_INET, SOCK_RAW, IPPROTO_ICMP)
export const RAW6 = kind('raw IPv6', 'raw', AF_INET6, SOCK_RAW, IPPROTO_ICMPV6)
/** Of the number that is for experiments: the kernel knows no more of it. */
export const RAW6_EXPERIMENT = kind('raw IPv6 of protocol 253', 'raw', AF_INET6, SOCK_RAW, 253)
export const RAW6_OWN_HEADER = kind('raw IPv6 of IPPROTO_RAW', 'raw', AF_INET6, SOCK_RAW, IPPROTO_RAW)
export const PACKET = kind('packet', 'packet', AF_PACKET, SOCK_RAW, ETH_P_ALL)
export const NETLINK = kind('netlink', 'netlink', AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)
export const VSOCK = kind('vsock', 'vsock', AF_VSOCK, SOCK_STREAM, 0)

/** Does this kernel have such sockets? Some are built without vsock, and containers may forbid it. */
export function isAvailable({ family }: Kind): boolean {
  if (family !== AF_VSOCK) return true
  vsockIsThere ??= canMakeVsock()
  return vsockIsThere
}

let vsockIsThere: boolean | null = null

function canMakeVsock(): boolean {
  try {
    socket(AF_VSOCK, SOCK_STREAM).close()
    return true
  } catch {
    return false
  }
}

function loopbackOf({ family }: Kind): Address {
  return family === AF_INET6
    ? { family: AF_INET6, address: '::1', port: 0 }
    : { family: AF_INET, address: '127.0.0.1', port: 0 }
}

async function connectedPair(base: Kind, scope: Scope): Promise<[Socket, Socket]> {
  const listener = scope.listener(undefined, loopbackOf(base))
  const client = scope.socket(base.family, SOCK_STREAM)
  const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
  return [client, scope.own(server)]
}

function connected(base: Kind): Kind {
  const make =
    base.type === SOCK_STREAM
      ? async (scope: Scope) => (await connectedPair(base, scope))[0]
      : async (scope: Scope) => {
          const peer = scope.bound(SOCK_DGRAM, loopbackOf(base))
          const made = scope.socket(base.family, SOCK_DGRAM)
          await made.connect(peer.getsockname())
          return made
        }
  return { ...base, name: `connected ${base.name}`, group: `connected ${base.group}`, make }
}

export const CONNECTED_TCP4 = connected(TCP4)
export const CONNECTED_TCP6 = connected(TCP6)
export const CONNECTED_UDP4 = connected(UDP4)
export const CONNECTED_UDP6 = connected(UDP6)

function listening(base: Kind): Kind {
  const make = (scope: Scope) => scope.listener(undefined, loopbackOf(base))
  return { ...base, name: `listening ${base.name}`, group: 'listening TCP', make }
}

function paired(base: Kind): Kind {
  const make = (scope: Scope) => scope.pair(base.type)[0]
  return { ...base, name: `${base.name} of a pair`, group: 'connected Unix', make }
}

export const TCP: readonly Kind[] = [TCP4, TCP6]
export const UDP: readonly Kind[] = [UDP4, UDP6]
export const RAW: readonly Kind[] = [RAW4, RAW6]
export const INTERNET: readonly Kind[] = [...TCP, ...UDP, ...RAW]
export const UNIX: readonly Kind[] = [UNIX_STREAM, UNIX_DGRAM, UNIX_SEQPACKET]
export const EVERY: readonly Kind[] = [...INTERNET, ...UNIX, PACKET, NETLINK, VSOCK]
export const CONNECTED_TCP: readonly Kind[] = [CONNECTED_TCP4, CONNECTED_TCP6]
export const LISTENING_TCP: readonly Kind[] = [listening(TCP4), listening(TCP6)]
export const UNIX_PAIR: readonly Kind[] = UNIX.map(paired)
/** Whatever has options of IPv4: an IPv6 socket that is not raw has them for its peers of IPv4. */
export const OF_IPV4: readonly Kind[] = [...TCP, ...UDP, RAW4]
export const OF_IPV6: readonly Kind[] = [TCP6, UDP6, RAW6]
