import type { InternetAddress } from '../../socket/addresses.ts'
import { AF_INET6, SOCK_STREAM } from '../../socket/constants.ts'
import { few } from './facts.ts'
import {
  interfaces,
  ipv6Off,
  isBroadcast,
  isLinkLocal6,
  isMulticast,
  ownAddresses,
  unreadyInet6,
} from './interfaces.ts'
import type { Search } from './search.ts'

/** EADDRNOTAVAIL of bind(): the address is none of this machine's. */
export async function missingAddress(search: Search, name: InternetAddress): Promise<void> {
  if (name.family === AF_INET6) {
    const off = await ipv6Off(search)
    if (off !== null) return search.conclude('ipv6Off', off)
    const unready = await unreadyInet6(search, name.address)
    if (unready !== null) return search.conclude('unready', name.address, unready.device, unready.state)
  }
  const stream = search.failure.socket?.type === SOCK_STREAM
  const many = isMulticast(name.address) ? 'multicast' : isBroadcast(name.address) ? 'broadcast' : null
  if (stream && many !== null) return search.conclude('notForStreams', name.address, many)
  const own = ownAddresses().filter(({ family }) => family === name.family)
  if (own.length === 0) return
  search.tell('notOurs', name.address, few(own.map(({ address }) => address)))
  search.conclude('bindToOurs', name.family === AF_INET6 ? '::' : '0.0.0.0')
}

/** EINVAL: a link-local address that does not say which interface it is on. True when that is so. */
export async function missingScope(search: Search, name: InternetAddress): Promise<boolean> {
  if (name.family !== AF_INET6 || !isLinkLocal6(name.address) || name.scopeId) return false
  const all = await interfaces(search)
  search.conclude('scopeMissing', name.address, few(all))
  return true
}

/** ENODEV, ENXIO: no interface has that name or index. */
export async function missingInterface(search: Search): Promise<void> {
  const { target, option } = search.failure
  const index =
    target === undefined
      ? undefined
      : 'ifindex' in target
        ? target.ifindex
        : 'scopeId' in target
          ? target.scopeId
          : undefined
  const wanted = index ?? (typeof option?.value === 'string' ? option.value : undefined)
  const all = await interfaces(search)
  if (wanted === undefined || all.length === 0) return
  if (all.some((each) => each.name === wanted || each.index === wanted)) return
  search.conclude('noInterface', wanted, few(all))
}
