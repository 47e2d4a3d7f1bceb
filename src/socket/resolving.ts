import type { InternetEndpoint } from './endpoint.ts'
import type { AddrInfoHints, AddrInfoList } from './lookup.ts'
import type { Address, InternetAddress } from './posix/addresses.ts'
import { AF_INET, AF_INET6, AI_NUMERICHOST, AI_NUMERICSERV } from './posix/constants.ts'
import { inet_pton } from './posix/inet.ts'
import type { WaitOptions } from './waiting.ts'

/** What looking up an endpoint needs of a stack. */
export interface Resolver {
  getaddrinfo(
    host: string | null,
    service: string | null,
    hints?: AddrInfoHints,
    wait?: WaitOptions,
  ): Promise<AddrInfoList>
}

/** The address of an endpoint that says it in numbers; null when something must be looked up. */
export function numericAddress({ host, port, scope }: InternetEndpoint): InternetAddress | null {
  if (host === null || typeof port !== 'number' || typeof scope === 'string') return null
  if (inet_pton(AF_INET, host) !== null) return { family: AF_INET, address: host, port }
  if (!host.includes(':')) return null
  return { family: AF_INET6, address: host, port, ...(scope === undefined ? {} : { scopeId: scope }) }
}

/** The addresses of an endpoint, of one family or of all (AF_UNSPEC). */
export async function lookUp(
  resolver: Resolver,
  { host, port, scope, type }: InternetEndpoint,
  family: number,
  flags: number,
  wait: WaitOptions | undefined,
): Promise<Address[]> {
  const numericHost = host !== null && (host.includes(':') || inet_pton(AF_INET, host) !== null)
  const name = scope === undefined ? host : `${host}%${scope}`
  const hints = {
    family,
    type,
    flags: flags | (numericHost ? AI_NUMERICHOST : 0) | (typeof port === 'number' ? AI_NUMERICSERV : 0),
  }
  const answers = await resolver.getaddrinfo(name, String(port), hints, wait)
  return answers.map((answer) => answer.address)
}
