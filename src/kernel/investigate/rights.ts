import { type InternetAddress, isInternetAddress, type UnixAddress } from '../../socket/posix/addresses.ts'
import {
  AF_PACKET,
  AF_UNIX,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  SOCK_DGRAM,
  SOCK_RAW,
  SOL_SOCKET,
} from '../../socket/posix/constants.ts'
import { isBroadcast } from './interfaces.ts'
import { deniedPath } from './paths.ts'
import { routeTo } from './route-tables.ts'
import type { Search } from './search.ts'
import { takesOthers } from './unix-names.ts'
import { type Capability, groupName, hasCapability } from './users.ts'

/** EACCES and EPERM: which permission is missing, or which rule forbids it. */
export async function denied(search: Search): Promise<void> {
  const { code, syscall, target, socket } = search.failure
  if (syscall === 'socket') return deniedSocket(search)
  if (syscall === 'setsockopt') return deniedOption(search)
  const peer = target ?? socket?.peer
  if (peer?.family === AF_UNIX) {
    const name = peer as UnixAddress
    return code === 'EACCES' ? deniedPath(search, name) : takesOthers(search, name)
  }
  if (peer === undefined || !isInternetAddress(peer)) return
  if (syscall === 'bind') await deniedPort(search, peer)
  else await deniedDestination(search, peer)
}

async function deniedSocket(search: Search): Promise<void> {
  const { family, type, protocol } = search.failure.socket ?? {}
  if (family === AF_PACKET || type === SOCK_RAW) {
    search.tell('rawSocket', family === AF_PACKET ? 'packet' : 'raw')
    return grant(search, 'CAP_NET_RAW')
  }
  if (type !== SOCK_DGRAM || (protocol !== IPPROTO_ICMP && protocol !== IPPROTO_ICMPV6)) return
  const [low, high] = await search.numbers('/proc/sys/net/ipv4/ping_group_range')
  if (low === undefined || high === undefined) return
  search.conclude('pingGroups', low, high, await groupName(search, process.getegid?.() ?? 0))
}

/** Options that not everybody may set: socket(7), ip(7), ipv6(7), tcp(7). */
const PRIVILEGED: readonly (readonly [level: number, number: number, name: string, Capability])[] = [
  [SOL_SOCKET, 1, 'SO_DEBUG', 'CAP_NET_ADMIN'],
  [SOL_SOCKET, 12, 'SO_PRIORITY', 'CAP_NET_ADMIN'],
  [SOL_SOCKET, 25, 'SO_BINDTODEVICE', 'CAP_NET_RAW'],
  [SOL_SOCKET, 32, 'SO_SNDBUFFORCE', 'CAP_NET_ADMIN'],
  [SOL_SOCKET, 33, 'SO_RCVBUFFORCE', 'CAP_NET_ADMIN'],
  [SOL_SOCKET, 36, 'SO_MARK', 'CAP_NET_ADMIN'],
  [SOL_SOCKET, 46, 'SO_BUSY_POLL', 'CAP_NET_ADMIN'],
  [SOL_SOCKET, 61, 'SO_TXTIME', 'CAP_NET_ADMIN'],
  [SOL_SOCKET, 69, 'SO_PREFER_BUSY_POLL', 'CAP_NET_ADMIN'],
  [IPPROTO_IP, 19, 'IP_TRANSPARENT', 'CAP_NET_ADMIN'],
  [IPPROTO_IPV6, 54, 'IPV6_HOPOPTS', 'CAP_NET_RAW'],
  [IPPROTO_IPV6, 57, 'IPV6_RTHDR', 'CAP_NET_RAW'],
  [IPPROTO_IPV6, 59, 'IPV6_DSTOPTS', 'CAP_NET_RAW'],
  [IPPROTO_IPV6, 75, 'IPV6_TRANSPARENT', 'CAP_NET_ADMIN'],
  [IPPROTO_TCP, 13, 'TCP_CONGESTION', 'CAP_NET_ADMIN'],
  [IPPROTO_TCP, 19, 'TCP_REPAIR', 'CAP_NET_ADMIN'],
]

async function deniedOption(search: Search): Promise<void> {
  const { option } = search.failure
  const entry = PRIVILEGED.find(([level, number]) => level === option?.level && number === option.number)
  if (entry === undefined) return
  const [, , name, capability] = entry
  search.tell('optionNeeds', name, capability)
  await grant(search, capability)
}

/** Ends with how the capability is had; a process that has it does not own this network. */
async function grant(search: Search, capability: Capability): Promise<void> {
  if (await hasCapability(search, capability)) search.conclude('otherNamespace', capability)
  else search.conclude('grantCapability', capability, process.execPath)
}

async function deniedPort(search: Search, { port }: InternetAddress): Promise<void> {
  const [first] = await search.numbers('/proc/sys/net/ipv4/ip_unprivileged_port_start')
  const start = first ?? 1024
  if (search.failure.code !== 'EACCES' || port === 0 || port >= start) return search.conclude('bindForbidden')
  search.tell('lowPort', port, start)
  if (await hasCapability(search, 'CAP_NET_BIND_SERVICE'))
    search.conclude('otherNamespace', 'CAP_NET_BIND_SERVICE')
  else search.conclude('usePort', start, process.execPath)
}

async function deniedDestination(search: Search, { family, address }: InternetAddress): Promise<void> {
  if (search.failure.code === 'EACCES' && isBroadcast(address)) return search.conclude('broadcast', address)
  const route = (await routeTo(search, family, address))?.best
  if (route?.rejects && route.device !== 'lo') search.conclude('routeForbids', address, route.destination)
  else search.conclude('ruleForbids', address)
}
