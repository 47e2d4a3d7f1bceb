import { IPPROTO_TCP } from '../posix/constants.ts'
import { type ControlType, option, type SocketOption } from './option.ts'
import { bytesUpTo, flag, int, intFrom, text, unsignedInt } from './option-values.ts'
import { received } from './socket-values.ts'
import { type TcpInfo, tcpInfo } from './tcp-info.ts'
import {
  type Md5Signature,
  type Md5SignatureExt,
  md5Signature,
  md5SignatureExt,
  type RepairOption,
  type RepairWindow,
  repairOptions,
  repairWindow,
} from './tcp-values.ts'

// Options of TCP, sorted by name: tcp(7). What no page tells names its source.

/**
 * What the congestion control algorithm tells of itself, as its own structure: `tcp_bbr_info`, `tcpvegas_info`,
 * `tcp_dctcp_info`. No bytes: it tells nothing. Source: linux/inet_diag.h.
 */
export const TCP_CC_INFO: SocketOption<Uint8Array> = option(
  'TCP_CC_INFO',
  IPPROTO_TCP,
  26,
  bytesUpTo(64),
  'read',
)
/**
 * The congestion control algorithm, as `cubic`. ENOENT: there is none of that name; EPERM: it is not among those of
 * net.ipv4.tcp_allowed_congestion_control.
 */
export const TCP_CONGESTION: SocketOption<string> = option('TCP_CONGESTION', IPPROTO_TCP, 13, text(16))
/** Send full segments alone, until it is false again, or for 200 ms. */
export const TCP_CORK: SocketOption<boolean> = option('TCP_CORK', IPPROTO_TCP, 3, flag)
/**
 * Have accept() give connections that have sent something; when so many seconds (rounded up to those of a retry) went
 * by without, also others. 0: at once.
 */
export const TCP_DEFER_ACCEPT: SocketOption<number> = option('TCP_DEFER_ACCEPT', IPPROTO_TCP, 9, int)
/** Microseconds after which an acknowledgement is no longer put off. Since Linux 6.15. Source: linux/tcp.h. */
export const TCP_DELACK_MAX_US: SocketOption<number> = option('TCP_DELACK_MAX_US', IPPROTO_TCP, 46, int)
/** Of a listener: take data that come with the SYN, of so many connections at a time. 0: take none. */
export const TCP_FASTOPEN: SocketOption<number> = option('TCP_FASTOPEN', IPPROTO_TCP, 23, int)
/** Have connect() return at once, and send the first data with the SYN when the peer is known to take them. */
export const TCP_FASTOPEN_CONNECT: SocketOption<boolean> = option(
  'TCP_FASTOPEN_CONNECT',
  IPPROTO_TCP,
  30,
  flag,
)
/**
 * Of a listener: the key by which it knows its clients again, 16 bytes; or 32, the second half an older key that is
 * still good. Source: networking/ip-sysctl.rst.
 */
