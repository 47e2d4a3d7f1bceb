/** Constants of the kernel's headers for which there is no descriptor, and why. */
export interface Omission {
  readonly reason: string
  readonly names: readonly string[]
}

/** Options that a program could set or read, but not here; by level, name and bytes some of them still go. */
export const LEFT_OUT: readonly Omission[] = [
  {
    reason: 'Another name of one that is there.',
    names: [
      'IP_RECVRETOPTS',
      'IPV6_ADD_MEMBERSHIP',
      'IPV6_DROP_MEMBERSHIP',
      'SCM_DEVMEM_DMABUF',
      'SCM_DEVMEM_LINEAR',
      'SCM_INQ',
      'SCM_TIMESTAMP',
      'SCM_TIMESTAMPING',
      'SCM_TIMESTAMPNS',
      'SCM_TXTIME',
      'SCM_WIFI_STATUS',
      'SO_DETACH_BPF',
      'SO_GET_FILTER',
      'TCP_CM_INQ',
    ],
  },
  {
    reason:
      'The same option, as 32-bit machines number it: a 64-bit one has the plain name, and times of 64 bits anyway.',
    names: [
      'SO_RCVTIMEO_NEW',
      'SO_RCVTIMEO_OLD',
      'SO_SNDTIMEO_NEW',
      'SO_SNDTIMEO_OLD',
      'SO_TIMESTAMP_NEW',
      'SO_TIMESTAMP_OLD',
      'SO_TIMESTAMPING_NEW',
      'SO_TIMESTAMPING_OLD',
      'SO_TIMESTAMPNS_NEW',
      'SO_TIMESTAMPNS_OLD',
      'SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW',
      'SO_VM_SOCKETS_CONNECT_TIMEOUT_OLD',
    ],
  },
  {
    reason:
      'It takes the descriptor of a program of eBPF, which bpf(2) makes: nothing here does. Classic BPF does the same work for most: SO_ATTACH_FILTER, SO_ATTACH_REUSEPORT_CBPF.',
    names: ['SO_ATTACH_BPF', 'SO_ATTACH_REUSEPORT_EBPF'],
  },
  {
    reason:
      'Reading it makes a descriptor, which a value cannot own: it would stay open. SO_PASSPIDFD gives the same beside a message, with an owner.',
    names: ['SO_PEERPIDFD'],
  },
  {
    reason:
      'Its structure has addresses of memory in it, to which the kernel maps or copies what comes. None of them can be handed on from JavaScript without danger.',
    names: ['TCP_ZEROCOPY_RECEIVE'],
  },
  {
    reason:
      'It is about a memory of a graphics card or the like, which netlink has bound to the network card before.',
    names: ['SO_DEVMEM_DMABUF', 'SO_DEVMEM_DONTNEED', 'SO_DEVMEM_LINEAR'],
  },
  {
    reason:
      'It is about rings, which a program shares with the kernel by mmap(2): there is no such memory here. recvmmsg and MessageVector receive many packets at once.',
    names: [
      'PACKET_COPY_THRESH',
      'PACKET_HDRLEN',
      'PACKET_RESERVE',
      'PACKET_RX_RING',
      'PACKET_TX_HAS_OFF',
      'PACKET_TX_RING',
    ],
  },
  {
    reason:
      'Linux has taken it out, or never had more of it than the number: setting it fails, or does nothing.',
    names: [
      'IP_IPSEC_POLICY',
      'IPV6_AUTHHDR',
      'IPV6_IPSEC_POLICY',
      'IPV6_NEXTHOP',
      'NETLINK_RX_RING',
      'NETLINK_TX_RING',
      'PACKET_RECV_OUTPUT',
      'PACKET_TX_TIMESTAMP',
      'SO_BSDCOMPAT',
      'SO_SECURITY_AUTHENTICATION',
      'SO_SECURITY_ENCRYPTION_NETWORK',
      'SO_SECURITY_ENCRYPTION_TRANSPORT',
      'TCP_THIN_DUPACK',
    ],
  },
  {
    reason:
      'Only the sockets of VMware had it, which are gone from af_vsock: reading it fails with ENOPROTOOPT.',
    names: ['SO_VM_SOCKETS_NONBLOCK_TXRX', 'SO_VM_SOCKETS_PEER_HOST_VM_ID', 'SO_VM_SOCKETS_TRUSTED'],
  },
  {
    reason: 'The older form of RFC 2292; RFC 3542 has replaced it by IPV6_RECVPKTINFO and its like.',
    names: [
      'IPV6_2292DSTOPTS',
      'IPV6_2292HOPLIMIT',
      'IPV6_2292HOPOPTS',
      'IPV6_2292PKTINFO',
      'IPV6_2292PKTOPTIONS',
      'IPV6_2292RTHDR',
    ],
  },
  {
    reason:
      'What stood beside the first segment of a TCP connection, as a list of ancillary data: getsockname() and TCP_SAVED_SYN tell more.',
    names: ['IP_PKTOPTIONS'],
  },
  { reason: 'getpeername() gives it.', names: ['SO_PEERNAME'] },
  {
    reason:
      'It turns an IPv6 socket into one of IPv4, and the object that stands for it would be wrong from then on.',
    names: ['IPV6_ADDRFORM'],
  },
  {
    reason:
      'A policy of IPsec for one socket, in the form of the XFRM netlink protocol: for key daemons, which speak that.',
    names: ['IP_XFRM_POLICY', 'IPV6_XFRM_POLICY'],
  },
  {
    reason:
      'Keys of TCP-AO, RFC 5925: no kernel that we test on is built with CONFIG_TCP_AO, and what is not tested is not offered.',
    names: ['TCP_AO_ADD_KEY', 'TCP_AO_DEL_KEY', 'TCP_AO_GET_KEYS', 'TCP_AO_INFO', 'TCP_AO_REPAIR'],
  },
]

