import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import { few } from './facts.ts'
import { interfaces } from './interfaces.ts'
import { printable } from './processes.ts'
import { routeTo } from './route-tables.ts'
import type { Search } from './search.ts'

/** resolv.conf(5), as far as it matters here. */
export interface ResolverConfig {
  readonly servers: readonly string[]
  readonly domains: readonly string[]
}

export function parseResolverConfig(text: string): ResolverConfig {
  const servers: string[] = []
  let domains: string[] = []
  for (const line of text.split('\n')) {
    const [word, ...rest] = line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/)
    if (word === 'nameserver' && rest[0] !== undefined) servers.push(rest[0])
    // The last one counts.
    if (word === 'search' || word === 'domain') domains = rest
  }
  return { servers, domains }
}

/** No name server answered: is one named, and does a route lead there? */
export async function explainNameServers(search: Search): Promise<void> {
  const { servers } = parseResolverConfig(await search.text('/etc/resolv.conf'))
  if (servers.length === 0) return search.conclude('noNameServer')
  const outside = (await interfaces(search)).filter(({ name }) => name !== 'lo')
  const local = servers.every((server) => server.startsWith('127.') || server === '::1')
  if (!local && outside.every(({ up }) => !up))
    return search.conclude('noNetwork', outside.map(({ name }) => name).slice(0, 6))
  for (const server of servers) {
    const plain = server.replace(/%.*$/, '')
    const family = plain.includes(':') ? AF_INET6 : AF_INET
    const route = await routeTo(search, family, plain)
    if (local || route === null || (route.best !== null && !route.best.rejects)) continue
    return search.conclude('noRouteToServer', printable(server))
  }
  search.tell('nameServersSilent', few(servers.map(printable), 3))
}
