import type { ErrorTexts } from './texts.ts'

/** Addresses and ports, and how connections come about. */
export const ENGLISH_ADDRESSES: ErrorTexts<'addresses'> = {
  EADDRINUSE: {
    means:
      'Another socket has this address and port, or a connection that has not quite ended still holds them.',
    calls: {
      bind: 'The port is taken: by a server that runs, or by connections of one that ran (in TIME_WAIT, or not closed yet). With port 0: none is left to choose. Of a Unix socket: the path exists, even when nobody listens there any more.',
      listen: 'Another socket listens there already. Both had SO_REUSEADDR, so bind() let it pass.',
      setsockopt: 'The socket is a member of that multicast group already.',
    },
    todo: [
      'Find the holder: soquete ls --port 4444. The message of a soquete command names it too.',
      'After a restart: set SO_REUSEADDR before bind(), in every run of the server, the one before included.',
      'Of a Unix socket: remove the path once nobody listens there.',
      'Choose a port below those that the system gives to clients (net.ipv4.ip_local_port_range, from 32768 on).',
    ],
    shows: 'nc has the port already, so the server cannot bind, and says who has it.',
  },
  EADDRNOTAVAIL: {
    means: "The address is not one of this machine's, or no local port is left for the connection.",
    calls: {
      bind: "No interface has this address: it is misspelt, another machine's, not assigned yet, or an IPv6 one where IPv6 is off.",
      connect:
        'No local port could be chosen: all of net.ipv4.ip_local_port_range are in use towards this peer, often by TIME_WAIT. Or bind() chose one, and this very connection exists.',
      setsockopt: 'The socket is no member of the multicast group that it wants to leave.',
    },
    todo: [
      'Bind to 0.0.0.0 or :: for all addresses, or to one that "ip address" lists. In a container its own count.',
      'Out of ports: keep connections open and use them again, or widen net.ipv4.ip_local_port_range.',
    ],
    shows: '192.0.2.1 is kept for documentation (RFC 5737): no machine has it.',
  },
  EAFNOSUPPORT: {
    means: 'The address family does not exist here, or the address is of another one than the socket.',
    calls: {
      socket:
        'This system has no such family: there is none of that number, its module is missing, or IPv6 is off.',
      bind: 'An IPv6 address was given to an IPv4 socket, or the family was never filled in. The other way round, IPv4 to IPv6, is EINVAL: too short.',
      connect: 'As with bind(). With AF_UNSPEC it does not fail: it dissolves the connection.',
      send: 'sendto() names a destination of another family.',
    },
    todo: [
      'Make the socket with the family, type and protocol of the same getaddrinfo() entry that has the address.',
      'Filling in a sockaddr by hand: set sin_family, and pass the size of the right structure.',
    ],
    shows: 'No family has the number 99.',
  },
  EDESTADDRREQ: {
    means: 'A datagram socket was told to send, and not where to.',
    calls: { send: 'send() and write() go to the peer of connect(), and there was no connect().' },
    todo: ['Name the destination with sendto(), or connect() once. A stream says ENOTCONN or EPIPE instead.'],
    shows: 'A UDP socket without a peer sends.',
  },
}

export const ENGLISH_CONNECTING: ErrorTexts<'connecting'> = {
  ECONNREFUSED: {
    means: 'The host answered at once: nobody listens there.',
    calls: {
      connect:
        'A RST came back. The server does not run yet, listens on another port or address (127.0.0.1 is not the address of the network card), or a firewall rejects. Of a Unix socket: the path exists, and nobody listens behind it.',
      send: 'UDP that is connected: an earlier datagram was answered with "port unreachable". Unix datagrams: the peer has closed.',
      recv: 'UDP that is connected: the same answer. The call that learns of it is not the one that caused it.',
    },
    todo: [
      'Start the server first, and look where it listens: soquete ls --listening.',
      'Where both start at once, let the client try again after a moment, a few times.',
      'In a container and in a virtual machine, 127.0.0.1 is that one, not its host.',
      'It is no full backlog: then a SYN is dropped, and connect() waits.',
    ],
    shows: 'Nobody listens on port 1.',
  },
  ETIMEDOUT: {
    means: 'No answer came in time. Whether the peer got anything is not known.',
    calls: {
      connect:
        'No answer to the SYN: the host is off, the address is wrong, a firewall drops what comes, or the backlog is full. The system tries for a good two minutes (net.ipv4.tcp_syn_retries).',
      recv: 'The connection is lost: data or keepalive probes were not acknowledged. For data that takes about a quarter of an hour (net.ipv4.tcp_retries2).',
      send: 'As with recv(): whichever call comes first learns of it.',
    },
    todo: [
      "Set a time limit of your own: the system's is minutes. (In soquete, a call with `timeout` fails with this code too.)",
      'A refusal comes at once. Silence is mostly a firewall, a wrong address or a host that is off.',
      'For connections that are quiet for long: SO_KEEPALIVE or messages of your own; TCP_USER_TIMEOUT limits unacknowledged data.',
    ],
    shows:
      'The queue of listen() is full, so SYNs get no answer; TCP_SYNCNT makes the system give up after seconds.',
  },
  EHOSTUNREACH: {
    means: 'The network is known, and the host in it cannot be reached.',
    calls: {
      connect:
        'In the same network: nobody answered when asked for that address (ARP), for three seconds. Beyond: a router or a firewall said "host unreachable". Or a route of this machine says so.',
      send: 'The same, of a connection that stood or of UDP.',
      recv: 'The same answer to something sent before.',
    },
    todo: [
      'Is the host on, and is this its address? "ip neigh" shows whether it answered in the same network.',
      '"ip route get ADDRESS" shows the way that is taken.',
      'When only some ports answer so, it is a firewall.',
    ],
    shows: 'In a network of its own, a route that says "unreachable": nothing leaves this machine.',
  },
  ENETUNREACH: {
    means: 'No route leads there from this machine.',
    calls: {
      connect:
        'There is no default route, or none of this family: IPv6 where the provider has none. Of TCP also: a broadcast or multicast address.',
      send: 'The same, of datagrams.',
    },
    todo: [
      '"ip route" and "ip -6 route": is there a default? Is the interface up, and has it an address?',
      'Of a name, try all its addresses: where IPv6 fails like this, IPv4 may work.',
    ],
    shows: 'A network of its own that has no route at all.',
  },
  ENOTCONN: {
    means: 'The call needs a peer, and the socket has none: not yet, never, or no more.',
    calls: {
      recv: 'A TCP socket before connect(), or the listener instead of what accept() gave.',
      send: 'A Unix stream without a peer. A TCP socket says EPIPE instead.',
      shutdown: 'There is no connection, or it was reset meanwhile.',
      getpeername: 'There is no connection, or it is over.',
    },
    todo: [
      'Receive and send on the socket that accept() gave: the listener has no peer.',
      'After a non-blocking connect(), wait until the socket is writable.',
      'From shutdown() or getpeername() on a connection that stood: the peer is gone, so close().',
    ],
    shows: 'recv() on a TCP socket that never connected.',
  },
  EISCONN: {
    means: 'The socket has a peer already.',
    calls: {
      connect: 'Stream sockets connect once; a listener cannot connect either. UDP may connect anew.',
      send: 'sendto() with a destination on a connected Unix stream. TCP ignores the destination.',
    },
    todo: [
      'Take a new socket for each connection, also after a failure or when the peer is gone.',
      'After EINPROGRESS it means success: the connection stands.',
    ],
    shows: 'The second connect() of one socket.',
  },
}
