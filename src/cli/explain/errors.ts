import type { AdviceKey } from '../../socket/advice-en.ts'
import { type AddrInfoCode, EAI } from '../../socket/posix/eai.ts'
import { errno } from '../../socket/posix/errno.ts'
import { python, pythonConnected, pythonFull } from './provoking.ts'

/** Codes that calls on sockets give. */
export type Code = Exclude<AdviceKey, `${string} ${string}`>

/** `every` is each call that takes a descriptor. */
export type Call =
  | 'accept'
  | 'bind'
  | 'connect'
  | 'every'
  | 'getaddrinfo'
  | 'getnameinfo'
  | 'getpeername'
  | 'getsockopt'
  | 'ioctl'
  | 'listen'
  | 'poll'
  | 'recv'
  | 'send'
  | 'setsockopt'
  | 'shutdown'
  | 'socket'
  | 'socketpair'

/** What is the same in every language. */
export interface ErrorFacts {
  /** What C says: strerror(3), gai_strerror(3); null where it has no words. */
  readonly words: string | null
  /** Those that give it, where it is met most often first. */
  readonly calls: readonly Call[]
  readonly aliases?: readonly string[]
  /** A command line that provokes it. */
  readonly see?: string
  readonly also: readonly string[]
}

type Group = Readonly<Partial<Record<Code, ErrorFacts>>>

