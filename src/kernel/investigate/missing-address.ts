import type { FailedOption } from '../../socket/explaining.ts'
import type { Address, InternetAddress } from '../../socket/posix/addresses.ts'
import { AF_INET6, AF_PACKET, SOCK_STREAM, SOL_SOCKET } from '../../socket/posix/constants.ts'
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
import { printable } from './processes.ts'
import type { Search } from './search.ts'

/** EADDRNOTAVAIL of bind(): the address is none of this machine's. */
export async function missingAddress(search: Search, name: InternetAddress): Promise<void> {
  if (name.family === AF_INET6) {
    const off = await ipv6Off(search)
    if (off !== null) return search.conclude('ipv6Off', off)
    const unready = await unreadyInet6(search, name.address)
    if (unready !== null) return search.conclude('unready', name.address, unready.device, unready.state)
  }
  // To name a link-local address would not be enough.
  const own = ownAddresses().filter((each) => each.family === name.family && !isLinkLocal6(each.address))
  if (own.length === 0) return
  search.tell('notOurs', name.address, few(own.map(({ address }) => address)))
  search.conclude('bindToOurs', name.family === AF_INET6 ? '::' : '0.0.0.0')
}

/** ENETUNREACH of connect(), EINVAL of bind(): a stream and an address of many. True when that is so. */
export function streamToMany(search: Search, { address }: InternetAddress): boolean {
  const many = isMulticast(address) ? 'multicast' : isBroadcast(address) ? 'broadcast' : null
  if (many === null || search.failure.socket?.type !== SOCK_STREAM) return false
  search.conclude('notForStreams', address, many)
  return true
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
  const wanted = indexIn(target) ?? nameIn(option)
  const all = await interfaces(search)
  if (wanted === undefined || all.length === 0) return
  if (all.some((each) => each.name === wanted || each.index === wanted)) return
  search.conclude('noInterface', wanted, few(all))
}

function indexIn(target: Address | undefined): number | undefined {
  if (target?.family === AF_PACKET) return target.ifindex
  return target?.family === AF_INET6 ? target.scopeId : undefined
}

const SO_BINDTODEVICE = 25

/** The name of an interface, as text or as bytes that end with a NUL. */
function nameIn(option: FailedOption | undefined): string | undefined {
  if (option?.level !== SOL_SOCKET || option.number !== SO_BINDTODEVICE) return undefined
  const { value } = option
  const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value)
  return printable(text.replace(/\0.*$/s, ''))
}
