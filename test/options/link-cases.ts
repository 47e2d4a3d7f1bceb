import assert from 'node:assert/strict'
import {
  AF_PACKET,
  BPF_K,
  BPF_RET,
  BPF_STMT,
  ETH_P_ALL,
  ICMP_FILTER,
  ICMPV6_FILTER,
  NETLINK_ADD_MEMBERSHIP,
  NETLINK_BROADCAST_ERROR,
  NETLINK_CAP_ACK,
  NETLINK_DROP_MEMBERSHIP,
  NETLINK_EXT_ACK,
  NETLINK_GET_STRICT_CHK,
  NETLINK_LIST_MEMBERSHIPS,
  NETLINK_LISTEN_ALL_NSID,
  NETLINK_NO_ENOBUFS,
  NETLINK_PKTINFO,
  PACKET_ADD_MEMBERSHIP,
  PACKET_AUXDATA,
  PACKET_DROP_MEMBERSHIP,
  PACKET_FANOUT,
  PACKET_FANOUT_CBPF,
  PACKET_FANOUT_DATA,
  PACKET_FANOUT_FLAG_DEFRAG,
  PACKET_FANOUT_FLAG_ROLLOVER,
  PACKET_FANOUT_FLAG_UNIQUEID,
  PACKET_FANOUT_LB,
  PACKET_IGNORE_OUTGOING,
  PACKET_LOSS,
  PACKET_MR_ALLMULTI,
  PACKET_MR_MULTICAST,
  PACKET_MR_PROMISC,
  PACKET_ORIGDEV,
  PACKET_QDISC_BYPASS,
  PACKET_ROLLOVER_STATS,
  PACKET_STATISTICS,
  PACKET_TIMESTAMP,
  PACKET_VERSION,
  PACKET_VNET_HDR,
  PACKET_VNET_HDR_SZ,
  SO_VM_SOCKETS_BUFFER_MAX_SIZE,
  SO_VM_SOCKETS_BUFFER_MIN_SIZE,
  SO_VM_SOCKETS_BUFFER_SIZE,
  SO_VM_SOCKETS_CONNECT_TIMEOUT,
  SOF_TIMESTAMPING_RAW_HARDWARE,
  type Socket,
  TPACKET_V1,
  TPACKET_V2,
  TPACKET_V3,
} from '../../src/index.ts'
import { becomes, type Case, reads, refuses, sets, writes } from './cases.ts'
import { NETLINK, PACKET, RAW4, RAW6, VSOCK } from './kinds.ts'
import { LOOPBACK } from './system.ts'

const ON_OFF = [true, false]
const root = true

/** Types from 0 on, without some. */
function typesBut(count: number, ...without: number[]): number[] {
  return Array.from({ length: count }, (_, type) => type).filter((type) => !without.includes(type))
}

/** The options of raw sockets. */
export const RAW_CASES: readonly Case[] = [
  sets(
    ICMPV6_FILTER,
    [RAW6],
    [{ block: [0, 128, 129, 255] }, becomes({ pass: [129] }, { block: typesBut(256, 129) }), { block: [] }],
  ),
  sets(
    ICMP_FILTER,
    [RAW4],
    [{ block: [0, 8, 31] }, becomes({ pass: [0, 3] }, { block: typesBut(32, 0, 3) }), { block: [] }],
  ),
]

const bind = (s: Socket) => s.bind({ family: AF_PACKET, protocol: ETH_P_ALL, ifindex: LOOPBACK })
const promiscuous = { ifindex: LOOPBACK, type: PACKET_MR_PROMISC }

