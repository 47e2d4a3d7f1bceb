import { IPPROTO_IP } from '../posix/constants.ts'
import { type ExtendedError, extendedError, type PacketInfo, packetInfo } from './control-values.ts'
import { octet, octetOrDefault, type PortRange, portRange } from './ip-values.ts'
import {
  type Membership,
  type MulticastInterface,
  membership,
  multicastInterface,
  type SourceFilter,
  type SourceMembership,
  sourceFilter,
  sourceMembership,
} from './multicast-values.ts'
import { type ControlType, option, type SocketOption } from './option.ts'
import { bytesUpTo, flag, int, intFrom, networkInt, unsignedInt } from './option-values.ts'
import { received } from './socket-values.ts'

// Options of IPv4, sorted by name: ip(7). What no page tells names its source.

/** Join a group of multicast. ENODEV: no such interface; EADDRINUSE: joined already. */
export const IP_ADD_MEMBERSHIP: SocketOption<Membership> = option(
  'IP_ADD_MEMBERSHIP',
  IPPROTO_IP,
  35,
  membership,
  'write',
)
/** Join a group for what this source sends; several times for several sources. */
export const IP_ADD_SOURCE_MEMBERSHIP: SocketOption<SourceMembership> = option(
  'IP_ADD_SOURCE_MEMBERSHIP',
  IPPROTO_IP,
  39,
  sourceMembership,
  'write',
)
/** Bind to an address and take no port yet: connect() takes one, which others may share for other peers. */
export const IP_BIND_ADDRESS_NO_PORT: SocketOption<boolean> = option(
  'IP_BIND_ADDRESS_NO_PORT',
  IPPROTO_IP,
  24,
  flag,
)
/** No longer receive what this source sends to a group that was joined. */
export const IP_BLOCK_SOURCE: SocketOption<SourceMembership> = option(
  'IP_BLOCK_SOURCE',
  IPPROTO_IP,
  38,
  sourceMembership,
  'write',
)
/** UDP: receive the sum over each datagram, for those who check the data themselves. Source: linux/in.h. */
export const IP_CHECKSUM: SocketOption<boolean> & ControlType<never, number> = option(
  'IP_CHECKSUM',
  IPPROTO_IP,
  23,
  flag,
  'both',
  received(unsignedInt),
)
/** Leave a group of multicast. EADDRNOTAVAIL: it was not joined so. */
export const IP_DROP_MEMBERSHIP: SocketOption<Membership> = option(
  'IP_DROP_MEMBERSHIP',
  IPPROTO_IP,
  36,
  membership,
  'write',
)
/** Leave a group for this source. */
export const IP_DROP_SOURCE_MEMBERSHIP: SocketOption<SourceMembership> = option(
  'IP_DROP_SOURCE_MEMBERSHIP',
  IPPROTO_IP,
  40,
  sourceMembership,
  'write',
)
/** Bind to addresses that this machine has not, or not yet. */
export const IP_FREEBIND: SocketOption<boolean> = option('IP_FREEBIND', IPPROTO_IP, 15, flag)
/** Raw sockets: the program writes the IP header. */
export const IP_HDRINCL: SocketOption<boolean> = option('IP_HDRINCL', IPPROTO_IP, 3, flag)
/**
 * The ports of which the system chooses one for this socket, within its own range; `{ low: 0, high: 0 }` is all of
 * that. Since Linux 6.3.
 */
export const IP_LOCAL_PORT_RANGE: SocketOption<PortRange> = option(
  'IP_LOCAL_PORT_RANGE',
  IPPROTO_IP,
  51,
  portRange,
)
/** Packets whose time to live is less are dropped: 255 takes neighbours alone, RFC 5082. Source: linux/in.h. */
export const IP_MINTTL: SocketOption<number> = option('IP_MINTTL', IPPROTO_IP, 21, octet)
/** All sources of a group at once, whether taken alone or left out; the group must be joined. ENOBUFS: too many. */
export const IP_MSFILTER: SocketOption<SourceFilter> = option(
  'IP_MSFILTER',
  IPPROTO_IP,
  41,
  sourceFilter,
  'write',
)
/** Bytes that a packet may have on the path to the peer, as far as it is known. ENOTCONN: there is no peer. */
export const IP_MTU: SocketOption<number> = option('IP_MTU', IPPROTO_IP, 14, int, 'read')
/** Whether routers may fragment, and whether the path's MTU counts: IP_PMTUDISC_ constants. */
export const IP_MTU_DISCOVER: SocketOption<number> = option('IP_MTU_DISCOVER', IPPROTO_IP, 10, intFrom(0, 5))
/** Receive multicasts of every group that any socket of this machine has joined; false: of those that this one has. */
export const IP_MULTICAST_ALL: SocketOption<boolean> = option('IP_MULTICAST_ALL', IPPROTO_IP, 49, flag)
/** The interface by which multicasts leave. */
export const IP_MULTICAST_IF: SocketOption<MulticastInterface> = option(
  'IP_MULTICAST_IF',
  IPPROTO_IP,
  32,
  multicastInterface,
)
/** Whether multicasts come back to sockets of this machine: to those of one's own as well. */
export const IP_MULTICAST_LOOP: SocketOption<boolean> = option('IP_MULTICAST_LOOP', IPPROTO_IP, 34, flag)
/** How many routers multicasts may pass, and one more: 0 to 255; -1 is 1, the system's own. */
export const IP_MULTICAST_TTL: SocketOption<number> = option(
  'IP_MULTICAST_TTL',
  IPPROTO_IP,
  33,
  octetOrDefault,
)
/** Raw sockets: let fragments through firewalls as they are. */
export const IP_NODEFRAG: SocketOption<boolean> = option('IP_NODEFRAG', IPPROTO_IP, 22, flag)
/** Options in the header of each packet, RFC 791; 40 bytes at most, none takes them away. */
export const IP_OPTIONS: SocketOption<Uint8Array> = option('IP_OPTIONS', IPPROTO_IP, 4, bytesUpTo(40))
/** Receive security labels, as ancillary data of level IPPROTO_IP and type 3. */
export const IP_PASSSEC: SocketOption<boolean> = option('IP_PASSSEC', IPPROTO_IP, 18, flag)
/** Receive by which interface and for which address a packet came. Beside a message that is sent: where it leaves. */
export const IP_PKTINFO: SocketOption<boolean> & ControlType<PacketInfo> = option(
  'IP_PKTINFO',
  IPPROTO_IP,
  8,
  flag,
  'both',
  packetInfo,
)
/**
 * Of a raw socket: its protocol. Beside a message, sent by a socket of IPPROTO_RAW: that of its packet. Since Linux
 * 6.4. Source: linux/in.h.
 */