/** Those that cost people time: what each call means by it is told, in the catalogue of each language. */
export const TOLD_ERRORS = {
  addresses: {
    EADDRINUSE: {
      words: 'Address already in use',
      calls: ['bind', 'listen', 'setsockopt'],
      see: 'nc -l 127.0.0.1 4444 & sleep 1; soquete echo 4444; kill $!',
      also: ['SO_REUSEADDR', 'SO_REUSEPORT', 'TIME_WAIT', 'EADDRNOTAVAIL'],
    },
    EADDRNOTAVAIL: {
      words: 'Cannot assign requested address',
      calls: ['bind', 'connect', 'setsockopt'],
      see: 'nc -l 192.0.2.1 4444',
      also: ['EADDRINUSE', 'TIME_WAIT', 'EAGAIN'],
    },
    EAFNOSUPPORT: {
      words: 'Address family not supported by protocol',
      calls: ['socket', 'bind', 'connect', 'send'],
      see: python('socket(99)'),
      also: ['EINVAL', 'EPROTONOSUPPORT', 'EAI_ADDRFAMILY'],
    },
    EDESTADDRREQ: {
      words: 'Destination address required',
      calls: ['send'],
      see: python('socket(AF_INET, SOCK_DGRAM).send(b"x")'),
      also: ['ENOTCONN', 'EISCONN'],
    },
  },
  connecting: {
    ECONNREFUSED: {
      words: 'Connection refused',
      calls: ['connect', 'send', 'recv'],
      see: 'nc -v 127.0.0.1 1',
      also: ['ETIMEDOUT', 'RST', 'backlog', 'ENOENT'],
    },
    ETIMEDOUT: {
      words: 'Connection timed out',
      calls: ['connect', 'recv', 'send'],
      see: pythonFull('s = socket(); s.setsockopt(IPPROTO_TCP, TCP_SYNCNT, 1); s.connect(l.getsockname())'),
      also: ['SYN_SENT', 'EHOSTUNREACH', 'ECONNREFUSED', 'backlog', 'EAGAIN'],
    },
    EHOSTUNREACH: {
      words: 'No route to host',
      calls: ['connect', 'send', 'recv'],
      see: "unshare -rn sh -c 'ip link set lo up; ip route add unreachable 192.0.2.1; nc -v 192.0.2.1 80'",
      also: ['ENETUNREACH', 'ETIMEDOUT', 'EHOSTDOWN'],
    },
    ENETUNREACH: {
      words: 'Network is unreachable',
      calls: ['connect', 'send'],
      see: 'unshare -rn nc -v 192.0.2.1 80',
      also: ['EHOSTUNREACH', 'ENETDOWN', 'EINVAL'],
    },
    ENOTCONN: {
      words: 'Transport endpoint is not connected',
      calls: ['recv', 'send', 'shutdown', 'getpeername'],
      see: python('socket().recv(1)'),
      also: ['EPIPE', 'EDESTADDRREQ', 'EISCONN'],
    },
    EISCONN: {
      words: 'Transport endpoint is already connected',
      calls: ['connect', 'send'],
      see: pythonConnected('a.connect(l.getsockname())'),
      also: ['EINPROGRESS', 'EALREADY', 'ENOTCONN'],
    },
  },
  endings: {
    ECONNRESET: {
      words: 'Connection reset by peer',
      calls: ['recv', 'send'],
      see: pythonConnected('a.send(b"unread"); b.close(); a.recv(1)'),
      also: ['RST', 'EPIPE', 'SO_LINGER', 'half-close'],
    },
    EPIPE: {
      words: 'Broken pipe',
      calls: ['send'],
      see: pythonConnected('b.close(); print(a.send(b"one")); a.send(b"two")'),
      also: ['SIGPIPE', 'ECONNRESET', 'RST', 'half-close'],
    },
    ECONNABORTED: {
      words: 'Software caused connection abort',
      calls: ['accept', 'recv', 'send'],
      also: ['ECONNRESET', 'RST'],
    },
  },
  waiting: {
    EAGAIN: {
      words: 'Resource temporarily unavailable',
      calls: ['recv', 'send', 'accept', 'connect'],
      aliases: ['EWOULDBLOCK'],
      see: python('a, b = socketpair(); a.recv(1, MSG_DONTWAIT)'),
      also: ['EINPROGRESS', 'EINTR', 'ETIMEDOUT'],
    },
    EINPROGRESS: {
      words: 'Operation now in progress',
      calls: ['connect'],
      see: python('s = socket(); s.setblocking(False); s.connect(("127.0.0.1", 1))'),
      also: ['EALREADY', 'EISCONN', 'EAGAIN', 'SYN_SENT'],
    },
    EALREADY: {
      words: 'Operation already in progress',
      calls: ['connect'],
      see: pythonFull(
        's = socket(); s.setblocking(False); s.connect_ex(l.getsockname()); s.connect(l.getsockname())',
      ),
      also: ['EINPROGRESS', 'EISCONN'],
    },
    EINTR: {
      words: 'Interrupted system call',
      calls: ['recv', 'send', 'accept', 'connect', 'poll'],
      see: `perl -MSocket -e 'socketpair($a, $b, AF_UNIX, SOCK_STREAM, 0); $SIG{ALRM} = sub {}; alarm 1; recv($a, $x, 1, 0) // die "$!\\n"'`,
      also: ['EAGAIN', 'EINPROGRESS', 'SIGPIPE'],
    },
  },
  limits: {
    EMFILE: {
      words: 'Too many open files',
      calls: ['socket', 'accept'],
      see: `(ulimit -n 20; ${python('[socket() for _ in range(20)]')})`,
      also: ['ENFILE', 'CLOSE_WAIT', 'EBADF'],
    },
    ENFILE: {
      words: 'Too many open files in system',
      calls: ['socket', 'accept'],
      also: ['EMFILE'],
    },
    ENOBUFS: {
      words: 'No buffer space available',
      calls: ['send', 'setsockopt', 'recv'],
      see: python(
        's = socket(AF_INET, SOCK_DGRAM); [s.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, bytes([239, 0, 0, n, 127, 0, 0, 1])) for n in range(99)]',
      ),
      also: ['ENOMEM', 'EAGAIN', 'EMSGSIZE'],
    },
    EMSGSIZE: {
      words: 'Message too long',
      calls: ['send'],
      see: python('socket(AF_INET, SOCK_DGRAM).sendto(bytes(65508), ("127.0.0.1", 9))'),
      also: ['ENOBUFS', 'EAGAIN'],
    },
  },
  permissions: {
    EACCES: {
      words: 'Permission denied',
      calls: ['bind', 'connect', 'send', 'socket'],
      see: python('socket(AF_INET, SOCK_DGRAM).sendto(b"x", ("127.255.255.255", 9))'),
      also: ['EPERM', 'ENOENT'],
    },
    EPERM: {
      words: 'Operation not permitted',
      calls: ['socket', 'setsockopt', 'send'],
      see: `unshare -r ${python('socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)')}`,
      also: ['EACCES'],
    },
    ENOENT: {
      words: 'No such file or directory',
      calls: ['connect', 'bind', 'setsockopt'],
      see: 'nc -U /tmp/no-server-here.sock',
      also: ['ECONNREFUSED', 'EADDRINUSE', 'ENOTDIR'],
    },
  },
  misuse: {
    EBADF: {
      words: 'Bad file descriptor',
      calls: ['every'],
      see: python('s = socket(); s.close(); s.recv(1)'),
      also: ['ENOTSOCK', 'EMFILE'],
    },
    ENOTSOCK: {
      words: 'Socket operation on non-socket',
      calls: ['every'],
      see: python('f = open("/dev/null"); socket(fileno=f.fileno())'),
      also: ['EBADF'],
    },
    EINVAL: {
      words: 'Invalid argument',
      calls: ['accept', 'bind', 'listen', 'connect', 'setsockopt', 'recv'],
      see: python('socket().accept()'),
      also: ['EOPNOTSUPP', 'EAFNOSUPPORT', 'ENOPROTOOPT'],
    },
    EOPNOTSUPP: {
      words: 'Operation not supported',
      calls: ['listen', 'accept', 'send'],
      aliases: ['ENOTSUP'],
      see: python('socket(AF_INET, SOCK_DGRAM).listen()'),
      also: ['EINVAL', 'ENOPROTOOPT'],
    },
  },
  names: {
    EAI_NONAME: {
      words: 'Name or service not known',
      calls: ['getaddrinfo', 'getnameinfo'],
      aliases: ['ENOTFOUND'],
      see: 'nc -nv 300.0.0.1 80',
      also: ['EAI_AGAIN', 'EAI_NODATA', 'EAI_SERVICE'],
    },
    EAI_AGAIN: {
      words: 'Temporary failure in name resolution',
      calls: ['getaddrinfo', 'getnameinfo'],
      see: 'unshare -rn nc -v example.com 80',
      also: ['EAI_NONAME', 'EAI_FAIL', 'ENETUNREACH'],
    },
  },
} as const satisfies Readonly<Record<string, Group>>