/** The options of packet sockets. */
export const PACKET_CASES: readonly Case[] = [
  writes(
    PACKET_ADD_MEMBERSHIP,
    [PACKET],
    [
      promiscuous,
      { ifindex: LOOPBACK, type: PACKET_MR_ALLMULTI },
      { ifindex: LOOPBACK, type: PACKET_MR_MULTICAST, address: '01:00:5e:01:02:03' },
    ],
    // It was there to be dropped.
    (s, value) => s.setsockopt(PACKET_DROP_MEMBERSHIP, value),
  ),
  sets(PACKET_AUXDATA, [PACKET], ON_OFF),
  writes(
    PACKET_DROP_MEMBERSHIP,
    [PACKET],
    [promiscuous],
    (s) => s.setsockopt(PACKET_ADD_MEMBERSHIP, promiscuous),
    {
      before: (s) => s.setsockopt(PACKET_ADD_MEMBERSHIP, promiscuous),
    },
  ),
  refuses(PACKET_ADD_MEMBERSHIP, [PACKET], [[{ ...promiscuous, ifindex: 99_999 }, 'ENODEV']]),
  writes(
    PACKET_FANOUT,
    [PACKET],
    [{ id: 0, typeFlags: PACKET_FANOUT_LB | PACKET_FANOUT_FLAG_DEFRAG | PACKET_FANOUT_FLAG_UNIQUEID }],
    (s) => {
      const { typeFlags } = s.getsockopt(PACKET_FANOUT)
      assert.equal(typeFlags, PACKET_FANOUT_LB | PACKET_FANOUT_FLAG_DEFRAG)
    },
    { before: bind },
  ),
  writes(
    PACKET_FANOUT_DATA,
    [PACKET],
    [[BPF_STMT(BPF_RET | BPF_K, 0)]],
    (s) => {
      const wrong = [BPF_STMT(0xffff, 0)]
      assert.throws(() => s.setsockopt(PACKET_FANOUT_DATA, wrong), { code: 'EINVAL' })
    },
    {
      before(s) {
        bind(s)
        s.setsockopt(PACKET_FANOUT, { id: 0, typeFlags: PACKET_FANOUT_CBPF | PACKET_FANOUT_FLAG_UNIQUEID })
      },
    },
  ),
  sets(PACKET_IGNORE_OUTGOING, [PACKET], ON_OFF),
  sets(PACKET_LOSS, [PACKET], ON_OFF),
  sets(PACKET_ORIGDEV, [PACKET], ON_OFF),
  sets(PACKET_QDISC_BYPASS, [PACKET], ON_OFF),
  reads(
    PACKET_ROLLOVER_STATS,
    [PACKET],
    { is: { all: 0, huge: 0, failed: 0 } },
    {
      before(s) {
        bind(s)
        const typeFlags = PACKET_FANOUT_LB | PACKET_FANOUT_FLAG_ROLLOVER | PACKET_FANOUT_FLAG_UNIQUEID
        s.setsockopt(PACKET_FANOUT, { id: 0, typeFlags })
      },
    },
  ),
  reads(PACKET_STATISTICS, [PACKET], ({ packets, drops }) => packets >= 0 && drops === 0),
  sets(PACKET_TIMESTAMP, [PACKET], [SOF_TIMESTAMPING_RAW_HARDWARE, 0]),
  sets(PACKET_VERSION, [PACKET], [TPACKET_V2, TPACKET_V3, TPACKET_V1]),
  sets(PACKET_VNET_HDR, [PACKET], ON_OFF),
  sets(PACKET_VNET_HDR_SZ, [PACKET], [12, 10, 0]),
]

/** RTNLGRP_LINK and RTNLGRP_IPV4_IFADDR of rtnetlink(7). */
const LINK = 1
const IPV4_IFADDR = 5

/** The options of netlink sockets. */
export const NETLINK_CASES: readonly Case[] = [
  writes(NETLINK_ADD_MEMBERSHIP, [NETLINK], [LINK, IPV4_IFADDR], (s, group) =>
    assert.ok(s.getsockopt(NETLINK_LIST_MEMBERSHIPS).includes(group)),
  ),
  sets(NETLINK_BROADCAST_ERROR, [NETLINK], ON_OFF),
  sets(NETLINK_CAP_ACK, [NETLINK], ON_OFF),
  writes(
    NETLINK_DROP_MEMBERSHIP,
    [NETLINK],
    [LINK],
    (s) => assert.deepEqual(s.getsockopt(NETLINK_LIST_MEMBERSHIPS), [IPV4_IFADDR]),
    { before: join },
  ),
  sets(NETLINK_EXT_ACK, [NETLINK], ON_OFF),
  sets(NETLINK_GET_STRICT_CHK, [NETLINK], ON_OFF),
  reads(NETLINK_LIST_MEMBERSHIPS, [NETLINK], { is: [LINK, IPV4_IFADDR] }, { before: join }),
  sets(NETLINK_LISTEN_ALL_NSID, [NETLINK], ON_OFF, { root }),
  sets(NETLINK_NO_ENOBUFS, [NETLINK], ON_OFF),
  sets(NETLINK_PKTINFO, [NETLINK], ON_OFF),
]

function join(s: Socket): void {
  s.setsockopt(NETLINK_ADD_MEMBERSHIP, LINK)
  s.setsockopt(NETLINK_ADD_MEMBERSHIP, IPV4_IFADDR)
}

/** The options of vsock streams. */
export const VSOCK_CASES: readonly Case[] = [
  sets(SO_VM_SOCKETS_BUFFER_MAX_SIZE, [VSOCK], [1 << 20]),
  sets(SO_VM_SOCKETS_BUFFER_MIN_SIZE, [VSOCK], [1024]),
  sets(SO_VM_SOCKETS_BUFFER_SIZE, [VSOCK], [65_536, becomes(1 << 30, 262_144), becomes(10, 128)]),
  sets(SO_VM_SOCKETS_CONNECT_TIMEOUT, [VSOCK], [1500, 40]),
]
