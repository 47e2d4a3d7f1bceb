import { IPPROTO_IPV6 } from '../posix/constants.ts'
import { type ExtendedError, extendedError, type PacketInfo6, packetInfo6 } from './control-values.ts'
import { type FlowLabel, flowLabel, type MtuInfo, mtuInfo, octet, octetOrDefault } from './ip-values.ts'
import { type Anycast6, anycast6, type Membership6, membership6 } from './multicast-values.ts'
import { type ControlType, option, type SocketOption } from './option.ts'
import { bytesUpTo, flag, int, intFrom, networkInt } from './option-values.ts'
import { received } from './socket-values.ts'

// Options of IPv6, sorted by name: ipv6(7). What no page tells names its source.

/** Which of its addresses the machine shall send from: IPV6_PREFER_SRC_ constants. Source: RFC 5014. */
export const IPV6_ADDR_PREFERENCES: SocketOption<number> = option(
  'IPV6_ADDR_PREFERENCES',
  IPPROTO_IPV6,
  72,
  int,
)
/** Let the kernel give each flow a label of its own. Source: linux/in6.h. */
export const IPV6_AUTOFLOWLABEL: SocketOption<boolean> = option('IPV6_AUTOFLOWLABEL', IPPROTO_IPV6, 70, flag)
/**
 * Raw sockets: where in each message its checksum stands, which the kernel fills in and checks; -1: nowhere. EINVAL: it
 * is ICMPv6, of which the kernel knows. Source: RFC 3542 section 3.1.
 */
export const IPV6_CHECKSUM: SocketOption<number> = option('IPV6_CHECKSUM', IPPROTO_IPV6, 7, int)
/**
 * Never fragment what is sent here: larger packets fail with EMSGSIZE. Beside a message, of that one. Source: RFC 3542
 * section 11.2.
 */
export const IPV6_DONTFRAG: SocketOption<boolean> & ControlType<number> = option(
  'IPV6_DONTFRAG',
  IPPROTO_IPV6,
  62,
  flag,
  'both',
  intFrom(0, 1),
)
/**
 * The destination options header of each packet; no bytes take it away. CAP_NET_RAW. Beside a message, its own. Source:
 * RFC 3542 section 9.
 */
export const IPV6_DSTOPTS: SocketOption<Uint8Array> & ControlType<Uint8Array> = option(
  'IPV6_DSTOPTS',
  IPPROTO_IPV6,
  59,
  bytesUpTo(2048),
  'both',
  bytesUpTo(2048),
)
/**
 * Receive a packet's flow label and traffic class, as they stand in its header. Beside a message that is sent, its own.
 */
export const IPV6_FLOWINFO: SocketOption<boolean> & ControlType<number> = option(
  'IPV6_FLOWINFO',
  IPPROTO_IPV6,
  11,
  flag,
  'both',
  networkInt,
)
/** Send the `flowinfo` of the address that is connected or sent to; the label must be had. Source: linux/in6.h. */
export const IPV6_FLOWINFO_SEND: SocketOption<boolean> = option('IPV6_FLOWINFO_SEND', IPPROTO_IPV6, 33, flag)
/** Have a flow label, or give it back; read, it is that of the connection. ENOENT: it has none. Source: linux/in6.h. */
export const IPV6_FLOWLABEL_MGR: SocketOption<FlowLabel> = option(
  'IPV6_FLOWLABEL_MGR',
  IPPROTO_IPV6,
  32,
  flowLabel,
)
/** Bind to addresses that this machine has not, or not yet. Source: linux/in6.h. */
export const IPV6_FREEBIND: SocketOption<boolean> = option('IPV6_FREEBIND', IPPROTO_IPV6, 78, flag)
/** Raw sockets: the program writes the IP header. Source: linux/in6.h. */
export const IPV6_HDRINCL: SocketOption<boolean> = option('IPV6_HDRINCL', IPPROTO_IPV6, 36, flag)
/** The hop-by-hop options header of each packet; no bytes take it away. CAP_NET_RAW. Beside a message, its own. */
export const IPV6_HOPOPTS: SocketOption<Uint8Array> & ControlType<Uint8Array> = option(
  'IPV6_HOPOPTS',
  IPPROTO_IPV6,
  54,
  bytesUpTo(2048),
  'both',
  bytesUpTo(2048),
)
/**
 * Have an anycast address, which several machines have. CAP_NET_ADMIN. EADDRNOTAVAIL: it is of no network of the
 * interface's, and this machine is no router. Source: linux/in6.h.
 */
export const IPV6_JOIN_ANYCAST: SocketOption<Anycast6> = option(
  'IPV6_JOIN_ANYCAST',
  IPPROTO_IPV6,
  27,
  anycast6,
  'write',
)
/**
 * Join a group of multicast; also known as IPV6_ADD_MEMBERSHIP. ENODEV: no such interface; EADDRINUSE: joined already.
 */
