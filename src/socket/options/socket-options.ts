import { SOL_SOCKET } from '../posix/constants.ts'
import {
  type Credentials,
  credentials,
  type Timestamps,
  timespec,
  timestamps,
  timeval,
  uint64,
} from './control-values.ts'
import type { Instruction } from './filter.ts'
import { program } from './filter-values.ts'
import { type ControlType, option, type SocketOption } from './option.ts'
import {
  flag,
  int,
  intFrom,
  type Linger,
  linger,
  milliseconds,
  nothing,
  text,
  unsignedInt,
  unsignedInts,
} from './option-values.ts'
import {
  type MemInfo,
  memInfo,
  name64,
  rate,
  received,
  sentAndReceived,
  type TxTime,
  timestampingFlags,
  txTime,
} from './socket-values.ts'

// Options of every socket, sorted by name: socket(7). What no page tells names its source.

/** Does it listen? */
export const SO_ACCEPTCONN: SocketOption<boolean> = option('SO_ACCEPTCONN', SOL_SOCKET, 30, flag, 'read')
/**
 * A program of classic BPF that looks at each packet that comes: it says how many of its bytes are kept, and 0 drops
 * it. Read, it is the program that was set; none is an empty list. EPERM: SO_LOCK_FILTER is set, or it is TCP, for which
 * newer kernels want CAP_NET_ADMIN. ENOMEM: it is longer than net.core.optmem_max lets it.
 */
export const SO_ATTACH_FILTER: SocketOption<readonly Instruction[]> = option(
  'SO_ATTACH_FILTER',
  SOL_SOCKET,
  26,
  program,
)
/**
 * A program of classic BPF that says which socket of a group gets a packet or a connection, by its place in the order
 * of bind(2); for sockets that share a port with SO_REUSEPORT. It is of the group, and each of its sockets may set it.
 */
export const SO_ATTACH_REUSEPORT_CBPF: SocketOption<readonly Instruction[]> = option(
  'SO_ATTACH_REUSEPORT_CBPF',
  SOL_SOCKET,
  51,
  program,
  'write',
)
/**
 * Send and receive by this interface alone, as `eth0`; empty text is any. Taking it away again, or changing it, needs
 * CAP_NET_RAW. ENODEV: there is none of that name.
 */
export const SO_BINDTODEVICE: SocketOption<string> = option('SO_BINDTODEVICE', SOL_SOCKET, 25, text(16))
/** The same by the interface's index; 0 is any. Since Linux 5.1. Source: asm-generic/socket.h. */
export const SO_BINDTOIFINDEX: SocketOption<number> = option(
  'SO_BINDTOIFINDEX',
  SOL_SOCKET,
  62,
  intFrom(0, 0x7fffffff),
)
/**
 * How many of the SKF_AD_ extensions to BPF this kernel has: a filter may use those below. Source:
 * asm-generic/socket.h.
 */
export const SO_BPF_EXTENSIONS: SocketOption<number> = option(
  'SO_BPF_EXTENSIONS',
  SOL_SOCKET,
  48,
  int,
  'read',
)
/** Allow datagrams to broadcast addresses; without, sending to one fails with EACCES. */
export const SO_BROADCAST: SocketOption<boolean> = option('SO_BROADCAST', SOL_SOCKET, 6, flag)
/**
 * Sizes of buffers that the kernel leaves alone: SOCK_SNDBUF_LOCK, SOCK_RCVBUF_LOCK. SO_SNDBUF and SO_RCVBUF set
 * theirs; 0 gives both back to the kernel's own tuning. Since Linux 5.15. Source: linux/socket.h.
 */
export const SO_BUF_LOCK: SocketOption<number> = option('SO_BUF_LOCK', SOL_SOCKET, 72, intFrom(0, 3))
/** Microseconds to ask the network card, busily, when nothing is there. Raising it needs CAP_NET_ADMIN. */
export const SO_BUSY_POLL: SocketOption<number> = option(
  'SO_BUSY_POLL',
  SOL_SOCKET,
  46,
  intFrom(0, 0x7fffffff),
)
/**
 * Packets at most that busy polling takes at once. More than the kernel's own number needs CAP_NET_ADMIN.
 * Since Linux 5.11. Source: networking/napi.rst.
 */
