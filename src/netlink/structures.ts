/**
 * Where the fields of netlink's structures stand, on little-endian Linux; the same for 32 and 64 bits. A test asks C
 * compilers whether this is so.
 */

export const NLMSGHDR = { size: 16, len: 0, type: 4, flags: 6, seq: 8, pid: 12 } as const

/** What follows the header of NLMSG_ERROR: a negative error number, then the request's header. */
export const NLMSGERR = { size: 20, error: 0, msg: 4 } as const

/** The header of an attribute: `struct nlattr`, which <linux/rtnetlink.h> calls `struct rtattr`. */
export const NLATTR = { size: 4, len: 0, type: 2 } as const

export const IFINFOMSG = { size: 16, type: 2, index: 4, flags: 8 } as const

export const IFADDRMSG = { size: 8, family: 0, prefixlen: 1, flags: 2, scope: 3, index: 4 } as const

export const IFA_CACHEINFO_LAYOUT = { size: 16, prefered: 0, valid: 4 } as const

export const RTMSG = {
  size: 12,
  family: 0,
  dst_len: 1,
  src_len: 2,
  table: 4,
  protocol: 5,
  scope: 6,
  type: 7,
  flags: 8,
} as const

export const RTNEXTHOP = { size: 8, len: 0, hops: 3, ifindex: 4 } as const

export const NDMSG = { size: 12, family: 0, ifindex: 4, state: 8, flags: 10 } as const

/** Who with whom: `struct inet_diag_sockid`. */
export const INET_DIAG_SOCKID = { size: 48, sport: 0, dport: 2, src: 4, dst: 20, if: 36, cookie: 40 } as const

export const INET_DIAG_REQ_V2 = { size: 56, family: 0, protocol: 1, ext: 2, states: 4, id: 8 } as const

export const INET_DIAG_MSG = {
  size: 72,
  family: 0,
  state: 1,
  timer: 2,
  retrans: 3,
  id: 4,
  expires: 52,
  rqueue: 56,
  wqueue: 60,
  uid: 64,
  inode: 68,
} as const

export const UNIX_DIAG_REQ = { size: 24, family: 0, states: 4, show: 12 } as const

export const UNIX_DIAG_MSG = { size: 16, type: 1, state: 2, ino: 4, cookie: 8 } as const

export const PACKET_DIAG_REQ = { size: 20, family: 0, show: 8 } as const

export const PACKET_DIAG_MSG = { size: 16, type: 1, num: 2, ino: 4, cookie: 8 } as const

export const NETLINK_DIAG_REQ = { size: 20, family: 0, protocol: 1, show: 8 } as const

export const NETLINK_DIAG_MSG = {
  size: 28,
  type: 1,
  protocol: 2,
  state: 3,
  portid: 4,
  dst_portid: 8,
  dst_group: 12,
  ino: 16,
  cookie: 20,
} as const
