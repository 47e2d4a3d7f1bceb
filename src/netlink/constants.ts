/**
 * The constants of `<linux/netlink.h>`, `<linux/rtnetlink.h>`, `<linux/sock_diag.h>` and their like, as far as listing
 * needs them. A test asks C compilers whether they are so.
 */

// Kinds of message that every protocol has: netlink(7)
export const NLMSG_NOOP = 1
export const NLMSG_ERROR = 2
export const NLMSG_DONE = 3
export const NLMSG_OVERRUN = 4

// Flags of a message
export const NLM_F_REQUEST = 0x1
/** One of several that NLMSG_DONE ends. */
export const NLM_F_MULTI = 0x2
/** What is listed changed while it was: the list may lack something, or have it twice. */
export const NLM_F_DUMP_INTR = 0x10
/** A request for all there are. */
export const NLM_F_DUMP = 0x300
/** Of an acknowledgement: of the request only its header stands there. */
export const NLM_F_CAPPED = 0x100
/** Of an acknowledgement: attributes follow that explain it. */
export const NLM_F_ACK_TLVS = 0x200

// Attributes of an acknowledgement
export const NLMSGERR_ATTR_MSG = 1

// Flags in an attribute's type
export const NLA_F_NESTED = 0x8000
export const NLA_TYPE_MASK = 0x3fff

// Requests of NETLINK_ROUTE and their answers: rtnetlink(7)
export const RTM_NEWLINK = 16
export const RTM_GETLINK = 18
export const RTM_NEWADDR = 20
export const RTM_GETADDR = 22
export const RTM_NEWROUTE = 24
export const RTM_GETROUTE = 26
export const RTM_NEWNEIGH = 28
export const RTM_GETNEIGH = 30

// Kinds of link: ARPHRD_ of <linux/if_arp.h>
export const ARPHRD_ETHER = 1
export const ARPHRD_LOOPBACK = 772
/** No link-layer header: tunnels. */
export const ARPHRD_NONE = 0xfffe

// Flags of a link: netdevice(7)
export const IFF_UP = 0x1
export const IFF_BROADCAST = 0x2
export const IFF_LOOPBACK = 0x8
export const IFF_POINTOPOINT = 0x10
export const IFF_NOARP = 0x80
export const IFF_PROMISC = 0x100
export const IFF_ALLMULTI = 0x200
export const IFF_MULTICAST = 0x1000
/** The link has a carrier. */
export const IFF_LOWER_UP = 0x10000

// Attributes of a link
export const IFLA_ADDRESS = 1
export const IFLA_BROADCAST = 2
export const IFLA_IFNAME = 3
export const IFLA_MTU = 4
export const IFLA_LINK = 5
export const IFLA_QDISC = 6
export const IFLA_MASTER = 10
export const IFLA_TXQLEN = 13
export const IFLA_OPERSTATE = 16
export const IFLA_LINKINFO = 18
export const IFLA_STATS64 = 23
export const IFLA_GROUP = 27
export const IFLA_LINK_NETNSID = 37
export const IFLA_PROP_LIST = 52
export const IFLA_ALT_IFNAME = 53
export const IFLA_INFO_KIND = 1

// Attributes and flags of an interface's address
export const IFA_ADDRESS = 1
export const IFA_LOCAL = 2
export const IFA_LABEL = 3
export const IFA_BROADCAST = 4
export const IFA_CACHEINFO = 6
export const IFA_FLAGS = 8
export const IFA_F_TEMPORARY = 0x01
/** Duplicate address detection is not done yet. */
export const IFA_F_TENTATIVE = 0x40
export const IFA_F_PERMANENT = 0x80

// Scopes of addresses and routes
export const RT_SCOPE_UNIVERSE = 0
export const RT_SCOPE_SITE = 200
export const RT_SCOPE_LINK = 253
export const RT_SCOPE_HOST = 254
export const RT_SCOPE_NOWHERE = 255

// Tables of routes
export const RT_TABLE_DEFAULT = 253
export const RT_TABLE_MAIN = 254
export const RT_TABLE_LOCAL = 255

// Kinds of route
export const RTN_UNICAST = 1
/** To this machine. */
export const RTN_LOCAL = 2
export const RTN_BROADCAST = 3
export const RTN_ANYCAST = 4
export const RTN_MULTICAST = 5
export const RTN_BLACKHOLE = 6
export const RTN_UNREACHABLE = 7
export const RTN_PROHIBIT = 8
export const RTN_THROW = 9

// Who made a route
export const RTPROT_KERNEL = 2
export const RTPROT_BOOT = 3
export const RTPROT_STATIC = 4
export const RTPROT_RA = 9
export const RTPROT_DHCP = 16

// Attributes of a route
export const RTA_DST = 1
export const RTA_SRC = 2
export const RTA_IIF = 3
export const RTA_OIF = 4
export const RTA_GATEWAY = 5
export const RTA_PRIORITY = 6
export const RTA_PREFSRC = 7
export const RTA_METRICS = 8
export const RTA_MULTIPATH = 9
export const RTA_TABLE = 15
export const RTA_VIA = 18
export const RTAX_MTU = 2

// Attributes of a neighbour
export const NDA_DST = 1
export const NDA_LLADDR = 2
export const NTF_ROUTER = 0x80

// NETLINK_SOCK_DIAG: sock_diag(7)
export const SOCK_DIAG_BY_FAMILY = 20

// What is asked of internet sockets, and attributes of the answer: <linux/inet_diag.h>
export const INET_DIAG_INFO = 2
export const INET_DIAG_CONG = 4
export const INET_DIAG_SKMEMINFO = 7
export const INET_DIAG_SKV6ONLY = 11

// Attributes of Unix sockets, and what shows them: <linux/unix_diag.h>
export const UNIX_DIAG_NAME = 0
export const UNIX_DIAG_PEER = 2
export const UNIX_DIAG_RQLEN = 4
export const UNIX_DIAG_MEMINFO = 5
export const UNIX_DIAG_UID = 7
export const UDIAG_SHOW_NAME = 0x01
export const UDIAG_SHOW_PEER = 0x04
export const UDIAG_SHOW_RQLEN = 0x10
export const UDIAG_SHOW_MEMINFO = 0x20
export const UDIAG_SHOW_UID = 0x40

// Of packet sockets: <linux/packet_diag.h>
export const PACKET_DIAG_INFO = 0
export const PACKET_DIAG_UID = 5
export const PACKET_DIAG_MEMINFO = 6
export const PACKET_SHOW_INFO = 0x01
export const PACKET_SHOW_MEMINFO = 0x10

// Of netlink sockets: <linux/netlink_diag.h>
export const NETLINK_DIAG_MEMINFO = 0
export const NETLINK_DIAG_GROUPS = 1
export const NDIAG_SHOW_MEMINFO = 0x01
export const NDIAG_SHOW_GROUPS = 0x02
export const NDIAG_PROTO_ALL = 0xff
