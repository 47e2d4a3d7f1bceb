import { IPPROTO_UDP } from '../posix/constants.ts'
import { uint16 } from './control-values.ts'
import { type ControlType, option, type SocketOption } from './option.ts'
import { flag, int, intFrom } from './option-values.ts'
import { received } from './socket-values.ts'

// Options of UDP, sorted by name: udp(7). What no page tells names its source.

/** Gather what is sent into one datagram, which goes when it is false again. */
export const UDP_CORK: SocketOption<boolean> = option('UDP_CORK', IPPROTO_UDP, 1, flag)
/**
 * The socket's datagrams carry another protocol, which the kernel takes out: UDP_ENCAP_ESPINUDP and its like; 0 is
 * none. ENOPROTOOPT: the kernel lacks it. Source: linux/udp.h.
 */
export const UDP_ENCAP: SocketOption<number> = option('UDP_ENCAP', IPPROTO_UDP, 100, int)
/** Receive a run of datagrams of one sender as one; beside it, their size. See MessageVector. Since Linux 5.0. */
export const UDP_GRO: SocketOption<boolean> & ControlType<never, number> = option(
  'UDP_GRO',
  IPPROTO_UDP,
  104,
  flag,
  'both',
  received(int),
)
/** IPv6: take datagrams without a checksum, RFC 6935. Source: linux/udp.h. */
export const UDP_NO_CHECK6_RX: SocketOption<boolean> = option('UDP_NO_CHECK6_RX', IPPROTO_UDP, 102, flag)
/** IPv6: send datagrams without a checksum, RFC 6935. Source: linux/udp.h. */
export const UDP_NO_CHECK6_TX: SocketOption<boolean> = option('UDP_NO_CHECK6_TX', IPPROTO_UDP, 101, flag)
/** Cut each send into datagrams of this many bytes; 0 is off. Beside a message, of that one. */
export const UDP_SEGMENT: SocketOption<number> & ControlType<number> = option(
  'UDP_SEGMENT',
  IPPROTO_UDP,
  103,
  intFrom(0, 0xffff),
  'both',
  uint16,
)
