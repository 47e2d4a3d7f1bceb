/** Numbers that options take, by the option that takes them, with the names of C's headers. */

// IP_TOS: ip(7)
export const IPTOS_LOWDELAY = 0x10
export const IPTOS_THROUGHPUT = 0x08
export const IPTOS_RELIABILITY = 0x04
export const IPTOS_MINCOST = 0x02

// IP_MTU_DISCOVER: ip(7)
/** Never set "don't fragment". */
export const IP_PMTUDISC_DONT = 0
/** As the route says. */
export const IP_PMTUDISC_WANT = 1
/** Always set it: larger packets fail with EMSGSIZE. */
export const IP_PMTUDISC_DO = 2
/** Set it, and let larger packets go all the same: for programs that look for the path's MTU. */
export const IP_PMTUDISC_PROBE = 3
/** Go by the interface's MTU and believe nobody who tells of a smaller one. */
export const IP_PMTUDISC_INTERFACE = 4
/** As INTERFACE, but fragment what is larger. */
export const IP_PMTUDISC_OMIT = 5

// IPV6_MTU_DISCOVER: ipv6(7)
export const IPV6_PMTUDISC_DONT = 0
export const IPV6_PMTUDISC_WANT = 1
export const IPV6_PMTUDISC_DO = 2
export const IPV6_PMTUDISC_PROBE = 3
export const IPV6_PMTUDISC_INTERFACE = 4
export const IPV6_PMTUDISC_OMIT = 5

// IP_MSFILTER, MCAST_MSFILTER: RFC 3678
/** All sources but these. */
export const MCAST_EXCLUDE = 0
/** These sources alone. */
export const MCAST_INCLUDE = 1

// IPV6_ADDR_PREFERENCES: RFC 5014
/** Temporary addresses, or public ones, or what the system prefers. */
export const IPV6_PREFER_SRC_TMP = 0x0001
export const IPV6_PREFER_SRC_PUBLIC = 0x0002
export const IPV6_PREFER_SRC_PUBTMP_DEFAULT = 0x0100
/** The care-of address, or the home address, of a mobile node. */
export const IPV6_PREFER_SRC_COA = 0x0004
export const IPV6_PREFER_SRC_HOME = 0x0400
/** Cryptographically generated addresses, or others. */
export const IPV6_PREFER_SRC_CGA = 0x0008
export const IPV6_PREFER_SRC_NONCGA = 0x0800

// IPV6_FLOWLABEL_MGR
/** Have the label, give it back, hold it longer. */
export const IPV6_FL_A_GET = 0
export const IPV6_FL_A_PUT = 1
export const IPV6_FL_A_RENEW = 2
/** Make it when it is not there; and fail when it is. */
export const IPV6_FL_F_CREATE = 1
export const IPV6_FL_F_EXCL = 2
/** Of TCP: answer with the label that the peer uses. */
export const IPV6_FL_F_REFLECT = 4
/** Reading: the label that the peer uses. */
export const IPV6_FL_F_REMOTE = 8
/** Who else may have it: nobody said, nobody, this process, this user, anybody. */
export const IPV6_FL_S_NONE = 0
export const IPV6_FL_S_EXCL = 1
export const IPV6_FL_S_PROCESS = 2
export const IPV6_FL_S_USER = 3
export const IPV6_FL_S_ANY = 255

// SO_BUF_LOCK
/** The size of the send buffer is not the kernel's to change. Since Linux 5.15. */
export const SOCK_SNDBUF_LOCK = 1
/** The size of the receive buffer is not the kernel's to change. Since Linux 5.15. */
export const SOCK_RCVBUF_LOCK = 2

// SO_TXREHASH
/** No. Since Linux 5.18. */
export const SOCK_TXREHASH_DISABLED = 0
/** Yes. Since Linux 5.18. */
export const SOCK_TXREHASH_ENABLED = 1

