import { IPPROTO_ICMPV6, SOL_RAW } from '../posix/constants.ts'
import { type IcmpFilter, icmp6Filter, icmpFilter } from './icmp-values.ts'
import { option, type SocketOption } from './option.ts'

// Options of raw sockets, sorted by name: raw(7). IP_HDRINCL and its like are among those of their version of IP.

/** Raw sockets of IPPROTO_ICMPV6: types of message that they do not receive. Source: RFC 3542 section 3.2. */
export const ICMPV6_FILTER: SocketOption<IcmpFilter> = option('ICMPV6_FILTER', IPPROTO_ICMPV6, 1, icmp6Filter)
/** Raw sockets of IPPROTO_ICMP: types of message that they do not receive, 0 to 31. */
export const ICMP_FILTER: SocketOption<IcmpFilter> = option('ICMP_FILTER', SOL_RAW, 1, icmpFilter)