export const IPV6_JOIN_GROUP: SocketOption<Membership6> = option(
  'IPV6_JOIN_GROUP',
  IPPROTO_IPV6,
  20,
  membership6,
  'write',
)
/** Give an anycast address back. Source: linux/in6.h. */
export const IPV6_LEAVE_ANYCAST: SocketOption<Anycast6> = option(
  'IPV6_LEAVE_ANYCAST',
  IPPROTO_IPV6,
  28,
  anycast6,
  'write',
)
/** Leave a group of multicast; also known as IPV6_DROP_MEMBERSHIP. EADDRNOTAVAIL: it was not joined so. */
export const IPV6_LEAVE_GROUP: SocketOption<Membership6> = option(
  'IPV6_LEAVE_GROUP',
  IPPROTO_IPV6,
  21,
  membership6,
  'write',
)
/** Packets whose hop limit is less are dropped: 255 takes neighbours alone, RFC 5082. Source: linux/in6.h. */
export const IPV6_MINHOPCOUNT: SocketOption<number> = option('IPV6_MINHOPCOUNT', IPPROTO_IPV6, 73, octet)
/**
 * Bytes that a packet may have: set, a limit of one's own, 1280 or more; read, the path's. ENOTCONN: there is no peer.
 */
export const IPV6_MTU: SocketOption<number> = option('IPV6_MTU', IPPROTO_IPV6, 24, int)
/** Whether packets are fragmented, and whether the path's MTU counts: IPV6_PMTUDISC_ constants. */
export const IPV6_MTU_DISCOVER: SocketOption<number> = option(
  'IPV6_MTU_DISCOVER',
  IPPROTO_IPV6,
  23,
  intFrom(0, 5),
)
/**
 * Receive multicasts of every group that any socket of this machine has joined; false: of those that this one has.
 * Source: linux/in6.h.
 */
export const IPV6_MULTICAST_ALL: SocketOption<boolean> = option('IPV6_MULTICAST_ALL', IPPROTO_IPV6, 29, flag)
/** How many routers multicasts may pass, and one more: 0 to 255; -1 is 1, the system's own. */
export const IPV6_MULTICAST_HOPS: SocketOption<number> = option(
  'IPV6_MULTICAST_HOPS',
  IPPROTO_IPV6,
  18,
  octetOrDefault,
)
/** The index of the interface by which multicasts leave; 0 leaves it to the routes. */
export const IPV6_MULTICAST_IF: SocketOption<number> = option(
  'IPV6_MULTICAST_IF',
  IPPROTO_IPV6,
  17,
  intFrom(0, 0x7fffffff),
)
/** Whether multicasts come back to sockets of this machine: to those of one's own as well. */
export const IPV6_MULTICAST_LOOP: SocketOption<boolean> = option(
  'IPV6_MULTICAST_LOOP',
  IPPROTO_IPV6,
  19,
  flag,
)
/**
 * What the path carries, of a connected socket; received, with IPV6_RECVPATHMTU. ENOTCONN: there is no peer. Source:
 * RFC 3542 section 11.
 */
export const IPV6_PATHMTU: SocketOption<MtuInfo> & ControlType<never, MtuInfo> = option(
  'IPV6_PATHMTU',
  IPPROTO_IPV6,
  61,
  mtuInfo,
  'read',
  received(mtuInfo),
)
/**
 * The address and the interface from which all packets leave; `::` and 0 leave it to the routes. Beside a message, its
 * own; received, with IPV6_RECVPKTINFO, where it came to. Source: RFC 3542 section 6.
 */