export const TCP_FASTOPEN_KEY: SocketOption<Uint8Array> = option(
  'TCP_FASTOPEN_KEY',
  IPPROTO_TCP,
  33,
  bytesUpTo(32),
)
/** Data with the SYN although the peers do not know each other: in networks of one's own. Source: linux/tcp.h. */
export const TCP_FASTOPEN_NO_COOKIE: SocketOption<boolean> = option(
  'TCP_FASTOPEN_NO_COOKIE',
  IPPROTO_TCP,
  34,
  flag,
)
/** What TCP knows of the connection. */
export const TCP_INFO: SocketOption<TcpInfo> = option('TCP_INFO', IPPROTO_TCP, 11, tcpInfo, 'read')
/** How many bytes can be read stands beside each message received: TCP_CM_INQ. Source: linux/tcp.h. */
export const TCP_INQ: SocketOption<boolean> & ControlType<never, number> = option(
  'TCP_INQ',
  IPPROTO_TCP,
  36,
  flag,
  'both',
  received(int),
)
/** Is it a connection of Multipath TCP, and has not fallen back to plain TCP? Since Linux 6.10. Source: linux/tcp.h. */
export const TCP_IS_MPTCP: SocketOption<boolean> = option('TCP_IS_MPTCP', IPPROTO_TCP, 43, flag, 'read')
/** Probes without an answer before the connection is given up, with SO_KEEPALIVE. 1 to 127. */
export const TCP_KEEPCNT: SocketOption<number> = option('TCP_KEEPCNT', IPPROTO_TCP, 6, int)
/** Seconds without traffic before the first probe, with SO_KEEPALIVE. 1 to 32767. */
export const TCP_KEEPIDLE: SocketOption<number> = option('TCP_KEEPIDLE', IPPROTO_TCP, 4, int)
/** Seconds between probes, with SO_KEEPALIVE. 1 to 32767. */
export const TCP_KEEPINTVL: SocketOption<number> = option('TCP_KEEPINTVL', IPPROTO_TCP, 5, int)
/** Seconds that a closed connection waits in FIN_WAIT2 for the peer's end; -1 does not wait. 120 at most. */
export const TCP_LINGER2: SocketOption<number> = option('TCP_LINGER2', IPPROTO_TCP, 8, int)
/** Bytes of a segment's data at most; before connect, also what the peer is told. */
export const TCP_MAXSEG: SocketOption<number> = option('TCP_MAXSEG', IPPROTO_TCP, 2, int)
/**
 * A key that signs all segments to and from a peer: RFC 2385, as BGP uses it. On a listener, of connections from it.
 * Source: linux/tcp.h.
 */
export const TCP_MD5SIG: SocketOption<Md5Signature> = option(
  'TCP_MD5SIG',
  IPPROTO_TCP,
  14,
  md5Signature,
  'write',
)
/** The same of all peers of a prefix, or over an interface. Source: linux/tcp.h. */
export const TCP_MD5SIG_EXT: SocketOption<Md5SignatureExt> = option(
  'TCP_MD5SIG_EXT',
  IPPROTO_TCP,
  32,
  md5SignatureExt,
  'write',
)
/** Send small segments at once, without Nagle's algorithm. */
export const TCP_NODELAY: SocketOption<boolean> = option('TCP_NODELAY', IPPROTO_TCP, 1, flag)
/**
 * Bytes not sent yet, above which the socket does not count as writable: keeps the queue short. Source: linux/tcp.h.
 */
export const TCP_NOTSENT_LOWAT: SocketOption<number> = option(
  'TCP_NOTSENT_LOWAT',
  IPPROTO_TCP,
  25,
  unsignedInt,
)
/** Of TCP_REPAIR: the next sequence number of the queue that TCP_REPAIR_QUEUE names. Source: linux/tcp.h. */
export const TCP_QUEUE_SEQ: SocketOption<number> = option('TCP_QUEUE_SEQ', IPPROTO_TCP, 21, unsignedInt)
/** Acknowledge at once. Not for good: TCP goes back to putting off by itself. */
export const TCP_QUICKACK: SocketOption<boolean> = option('TCP_QUICKACK', IPPROTO_TCP, 12, flag)
/**
 * TCP_REPAIR_ON: the socket's state can be read and written, connect() and close() send nothing. So a connection moves
 * to another process or machine. CAP_NET_ADMIN. Source: linux/tcp.h, criu.org/TCP_connection.
 */
export const TCP_REPAIR: SocketOption<number> = option('TCP_REPAIR', IPPROTO_TCP, 19, intFrom(-1, 1))
/** Of TCP_REPAIR: what the ends had agreed on, after connect(). Source: linux/tcp.h. */
export const TCP_REPAIR_OPTIONS: SocketOption<readonly RepairOption[]> = option(
  'TCP_REPAIR_OPTIONS',
  IPPROTO_TCP,
  22,
  repairOptions,
  'write',
)
/**
 * Of TCP_REPAIR: TCP_RECV_QUEUE or TCP_SEND_QUEUE, which TCP_QUEUE_SEQ, send() and recv() are about. Source:
 * linux/tcp.h.
 */
