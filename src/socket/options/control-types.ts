import type { Address } from '../posix/addresses.ts'
import { IPPROTO_IP, IPPROTO_IPV6, SOL_SOCKET } from '../posix/constants.ts'
import { type Credentials, credentials, originalAddress, pidfd, rights } from './control-values.ts'
import type { Descriptor, HasDescriptor } from './descriptor.ts'
import { type ControlType, controlType } from './option.ts'
import { bytesUpTo, int, unsignedInt } from './option-values.ts'
import { received, securityLabel, type TimestampPacketInfo, timestampPacketInfo } from './socket-values.ts'

// Ancillary data that is no option, sorted by name: cmsg(3), unix(7). Options that are ancillary data too stand with the options.

/** A packet's hop limit: received with IPV6_RECVHOPLIMIT; sent, that of this packet. Source: RFC 3542 section 6. */
export const IPV6_HOPLIMIT: ControlType<number> = controlType('IPV6_HOPLIMIT', IPPROTO_IPV6, 52, int)
/**
 * For which address and port a packet was, before a firewall sent it here: with IPV6_RECVORIGDSTADDR. Source:
 * linux/in6.h.
 */
export const IPV6_ORIGDSTADDR: ControlType<never, Address | null> = controlType(
  'IPV6_ORIGDSTADDR',
  IPPROTO_IPV6,
  74,
  received(originalAddress),
)
/** For which address and port a packet was, before a firewall sent it here: with IP_RECVORIGDSTADDR. Source: ip(7). */
export const IP_ORIGDSTADDR: ControlType<never, Address | null> = controlType(
  'IP_ORIGDSTADDR',
  IPPROTO_IP,
  20,
  received(originalAddress),
)
/**
 * Who sends: received with SO_PASSCRED, and checked by the kernel. Sent, others than one's own need CAP_SYS_ADMIN,
 * CAP_SETUID, CAP_SETGID.
 */
export const SCM_CREDENTIALS: ControlType<Credentials> = controlType(
  'SCM_CREDENTIALS',
  SOL_SOCKET,
  2,
  credentials,
)
/** A descriptor of the sending process, see pidfd_open(2): received with SO_PASSPIDFD. Since Linux 6.5. */
export const SCM_PIDFD: ControlType<never, Descriptor | undefined> = controlType(
  'SCM_PIDFD',
  SOL_SOCKET,
  4,
  pidfd,
)
/** Open descriptors, up to 253, that become the receiver's own: files, sockets, anything. */
export const SCM_RIGHTS: ControlType<readonly (number | HasDescriptor)[], readonly Descriptor[]> =
  controlType('SCM_RIGHTS', SOL_SOCKET, 1, rights)
/** The sender's security label: received with SO_PASSSEC. */
export const SCM_SECURITY: ControlType<never, string> = controlType(
  'SCM_SECURITY',
  SOL_SOCKET,
  3,
  received(securityLabel),
)
/**
 * Figures of the connection beside a time in the error queue, as netlink attributes TCP_NLA_: with
 * SOF_TIMESTAMPING_OPT_STATS. Source: networking/timestamping.rst.
 */
export const SCM_TIMESTAMPING_OPT_STATS: ControlType<never, Uint8Array> = controlType(
  'SCM_TIMESTAMPING_OPT_STATS',
  SOL_SOCKET,
  54,
  received(bytesUpTo(65536)),
)
/**
 * Interface and length of a packet that a network card has stamped: with SOF_TIMESTAMPING_OPT_PKTINFO.
 * Source: networking/timestamping.rst.
 */
export const SCM_TIMESTAMPING_PKTINFO: ControlType<never, TimestampPacketInfo> = controlType(
  'SCM_TIMESTAMPING_PKTINFO',
  SOL_SOCKET,
  58,
  received(timestampPacketInfo),
)
/**
 * The number that the time of this datagram shall bear, instead of the next one: with SOF_TIMESTAMPING_OPT_ID. Sent
 * only. Since Linux 6.13. Source: networking/timestamping.rst.
 */
export const SCM_TS_OPT_ID: ControlType<number> = controlType('SCM_TS_OPT_ID', SOL_SOCKET, 81, unsignedInt)
