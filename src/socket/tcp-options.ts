import { IPPROTO_TCP } from './constants.ts'
import { option, type SocketOption } from './option.ts'
import { flag } from './option-values.ts'
import { type TcpInfo, tcpInfo } from './tcp-info.ts'

// Options of TCP, sorted by name: tcp(7).

/** What TCP knows of the connection. Read only. */
export const TCP_INFO: SocketOption<TcpInfo> = option('TCP_INFO', IPPROTO_TCP, 11, tcpInfo)
/** Send small segments at once, without Nagle's algorithm. */
export const TCP_NODELAY: SocketOption<boolean> = option('TCP_NODELAY', IPPROTO_TCP, 1, flag)