// SO_TIMESTAMPING: which stamps are made
export const SOF_TIMESTAMPING_TX_HARDWARE = 0x1
/** As the packet goes to the network card. */
export const SOF_TIMESTAMPING_TX_SOFTWARE = 0x2
export const SOF_TIMESTAMPING_RX_HARDWARE = 0x4
export const SOF_TIMESTAMPING_RX_SOFTWARE = 0x8
/** As the packet goes to the queues before the card. */
export const SOF_TIMESTAMPING_TX_SCHED = 0x100
/** As the peer has acknowledged the bytes: TCP. */
export const SOF_TIMESTAMPING_TX_ACK = 0x200
/** As the card says that it has sent the packet: Bluetooth. Since Linux 6.15. */
export const SOF_TIMESTAMPING_TX_COMPLETION = 0x40000
// and which are told
export const SOF_TIMESTAMPING_SOFTWARE = 0x10
export const SOF_TIMESTAMPING_RAW_HARDWARE = 0x40
// and how
/** Each with the number of its packet, or of its last byte. */
export const SOF_TIMESTAMPING_OPT_ID = 0x80
/** Always with what else goes beside messages: IP_PKTINFO, say. */
export const SOF_TIMESTAMPING_OPT_CMSG = 0x400
/** Without the packet itself. */
export const SOF_TIMESTAMPING_OPT_TSONLY = 0x800
/** With figures of the connection: SCM_TIMESTAMPING_OPT_STATS. */
export const SOF_TIMESTAMPING_OPT_STATS = 0x1000
/** With the interface: SCM_TIMESTAMPING_PKTINFO. */
export const SOF_TIMESTAMPING_OPT_PKTINFO = 0x2000
/** Software stamps also where the card makes its own. */
export const SOF_TIMESTAMPING_OPT_TX_SWHW = 0x4000
/** OPT_ID of TCP counts from the bytes written, not from those acknowledged. Since Linux 6.2. */
export const SOF_TIMESTAMPING_OPT_ID_TCP = 0x10000
/** Receiving, stamps of this socket alone. Since Linux 6.12. */
export const SOF_TIMESTAMPING_OPT_RX_FILTER = 0x20000

// SO_TXTIME
/** The time is a limit: the packet may leave before it. */
export const SOF_TXTIME_DEADLINE_MODE = 1
/** Packets that were too late are told of in the error queue. */
export const SOF_TXTIME_REPORT_ERRORS = 2
/** Clocks: clock_gettime(2). */
export const CLOCK_MONOTONIC = 1
export const CLOCK_TAI = 11

// PACKET_ADD_MEMBERSHIP: packet(7)
export const PACKET_MR_MULTICAST = 0
export const PACKET_MR_PROMISC = 1
export const PACKET_MR_ALLMULTI = 2
export const PACKET_MR_UNICAST = 3

// PACKET_FANOUT: packet(7)
/** By the flow: all packets of one go to one socket. */
export const PACKET_FANOUT_HASH = 0
/** In turns. */
export const PACKET_FANOUT_LB = 1
/** By the processor at which it came. */
export const PACKET_FANOUT_CPU = 2
/** To the first socket, and when that is full to the next. */
export const PACKET_FANOUT_ROLLOVER = 3
/** By chance. */
export const PACKET_FANOUT_RND = 4
/** By the network card's queue. */
export const PACKET_FANOUT_QM = 5
/** As the program of PACKET_FANOUT_DATA says. */
export const PACKET_FANOUT_CBPF = 6
export const PACKET_FANOUT_EBPF = 7
/** When the socket is full, to the next. */
export const PACKET_FANOUT_FLAG_ROLLOVER = 0x1000
/** Let the kernel choose the group's number: getsockopt tells. */
export const PACKET_FANOUT_FLAG_UNIQUEID = 0x2000
/** Without packets that leave. Since Linux 6.2. */
export const PACKET_FANOUT_FLAG_IGNORE_OUTGOING = 0x4000
/** Put fragments together before. */
export const PACKET_FANOUT_FLAG_DEFRAG = 0x8000

// PACKET_VERSION: packet(7)
export const TPACKET_V1 = 0
export const TPACKET_V2 = 1
export const TPACKET_V3 = 2

// TCP_INFO: bits of `options`
export const TCPI_OPT_TIMESTAMPS = 1
export const TCPI_OPT_SACK = 2
export const TCPI_OPT_WSCALE = 4
/** ECN was agreed on. */
export const TCPI_OPT_ECN = 8
/** A packet has come that said so. */
export const TCPI_OPT_ECN_SEEN = 16
/** The SYN bore data, which was acknowledged: TCP Fast Open. */
export const TCPI_OPT_SYN_DATA = 32
/** Timestamps count microseconds. Since Linux 6.7. */
export const TCPI_OPT_USEC_TS = 64
/** The connection began with TCP Fast Open. Since Linux 6.16. */
export const TCPI_OPT_TFO_CHILD = 128

// TCP_MD5SIG_EXT
export const TCP_MD5SIG_FLAG_PREFIX = 0x1
export const TCP_MD5SIG_FLAG_IFINDEX = 0x2

// TCP_REPAIR
export const TCP_REPAIR_ON = 1
export const TCP_REPAIR_OFF = 0
/** Off, without the probe that tells the peer of the connection's new home. */
export const TCP_REPAIR_OFF_NO_WP = -1

// TCP_REPAIR_QUEUE: which queue send, recv and TCP_QUEUE_SEQ are about
export const TCP_NO_QUEUE = 0
export const TCP_RECV_QUEUE = 1
export const TCP_SEND_QUEUE = 2

// UDP_ENCAP
/** ESP of IPsec: RFC 3948. */
export const UDP_ENCAP_ESPINUDP = 2
export const UDP_ENCAP_L2TPINUDP = 3
