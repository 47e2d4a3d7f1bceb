import { checkAddress, type InternetAddress, show } from '../socket/posix/addresses.ts'
import { AF_INET, AF_INET6, NETLINK_ROUTE } from '../socket/posix/constants.ts'
import { inet_pton } from '../socket/posix/inet.ts'
import type { Stack } from '../socket/stack.ts'
import type { WaitOptions } from '../socket/waiting.ts'
import { Attributes, addressText, encodeAttribute, encodeUint32, told } from './attributes.ts'
import {
  RTA_DST,
  RTA_GATEWAY,
  RTA_IIF,
  RTA_METRICS,
  RTA_MULTIPATH,
  RTA_OIF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_SRC,
  RTA_TABLE,
  RTA_VIA,
  RTAX_MTU,
  RTM_GETROUTE,
  RTM_NEWROUTE,
} from './constants.ts'
import { type Conversation, converse } from './conversation.ts'
import { align, fixedPart, malformed, type NetlinkMessage } from './message.ts'
import { RTMSG, RTNEXTHOP } from './structures.ts'

/** Where packets of a route go next. */
export interface NextHop {
  /** The router; without one the destination is on the link. Its family may be another than the route's. */
  readonly gateway?: string
  readonly ifindex?: number
}

/** A route: RTM_NEWROUTE, rtnetlink(7). What the kernel does not tell is left out. */
export interface Route extends NextHop {
  readonly family: typeof AF_INET | typeof AF_INET6
  /** RTN_UNICAST, RTN_LOCAL and their like. */
  readonly type: number
  /** The network that it leads to: `0.0.0.0` and `::` with 0 bits are all. */
  readonly destination: string
  readonly prefixLength: number
  /** The network that packets must come from. */
  readonly source?: string
  readonly sourcePrefixLength?: number
  /** RT_TABLE_MAIN and its like. */
  readonly table: number
  /** RTPROT_KERNEL, RTPROT_STATIC and their like. */
  readonly protocol: number
  /** RT_SCOPE_LINK and its like. */
  readonly scope: number
  /** RTM_F_ and RTNH_F_ bits. */
  readonly flags: number
  /** The source address of packets whose socket has not chosen one. */
  readonly prefSource?: string
  /** Of two routes to the same network the lower one is taken: the metric. */
  readonly priority?: number
  /** Bytes, where the route sets it. */
  readonly mtu?: number
  /** The interface that packets come in by, for which the route was asked. */
  readonly inputIfindex?: number
  /** The ways of a route that has several. */
  readonly nextHops?: readonly (NextHop & { readonly weight: number })[]
}

/** The routes of all tables, or of one: IPv4's, then IPv6's. */
export async function listRoutes(
  stack: Stack,
  filter: { readonly table?: number } = {},
  wait?: WaitOptions,
): Promise<Route[]> {
  if (typeof filter !== 'object' || filter === null)
    throw new TypeError(`a filter is an object, not ${show(filter)}`)
  if (filter.table !== undefined && !Number.isInteger(filter.table))
    throw new TypeError(`table is a whole number, not ${show(filter.table)}`)
  return converse(stack, NETLINK_ROUTE, wait, async (conversation) => {
    const routes = [...(await dump(conversation, AF_INET)), ...(await dump(conversation, AF_INET6))]
    return filter.table === undefined ? routes : routes.filter(({ table }) => table === filter.table)
  })
}

function dump(conversation: Conversation, asked: number): Promise<Route[]> {
  return conversation.dump(request(asked, []), (message) => {
    const route = decodeRoute(message)
    // A kernel without IPv6 answers with the routes of all families.
    return route?.family === asked ? route : null
  })
}

/**
 * The route that a packet to an address would take now, with the source address it would have. Fails with
 * ENETUNREACH, EHOSTUNREACH or EACCES where the routes say so. A port in the address plays no part.
 */
export async function routeTo(
  stack: Stack,
  address: string | InternetAddress,
  wait?: WaitOptions,
): Promise<Route> {
  const { family, bytes, scopeId } = checkDestination(address)
  const parts = [encodeAttribute(RTA_DST, bytes)]
  if (scopeId !== 0) parts.push(encodeUint32(RTA_OIF, scopeId))
  const question = {
    ...request(family, parts, 8 * bytes.length),
    about: `to ${typeof address === 'string' ? address : address.address}`,
  }
  const route = await converse(stack, NETLINK_ROUTE, wait, (conversation) =>
    conversation.ask(question, decodeRoute),
  )
  if (route === null) throw malformed('the answer is no route')
  return route
}

