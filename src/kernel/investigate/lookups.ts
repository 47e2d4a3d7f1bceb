import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  AI_ADDRCONFIG,
  AI_CANONNAME,
  AI_NUMERICHOST,
  AI_NUMERICSERV,
  SOCK_DGRAM,
  SOCK_RAW,
} from '../../socket/posix/constants.ts'
import { inet_pton } from '../../socket/posix/inet.ts'
import { few } from './facts.ts'
import { tellHostShape } from './host-shapes.ts'
import { ownAddresses } from './interfaces.ts'
import { explainNameServers, parseResolverConfig } from './name-servers.ts'
import { nearest } from './nearest.ts'
import { printable } from './processes.ts'
import type { Search } from './search.ts'

/** EAI_NONAME and its relatives: is it the host, and what is wrong with it, or the service? */
export async function nameUnknown(search: Search): Promise<void> {
  const { lookup, code } = search.failure
  const answered = code !== 'EAI_AGAIN' && code !== 'EAI_FAIL'
  if (lookup === undefined) return answered ? undefined : explainNameServers(search)
  const { host, service, hints } = lookup
  const flags = hints.flags ?? 0
  if (host === null && service === null) return search.conclude('nothingAsked')
  if (service !== null && (flags & AI_NUMERICSERV) !== 0 && !/^\d+$/.test(service))
    return search.conclude('numericServiceOnly', printable(service))
  if (host === null || tellHostShape(search, host)) return
  if (isNumeric(host)) return numberOfOtherFamily(search, host, hints.family ?? AF_UNSPEC)
  if ((flags & AI_NUMERICHOST) !== 0) return search.conclude('numericHostOnly', printable(host))
  if ((flags & AI_ADDRCONFIG) !== 0 && lacksFamily(hints.family))
    return search.conclude('addressConfig', hints.family === AF_INET6)
  if (!(await misspelt(search, host)) && answered) await withoutDot(search, host)
  if (!answered) await explainNameServers(search)
}

function isNumeric(host: string): boolean {
  return inet_pton(AF_INET, host) !== null || inet_pton(AF_INET6, host.replace(/%.*$/, '')) !== null
}

function numberOfOtherFamily(search: Search, host: string, family: number): void {
  const version = host.includes(':') ? AF_INET6 : AF_INET
  if (family !== AF_UNSPEC && family !== version)
    search.conclude('otherFamilyNumber', printable(host), version === AF_INET6)
}

/** AI_ADDRCONFIG asks only for families that an interface beside lo has an address of. */
function lacksFamily(family: number | undefined): boolean {
  const outside = ownAddresses().filter(({ internal }) => !internal)
  return family !== undefined && family !== AF_UNSPEC && !outside.some((own) => own.family === family)
}

/** Names that no name server knows, and one of /etc/hosts that was perhaps meant. */
async function misspelt(search: Search, host: string): Promise<boolean> {
  const name = printable(host)
  if (/\.local\.?$/i.test(host)) {
    search.tell('multicastName', name)
    return true
  }
  const known: string[] = []
  await search.lines('/etc/hosts', (line) => {
    const [, ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (known.length < 1024) known.push(...names)
  })
  const alike = nearest(host, known)
  if (alike !== null) search.tell('hostAlike', name, printable(alike))
  return alike !== null
}

async function withoutDot(search: Search, host: string): Promise<void> {
  if (host.includes('.')) return
  const { domains } = parseResolverConfig(await search.text('/etc/resolv.conf'))
  search.tell('noDot', printable(host), few(domains.map(printable), 3))
}

/** EAI_SERVICE: a service that /etc/services does not have, or not for this protocol. */
export async function serviceUnknown(search: Search): Promise<void> {
  const { lookup } = search.failure
  if (lookup === undefined || lookup.service === null) return
  const { service, hints } = lookup
  if (hints.type === SOCK_RAW) return search.conclude('rawService')
  if (/^\d+$/.test(service)) return search.conclude('portTooHigh', service)
  const services = new Map<string, string[]>()
  await search.lines('/etc/services', (line) => {
    const [name, port, ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/)
    const protocol = port?.split('/')[1]
    if (name === undefined || protocol === undefined || services.size > 10_000) return
    for (const each of [name, ...aliases]) services.set(each, [...(services.get(each) ?? []), protocol])
  })
  const text = printable(service)
  if (services.size === 0) return search.conclude('noServices')
  const protocols = services.get(service)
  if (protocols !== undefined)
    search.conclude('serviceOfOthers', text, protocols, hints.type === SOCK_DGRAM ? 'udp' : 'tcp')
  else search.conclude('serviceUnknown', text, nearest(service, services.keys()))
}

/** EAI_FAMILY, EAI_SOCKTYPE, EAI_BADFLAGS: which hint it is. */
export function wrongHint(search: Search): void {
  const { code, lookup } = search.failure
  if (lookup === undefined) return
  const { family, type, protocol, flags = 0 } = lookup.hints
  const unknown = flags & ~KNOWN_FLAGS
  if (code === 'EAI_FAMILY') search.tell('wrongHint', 'family', String(family))
  else if (code === 'EAI_SOCKTYPE')
    search.tell(
      'wrongHint',
      protocol ? 'type+protocol' : 'type',
      protocol ? `${type ?? 0}, ${protocol}` : String(type),
    )
  else if (unknown !== 0) search.conclude('unknownFlags', `0x${(unknown >>> 0).toString(16)}`)
  else if (lookup.host === null && (flags & AI_CANONNAME) !== 0) search.conclude('canonicalNameOfNobody')
}

/** Of <netdb.h>, those of glibc included. */
const KNOWN_FLAGS = 0x7ff
