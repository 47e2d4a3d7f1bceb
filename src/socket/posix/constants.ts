/**
 * The constants of `<sys/socket.h>`, `<netinet/in.h>` and `<netdb.h>`, with Linux's values.
 * They are the same on x64 and arm64 and for every stack.
 */

// Address families: socket(2), address_families(7)
export const AF_UNSPEC = 0
export const AF_UNIX = 1
export const AF_LOCAL = AF_UNIX
export const AF_INET = 2
export const AF_INET6 = 10
export const AF_NETLINK = 16
export const AF_PACKET = 17
export const AF_VSOCK = 40

// Socket types: socket(2)
export const SOCK_STREAM = 1
export const SOCK_DGRAM = 2
export const SOCK_RAW = 3
export const SOCK_SEQPACKET = 5
/** Accepted and without effect: every socket here is non-blocking underneath, and its calls are promises. */
export const SOCK_NONBLOCK = 0o4000
/** Accepted and without effect: every socket here is close-on-exec. */
export const SOCK_CLOEXEC = 0o2000000

// Protocols: ip(7)
export const IPPROTO_IP = 0
export const IPPROTO_ICMP = 1
export const IPPROTO_TCP = 6
export const IPPROTO_UDP = 17
export const IPPROTO_IPV6 = 41
export const IPPROTO_ICMPV6 = 58
export const IPPROTO_UDPLITE = 136
/** A raw socket whose caller writes the IP header. */
export const IPPROTO_RAW = 255

// Flags of send(2) and recv(2)
/** Send or receive one byte of urgent data. */
export const MSG_OOB = 0x1
/** Leave what was read in the queue. */
export const MSG_PEEK = 0x2
export const MSG_DONTROUTE = 0x4
/** Of a message received: ancillary data did not fit. */
export const MSG_CTRUNC = 0x8
/** Ask: give the datagram's real length. Of a message received: the buffer was too short for it. */
export const MSG_TRUNC = 0x20
/** Do not wait: fail with EAGAIN. */
export const MSG_DONTWAIT = 0x40
/** End of record (seqpacket). */
export const MSG_EOR = 0x80
/** Wait until the whole buffer is full, or the stream ends. */
export const MSG_WAITALL = 0x100
/** Take a message from the error queue. */
export const MSG_ERRQUEUE = 0x2000
/** Accepted and without effect: always on, no call here raises SIGPIPE. */
export const MSG_NOSIGNAL = 0x4000
/** More is coming: hold back a partial segment or datagram. */
export const MSG_MORE = 0x8000
/** Send from the caller's memory, which must stay unchanged until the error queue says so. Needs SO_ZEROCOPY. */
export const MSG_ZEROCOPY = 0x4000000
/** Send with the connection's first segment: TCP Fast Open. */
export const MSG_FASTOPEN = 0x20000000
/** Confirm to the neighbour's table that the peer's address works. */
export const MSG_CONFIRM = 0x800
/** recvmmsg: wait for the first message only. */
export const MSG_WAITFORONE = 0x10000

// shutdown(2)
export const SHUT_RD = 0
export const SHUT_WR = 1
export const SHUT_RDWR = 2

/** The backlog that lets the system decide: it cuts it to net.core.somaxconn. */
export const SOMAXCONN = 4096

// Levels of getsockopt(2)
export const SOL_SOCKET = 1
export const SOL_IP = IPPROTO_IP
export const SOL_TCP = IPPROTO_TCP
export const SOL_UDP = IPPROTO_UDP
export const SOL_IPV6 = IPPROTO_IPV6
export const SOL_ICMPV6 = IPPROTO_ICMPV6
export const SOL_RAW = 255
export const SOL_PACKET = 263
export const SOL_NETLINK = 270

// Wildcard and loopback addresses: ip(7), ipv6(7)
export const INADDR_ANY = '0.0.0.0'
export const INADDR_LOOPBACK = '127.0.0.1'
export const INADDR_BROADCAST = '255.255.255.255'
export const IN6ADDR_ANY = '::'
export const IN6ADDR_LOOPBACK = '::1'

// Protocols of a packet socket, as Ethernet numbers them: packet(7), linux/if_ether.h
export const ETH_P_ALL = 0x0003
export const ETH_P_IP = 0x0800
export const ETH_P_ARP = 0x0806
export const ETH_P_IPV6 = 0x86dd

// Whom a packet was for: sll_pkttype, packet(7)
export const PACKET_HOST = 0
export const PACKET_BROADCAST = 1
export const PACKET_MULTICAST = 2
export const PACKET_OTHERHOST = 3
export const PACKET_OUTGOING = 4

// Protocols of AF_NETLINK: netlink(7)
export const NETLINK_ROUTE = 0
export const NETLINK_SOCK_DIAG = 4

// Context identifiers and ports of AF_VSOCK: vsock(7)
export const VMADDR_CID_ANY = 0xffffffff
export const VMADDR_CID_HYPERVISOR = 0
export const VMADDR_CID_LOCAL = 1
export const VMADDR_CID_HOST = 2
export const VMADDR_PORT_ANY = 0xffffffff

// Requests of ioctl(2) on sockets: tcp(7), udp(7), unix(7)
/** Bytes received and not read yet. */
export const SIOCINQ = 0x541b
/** Bytes sent and not acknowledged yet (stream), or not left the machine yet (datagram). */
export const SIOCOUTQ = 0x5411
/** 1 when the next byte to read stands at the urgent mark. */
export const SIOCATMARK = 0x8905

// Flags of getaddrinfo(3)
export const AI_PASSIVE = 0x1
export const AI_CANONNAME = 0x2
export const AI_NUMERICHOST = 0x4
export const AI_V4MAPPED = 0x8
export const AI_ALL = 0x10
export const AI_ADDRCONFIG = 0x20
export const AI_NUMERICSERV = 0x400

// Flags of getnameinfo(3)
export const NI_NUMERICHOST = 1
export const NI_NUMERICSERV = 2
export const NI_NOFQDN = 4
export const NI_NAMEREQD = 8
export const NI_DGRAM = 16

/** The types without their flags. */
export const SOCK_TYPE_MASK = 0xf
