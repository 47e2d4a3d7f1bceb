import { CMSGHDR } from '../socket/options/cmsg-layout.ts'
import { SOCKADDR_SIZE } from '../socket/posix/sockaddr.ts'

/**
 * Where the fields of C's structures stand, on 64-bit little-endian Linux (glibc and musl). A test asks C compilers
 * for x64 and arm64 whether this is so.
 */

/** `struct epoll_event`: packed on x64 alone. */
export interface EpollEventLayout {
  readonly size: number
  readonly data: number
}

export const EPOLL_EVENT_LAYOUTS: Readonly<Record<'x64' | 'arm64', EpollEventLayout>> = {
  x64: { size: 12, data: 4 },
  arm64: { size: 16, data: 8 },
}

export const MSGHDR = {
  size: 56,
  name: 0,
  namelen: 8,
  iov: 16,
  iovlen: 24,
  control: 32,
  controllen: 40,
  flags: 48,
} as const

export const MMSGHDR = { size: 64, len: 56 } as const

export const IOVEC = { size: 16, base: 0, len: 8 } as const

export const ADDRINFO = {
  size: 48,
  flags: 0,
  family: 4,
  socktype: 8,
  protocol: 12,
  addrlen: 16,
  addr: 24,
  canonname: 32,
  next: 40,
} as const

/** `struct sock_filter` is the codec's: ../socket/filter-values.ts. */
export const SOCK_FILTER_SIZE = 8

export const SOCK_FPROG = { size: 16, len: 0, filter: 8 } as const

export const IF_NAMEINDEX = { size: 16, index: 0, name: 8 } as const

/** Bytes of an interface's name with its NUL. */
export const IF_NAMESIZE = 16

export const EPOLLIN = 0x1
export const EPOLLPRI = 0x2
export const EPOLLOUT = 0x4
export const EPOLLERR = 0x8
export const EPOLLHUP = 0x10
export const EPOLLRDHUP = 0x2000
export const EPOLLET = 0x80000000

export const EPOLL_CLOEXEC = 0o2000000
export const EPOLL_CTL_ADD = 1
export const EPOLL_CTL_DEL = 2

export const F_SETFD = 2
export const FD_CLOEXEC = 1
export const F_GETFL = 3
export const F_SETFL = 4
export const O_NONBLOCK = 0o4000

/** Received descriptors are closed on exec: recvmsg(2). */
export const MSG_CMSG_CLOEXEC = 0x40000000

/** Ancillary data that consists of descriptors: unix(7). */
export const SCM_RIGHTS = 1
export const SCM_PIDFD = 4

/** Options that only the stack itself asks for. */
export const SO_COOKIE = 57

export { CMSGHDR, SOCKADDR_SIZE }