export const SO_BUSY_POLL_BUDGET: SocketOption<number> = option(
  'SO_BUSY_POLL_BUDGET',
  SOL_SOCKET,
  70,
  intFrom(0, 0xffff),
  'write',
)
/**
 * Tells the kernel that the path is bad: 1 has a connected UDP or TCP socket look for another route. Source:
 * asm-generic/socket.h.
 */
export const SO_CNX_ADVICE: SocketOption<number> = option(
  'SO_CNX_ADVICE',
  SOL_SOCKET,
  53,
  intFrom(1, 1),
  'write',
)
/** What tells this socket from every other since the machine was started. Source: asm-generic/socket.h. */
export const SO_COOKIE: SocketOption<bigint> = option('SO_COOKIE', SOL_SOCKET, 57, name64, 'read')
/** Have the kernel log what the socket does, where it was built to. CAP_NET_ADMIN. */
export const SO_DEBUG: SocketOption<boolean> = option('SO_DEBUG', SOL_SOCKET, 1, flag)
/** Takes the filter away; null is its value. ENOENT: there is none. */
export const SO_DETACH_FILTER: SocketOption<null> = option(
  'SO_DETACH_FILTER',
  SOL_SOCKET,
  27,
  nothing,
  'write',
)
/**
 * Takes SO_ATTACH_REUSEPORT_CBPF's program away; null is its value. ENOENT: there is none. Since Linux 5.3. Source:
 * asm-generic/socket.h.
 */
export const SO_DETACH_REUSEPORT_BPF: SocketOption<null> = option(
  'SO_DETACH_REUSEPORT_BPF',
  SOL_SOCKET,
  68,
  nothing,
  'write',
)
/** AF_UNIX, AF_INET, AF_INET6 and their like. */
export const SO_DOMAIN: SocketOption<number> = option('SO_DOMAIN', SOL_SOCKET, 39, int, 'read')
/** Send to neighbours on the same network only, through no gateway. */
export const SO_DONTROUTE: SocketOption<boolean> = option('SO_DONTROUTE', SOL_SOCKET, 5, flag)
/** The pending error's number; reading clears it. */
export const SO_ERROR: SocketOption<number> = option('SO_ERROR', SOL_SOCKET, 4, int, 'read')
/**
 * The processor that last received for this socket; -1 is none yet. Set, it makes a listener or a UDP socket that
 * shares its port take what comes at that processor.
 */
export const SO_INCOMING_CPU: SocketOption<number> = option('SO_INCOMING_CPU', SOL_SOCKET, 49, int)
/** The number of the network card's queue at which the last packet came; 0 is none that has a number. */
export const SO_INCOMING_NAPI_ID: SocketOption<number> = option(
  'SO_INCOMING_NAPI_ID',
  SOL_SOCKET,
  56,
  unsignedInt,
  'read',
)
/**
 * Unix streams: how many bytes can be read stands beside each message received. Since Linux 6.17.
 * Source: asm-generic/socket.h.
 */
export const SO_INQ: SocketOption<boolean> & ControlType<never, number> = option(
  'SO_INQ',
  SOL_SOCKET,
  84,
  flag,
  'write',
  received(int),
)
/** Probe an idle connection: TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT say when and how often. */
export const SO_KEEPALIVE: SocketOption<boolean> = option('SO_KEEPALIVE', SOL_SOCKET, 9, flag)
/** What close() does with bytes not acknowledged yet; carried out without blocking the thread. */
export const SO_LINGER: SocketOption<Linger> = option('SO_LINGER', SOL_SOCKET, 13, linger)
/** Nobody can change or take away the filter any more; cannot be undone. EPERM: it is set, and false was asked for. */
export const SO_LOCK_FILTER: SocketOption<boolean> = option('SO_LOCK_FILTER', SOL_SOCKET, 44, flag)
/**
 * A number on each packet sent, by which routing and firewalls tell it. CAP_NET_ADMIN, or CAP_NET_RAW. Beside a
 * message, that of its packet; received, with SO_RCVMARK.
 */
