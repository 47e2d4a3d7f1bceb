import { SOL_NETLINK } from '../posix/constants.ts'
import { type ControlType, option, type SocketOption } from './option.ts'
import { flag, int, intFrom } from './option-values.ts'
import { type NetlinkPacketInfo, netlinkGroups, netlinkPacketInfo } from './packet-values.ts'
import { received } from './socket-values.ts'

// Options of netlink sockets, sorted by name: netlink(7). What no page tells names its source.

/** Join a multicast group, by its number: RTNLGRP_ constants and their like. */
export const NETLINK_ADD_MEMBERSHIP: SocketOption<number> = option(
  'NETLINK_ADD_MEMBERSHIP',
  SOL_NETLINK,
  1,
  intFrom(1, 0x7fffffff),
  'write',
)
/** Multicasts that could not be delivered to everybody fail. */
export const NETLINK_BROADCAST_ERROR: SocketOption<boolean> = option(
  'NETLINK_BROADCAST_ERROR',
  SOL_NETLINK,
  4,
  flag,
)
/** Errors and acknowledgements without the request that they answer: its header alone. */
export const NETLINK_CAP_ACK: SocketOption<boolean> = option('NETLINK_CAP_ACK', SOL_NETLINK, 10, flag)
/** Leave a multicast group. */
export const NETLINK_DROP_MEMBERSHIP: SocketOption<number> = option(
  'NETLINK_DROP_MEMBERSHIP',
  SOL_NETLINK,
  2,
  intFrom(1, 0x7fffffff),
  'write',
)
/** Errors with words that say what was wrong, and where. */
export const NETLINK_EXT_ACK: SocketOption<boolean> = option('NETLINK_EXT_ACK', SOL_NETLINK, 11, flag)
/** Requests whose filters or fields the kernel does not know fail. Since Linux 4.20. Source: linux/netlink.h. */
export const NETLINK_GET_STRICT_CHK: SocketOption<boolean> = option(
  'NETLINK_GET_STRICT_CHK',
  SOL_NETLINK,
  12,
  flag,
)
/**
 * Receive what other network namespaces tell that have a number in this one: it stands beside each message.
 * CAP_NET_BROADCAST.
 */
export const NETLINK_LISTEN_ALL_NSID: SocketOption<boolean> & ControlType<never, number> = option(
  'NETLINK_LISTEN_ALL_NSID',
  SOL_NETLINK,
  8,
  flag,
  'both',
  received(int),
)
/** The multicast groups that were joined. */
export const NETLINK_LIST_MEMBERSHIPS: SocketOption<readonly number[]> = option(
  'NETLINK_LIST_MEMBERSHIPS',
  SOL_NETLINK,
  9,
  netlinkGroups,
  'read',
)
/** Say nothing when messages were lost for want of room: no ENOBUFS. */
export const NETLINK_NO_ENOBUFS: SocketOption<boolean> = option('NETLINK_NO_ENOBUFS', SOL_NETLINK, 5, flag)
/** Receive beside each message the multicast group that it came from. */
export const NETLINK_PKTINFO: SocketOption<boolean> & ControlType<never, NetlinkPacketInfo> = option(
  'NETLINK_PKTINFO',
  SOL_NETLINK,
  3,
  flag,
  'both',
  received(netlinkPacketInfo),
)
