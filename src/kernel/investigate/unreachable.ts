import type { InternetAddress } from '../../socket/posix/addresses.ts'
import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import { few } from './facts.ts'
import { interfaces, ipv6Off, isLinkLocal6, ownAddresses } from './interfaces.ts'
import { streamToMany } from './missing-address.ts'
import { type RouteRow, type RouteSearch, routeTo } from './route-tables.ts'
import type { Search } from './search.ts'

/** ENETUNREACH, EHOSTUNREACH: which route is missing, or who on the way does not answer. */
export async function unreachable(search: Search, target: InternetAddress): Promise<void> {
  if (streamToMany(search, target)) return
  const { family, address } = plain(target)
  const off = family === AF_INET6 ? await ipv6Off(search) : null
  if (off !== null) return search.conclude('ipv6Off', off)
  const found = await routeTo(search, family, address)
  if (found === null) return
  const { best } = found
  if (best?.rejects && best.device !== 'lo') return search.conclude('routeForbids', address, best.destination)
  if (best === null || best.rejects) return noRoute(search, address, family, found)
  const device = (await interfaces(search)).find(({ name }) => name === best.device)
  if (device?.up === false) return search.conclude('interfaceDown', [best.device])
  if (device?.linked === false) return search.conclude('noLink', best.device)
  if (search.failure.code === 'EHOSTUNREACH') await noAnswer(search, address, best)
  else search.conclude('routeElsewhere', best)
}

/** An IPv4-mapped address goes the way of IPv4. */
function plain({ family, address }: InternetAddress): { family: number; address: string } {
  const mapped = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return mapped === address ? { family, address } : { family: AF_INET, address: mapped }
}

async function noRoute(search: Search, host: string, family: number, { others }: RouteSearch): Promise<void> {
  const all = (await interfaces(search)).filter(({ name }) => name !== 'lo')
  const down = all.filter(({ up }) => !up).map(({ name }) => name)
  const version = family === AF_INET6 ? 'IPv6' : 'IPv4'
  const addressed = ownAddresses().some(
    (own) => own.family === family && !own.internal && !isLinkLocal6(own.address),
  )
  if (all.length === down.length) return search.conclude('noNetwork', down.slice(0, 6))
  if (addressed) search.conclude('noRoute', host, version, few(others))
  else search.conclude('noAddress', host, version)
  if (down.length > 0) search.conclude('interfaceDown', down.slice(0, 6))
}

/** The neighbour's table says whether it is the next host that does not answer: arp(7). */
async function noAnswer(search: Search, host: string, route: RouteRow): Promise<void> {
  const next = route.gateway ?? host
  let silent = route.network.length === 16 && route.gateway === null
  await search.lines('/proc/net/arp', (line) => {
    const [address, , flags] = line.trim().split(/\s+/)
    if (address === next && Number.parseInt(flags ?? '', 16) === 0) silent = true
  })
  if (silent) search.conclude('neighbourSilent', next, route.device, route.gateway !== null)
  else search.conclude('routerSays', host, route.gateway)
}

/** ENETDOWN: the interface that the socket uses is down. */
export async function networkDown(search: Search): Promise<void> {
  const { target } = search.failure
  const index = target !== undefined && 'ifindex' in target ? target.ifindex : 0
  const down = (await interfaces(search)).filter((each) => !each.up && (index === 0 || each.index === index))
  if (down.length > 0) search.conclude('interfaceDown', down.map(({ name }) => name).slice(0, 6))
}
