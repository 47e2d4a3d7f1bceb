/** Error numbers of Linux (errno(3); the same on x64 and arm64), each with its code and a few words. */
const TABLE = [
  [1, 'EPERM', 'operation not permitted'],
  [2, 'ENOENT', 'no such file or socket path'],
  [3, 'ESRCH', 'no such process'],
  [4, 'EINTR', 'interrupted by a signal'],
  [5, 'EIO', 'input or output failed'],
  [6, 'ENXIO', 'no such device or address'],
  [7, 'E2BIG', 'argument list too long'],
  [9, 'EBADF', 'socket is closed or not a descriptor'],
  [11, 'EAGAIN', 'nothing can be done without waiting'],
  [12, 'ENOMEM', 'out of memory'],
  [13, 'EACCES', 'permission denied'],
  [14, 'EFAULT', 'bad memory address'],
  [16, 'EBUSY', 'device or resource busy'],
  [17, 'EEXIST', 'already exists'],
  [19, 'ENODEV', 'no such device'],
  [20, 'ENOTDIR', 'a part of the path is not a directory'],
  [21, 'EISDIR', 'is a directory'],
  [22, 'EINVAL', 'invalid argument, or not in this state'],
  [23, 'ENFILE', 'too many open files in the system'],
  [24, 'EMFILE', 'too many open descriptors in this process'],
  [25, 'ENOTTY', 'request does not fit this descriptor'],
  [27, 'EFBIG', 'too large'],
  [28, 'ENOSPC', 'no space left'],
  [29, 'ESPIPE', 'cannot seek'],
  [30, 'EROFS', 'file system is read-only'],
  [32, 'EPIPE', 'nobody can read this any more'],
  [33, 'EDOM', 'argument outside its domain'],
  [34, 'ERANGE', 'result out of range'],
  [36, 'ENAMETOOLONG', 'name too long'],
  [38, 'ENOSYS', 'not implemented by this system'],
  [39, 'ENOTEMPTY', 'directory not empty'],
  [40, 'ELOOP', 'too many symbolic links'],
  [42, 'ENOMSG', 'no message of that kind'],
  [61, 'ENODATA', 'no data'],
  [62, 'ETIME', 'timer expired'],
  [71, 'EPROTO', 'protocol error'],
  [74, 'EBADMSG', 'bad message'],
  [75, 'EOVERFLOW', 'value too large'],
  [84, 'EILSEQ', 'invalid sequence of bytes'],
  [88, 'ENOTSOCK', 'not a socket'],
  [89, 'EDESTADDRREQ', 'destination address needed'],
  [90, 'EMSGSIZE', 'message too long'],
  [91, 'EPROTOTYPE', 'wrong protocol type for this socket'],
  [92, 'ENOPROTOOPT', 'no such option here'],
  [93, 'EPROTONOSUPPORT', 'protocol not supported'],
  [94, 'ESOCKTNOSUPPORT', 'socket type not supported'],
  [95, 'EOPNOTSUPP', 'not supported on this socket'],
  [96, 'EPFNOSUPPORT', 'protocol family not supported'],
  [97, 'EAFNOSUPPORT', 'address family not supported'],
  [98, 'EADDRINUSE', 'address in use'],
  [99, 'EADDRNOTAVAIL', 'address is not one of this machine'],
  [100, 'ENETDOWN', 'network is down'],
  [101, 'ENETUNREACH', 'network unreachable'],
  [102, 'ENETRESET', 'connection dropped by the network'],
  [103, 'ECONNABORTED', 'connection aborted'],
  [104, 'ECONNRESET', 'connection reset by the peer'],
  [105, 'ENOBUFS', 'no buffer space'],
  [106, 'EISCONN', 'already connected'],
  [107, 'ENOTCONN', 'not connected'],
  [108, 'ESHUTDOWN', 'already shut down'],
  [109, 'ETOOMANYREFS', 'too many references'],
  [110, 'ETIMEDOUT', 'timed out'],
  [111, 'ECONNREFUSED', 'connection refused'],
  [112, 'EHOSTDOWN', 'host is down'],
  [113, 'EHOSTUNREACH', 'host unreachable'],
  [114, 'EALREADY', 'already under way'],
  [115, 'EINPROGRESS', 'under way'],
  [125, 'ECANCELED', 'canceled'],
] as const

export type ErrorCode = (typeof TABLE)[number][1]

/** `errno.EPIPE` is 32. */
export const errno = Object.freeze(Object.fromEntries(TABLE.map(([number, code]) => [code, number]))) as {
  readonly [Code in ErrorCode]: number
}

const byNumber = new Map<number, { code: ErrorCode; words: string }>(
  TABLE.map(([number, code, words]) => [number, { code, words }]),
)

/** The code of an error number, as `EPIPE` for 32. */
export function errorCode(number: number): string {
  return byNumber.get(number)?.code ?? `E${number}`
}

/** An error number in a few words: strerror(3). */
export function strerror(number: number): string {
  return byNumber.get(number)?.words ?? `unknown error ${number}`
}
