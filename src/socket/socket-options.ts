import { SOL_SOCKET } from './constants.ts'
import { option, type SocketOption } from './option.ts'
import { flag, int, type Linger, linger, milliseconds } from './option-values.ts'

// Options of every socket, sorted by name: socket(7), unix(7).

/** Does it listen? Read only. */
export const SO_ACCEPTCONN: SocketOption<boolean> = option('SO_ACCEPTCONN', SOL_SOCKET, 30, flag)
/** Allow datagrams to broadcast addresses. */
export const SO_BROADCAST: SocketOption<boolean> = option('SO_BROADCAST', SOL_SOCKET, 6, flag)
/** AF_UNIX, AF_INET or AF_INET6. Read only. */
export const SO_DOMAIN: SocketOption<number> = option('SO_DOMAIN', SOL_SOCKET, 39, int)
/** The pending error's number; reading clears it. Read only. */
export const SO_ERROR: SocketOption<number> = option('SO_ERROR', SOL_SOCKET, 4, int)
/** Probe an idle connection. */
export const SO_KEEPALIVE: SocketOption<boolean> = option('SO_KEEPALIVE', SOL_SOCKET, 9, flag)
/** What close() does with bytes not acknowledged yet; carried out without blocking the thread. */
export const SO_LINGER: SocketOption<Linger> = option('SO_LINGER', SOL_SOCKET, 13, linger)
/** Leave urgent data in the stream. */
export const SO_OOBINLINE: SocketOption<boolean> = option('SO_OOBINLINE', SOL_SOCKET, 10, flag)
/** IPPROTO_TCP, IPPROTO_UDP, or 0. Read only. */
export const SO_PROTOCOL: SocketOption<number> = option('SO_PROTOCOL', SOL_SOCKET, 38, int)
/** Bytes of receive buffer; Linux doubles what is set, to count its own bookkeeping. */
export const SO_RCVBUF: SocketOption<number> = option('SO_RCVBUF', SOL_SOCKET, 8, int)
/** Bytes that must be there before the socket counts as readable. */
export const SO_RCVLOWAT: SocketOption<number> = option('SO_RCVLOWAT', SOL_SOCKET, 18, int)
/** Milliseconds that recv, accept and their like wait before they fail with EAGAIN; 0 waits for ever. */
export const SO_RCVTIMEO: SocketOption<number> = option('SO_RCVTIMEO', SOL_SOCKET, 20, milliseconds)
/** Bind although connections of the address are in TIME_WAIT. Before bind. */
export const SO_REUSEADDR: SocketOption<boolean> = option('SO_REUSEADDR', SOL_SOCKET, 2, flag)
/** Share address and port with other sockets of the same user that set it too. Before bind. */
export const SO_REUSEPORT: SocketOption<boolean> = option('SO_REUSEPORT', SOL_SOCKET, 15, flag)
/** Bytes of send buffer; Linux doubles what is set, to count its own bookkeeping. */
export const SO_SNDBUF: SocketOption<number> = option('SO_SNDBUF', SOL_SOCKET, 7, int)
/** Milliseconds that send and connect wait before they fail with EAGAIN (connect: EINPROGRESS); 0: for ever. */
export const SO_SNDTIMEO: SocketOption<number> = option('SO_SNDTIMEO', SOL_SOCKET, 21, milliseconds)
/** SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET. Read only. */
export const SO_TYPE: SocketOption<number> = option('SO_TYPE', SOL_SOCKET, 3, int)