export const TCP_REPAIR_QUEUE: SocketOption<number> = option(
  'TCP_REPAIR_QUEUE',
  IPPROTO_TCP,
  20,
  intFrom(0, 2),
)
/** Of TCP_REPAIR: the windows. Source: linux/tcp.h. */
export const TCP_REPAIR_WINDOW: SocketOption<RepairWindow> = option(
  'TCP_REPAIR_WINDOW',
  IPPROTO_TCP,
  29,
  repairWindow,
)
/** Milliseconds at most between retries, 1000 to 120000. Since Linux 6.15. Source: linux/tcp.h. */
export const TCP_RTO_MAX_MS: SocketOption<number> = option('TCP_RTO_MAX_MS', IPPROTO_TCP, 44, int)
/** Microseconds at least before the first retry. Since Linux 6.15. Source: linux/tcp.h. */
export const TCP_RTO_MIN_US: SocketOption<number> = option('TCP_RTO_MIN_US', IPPROTO_TCP, 45, int)
/**
 * The headers of the SYN, from the network header on: of a connection whose listener had TCP_SAVE_SYN. Once. Source:
 * linux/tcp.h.
 */
export const TCP_SAVED_SYN: SocketOption<Uint8Array> = option(
  'TCP_SAVED_SYN',
  IPPROTO_TCP,
  28,
  bytesUpTo(2048),
  'read',
)
/**
 * Of a listener: keep the headers of each SYN, for TCP_SAVED_SYN; 2 keeps the link-layer header too. Source:
 * linux/tcp.h.
 */
export const TCP_SAVE_SYN: SocketOption<number> = option('TCP_SAVE_SYN', IPPROTO_TCP, 27, intFrom(0, 2))
/** SYNs that connect() sends again before it gives up. 1 to 127. */
export const TCP_SYNCNT: SocketOption<number> = option('TCP_SYNCNT', IPPROTO_TCP, 7, int)
/** Retries at an even pace while few packets are in flight. Source: networking/tcp-thin.rst. */
export const TCP_THIN_LINEAR_TIMEOUTS: SocketOption<boolean> = option(
  'TCP_THIN_LINEAR_TIMEOUTS',
  IPPROTO_TCP,
  16,
  flag,
)
/** The clock of TCP's own timestamps, in its ticks; setting it is of TCP_REPAIR. Source: linux/tcp.h. */
export const TCP_TIMESTAMP: SocketOption<number> = option('TCP_TIMESTAMP', IPPROTO_TCP, 24, unsignedInt)
/**
 * Microseconds that each packet is held back, for experiments; with the fq queueing discipline or TCP's own pacing.
 * Since Linux 5.3. Source: linux/tcp.h.
 */
export const TCP_TX_DELAY: SocketOption<number> = option('TCP_TX_DELAY', IPPROTO_TCP, 37, int)
/**
 * A protocol of the kernel's on top of the connection, as `tls`; empty text is none. It cannot be taken off. Source:
 * linux/tcp.h.
 */
export const TCP_ULP: SocketOption<string> = option('TCP_ULP', IPPROTO_TCP, 31, text(16))
/**
 * Milliseconds that data may stay unacknowledged, or unsent for want of window, before ETIMEDOUT; 0 is the system's.
 */
export const TCP_USER_TIMEOUT: SocketOption<number> = option('TCP_USER_TIMEOUT', IPPROTO_TCP, 18, int)
/** The largest window that is announced, in bytes. */
export const TCP_WINDOW_CLAMP: SocketOption<number> = option('TCP_WINDOW_CLAMP', IPPROTO_TCP, 10, int)
