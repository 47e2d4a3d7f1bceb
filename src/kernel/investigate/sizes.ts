import { isInternetAddress } from '../../socket/posix/addresses.ts'
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  IPPROTO_IP,
  IPPROTO_IPV6,
  SOCK_DGRAM,
} from '../../socket/posix/constants.ts'
import { interfaces, isOwnAddress } from './interfaces.ts'
import { routeTo } from './route-tables.ts'
import type { Search } from './search.ts'

/** Of IP and UDP, without options. */
const HEADERS = { [AF_INET]: 28, [AF_INET6]: 48 } as const
/** Values of IP_MTU_DISCOVER that forbid fragments: ip(7). */
const PMTUDISC_DO = 2
const PMTUDISC_PROBE = 3
/** What the kernel takes of SO_SNDBUF for itself: unix_dgram_sendmsg(). */
const UNIX_OVERHEAD = 32

/** EMSGSIZE: how long a message may be. */
export async function tooLong(search: Search): Promise<void> {
  const { family, type, sendBuffer, mtuDiscovery } = search.failure.socket ?? {}
  if (family === AF_UNIX && sendBuffer !== undefined)
    return search.conclude('unixLimit', sendBuffer - UNIX_OVERHEAD, sendBuffer)
  if ((family !== AF_INET && family !== AF_INET6) || type !== SOCK_DGRAM) return
  if (mtuDiscovery === PMTUDISC_DO || mtuDiscovery === PMTUDISC_PROBE) {
    const mtu = await mtuOf(search, family)
    if (mtu !== null) return search.conclude('mtuLimit', mtu - HEADERS[family], mtu, family === AF_INET6)
  }
  search.conclude('udpLimit', family === AF_INET ? 65507 : 65527, family === AF_INET6)
}

/** The path's MTU where the socket knows it, or that of the interface on the way. */
async function mtuOf(search: Search, family: number): Promise<number | null> {
  const { socket, target } = search.failure
  if (socket?.mtu !== undefined) return socket.mtu
  if (target === undefined || !isInternetAddress(target)) return null
  const device = isOwnAddress(target.address)
    ? 'lo'
    : (await routeTo(search, family, target.address))?.best?.device
  return (await interfaces(search)).find(({ name }) => name === device)?.mtu ?? null
}

/** IP_ADD_MEMBERSHIP, IP_ADD_SOURCE_MEMBERSHIP, MCAST_JOIN_GROUP, MCAST_JOIN_SOURCE_GROUP: ip(7). */
const JOINS: readonly number[] = [35, 39, 42, 46]

/** ENOBUFS, ENOMEM: which memory is used up. */
export async function noMemory(search: Search): Promise<void> {
  const { syscall, option } = search.failure
  if (syscall === 'setsockopt' && option?.level === IPPROTO_IP && JOINS.includes(option.number)) {
    const [most] = await search.numbers('/proc/sys/net/ipv4/igmp_max_memberships')
    if (most !== undefined) return search.conclude('groupsFull', most)
  }
  if (syscall === 'setsockopt' && (option?.level === IPPROTO_IP || option?.level === IPPROTO_IPV6)) {
    const [most] = await search.numbers('/proc/sys/net/core/optmem_max')
    if (most !== undefined) return search.conclude('optionMemory', most)
  }
  const [, , limit] = await search.numbers('/proc/sys/net/ipv4/tcp_mem')
  const [, pages] = /^TCP: .* mem (\d+)/m.exec(await search.text('/proc/net/sockstat')) ?? []
  if (limit !== undefined && pages !== undefined && Number(pages) >= 0.9 * limit)
    search.tell('tcpMemory', Number(pages), limit)
}
