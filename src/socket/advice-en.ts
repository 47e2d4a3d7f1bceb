import type { AddrInfoCode } from './posix/eai.ts'
import type { ErrorCode } from './posix/errno.ts'

/** Codes of the table that no call on a socket gives. */
type Foreign =
  | 'E2BIG'
  | 'EBADMSG'
  | 'EDOM'
  | 'EEXIST'
  | 'EFBIG'
  | 'EILSEQ'
  | 'EISDIR'
  | 'ENOMSG'
  | 'ENOTEMPTY'
  | 'EOVERFLOW'
  | 'ERANGE'
  | 'ESPIPE'
  | 'ESRCH'
  | 'ETIME'

type Code = Exclude<ErrorCode, Foreign> | AddrInfoCode

type Deed =
  | 'accept'
  | 'bind'
  | 'connect'
  | 'listen'
  | 'lookup'
  | 'option'
  | 'recv'
  | 'recvUntil'
  | 'send'
  | 'shutdown'
  | 'socket'

/** Every code has advice; `EINVAL bind` is for one kind of call. Sorted by code. */
type Catalogue = Record<Code, string> & Partial<Record<`${Code} ${Deed}`, string>>

export type AdviceKey = keyof typeof ADVICE_EN

export const ADVICE_EN = {
  EACCES: 'Permission is denied: by the permissions of a Unix path, for want of a privilege, or by a rule.',
  EADDRINUSE: 'Choose another port, stop the holder, or share the port with SO_REUSEPORT on both sockets.',
  'EADDRINUSE option': 'The socket is a member of that group on that interface already.',
  EADDRNOTAVAIL: 'Bind to an address of this machine, or to 0.0.0.0 or :: for all of them.',
  'EADDRNOTAVAIL connect':
    'No address and port of this machine could be chosen: perhaps all ports are taken, or an address is missing.',
  'EADDRNOTAVAIL option': 'The socket is no member of that group on that interface.',
  EAFNOSUPPORT:
    'The address, the socket and the system must be of the same family: AF_INET, AF_INET6, AF_UNIX.',
  EAGAIN: 'Nothing can be done without waiting: call without MSG_DONTWAIT, wait longer, or try again later.',
  EALREADY: 'A connect() is under way on this socket: wait for the first one.',
  EBADF:
    'No call can be made after close() or detach(); calls that wait when a socket is closed end like this.',
  EBUSY: 'Something is still in use: wait for the calls under way, then try again.',
  ECANCELED: 'The call was aborted after bytes had moved; bytesTransferred says how many.',
  ECONNABORTED: 'The peer gave up before accept(): go on with the next connection.',
  ECONNREFUSED: 'Nobody listens there: start the server first, and check the address and the port.',
  ECONNRESET: 'The peer closed with bytes unread, died, or refused to go on; it may have said why before.',
  EDESTADDRREQ: 'Connect the socket first, or name the destination with sendto().',
  EFAULT: 'A buffer was moved or taken away while the call ran: do not transfer memory that a call uses.',
  EHOSTDOWN: 'The host does not answer on its network: check that it is on, and its address.',
  EHOSTUNREACH: 'No way leads to that host: check its address, and the routes with "ip route get".',
  EINPROGRESS: 'The connection is still being set up: wait longer, or call connect() again to wait on.',
  EINTR: 'A signal interrupted the call: make it again.',
  EINVAL: 'An argument does not fit, or the call comes at the wrong time for this socket.',
  'EINVAL accept': 'Call listen() before accept().',
  'EINVAL bind': 'A socket is bound once, to an address of its own family.',
  'EINVAL listen': 'A socket that is connected cannot listen, nor one that has ended.',
  'EINVAL option': "The option's value, or its length, is not one that the system takes.",
  EIO: 'The device below failed: its messages may be in the system log (dmesg).',
  EISCONN: 'The socket is connected already: take a new one, or send without naming a destination.',
  ELOOP: 'Symbolic links of the path lead in a circle.',
  EMFILE: "Close what is not needed, or raise the limit with 'ulimit -n'.",
  EMSGSIZE:
    'Send smaller datagrams: 65,507 bytes at most for UDP over IPv4, or what SO_SNDBUF allows on Unix.',
  'EMSGSIZE recvUntil':
    'Allow more with `max`, or close the connection: the peer may speak another protocol.',
  ENAMETOOLONG: 'A part of the path is longer than the file system allows, usually 255 bytes.',
  ENETDOWN: 'The network interface is down: bring it up with "ip link set NAME up".',
  ENETRESET: 'The connection broke because keepalive probes went unanswered.',
  ENETUNREACH: 'No route leads there: check the network, and the routes with "ip route".',
  ENFILE: 'The whole system has too many files open: close some, or raise fs.file-max.',
  ENOBUFS: 'The system has no memory for it now, or a queue is full: send more slowly, and try again.',
  ENODATA: 'The peer ended the stream in the middle of a message; `data` holds what had come.',
  ENODEV: 'No network interface has that name or number: "ip link" lists them.',
  ENOENT: 'Nothing is bound to that path: start the server first, and check the working directory.',
  'ENOENT bind': 'Create the directory before bind(); bind() makes the socket itself.',
  'ENOENT option': 'What the option names does not exist, or its module is not loaded.',
  ENOMEM: 'The system has no memory for it: close sockets, or use smaller buffers.',
  ENOPROTOOPT: 'This kind of socket has no such option, or this system does not know it.',
  ENOSPC: 'The file system, or a table of the system, is full.',
  ENOSYS: 'This system does not offer the call.',
  ENOTCONN: 'Connect the socket first; the peer may also be gone.',
  ENOTDIR: 'A part of the path is a file where a directory is needed.',
  ENOTSOCK: 'The descriptor is open, but it is no socket.',
  ENOTTY: 'This kind of socket does not know the request.',
  ENXIO: 'No such device or address: check the interface and its number.',
  EOPNOTSUPP: 'This kind of socket does not offer the call, the flag or the option.',
  'EOPNOTSUPP accept': 'Only streams and sequenced packets are accepted: datagrams are received.',
  'EOPNOTSUPP listen':
    'Only streams and sequenced packets listen: a datagram socket receives once it is bound.',
  EPERM: 'The call needs a privilege, or a rule of this machine forbids it.',
  EPFNOSUPPORT: 'The system has no such protocol family.',
  EPIPE: 'The peer has closed, or this side was shut down for sending.',
  EPROTO: 'The peer, or something below, broke the protocol.',
  EPROTONOSUPPORT:
    'The protocol does not go with this family and type, or the system lacks it; 0 is the usual one.',
  EPROTOTYPE: 'Both ends must be of the same type: SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET.',
  EROFS: 'The file system is read-only: choose another path, for example below /run or /tmp.',
  ESHUTDOWN: 'This direction was ended with shutdown().',
  ESOCKTNOSUPPORT: 'This family has no sockets of that type.',
  ETIMEDOUT: 'Nobody answered in time: check the address, firewalls in between, and the time limit.',
  'ETIMEDOUT accept': 'No connection came within the time limit.',
  'ETIMEDOUT lookup': 'The lookup took longer than its time limit: check the name servers, or allow more.',
  'ETIMEDOUT recv': 'Nothing came in time: the peer is silent or gone, or the time limit is too short.',
  'ETIMEDOUT send': 'The peer does not take any more in time: it does not read, or it is gone.',
  ETOOMANYREFS: 'Too many descriptors are under way in Unix sockets: let the receivers take them first.',
  EAI_ADDRFAMILY: 'The name has addresses of the other family only: ask for AF_UNSPEC.',
  EAI_AGAIN:
    'The name servers gave no answer, or failed: check the network and /etc/resolv.conf, then try again.',
  EAI_BADFLAGS: 'A flag does not exist, or goes only with others: AI_CANONNAME needs a host.',
  EAI_FAIL: 'The name server answered with a failure: try another one.',
  EAI_FAMILY: 'The family of a lookup is AF_UNSPEC, AF_INET or AF_INET6.',
  EAI_MEMORY: 'There was no memory for the lookup.',
  EAI_NODATA: 'The name exists, but has no address.',
  EAI_NONAME: 'Check the spelling; the name is neither in /etc/hosts nor known to the name servers.',
  EAI_OVERFLOW: 'The name is too long for its buffer.',
  EAI_SERVICE: 'Write the port as a number, or a name of /etc/services.',
  EAI_SOCKTYPE:
    'The type of a lookup is SOCK_STREAM, SOCK_DGRAM, SOCK_RAW or 0, and must go with its protocol.',
  EAI_SYSTEM: 'A system call of the lookup failed.',
} as const satisfies Catalogue
