import { IPPROTO_IPV6 } from './constants.ts'
import { option, type SocketOption } from './option.ts'
import { flag } from './option-values.ts'

// Options of IPv6, sorted by name: ipv6(7).

/** Accept only IPv6 on this socket; off, it takes IPv4 too, as mapped addresses. Before bind. */
export const IPV6_V6ONLY: SocketOption<boolean> = option('IPV6_V6ONLY', IPPROTO_IPV6, 26, flag)
