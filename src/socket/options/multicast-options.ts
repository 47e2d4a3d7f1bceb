import { IPPROTO_IP, IPPROTO_IPV6 } from '../posix/constants.ts'
import {
  type GroupFilter,
  type GroupRequest,
  type GroupSourceRequest,
  groupFilter,
  groupRequest,
  groupSourceRequest,
  isInet6Group,
} from './multicast-values.ts'
import { option, type SocketOption } from './option.ts'
import type { ValueCodec } from './option-values.ts'

// Multicast on either version of IP, sorted by name: RFC 3678 section 5. The group's address says which level it is.

function groupOption<Value extends { readonly group: string }>(
  name: string,
  number: number,
  codec: ValueCodec<Value>,
): SocketOption<Value> {
  const levelOf = (value: Value) => (isInet6Group(value) ? IPPROTO_IPV6 : IPPROTO_IP)
  return Object.freeze({ ...option(name, IPPROTO_IP, number, codec, 'write'), levelOf })
}

/** No longer receive what this source sends to a group that was joined. */
export const MCAST_BLOCK_SOURCE: SocketOption<GroupSourceRequest> = groupOption(
  'MCAST_BLOCK_SOURCE',
  43,
  groupSourceRequest,
)
/** Join a group of multicast. ENODEV: no such interface; EADDRINUSE: joined already. */
export const MCAST_JOIN_GROUP: SocketOption<GroupRequest> = groupOption('MCAST_JOIN_GROUP', 42, groupRequest)
/** Join a group for what this source sends; several times for several sources. */
export const MCAST_JOIN_SOURCE_GROUP: SocketOption<GroupSourceRequest> = groupOption(
  'MCAST_JOIN_SOURCE_GROUP',
  46,
  groupSourceRequest,
)
/** Leave a group of multicast. EADDRNOTAVAIL: it was not joined so. */
export const MCAST_LEAVE_GROUP: SocketOption<GroupRequest> = groupOption(
  'MCAST_LEAVE_GROUP',
  45,
  groupRequest,
)
/** Leave a group for this source. */
export const MCAST_LEAVE_SOURCE_GROUP: SocketOption<GroupSourceRequest> = groupOption(
  'MCAST_LEAVE_SOURCE_GROUP',
  47,
  groupSourceRequest,
)
/** All sources of a group at once, whether taken alone or left out; the group must be joined. ENOBUFS: too many. */
export const MCAST_MSFILTER: SocketOption<GroupFilter> = groupOption('MCAST_MSFILTER', 48, groupFilter)
/** Receive again what a source sends that was blocked. */
export const MCAST_UNBLOCK_SOURCE: SocketOption<GroupSourceRequest> = groupOption(
  'MCAST_UNBLOCK_SOURCE',
  44,
  groupSourceRequest,
)