export const IPV6_PKTINFO: SocketOption<PacketInfo6> & ControlType<PacketInfo6> = option(
  'IPV6_PKTINFO',
  IPPROTO_IPV6,
  50,
  packetInfo6,
  'write',
  packetInfo6,
)
/** Receive a packet's destination options: IPV6_DSTOPTS. Source: RFC 3542 section 9. */
export const IPV6_RECVDSTOPTS: SocketOption<boolean> = option('IPV6_RECVDSTOPTS', IPPROTO_IPV6, 58, flag)
/** Errors of single datagrams go to the error queue: recvmsg with MSG_ERRQUEUE gives them with this beside. */
export const IPV6_RECVERR: SocketOption<boolean> & ControlType<never, ExtendedError> = option(
  'IPV6_RECVERR',
  IPPROTO_IPV6,
  25,
  flag,
  'both',
  received(extendedError),
)
/** The extensions of RFC 4884 in what IPV6_RECVERR gives. Since Linux 5.9. Source: linux/in6.h. */
export const IPV6_RECVERR_RFC4884: SocketOption<boolean> = option(
  'IPV6_RECVERR_RFC4884',
  IPPROTO_IPV6,
  31,
  flag,
)
/** Receive how long the largest fragment of a datagram was, when it came in several. Source: linux/in6.h. */
export const IPV6_RECVFRAGSIZE: SocketOption<boolean> & ControlType<never, number> = option(
  'IPV6_RECVFRAGSIZE',
  IPPROTO_IPV6,
  77,
  flag,
  'both',
  received(int),
)
/** Receive a packet's hop limit: IPV6_HOPLIMIT. Source: RFC 3542 section 6. */
export const IPV6_RECVHOPLIMIT: SocketOption<boolean> = option('IPV6_RECVHOPLIMIT', IPPROTO_IPV6, 51, flag)
/** Receive a packet's hop-by-hop options: IPV6_HOPOPTS. Source: RFC 3542 section 8. */
export const IPV6_RECVHOPOPTS: SocketOption<boolean> = option('IPV6_RECVHOPOPTS', IPPROTO_IPV6, 53, flag)
/** Receive for which address and port a packet was that a firewall sent here: IPV6_ORIGDSTADDR. Source: linux/in6.h. */
export const IPV6_RECVORIGDSTADDR: SocketOption<boolean> = option(
  'IPV6_RECVORIGDSTADDR',
  IPPROTO_IPV6,
  74,
  flag,
)
/** Be told when a packet is too large for the path: IPV6_PATHMTU. Source: RFC 3542 section 11. */
export const IPV6_RECVPATHMTU: SocketOption<boolean> = option('IPV6_RECVPATHMTU', IPPROTO_IPV6, 60, flag)
/** Receive by which interface and for which address a packet came: IPV6_PKTINFO. */
export const IPV6_RECVPKTINFO: SocketOption<boolean> = option('IPV6_RECVPKTINFO', IPPROTO_IPV6, 49, flag)
/** Receive a packet's routing header: IPV6_RTHDR. Source: RFC 3542 section 7. */
export const IPV6_RECVRTHDR: SocketOption<boolean> = option('IPV6_RECVRTHDR', IPPROTO_IPV6, 56, flag)
/** Receive a packet's traffic class: IPV6_TCLASS. Source: RFC 3542 section 6. */
export const IPV6_RECVTCLASS: SocketOption<boolean> = option('IPV6_RECVTCLASS', IPPROTO_IPV6, 66, flag)
/**
 * Raw sockets: receive packets that pass through this machine and bear the router alert option of this value; -1: of
 * none.
 */
export const IPV6_ROUTER_ALERT: SocketOption<number> = option(
  'IPV6_ROUTER_ALERT',
  IPPROTO_IPV6,
  22,
  intFrom(-1, 0xffff),
  'write',
)
/** The same for packets of the socket's own network namespace alone. Since Linux 5.1. Source: linux/in6.h. */
export const IPV6_ROUTER_ALERT_ISOLATE: SocketOption<boolean> = option(
  'IPV6_ROUTER_ALERT_ISOLATE',
  IPPROTO_IPV6,
  30,
  flag,
)
/** The routing header of each packet; no bytes take it away. Beside a message, its own. */
export const IPV6_RTHDR: SocketOption<Uint8Array> & ControlType<Uint8Array> = option(
  'IPV6_RTHDR',
  IPPROTO_IPV6,
  57,
  bytesUpTo(2048),
  'both',
  bytesUpTo(2048),
)
/**
 * Destination options that stand before the routing header, and count at each of its stations. CAP_NET_RAW. Source: RFC
 * 3542 section 9.
 */
export const IPV6_RTHDRDSTOPTS: SocketOption<Uint8Array> & ControlType<Uint8Array> = option(
  'IPV6_RTHDRDSTOPTS',
  IPPROTO_IPV6,
  55,
  bytesUpTo(2048),
  'both',
  bytesUpTo(2048),
)
/**
 * The header's traffic class, as IP_TOS; -1 is the system's own. Beside a message, its own. Source: RFC 3542 section
 * 6.5.
 */
export const IPV6_TCLASS: SocketOption<number> & ControlType<number> = option(
  'IPV6_TCLASS',
  IPPROTO_IPV6,
  67,
  octetOrDefault,
  'both',
  int,
)
/**
 * Bind to foreign addresses, and take connections that a firewall sends here. CAP_NET_ADMIN, or CAP_NET_RAW. Source:
 * linux/in6.h.
 */
export const IPV6_TRANSPARENT: SocketOption<boolean> = option('IPV6_TRANSPARENT', IPPROTO_IPV6, 75, flag)
/** How many routers packets may pass, and one more: 0 to 255; -1 is the route's. Beside a message: IPV6_HOPLIMIT. */
export const IPV6_UNICAST_HOPS: SocketOption<number> = option(
  'IPV6_UNICAST_HOPS',
  IPPROTO_IPV6,
  16,
  octetOrDefault,
)
/** The index of the interface by which packets leave whose route does not say; 0 is any. Source: linux/in6.h. */
export const IPV6_UNICAST_IF: SocketOption<number> = option('IPV6_UNICAST_IF', IPPROTO_IPV6, 76, networkInt)
/** Accept only IPv6 on this socket; off, it takes IPv4 too, as mapped addresses. Before bind. */
export const IPV6_V6ONLY: SocketOption<boolean> = option('IPV6_V6ONLY', IPPROTO_IPV6, 26, flag)