export const SO_MARK: SocketOption<number> & ControlType<number> = option(
  'SO_MARK',
  SOL_SOCKET,
  36,
  unsignedInt,
  'both',
  unsignedInt,
)
/**
 * Bytes a second at most; Infinity is no limit. TCP keeps to it by itself, UDP with the fq queueing discipline. Source:
 * tc-fq(8).
 */
export const SO_MAX_PACING_RATE: SocketOption<number> = option('SO_MAX_PACING_RATE', SOL_SOCKET, 47, rate)
/** The memory that the socket takes. Source: linux/sock_diag.h. */
export const SO_MEMINFO: SocketOption<MemInfo> = option('SO_MEMINFO', SOL_SOCKET, 55, memInfo, 'read')
/** What tells the socket's network namespace from the others. Since Linux 5.14. Source: asm-generic/socket.h. */
export const SO_NETNS_COOKIE: SocketOption<bigint> = option('SO_NETNS_COOKIE', SOL_SOCKET, 71, name64, 'read')
/** Packet sockets: the last 4 bytes of what is sent are the frame's checksum already. Source: asm-generic/socket.h. */
export const SO_NOFCS: SocketOption<boolean> = option('SO_NOFCS', SOL_SOCKET, 43, flag)
/** UDP over IPv4: send without a checksum, and check none that is missing. Source: asm-generic/socket.h. */
export const SO_NO_CHECK: SocketOption<boolean> = option('SO_NO_CHECK', SOL_SOCKET, 11, flag)
/** Leave urgent data in the stream. */
export const SO_OOBINLINE: SocketOption<boolean> = option('SO_OOBINLINE', SOL_SOCKET, 10, flag)
/** Receive who sent a message, beside it: SCM_CREDENTIALS. Source: unix(7). */
export const SO_PASSCRED: SocketOption<boolean> = option('SO_PASSCRED', SOL_SOCKET, 16, flag)
/**
 * Receive a descriptor of the process that sent a message: SCM_PIDFD. Since Linux 6.5. Source: asm-generic/socket.h.
 */
export const SO_PASSPIDFD: SocketOption<boolean> = option('SO_PASSPIDFD', SOL_SOCKET, 76, flag)
/**
 * May descriptors be sent to this socket? They may, unless it is false: then sending SCM_RIGHTS to it fails with
 * EPERM. Since Linux 6.16. Source: asm-generic/socket.h.
 */
export const SO_PASSRIGHTS: SocketOption<boolean> = option('SO_PASSRIGHTS', SOL_SOCKET, 83, flag)
/** Receive the sender's security label, beside the message: SCM_SECURITY. Source: unix(7). */
export const SO_PASSSEC: SocketOption<boolean> = option('SO_PASSSEC', SOL_SOCKET, 34, flag)
/** Where MSG_PEEK looks, in bytes from the queue's head; it moves on as is read. -1: at the head, always. */
export const SO_PEEK_OFF: SocketOption<number> = option(
  'SO_PEEK_OFF',
  SOL_SOCKET,
  42,
  intFrom(-1, 0x7fffffff),
)
/** Who connected, listened, or made the pair: at that moment. Source: unix(7). */
export const SO_PEERCRED: SocketOption<Credentials> = option(
  'SO_PEERCRED',
  SOL_SOCKET,
  17,
  credentials,
  'read',
)
/** The supplementary groups of the process of SO_PEERCRED. Source: asm-generic/socket.h. */
export const SO_PEERGROUPS: SocketOption<readonly number[]> = option(
  'SO_PEERGROUPS',
  SOL_SOCKET,
  59,
  unsignedInts(65536),
  'read',
)
/** The peer's security label. ENOPROTOOPT: there is no security module that has such. Source: unix(7). */
export const SO_PEERSEC: SocketOption<string> = option('SO_PEERSEC', SOL_SOCKET, 31, text(4096), 'read')
/**
 * Leave the network card's interrupts off while the program asks often enough, see SO_BUSY_POLL. Setting it needs
 * CAP_NET_ADMIN. Since Linux 5.11. Source: networking/napi.rst.
 */
