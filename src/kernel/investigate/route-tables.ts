import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import { inet_ntop, inet_pton } from '../../socket/posix/inet.ts'
import type { Route } from './facts.ts'
import { fromWords } from './net-tables.ts'
import type { Search } from './search.ts'

/** A line of /proc/net/route or ipv6_route: the kernel's main table, for IPv6 the local one too. */
export interface RouteRow extends Route {
  readonly network: Uint8Array
  readonly length: number
  readonly metric: number
  /** A route of type unreachable or prohibit. */
  readonly rejects: boolean
}

/** From <linux/route.h>. */
const RTF_UP = 0x1
const RTF_REJECT = 0x200

/** Interface, destination, gateway, flags, …, metric, mask, in hexadecimal; addresses byte by byte reversed. */
export function parseRoute4(line: string): RouteRow | null {
  const fields = line.trim().split(/\s+/)
  const [device = '', destination = '', gateway = '', flags = '', , , metric = ''] = fields
  const mask = fields[7] ?? ''
  if (![destination, gateway, mask].every((hex) => /^[0-9A-F]{8}$/.test(hex))) return null
  const length = bitsOf(fromWords(mask))
  const network = fromWords(destination)
  const via = fromWords(gateway)
  return made(network, length, via, device, Number(metric), Number.parseInt(flags, 16))
}

/** Destination, its length, source, its length, next hop, metric, …, flags, interface, in hexadecimal. */
export function parseRoute6(line: string): RouteRow | null {
  const fields = line.trim().split(/\s+/)
  const [destination = '', length = '', , , gateway = '', metric = '', , , flags = '', device = ''] = fields
  if (![destination, gateway].every((hex) => /^[0-9a-f]{32}$/.test(hex))) return null
  const bytes = (hex: string) =>
    Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16))
  const bits = Number.parseInt(length, 16)
  return made(
    bytes(destination),
    bits,
    bytes(gateway),
    device,
    Number.parseInt(metric, 16),
    Number.parseInt(flags, 16),
  )
}

function made(
  network: Uint8Array,
  length: number,
  via: Uint8Array,
  device: string,
  metric: number,
  flags: number,
): RouteRow | null {
  if ((flags & (RTF_UP | RTF_REJECT)) === 0) return null
  const family = network.length === 4 ? AF_INET : AF_INET6
  const destination = length === 0 ? 'default' : `${inet_ntop(family, network)}/${length}`
  const gateway = via.every((byte) => byte === 0) ? null : inet_ntop(family, via)
  return { destination, device, gateway, network, length, metric, rejects: (flags & RTF_REJECT) !== 0 }
}

function bitsOf(mask: Uint8Array): number {
  return mask.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
}

/** What the main table says of a destination. */
export interface RouteSearch {
  /** The route that would be taken; null when there is none. */
  readonly best: RouteRow | null
  /** Routes that lead anywhere beyond this machine, some of them. */
  readonly others: readonly RouteRow[]
}

/** Null when the table cannot be read to its end. */
export async function routeTo(search: Search, family: number, address: string): Promise<RouteSearch | null> {
  const target = inet_pton(family, address)
  if (target === null) return null
  const others: RouteRow[] = []
  let best: RouteRow | null = null
  const parse = family === AF_INET ? parseRoute4 : parseRoute6
  const complete = await search.lines(`/proc/net/${family === AF_INET ? 'route' : 'ipv6_route'}`, (line) => {
    const row = parse(line)
    if (row === null) return
    if (row.device !== 'lo' && row.device !== '*' && !isLocal6(row) && others.length < 16) others.push(row)
    if (matches(row, target) && (best === null || isBetter(row, best))) best = row
  })
  return complete ? { best, others } : null
}

/** The kernel's own entries of an interface: its multicast and link-local networks, and its addresses. */
function isLocal6({ network, length }: RouteRow): boolean {
  return network.length === 16 && (length === 128 || network[0] === 0xff || network[0] === 0xfe)
}

function matches({ network, length }: RouteRow, target: Uint8Array): boolean {
  return target.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, length - 8 * index))
    const mask = (0xff << (8 - bits)) & 0xff
    return (byte & mask) === (network[index]! & mask)
  })
}

function isBetter(row: RouteRow, best: RouteRow): boolean {
  return row.length > best.length || (row.length === best.length && row.metric < best.metric)
}
