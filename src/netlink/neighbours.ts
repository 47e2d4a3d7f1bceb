import { AF_INET, AF_INET6, AF_UNSPEC, NETLINK_ROUTE } from '../socket/constants.ts'
import { formatLinkAddress } from '../socket/link-address.ts'
import type { Stack } from '../socket/stack.ts'
import type { WaitOptions } from '../socket/waiting.ts'
import { Attributes, told } from './attributes.ts'
import { NDA_DST, NDA_LLADDR, RTM_GETNEIGH, RTM_NEWNEIGH } from './constants.ts'
import { converse } from './conversation.ts'
import { fixedPart, type NetlinkMessage } from './message.ts'
import { NDMSG } from './structures.ts'

/** NUD_ of <linux/neighbour.h>, each with its bit: RFC 4861 section 7.3.2, and Linux's own. */
export const NEIGHBOUR_STATES = {
  NONE: 0x00,
  INCOMPLETE: 0x01,
  REACHABLE: 0x02,
  STALE: 0x04,
  DELAY: 0x08,
  PROBE: 0x10,
  FAILED: 0x20,
  NOARP: 0x40,
  PERMANENT: 0x80,
} as const

export type NeighbourState = keyof typeof NEIGHBOUR_STATES

/** Who has an IP address on a link, as far as is known: RTM_NEWNEIGH, rtnetlink(7), arp(7). */
export interface Neighbour {
  readonly family: typeof AF_INET | typeof AF_INET6
  readonly ifindex: number
  readonly address: string
  /** The link-layer address, as `02:42:ac:11:00:02`, once it has been found. */
  readonly lladdr?: string
  readonly state: NeighbourState
  /** NTF_ROUTER and its like. */
  readonly flags: number
}

/** The neighbours that ARP and IPv6's neighbour discovery know or look for. */
export function listNeighbours(stack: Stack, wait?: WaitOptions): Promise<Neighbour[]> {
  const request = {
    type: RTM_GETNEIGH,
    name: 'RTM_GETNEIGH',
    parts: [Uint8Array.of(AF_UNSPEC, ...new Uint8Array(NDMSG.size - 1))],
  }
  return converse(stack, NETLINK_ROUTE, wait, (conversation) => conversation.dump(request, decodeNeighbour))
}

/** Reads RTM_NEWNEIGH; null for another message, and for neighbours of other families, as a bridge's. */
export function decodeNeighbour({ type, payload }: NetlinkMessage): Neighbour | null {
  if (type !== RTM_NEWNEIGH) return null
  const view = fixedPart(payload, NDMSG.size)
  const family = view.getUint8(NDMSG.family)
  if (family !== AF_INET && family !== AF_INET6) return null
  const attributes = new Attributes(payload, NDMSG.size)
  const address = attributes.address(NDA_DST, family)
  if (address === undefined) return null
  const lladdr = attributes.bytes(NDA_LLADDR)
  return {
    family,
    ifindex: view.getInt32(NDMSG.ifindex, true),
    address,
    ...told({ lladdr: lladdr === undefined ? undefined : formatLinkAddress(lladdr) }),
    state: stateOf(view.getUint16(NDMSG.state, true)),
    flags: view.getUint8(NDMSG.flags),
  }
}

function stateOf(bits: number): NeighbourState {
  const found = Object.entries(NEIGHBOUR_STATES).find(([, bit]) => bit === bits)
  return (found?.[0] ?? 'NONE') as NeighbourState
}
