import { AF_UNSPEC, NETLINK_ROUTE } from '../socket/constants.ts'
import { formatLinkAddress } from '../socket/link-address.ts'
import type { Stack } from '../socket/stack.ts'
import type { WaitOptions } from '../socket/waiting.ts'
import { Attributes, cText, told } from './attributes.ts'
import {
  IFLA_ADDRESS,
  IFLA_ALT_IFNAME,
  IFLA_BROADCAST,
  IFLA_GROUP,
  IFLA_IFNAME,
  IFLA_INFO_KIND,
  IFLA_LINK,
  IFLA_LINK_NETNSID,
  IFLA_LINKINFO,
  IFLA_MASTER,
  IFLA_MTU,
  IFLA_OPERSTATE,
  IFLA_PROP_LIST,
  IFLA_QDISC,
  IFLA_STATS64,
  IFLA_TXQLEN,
  RTM_GETLINK,
  RTM_NEWLINK,
} from './constants.ts'
import { converse } from './conversation.ts'
import { fixedPart, type NetlinkMessage } from './message.ts'
import { IFINFOMSG } from './structures.ts'

/** IF_OPER_ of <linux/if.h>, by number: RFC 2863 section 3.1.14. */
export const OPERSTATES = [
  'UNKNOWN',
  'NOTPRESENT',
  'DOWN',
  'LOWERLAYERDOWN',
  'TESTING',
  'DORMANT',
  'UP',
] as const

export type Operstate = (typeof OPERSTATES)[number]

/** The first counters of `struct rtnl_link_stats64`, in their order. */
export const LINK_COUNTERS = [
  'rxPackets',
  'txPackets',
  'rxBytes',
  'txBytes',
  'rxErrors',
  'txErrors',
  'rxDropped',
  'txDropped',
  'multicast',
  'collisions',
] as const

/** What a link has counted since it was made: packets, and bytes where the name says so. */
export type LinkStatistics = { readonly [Counter in (typeof LINK_COUNTERS)[number]]: number }

/** A network interface: RTM_NEWLINK, rtnetlink(7). What the kernel does not tell is left out. */
export interface Link {
  readonly index: number
  readonly name: string
  /** Other names that it goes by. */
  readonly altNames: readonly string[]
  /** ARPHRD_ETHER and its like. */
  readonly type: number
  /** What made it, as `veth`, `bridge`, `tun`; hardware has none. */
  readonly kind?: string
  /** IFF_UP | IFF_LOOPBACK and their like. */
  readonly flags: number
  readonly operstate: Operstate
  /** Bytes. */
  readonly mtu: number
  /** The link-layer address, as `02:42:ac:11:00:02`. */
  readonly address?: string
  readonly broadcast?: string
  /** The interface of which it is a part: a bridge, a bond. */
  readonly master?: number
  /** The interface below it, or a veth's other end; in another namespace when `linkNetnsid` is there. */
  readonly link?: number
  readonly linkNetnsid?: number
  readonly qdisc?: string
  /** Packets. */
  readonly txqlen?: number
  readonly group?: number
  readonly statistics?: LinkStatistics
}

/** The network interfaces of this machine, or of this process's network namespace. */
export function listLinks(stack: Stack, wait?: WaitOptions): Promise<Link[]> {
  const request = {
    type: RTM_GETLINK,
    name: 'RTM_GETLINK',
    parts: [Uint8Array.of(AF_UNSPEC, ...new Uint8Array(IFINFOMSG.size - 1))],
  }
  return converse(stack, NETLINK_ROUTE, wait, (conversation) => conversation.dump(request, decodeLink))
}

/** Reads RTM_NEWLINK; null for another message. */
export function decodeLink({ type, payload }: NetlinkMessage): Link | null {
  if (type !== RTM_NEWLINK) return null
  const view = fixedPart(payload, IFINFOMSG.size)
  const attributes = new Attributes(payload, IFINFOMSG.size)
  const properties = attributes.nested(IFLA_PROP_LIST)
  const statistics = attributes.bytes(IFLA_STATS64)
  return {
    index: view.getInt32(IFINFOMSG.index, true),
    name: attributes.text(IFLA_IFNAME) ?? '',
    altNames: properties?.all(IFLA_ALT_IFNAME).map(cText) ?? [],
    type: view.getUint16(IFINFOMSG.type, true),
    flags: view.getUint32(IFINFOMSG.flags, true),
    operstate: OPERSTATES[attributes.uint8(IFLA_OPERSTATE) ?? 0] ?? 'UNKNOWN',
    mtu: attributes.uint32(IFLA_MTU) ?? 0,
    ...told({
      kind: attributes.nested(IFLA_LINKINFO)?.text(IFLA_INFO_KIND),
      address: hardwareAddress(attributes, IFLA_ADDRESS),
      broadcast: hardwareAddress(attributes, IFLA_BROADCAST),
      master: attributes.uint32(IFLA_MASTER),
      link: attributes.uint32(IFLA_LINK),
      linkNetnsid: attributes.int32(IFLA_LINK_NETNSID),
      qdisc: attributes.text(IFLA_QDISC),
      txqlen: attributes.uint32(IFLA_TXQLEN),
      group: attributes.uint32(IFLA_GROUP),
      statistics: statistics === undefined ? undefined : decodeStatistics(statistics),
    }),
  }
}

function hardwareAddress(attributes: Attributes, type: number): string | undefined {
  const bytes = attributes.bytes(type)
  return bytes === undefined || bytes.length === 0 ? undefined : formatLinkAddress(bytes)
}

function decodeStatistics(bytes: Uint8Array): LinkStatistics {
  const view = fixedPart(bytes, LINK_COUNTERS.length * 8)
  return Object.fromEntries(
    LINK_COUNTERS.map((counter, index) => [counter, Number(view.getBigUint64(8 * index, true))]),
  ) as LinkStatistics
}