export const SO_PREFER_BUSY_POLL: SocketOption<boolean> = option('SO_PREFER_BUSY_POLL', SOL_SOCKET, 69, flag)
/**
 * Which packets go first through the queues of the interface, 0 to 6; more needs CAP_NET_ADMIN. Beside a message,
 * that of its packet (since Linux 6.14); received, with SO_RCVPRIORITY.
 */
export const SO_PRIORITY: SocketOption<number> & ControlType<number> = option(
  'SO_PRIORITY',
  SOL_SOCKET,
  12,
  int,
  'both',
  unsignedInt,
)
/** IPPROTO_TCP, IPPROTO_UDP, or 0. */
export const SO_PROTOCOL: SocketOption<number> = option('SO_PROTOCOL', SOL_SOCKET, 38, int, 'read')
/** Bytes of receive buffer; Linux doubles what is set, to count its own bookkeeping. net.core.rmem_max limits it. */
export const SO_RCVBUF: SocketOption<number> = option('SO_RCVBUF', SOL_SOCKET, 8, int)
/** SO_RCVBUF without its limit. Read it as SO_RCVBUF. CAP_NET_ADMIN. */
export const SO_RCVBUFFORCE: SocketOption<number> = option('SO_RCVBUFFORCE', SOL_SOCKET, 33, int, 'write')
/** Bytes that must be there before the socket counts as readable. */
export const SO_RCVLOWAT: SocketOption<number> = option('SO_RCVLOWAT', SOL_SOCKET, 18, int)
/**
 * Receive each packet's mark, beside it: SO_MARK. CAP_NET_ADMIN, or CAP_NET_RAW. Since Linux 5.19.
 * Source: asm-generic/socket.h.
 */
export const SO_RCVMARK: SocketOption<boolean> = option('SO_RCVMARK', SOL_SOCKET, 75, flag)
/** Receive each packet's priority, beside it: SO_PRIORITY. Since Linux 6.14. Source: asm-generic/socket.h. */
export const SO_RCVPRIORITY: SocketOption<boolean> = option('SO_RCVPRIORITY', SOL_SOCKET, 82, flag)
/** Milliseconds that recv, accept and their like wait before they fail with EAGAIN; 0 waits for ever. */
export const SO_RCVTIMEO: SocketOption<number> = option('SO_RCVTIMEO', SOL_SOCKET, 20, milliseconds)
/**
 * Bytes of memory to set aside for this socket, counted on its control group; ENOMEM when there is none, or no group.
 * Since Linux 5.16. Source: asm-generic/socket.h.
 */
