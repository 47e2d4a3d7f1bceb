import type { ErrorTexts } from './texts.ts'

/** What runs out, what is not allowed, calls that make no sense, and names. */
export const ENGLISH_LIMITS: ErrorTexts<'limits'> = {
  EMFILE: {
    means: 'This process has as many descriptors open as it may (ulimit -n).',
    calls: {
      socket: 'No number is left for one more; open() and pipe() fail alike.',
      accept:
        'The connection stays in the queue, so the listener stays readable: a loop around poll() spins.',
    },
    todo: [
      'First look for a leak: ls -l /proc/PID/fd. Sockets in CLOSE_WAIT are connections that nobody closed.',
      'Enough descriptors for the load: raise the limit (ulimit -n, LimitNOFILE of systemd).',
      'In a server: limit the connections at one time, and pause accept() when it fails so.',
    ],
    shows: 'Twenty sockets where at most 20 descriptors are allowed, and three are taken.',
  },
  ENFILE: {
    means: 'The whole system has as many files open as it may (fs.file-max).',
    calls: {
      socket: 'No process can open one more.',
      accept: 'The same; the connection stays in the queue.',
    },
    todo: [
      'Find who has so many: /proc/sys/fs/file-nr counts them all, ls /proc/PID/fd those of a process.',
      'Raise fs.file-max when they are needed.',
    ],
  },
  ENOBUFS: {
    means: 'A queue of the system is full, or there is no memory for it.',
    calls: {
      send: "The interface's queue is full: of raw and packet sockets, and of UDP only with IP_RECVERR; otherwise the datagram is dropped without a word.",
      setsockopt: 'A limit of the option: 20 multicast groups a socket (net.ipv4.igmp_max_memberships).',
      recv: 'Netlink: messages were lost because the program read too slowly.',
    },
    todo: [
      'Send more slowly, and try again after a moment: no event says when there is room.',
      'Netlink: enlarge SO_RCVBUF, then ask for the whole list again.',
    ],
    shows: 'A socket joins one multicast group after another, on loopback.',
  },
  EMSGSIZE: {
    means: 'The message does not fit: datagrams go whole or not at all.',
    calls: {
      send: 'Too long: 65,507 bytes at most for UDP over IPv4, 65,527 over IPv6, 212,960 on Unix with the usual SO_SNDBUF. Or longer than the path takes, where fragments are forbidden (IP_MTU_DISCOVER).',
    },
    todo: [
      'Split it. Up to 1,472 bytes of UDP over IPv4 (1,452 over IPv6) fit into one Ethernet frame.',
      'recv() never says so: what does not fit its buffer is cut off and lost, and MSG_TRUNC tells.',
    ],
    shows: 'One byte more than UDP over IPv4 can carry.',
  },
}

export const ENGLISH_PERMISSIONS: ErrorTexts<'permissions'> = {
  EACCES: {
    means: 'Permissions do not allow it.',
    calls: {
      bind: 'A port below net.ipv4.ip_unprivileged_port_start (1024) without CAP_NET_BIND_SERVICE. Of a Unix socket: the directory is not writable.',
      connect:
        'Of a Unix socket: its file is not writable, or a directory of its path is closed. Of UDP: a broadcast address without SO_BROADCAST.',
      send: 'To a broadcast address without SO_BROADCAST.',
      socket: 'ICMP without privileges, by a group outside net.ipv4.ping_group_range.',
    },
    todo: [
      'Take a port from 1024 on, or: setcap cap_net_bind_service=+ep PROGRAM.',
      'Of a Unix socket: ls -l its path; connecting needs the right to write.',
    ],
    shows: '127.255.255.255 is the broadcast address of loopback; even root must set SO_BROADCAST first.',
  },
  EPERM: {
    means: 'The call needs a privilege, or a rule of this machine forbids it.',
    calls: {
      socket: 'Raw and packet sockets need CAP_NET_RAW.',
      setsockopt: 'The option needs CAP_NET_ADMIN: SO_MARK, SO_RCVBUFFORCE, high values of SO_PRIORITY.',
      send: 'A firewall of this very machine drops what goes out.',
    },
    todo: [
      'Give the program the one capability that it needs (setcap), rather than running it as root.',
      'In a container: add the capability there, as with --cap-add=NET_RAW.',
    ],
    shows: 'A user namespace has no rights over the network outside, not even for root.',
  },
  ENOENT: {
    means: 'What the call names is not there; mostly the path of a Unix socket.',
    calls: {
      connect: 'Nothing is bound to this path: the server does not run yet, or the path is another one.',
      bind: 'A directory of the path does not exist: bind() makes the socket, not its directory.',
      setsockopt: 'TCP_CONGESTION: there is no algorithm of that name, or its module is not loaded.',
    },
    todo: [
      'Start the server first. A relative path is meant from the working directory: write it in full.',
      'soquete ls --unix shows which paths are bound.',
    ],
    shows: 'Nobody is bound to that path.',
  },
}