/** What looks like an option in the headers, and is something else. */
export const NO_OPTIONS: readonly Omission[] = [
  {
    reason: 'A value of an option, or a bit of one, that is obsolete or without use to programs.',
    names: [
      'TCP_ACCECN_ACE_FAIL_RECV',
      'TCP_ACCECN_ACE_FAIL_SEND',
      'TCP_ACCECN_OPT_COUNTER_SEEN',
      'TCP_ACCECN_OPT_EMPTY_SEEN',
      'TCP_ACCECN_OPT_FAIL_RECV',
      'TCP_ACCECN_OPT_FAIL_SEEN',
      'TCP_ACCECN_OPT_FAIL_SEND',
      'TCP_ACCECN_OPT_NOT_SEEN',
      'TCP_AO_KEYF_EXCLUDE_OPT',
      'TCP_AO_KEYF_IFINDEX',
      'TCP_RECEIVE_ZEROCOPY_FLAG_TLB_CLEAN_HINT',
      'UDP_ENCAP_ESPINUDP_NON_IKE',
      'UDP_ENCAP_GTP0',
      'UDP_ENCAP_GTP1U',
      'UDP_ENCAP_OVPNINUDP',
      'UDP_ENCAP_RXRPC',
    ],
  },
  {
    reason: 'A default or a limit.',
    names: [
      'IP_DEFAULT_MULTICAST_LOOP',
      'IP_DEFAULT_MULTICAST_TTL',
      'TCP_AO_MAXKEYLEN',
      'TCP_MD5SIG_MAXKEYLEN',
      'TCP_MSS_DEFAULT',
      'TCP_MSS_DESIRED',
    ],
  },
  {
    reason: 'A field of the IPv6 header, or what stands in one.',
    names: [
      'IPV6_FLOWINFO_FLOWLABEL',
      'IPV6_FLOWINFO_PRIORITY',
      'IPV6_PRIORITY_10',
      'IPV6_PRIORITY_11',
      'IPV6_PRIORITY_12',
      'IPV6_PRIORITY_13',
      'IPV6_PRIORITY_14',
      'IPV6_PRIORITY_15',
      'IPV6_PRIORITY_8',
      'IPV6_PRIORITY_9',
      'IPV6_PRIORITY_BULK',
      'IPV6_PRIORITY_CONTROL',
      'IPV6_PRIORITY_FILLER',
      'IPV6_PRIORITY_INTERACTIVE',
      'IPV6_PRIORITY_RESERVED1',
      'IPV6_PRIORITY_RESERVED2',
      'IPV6_PRIORITY_UNATTENDED',
      'IPV6_PRIORITY_UNCHARACTERIZED',
      'IPV6_TLV_CALIPSO',
      'IPV6_TLV_HAO',
      'IPV6_TLV_IOAM',
      'IPV6_TLV_JUMBO',
      'IPV6_TLV_PAD1',
      'IPV6_TLV_PADN',
      'IPV6_TLV_ROUTERALERT',
    ],
  },
  {
    reason: 'A bit of the filter of ICMPV6_FILTER, whose value here is a list of types.',
    names: [
      'ICMPV6_FILTER_BLOCK',
      'ICMPV6_FILTER_BLOCKOTHERS',
      'ICMPV6_FILTER_PASS',
      'ICMPV6_FILTER_PASSONLY',
    ],
  },
  {
    reason: 'Whom a packet was for, as the kernel tells only itself.',
    names: ['PACKET_FASTROUTE', 'PACKET_KERNEL', 'PACKET_LOOPBACK', 'PACKET_USER'],
  },
  {
    reason: 'A protocol of netlink: the third argument of socket().',
    names: [
      'NETLINK_AUDIT',
      'NETLINK_CONNECTOR',
      'NETLINK_CRYPTO',
      'NETLINK_DNRTMSG',
      'NETLINK_ECRYPTFS',
      'NETLINK_FIB_LOOKUP',
      'NETLINK_FIREWALL',
      'NETLINK_GENERIC',
      'NETLINK_INET_DIAG',
      'NETLINK_IP6_FW',
      'NETLINK_ISCSI',
      'NETLINK_KOBJECT_UEVENT',
      'NETLINK_NETFILTER',
      'NETLINK_NFLOG',
      'NETLINK_RDMA',

      'NETLINK_SCSITRANSPORT',
      'NETLINK_SELINUX',
      'NETLINK_SMC',
      'NETLINK_UNUSED',
      'NETLINK_USERSOCK',
      'NETLINK_XFRM',
    ],
  },
]