export const SO_RESERVE_MEM: SocketOption<number> = option(
  'SO_RESERVE_MEM',
  SOL_SOCKET,
  73,
  intFrom(0, 0x7fffffff),
)
/** Bind although connections of the address are in TIME_WAIT. Before bind. */
export const SO_REUSEADDR: SocketOption<boolean> = option('SO_REUSEADDR', SOL_SOCKET, 2, flag)
/** Share address and port with other sockets of the same user that set it too. Before bind. */
export const SO_REUSEPORT: SocketOption<boolean> = option('SO_REUSEPORT', SOL_SOCKET, 15, flag)
/** How many datagrams were dropped for want of room, since the socket was made: beside each that is received. */
export const SO_RXQ_OVFL: SocketOption<boolean> & ControlType<never, number> = option(
  'SO_RXQ_OVFL',
  SOL_SOCKET,
  40,
  flag,
  'both',
  received(unsignedInt),
)
/** What is in the error queue counts as urgent data too: select(2) and poll(2) tell of it so. */
export const SO_SELECT_ERR_QUEUE: SocketOption<boolean> = option('SO_SELECT_ERR_QUEUE', SOL_SOCKET, 45, flag)
/** Bytes of send buffer; Linux doubles what is set, to count its own bookkeeping. net.core.wmem_max limits it. */
export const SO_SNDBUF: SocketOption<number> = option('SO_SNDBUF', SOL_SOCKET, 7, int)
/** SO_SNDBUF without its limit. Read it as SO_SNDBUF. CAP_NET_ADMIN. */
export const SO_SNDBUFFORCE: SocketOption<number> = option('SO_SNDBUFFORCE', SOL_SOCKET, 32, int, 'write')
/** Always 1 on Linux: room for a byte, and the socket counts as writable. */
export const SO_SNDLOWAT: SocketOption<number> = option('SO_SNDLOWAT', SOL_SOCKET, 19, int, 'read')
/** Milliseconds that send and connect wait before they fail with EAGAIN (connect: EINPROGRESS); 0: for ever. */
export const SO_SNDTIMEO: SocketOption<number> = option('SO_SNDTIMEO', SOL_SOCKET, 21, milliseconds)
/** When a message came, beside it: nanoseconds since 1970 began, of which the kernel gives whole microseconds. */
export const SO_TIMESTAMP: SocketOption<boolean> & ControlType<never, bigint> = option(
  'SO_TIMESTAMP',
  SOL_SOCKET,
  29,
  flag,
  'both',
  received(timeval),
)
/**
 * Times of packets sent and received, by software or by the network card: SOF_TIMESTAMPING_ flags. Beside a message
 * that is sent, flags for it alone; received, the times. Source: networking/timestamping.rst.
 */
export const SO_TIMESTAMPING: SocketOption<number> & ControlType<number, Timestamps> = option(
  'SO_TIMESTAMPING',
  SOL_SOCKET,
  37,
  timestampingFlags,
  'both',
  sentAndReceived(unsignedInt, timestamps),
)
/** When a message came, beside it: nanoseconds since 1970 began. It and SO_TIMESTAMP exclude each other. */
export const SO_TIMESTAMPNS: SocketOption<boolean> & ControlType<never, bigint> = option(
  'SO_TIMESTAMPNS',
  SOL_SOCKET,
  35,
  flag,
  'both',
  received(timespec),
)
/**
 * Whether a connection in trouble may change the number by which routers spread flows over paths: SOCK_TXREHASH_
 * constants; -1 is what net.core.txrehash says. Since Linux 5.18. Source: linux/socket.h.
 */
export const SO_TXREHASH: SocketOption<number> = option('SO_TXREHASH', SOL_SOCKET, 74, intFrom(-1, 1))
/**
 * Let messages say when they shall leave, with a queueing discipline that does so (etf, fq). Clocks other than
 * CLOCK_MONOTONIC need CAP_NET_ADMIN. Beside a message, its time: nanoseconds of that clock. Source: tc-etf(8).
 */
export const SO_TXTIME: SocketOption<TxTime> & ControlType<bigint> = option(
  'SO_TXTIME',
  SOL_SOCKET,
  61,
  txTime,
  'both',
  uint64,
)
/** SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET or SOCK_RAW. */
export const SO_TYPE: SocketOption<number> = option('SO_TYPE', SOL_SOCKET, 3, int, 'read')
/**
 * Wi-Fi: whether the other station has acknowledged a frame is told in the error queue, 0 or 1 beside it.
 * Source: asm-generic/socket.h.
 */
export const SO_WIFI_STATUS: SocketOption<boolean> & ControlType<never, number> = option(
  'SO_WIFI_STATUS',
  SOL_SOCKET,
  41,
  flag,
  'both',
  received(int),
)
/** Allow MSG_ZEROCOPY. EOPNOTSUPP: it is neither TCP nor UDP. Source: networking/msg_zerocopy.rst. */
export const SO_ZEROCOPY: SocketOption<boolean> = option('SO_ZEROCOPY', SOL_SOCKET, 60, flag)
