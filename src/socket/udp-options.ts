import { IPPROTO_UDP } from './constants.ts'
import { option, type SocketOption } from './option.ts'
import { flag, int } from './option-values.ts'

// Options of UDP, sorted by name: udp(7).

/** Receive a run of datagrams of one sender as one, with their size beside it (see MessageVector). */
export const UDP_GRO: SocketOption<boolean> = option('UDP_GRO', IPPROTO_UDP, 104, flag)
/** Cut each send into datagrams of this many bytes; 0 is off. */
export const UDP_SEGMENT: SocketOption<number> = option('UDP_SEGMENT', IPPROTO_UDP, 103, int)