export const ENGLISH_MISUSE: ErrorTexts<'misuse'> = {
  EBADF: {
    means: 'That number is not an open descriptor.',
    calls: {
      every:
        'It was closed before, by this code or another thread; it never was one, as the -1 of a failed socket() that nobody looked at. In soquete: after close() or detach(), and calls that close() cut short.',
    },
    todo: [
      'Check what socket() and accept() gave before using it.',
      'Close once, and forget the number: the next open() gets it again, and a second close() hits that one.',
    ],
    shows: 'recv() after close().',
  },
  ENOTSOCK: {
    means: 'The descriptor is open, but is a file, a pipe or a terminal.',
    calls: {
      every:
        'Often it is 0, the standard input: `if (fd = socket(…) < 0)` compares first and stores 0 in fd. Or the number was closed and given to a file.',
    },
    todo: [
      'Put the assignment in parentheses: `if ((fd = socket(…)) < 0)`.',
      'ls -l /proc/PID/fd tells what it is.',
    ],
    shows: '/dev/null as a socket.',
  },
  EINVAL: {
    means: 'An argument does not fit, or the call comes at the wrong time.',
    calls: {
      accept: 'The socket does not listen: no listen(), or shutdown() has ended it.',
      bind: 'The socket has an address already; or the length of the address is wrong.',
      listen: 'The socket is connected.',
      connect:
        'The length of the address is wrong; or a socket bound to 127.0.0.1 wants to reach another machine.',
      setsockopt: 'The value is out of range, or its length does not fit the option.',
      recv: 'MSG_OOB, and no urgent byte is there.',
    },
    todo: [
      'Look at the order: socket, bind, listen, accept; each once.',
      'Pass sizeof the structure, of sockaddr_in6 for IPv6.',
    ],
    shows: 'accept() without listen().',
  },
  EOPNOTSUPP: {
    means: 'This kind of socket does not offer that.',
    calls: {
      listen: 'Of datagrams: only streams and sequenced packets listen.',
      accept: 'Of datagrams: nothing is accepted, they are received once the socket is bound.',
      send: 'A flag that the type has not, as MSG_OOB on UDP; a destination on an unconnected Unix stream.',
    },
    todo: ['Is the type right: SOCK_STREAM for connections, SOCK_DGRAM for messages?'],
    shows: 'A UDP socket is told to listen.',
  },
}

export const ENGLISH_NAMES: ErrorTexts<'names'> = {
  EAI_NONAME: {
    means: 'There is no such host or service; or neither was given.',
    calls: {
      getaddrinfo:
        'Neither /etc/hosts nor the name servers know the name; or AI_NUMERICHOST was set, and it is no address in numbers.',
      getnameinfo: 'With NI_NAMEREQD: the address has no name.',
    },
    todo: [
      'Check the spelling. A host goes without scheme and port: example.com, not http://example.com:80.',
      '"getent hosts NAME" asks as programs do; "dig NAME" asks the name servers only.',
      'Words for it come from gai_strerror(), not strerror(); Node calls it ENOTFOUND.',
    ],
    shows: '300.0.0.1 is no address, and -n forbids to ask for it as a name.',
  },
  EAI_AGAIN: {
    means: 'The name servers did not answer, or said that they cannot at the moment.',
    calls: {
      getaddrinfo:
        'There is no network, no name server that answers, or /etc/resolv.conf names the wrong one.',
      getnameinfo: 'The same, of an address whose name is asked for.',
    },
    todo: [
      'Is there a network at all? "ip route" shows whether any way leads out.',
      'Look at /etc/resolv.conf. In containers it is a file of its own.',
      'Try again later, a few times: unlike EAI_NONAME it may pass.',
    ],
    shows: 'A network of its own that reaches no name server.',
  },
}