function checkDestination(address: unknown): { family: number; bytes: Uint8Array; scopeId: number } {
  if (typeof address === 'string') {
    for (const family of [AF_INET, AF_INET6]) {
      const bytes = inet_pton(family, address)
      if (bytes !== null) return { family, bytes, scopeId: 0 }
    }
    throw new TypeError(`${show(address)} is no IP address; names are resolved with getaddrinfo()`)
  }
  const given = address as InternetAddress
  checkAddress(given)
  if (given.family !== AF_INET && given.family !== AF_INET6)
    throw new TypeError(`a route leads to an IP address, not to one of family ${show(Object(given).family)}`)
  const bytes = inet_pton(given.family, given.address) as Uint8Array
  return { family: given.family, bytes, scopeId: given.family === AF_INET6 ? (given.scopeId ?? 0) : 0 }
}

function request(family: number, attributes: readonly Uint8Array[], destinationBits = 0) {
  const header = new Uint8Array(RTMSG.size)
  header[RTMSG.family] = family
  header[RTMSG.dst_len] = destinationBits
  return { type: RTM_GETROUTE, name: 'RTM_GETROUTE', parts: [header, ...attributes] }
}

/** Reads RTM_NEWROUTE; null for another message, and for routes of other families, as MPLS's. */
export function decodeRoute({ type, payload }: NetlinkMessage): Route | null {
  if (type !== RTM_NEWROUTE) return null
  const view = fixedPart(payload, RTMSG.size)
  const family = view.getUint8(RTMSG.family)
  if (family !== AF_INET && family !== AF_INET6) return null
  const attributes = new Attributes(payload, RTMSG.size)
  const sourceBits = view.getUint8(RTMSG.src_len)
  const nextHops = attributes.bytes(RTA_MULTIPATH)
  return {
    family,
    type: view.getUint8(RTMSG.type),
    destination: attributes.address(RTA_DST, family) ?? (family === AF_INET ? '0.0.0.0' : '::'),
    prefixLength: view.getUint8(RTMSG.dst_len),
    table: attributes.uint32(RTA_TABLE) ?? view.getUint8(RTMSG.table),
    protocol: view.getUint8(RTMSG.protocol),
    scope: view.getUint8(RTMSG.scope),
    flags: view.getUint32(RTMSG.flags, true),
    ...decodeNextHop(attributes, family, attributes.uint32(RTA_OIF)),
    ...told({
      source: attributes.address(RTA_SRC, family),
      sourcePrefixLength: sourceBits === 0 ? undefined : sourceBits,
      prefSource: attributes.address(RTA_PREFSRC, family),
      priority: attributes.uint32(RTA_PRIORITY),
      mtu: attributes.nested(RTA_METRICS)?.uint32(RTAX_MTU),
      inputIfindex: attributes.uint32(RTA_IIF),
      nextHops: nextHops === undefined ? undefined : decodeNextHops(nextHops, family),
    }),
  }
}

function decodeNextHop(attributes: Attributes, family: number, ifindex: number | undefined): NextHop {
  const via = attributes.bytes(RTA_VIA)
  const gateway = via === undefined ? attributes.address(RTA_GATEWAY, family) : decodeVia(via)
  return told({ gateway, ifindex })
}

/** A router of another family than the route's: `struct rtvia`. */
function decodeVia(via: Uint8Array): string {
  return addressText(fixedPart(via, 2).getUint16(0, true), via.subarray(2))
}

/** `struct rtnexthop`, each with attributes of its own. */
function decodeNextHops(bytes: Uint8Array, family: number): NonNullable<Route['nextHops']> {
  const hops: (NextHop & { weight: number })[] = []
  for (let at = 0; at < bytes.length; ) {
    const hop = bytes.subarray(at)
    const view = fixedPart(hop, RTNEXTHOP.size)
    const length = view.getUint16(RTNEXTHOP.len, true)
    if (length < RTNEXTHOP.size || length > hop.length)
      throw malformed(`a next hop says that it has ${length} bytes of ${hop.length}`)
    const attributes = new Attributes(hop.subarray(0, length), RTNEXTHOP.size)
    const ifindex = view.getInt32(RTNEXTHOP.ifindex, true)
    hops.push({ ...decodeNextHop(attributes, family, ifindex), weight: view.getUint8(RTNEXTHOP.hops) + 1 })
    at += align(length)
  }
  return hops
}
