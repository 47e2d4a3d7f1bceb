import { networkInterfaces } from 'node:os'
import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import { inet_ntop, inet_pton } from '../../socket/posix/inet.ts'
import type { Interface } from './facts.ts'
import type { Search } from './search.ts'

const IFF_UP = 0x1
const MOST = 64

/** Those that come with a tunnel's module: down, they say nothing. */
const FALLBACK = /^(tunl|sit|gre|gretap|erspan|ip6tnl|ip6gre|ip_vti|ip6_vti)0$/

/** The interfaces of this network namespace. */
export async function interfaces(search: Search): Promise<Interface[]> {
  const names: string[] = []
  await search.lines('/proc/net/dev', (line) => {
    const [, name] = /^\s*([^\s:|]+):/.exec(line) ?? []
    if (name !== undefined && names.length < MOST) names.push(name)
  })
  const found: Interface[] = []
  for (const name of names) {
    const folder = `/sys/class/net/${name}`
    const [index] = await search.numbers(`${folder}/ifindex`)
    const [mtu] = await search.numbers(`${folder}/mtu`)
    const flags = Number.parseInt(await search.text(`${folder}/flags`), 16)
    const up = Number.isNaN(flags) || (flags & IFF_UP) !== 0
    const linked = !/down/.test(await search.text(`${folder}/operstate`))
    if (up || !FALLBACK.test(name)) found.push({ name, index: index ?? null, up, linked, mtu: mtu ?? null })
  }
  return found
}

/** An address of this machine. */
export interface OwnAddress {
  readonly address: string
  readonly family: number
  readonly device: string
  readonly internal: boolean
  readonly netmask: string
}

/** The addresses of the interfaces that are up. */
export function ownAddresses(): OwnAddress[] {
  let all: ReturnType<typeof networkInterfaces>
  try {
    all = networkInterfaces()
  } catch {
    return []
  }
  return Object.entries(all).flatMap(([device, addresses]) =>
    (addresses ?? []).map(({ address, family, internal, netmask }) => ({
      address,
      family: family === 'IPv4' ? AF_INET : AF_INET6,
      device,
      internal,
      netmask,
    })),
  )
}

/** Is it an address of this machine? The wildcard counts: connecting to it means this machine. */
export function isOwnAddress(address: string): boolean {
  if (/^(127\.|::1$|::ffff:127\.)/.test(address) || address === '::' || address === '0.0.0.0') return true
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  return ownAddresses().some((own) => own.address === plain)
}

/** Is it 255.255.255.255, or the broadcast address of a network that this machine is in? */
export function isBroadcast(address: string): boolean {
  if (address === '255.255.255.255') return true
  return ownAddresses().some((own) => {
    const [ours, mask] = [inet_pton(own.family, own.address), inet_pton(own.family, own.netmask)]
    if (own.family !== AF_INET || ours === null || mask === null || own.netmask === '255.255.255.255')
      return false
    const last = ours.map((byte, index) => byte | (~mask[index]! & 0xff))
    return inet_ntop(AF_INET, last) === address
  })
}

/** 224.0.0.0/4 or ff00::/8. */
export function isMulticast(address: string): boolean {
  return address.includes(':') ? /^ff..:/i.test(address) : (Number.parseInt(address, 10) & 0xf0) === 0xe0
}

/** fe80::/10: the address is good on one interface only, and must say which. */
export function isLinkLocal6(address: string): boolean {
  return /^fe[89ab].:/i.test(address)
}

/** What switches IPv6 off; null when it is on. */
export async function ipv6Off(search: Search): Promise<'kernel' | 'sysctl' | null> {
  const [all] = await search.numbers('/proc/sys/net/ipv6/conf/all/disable_ipv6')
  // No such file: a kernel without IPv6, unless nothing at all can be read below /proc/sys.
  if (all === undefined) return (await search.text('/proc/sys/net/ipv4/ip_forward')) === '' ? null : 'kernel'
  const [loopback] = await search.numbers('/proc/sys/net/ipv6/conf/lo/disable_ipv6')
  return all === 1 && loopback !== 0 ? 'sysctl' : null
}

/** An IPv6 address that is not ready: `tentative` while its duplicates are looked for, `duplicate` when one is there. */
export async function unreadyInet6(
  search: Search,
  address: string,
): Promise<{ device: string; state: 'tentative' | 'duplicate' } | null> {
  const bytes = inet_pton(AF_INET6, address)
  if (bytes === null) return null
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  let found: { device: string; state: 'tentative' | 'duplicate' } | null = null
  await search.lines('/proc/net/if_inet6', (line) => {
    const [text, , , , flags = '', device = ''] = line.trim().split(/\s+/)
    if (text !== hex) return
    const bits = Number.parseInt(flags, 16)
    if ((bits & IFA_F_DADFAILED) !== 0) found = { device, state: 'duplicate' }
    else if ((bits & IFA_F_TENTATIVE) !== 0) found = { device, state: 'tentative' }
  })
  return found
}

const IFA_F_DADFAILED = 0x08
const IFA_F_TENTATIVE = 0x40