export type ErrorGroup = keyof typeof TOLD_ERRORS

/** The others: general advice is what there is to say. */
export const OTHER_ERRORS: Readonly<Record<ErrorGroup, Group>> = {
  addresses: {
    ENODEV: {
      words: 'No such device',
      calls: ['setsockopt', 'bind', 'connect', 'send'],
      see: python('socket().setsockopt(SOL_SOCKET, SO_BINDTODEVICE, b"nowhere0")'),
      also: ['ENXIO', 'EADDRNOTAVAIL'],
    },
    ENXIO: { words: 'No such device or address', calls: ['bind', 'send', 'setsockopt'], also: ['ENODEV'] },
  },
  connecting: {
    EHOSTDOWN: { words: 'Host is down', calls: ['connect', 'send', 'recv'], also: ['EHOSTUNREACH'] },
    ENETDOWN: {
      words: 'Network is down',
      calls: ['connect', 'send', 'recv'],
      also: ['ENETUNREACH', 'ENODEV'],
    },
  },
  endings: {
    ENETRESET: {
      words: 'Network dropped connection on reset',
      calls: ['recv', 'send'],
      also: ['ECONNRESET', 'ETIMEDOUT'],
    },
    ESHUTDOWN: {
      words: 'Cannot send after transport endpoint shutdown',
      calls: ['send', 'recv'],
      also: ['EPIPE', 'half-close'],
    },
    EPROTO: { words: 'Protocol error', calls: ['accept', 'recv', 'send'], also: ['ECONNABORTED'] },
    ENODATA: { words: 'No data available', calls: ['recv'], also: ['EOF', 'EAGAIN'] },
    ECANCELED: { words: 'Operation canceled', calls: ['send', 'recv'], also: ['EINTR', 'ETIMEDOUT'] },
  },
  waiting: {},
  limits: {
    ENOMEM: { words: 'Cannot allocate memory', calls: ['socket', 'send', 'recv'], also: ['ENOBUFS'] },
    ENOSPC: { words: 'No space left on device', calls: ['bind', 'setsockopt'], also: ['ENOBUFS', 'ENOMEM'] },
    ETOOMANYREFS: {
      words: 'Too many references: cannot splice',
      calls: ['send'],
      also: ['EMFILE', 'ENOBUFS'],
    },
  },
  permissions: {
    ENOTDIR: {
      words: 'Not a directory',
      calls: ['bind', 'connect', 'send'],
      see: 'nc -U /dev/null/x.sock',
      also: ['ENOENT', 'ELOOP'],
    },
    ELOOP: {
      words: 'Too many levels of symbolic links',
      calls: ['bind', 'connect', 'send'],
      also: ['ENOENT', 'ENAMETOOLONG'],
    },
    ENAMETOOLONG: {
      words: 'File name too long',
      calls: ['bind', 'connect', 'send'],
      also: ['ENOENT', 'EINVAL'],
    },
    EROFS: { words: 'Read-only file system', calls: ['bind'], also: ['EACCES', 'ENOENT'] },
  },
  misuse: {
    EFAULT: { words: 'Bad address', calls: ['send', 'recv', 'every'], also: ['EINVAL'] },
    EPROTOTYPE: {
      words: 'Protocol wrong type for socket',
      calls: ['connect', 'send'],
      also: ['EPROTONOSUPPORT', 'ECONNREFUSED'],
    },
    ENOPROTOOPT: {
      words: 'Protocol not available',
      calls: ['setsockopt', 'getsockopt'],
      see: python('socket().setsockopt(SOL_SOCKET, 9999, 1)'),
      also: ['EOPNOTSUPP', 'EINVAL'],
    },
    EPROTONOSUPPORT: {
      words: 'Protocol not supported',
      calls: ['socket', 'socketpair'],
      see: python('socket(AF_INET, SOCK_STREAM, IPPROTO_UDP)'),
      also: ['ESOCKTNOSUPPORT', 'EAFNOSUPPORT'],
    },
    ESOCKTNOSUPPORT: {
      words: 'Socket type not supported',
      calls: ['socket', 'socketpair'],
      see: python('socket(AF_INET, SOCK_SEQPACKET)'),
      also: ['EPROTONOSUPPORT', 'EAFNOSUPPORT'],
    },
    EPFNOSUPPORT: {
      words: 'Protocol family not supported',
      calls: ['socket'],
      also: ['EAFNOSUPPORT'],
    },
    ENOTTY: { words: 'Inappropriate ioctl for device', calls: ['ioctl'], also: ['EOPNOTSUPP', 'ENOTSOCK'] },
    ENOSYS: { words: 'Function not implemented', calls: ['every'], also: ['EOPNOTSUPP'] },
    EBUSY: { words: 'Device or resource busy', calls: ['setsockopt', 'ioctl'], also: ['EALREADY'] },
    EIO: { words: 'Input/output error', calls: ['send', 'recv'], also: ['ENETDOWN'] },
  },
  names: {
    EAI_NODATA: {
      words: 'No address associated with hostname',
      calls: ['getaddrinfo'],
      also: ['EAI_NONAME', 'EAI_ADDRFAMILY'],
    },
    EAI_FAIL: {
      words: 'Non-recoverable failure in name resolution',
      calls: ['getaddrinfo', 'getnameinfo'],
      also: ['EAI_AGAIN', 'EAI_NONAME'],
    },
    EAI_SERVICE: {
      words: 'Servname not supported for ai_socktype',
      calls: ['getaddrinfo'],
      see: python('getaddrinfo("127.0.0.1", "no-such-service")'),
      also: ['EAI_SOCKTYPE', 'EAI_NONAME'],
    },
    EAI_ADDRFAMILY: {
      words: 'Address family for hostname not supported',
      calls: ['getaddrinfo'],
      see: python('getaddrinfo("127.0.0.1", 80, AF_INET6)'),
      also: ['EAI_FAMILY', 'EAI_NODATA', 'EAFNOSUPPORT'],
    },
    EAI_FAMILY: {
      words: 'ai_family not supported',
      calls: ['getaddrinfo', 'getnameinfo'],
      see: python('getaddrinfo("127.0.0.1", 80, 99)'),
      also: ['EAI_ADDRFAMILY', 'EAFNOSUPPORT'],
    },
    EAI_SOCKTYPE: {
      words: 'ai_socktype not supported',
      calls: ['getaddrinfo'],
      see: python('getaddrinfo("127.0.0.1", 80, 0, 99)'),
      also: ['EAI_SERVICE', 'ESOCKTNOSUPPORT'],
    },
    EAI_BADFLAGS: {
      words: 'Bad value for ai_flags',
      calls: ['getaddrinfo', 'getnameinfo'],
      see: python('getaddrinfo("127.0.0.1", 80, flags=1 << 30)'),
      also: ['EINVAL'],
    },
    EAI_MEMORY: {
      words: 'Memory allocation failure',
      calls: ['getaddrinfo', 'getnameinfo'],
      also: ['ENOMEM'],
    },
    EAI_OVERFLOW: { words: null, calls: ['getnameinfo'], also: ['EMSGSIZE'] },
    EAI_SYSTEM: {
      words: 'System error',
      calls: ['getaddrinfo', 'getnameinfo'],
      also: ['EMFILE', 'EAI_FAIL'],
    },
  },
}

export const ERROR_GROUPS = Object.keys(TOLD_ERRORS) as readonly ErrorGroup[]

/** Every code of a group, with its facts. */
export function errorsOf(group: ErrorGroup): readonly (readonly [Code, ErrorFacts])[] {
  return Object.entries({ ...TOLD_ERRORS[group], ...OTHER_ERRORS[group] }) as [Code, ErrorFacts][]
}

export function isLookupCode(code: Code): code is AddrInfoCode {
  return code.startsWith('EAI_')
}

/** errno's number, or, negative, what getaddrinfo() gives. */
export function numberOf(code: Code): number {
  return isLookupCode(code) ? EAI[code] : errno[code]
}