export const IP_PROTOCOL: SocketOption<number> & ControlType<number> = option(
  'IP_PROTOCOL',
  IPPROTO_IP,
  52,
  int,
  'read',
  int,
)
/** Errors of single datagrams go to the error queue: recvmsg with MSG_ERRQUEUE gives them with this beside. */
export const IP_RECVERR: SocketOption<boolean> & ControlType<never, ExtendedError> = option(
  'IP_RECVERR',
  IPPROTO_IP,
  11,
  flag,
  'both',
  received(extendedError),
)
/** The extensions of RFC 4884 in what IP_RECVERR gives. Since Linux 5.9. Source: linux/in.h. */
export const IP_RECVERR_RFC4884: SocketOption<boolean> = option('IP_RECVERR_RFC4884', IPPROTO_IP, 26, flag)
/** Receive how long the largest fragment of a datagram was, when it came in several. Source: linux/in.h. */
export const IP_RECVFRAGSIZE: SocketOption<boolean> & ControlType<never, number> = option(
  'IP_RECVFRAGSIZE',
  IPPROTO_IP,
  25,
  flag,
  'both',
  received(int),
)
/** Receive a packet's IP options. */
export const IP_RECVOPTS: SocketOption<boolean> & ControlType<never, Uint8Array> = option(
  'IP_RECVOPTS',
  IPPROTO_IP,
  6,
  flag,
  'both',
  received(bytesUpTo(40)),
)
/** Receive for which address and port a packet was that a firewall sent here: IP_ORIGDSTADDR. */
export const IP_RECVORIGDSTADDR: SocketOption<boolean> = option('IP_RECVORIGDSTADDR', IPPROTO_IP, 20, flag)
/** Receive a packet's type of service: IP_TOS. */
export const IP_RECVTOS: SocketOption<boolean> = option('IP_RECVTOS', IPPROTO_IP, 13, flag)
/** Receive a packet's time to live: IP_TTL. */
export const IP_RECVTTL: SocketOption<boolean> = option('IP_RECVTTL', IPPROTO_IP, 12, flag)
/** Receive the IP options that an answer should bear. Beside a message that is sent: options of its packet. */
export const IP_RETOPTS: SocketOption<boolean> & ControlType<Uint8Array> = option(
  'IP_RETOPTS',
  IPPROTO_IP,
  7,
  flag,
  'both',
  bytesUpTo(40),
)
/** Raw sockets: receive packets that pass through this machine and bear the router alert option. */
export const IP_ROUTER_ALERT: SocketOption<boolean> = option('IP_ROUTER_ALERT', IPPROTO_IP, 5, flag, 'write')
/**
 * The header's type of service: six bits of DSCP and two of ECN, which TCP keeps to itself. Beside a message, its own.
 */
export const IP_TOS: SocketOption<number> & ControlType<number> = option(
  'IP_TOS',
  IPPROTO_IP,
  1,
  octet,
  'both',
  int,
)
/** Bind to foreign addresses, and take connections that a firewall sends here. CAP_NET_ADMIN, or CAP_NET_RAW. */
export const IP_TRANSPARENT: SocketOption<boolean> = option('IP_TRANSPARENT', IPPROTO_IP, 19, flag)
/** How many routers packets may pass, and one more: 1 to 255; -1 is the system's own. Beside a message, its own. */
export const IP_TTL: SocketOption<number> & ControlType<number> = option(
  'IP_TTL',
  IPPROTO_IP,
  2,
  octetOrDefault,
  'both',
  int,
)
/** Receive again what a source sends that was blocked. */
export const IP_UNBLOCK_SOURCE: SocketOption<SourceMembership> = option(
  'IP_UNBLOCK_SOURCE',
  IPPROTO_IP,
  37,
  sourceMembership,
  'write',
)
/** The index of the interface by which packets leave whose route does not say; 0 is any. Source: linux/in.h. */
export const IP_UNICAST_IF: SocketOption<number> = option('IP_UNICAST_IF', IPPROTO_IP, 50, networkInt)
