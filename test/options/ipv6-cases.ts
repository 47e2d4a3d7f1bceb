import assert from 'node:assert/strict'
import {
  IPV6_ADDR_PREFERENCES,
  IPV6_AUTOFLOWLABEL,
  IPV6_CHECKSUM,
  IPV6_DONTFRAG,
  IPV6_DSTOPTS,
  IPV6_FL_A_GET,
  IPV6_FL_F_CREATE,
  IPV6_FL_S_ANY,
  IPV6_FLOWINFO,
  IPV6_FLOWINFO_SEND,
  IPV6_FLOWLABEL_MGR,
  IPV6_FREEBIND,
  IPV6_HDRINCL,
  IPV6_HOPOPTS,
  IPV6_JOIN_ANYCAST,
  IPV6_JOIN_GROUP,
  IPV6_LEAVE_ANYCAST,
  IPV6_LEAVE_GROUP,
  IPV6_MINHOPCOUNT,
  IPV6_MTU,
  IPV6_MTU_DISCOVER,
  IPV6_MULTICAST_ALL,
  IPV6_MULTICAST_HOPS,
  IPV6_MULTICAST_IF,
  IPV6_MULTICAST_LOOP,
  IPV6_PATHMTU,
  IPV6_PKTINFO,
  IPV6_PMTUDISC_DO,
  IPV6_PMTUDISC_DONT,
  IPV6_PMTUDISC_INTERFACE,
  IPV6_PMTUDISC_OMIT,
  IPV6_PMTUDISC_PROBE,
  IPV6_PMTUDISC_WANT,
  IPV6_PREFER_SRC_HOME,
  IPV6_PREFER_SRC_PUBLIC,
  IPV6_RECVDSTOPTS,
  IPV6_RECVERR,
  IPV6_RECVERR_RFC4884,
  IPV6_RECVFRAGSIZE,
  IPV6_RECVHOPLIMIT,
  IPV6_RECVHOPOPTS,
  IPV6_RECVORIGDSTADDR,
  IPV6_RECVPATHMTU,
  IPV6_RECVPKTINFO,
  IPV6_RECVRTHDR,
  IPV6_RECVTCLASS,
  IPV6_ROUTER_ALERT,
  IPV6_ROUTER_ALERT_ISOLATE,
  IPV6_RTHDR,
  IPV6_RTHDRDSTOPTS,
  IPV6_TCLASS,
  IPV6_TRANSPARENT,
  IPV6_UNICAST_HOPS,
  IPV6_UNICAST_IF,
  IPV6_V6ONLY,
  SO_BINDTOIFINDEX,
} from '../../src/index.ts'
import { becomes, type Case, reads, refuses, sets, writes } from './cases.ts'
import {
  CONNECTED_TCP6,
  CONNECTED_UDP6,
  OF_IPV6,
  RAW6,
  RAW6_EXPERIMENT,
  RAW6_OWN_HEADER,
  TCP6,
  UDP6,
} from './kinds.ts'
import { LOOPBACK } from './system.ts'

const ON_OFF = [true, false]
const NONE = new Uint8Array(0)
/** An extension header of 8 bytes, whose options are padding alone: RFC 8200 section 4.2. */
const PADDING = Uint8Array.of(0, 0, 1, 4, 0, 0, 0, 0)
/** A segment routing header with one station: RFC 8754 section 2. */
const ROUTING = Uint8Array.of(0, 2, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
const group = { multiaddr: 'ff02::7:8', ifindex: LOOPBACK }
const anycast = { acaddr: 'fd00:7::', ifindex: LOOPBACK }

const label = {
  dst: '::1',
  label: 0x00007,
  action: IPV6_FL_A_GET,
  // As many as like: the label outlives the socket for some seconds.
  share: IPV6_FL_S_ANY,
  flags: IPV6_FL_F_CREATE,
}

/** The options of IPv6. */
export const IPV6_CASES: readonly Case[] = [
  sets(IPV6_ADDR_PREFERENCES, OF_IPV6, [
    becomes(IPV6_PREFER_SRC_PUBLIC, IPV6_PREFER_SRC_PUBLIC | IPV6_PREFER_SRC_HOME),
  ]),
  sets(IPV6_AUTOFLOWLABEL, OF_IPV6, ON_OFF),
  sets(IPV6_CHECKSUM, [RAW6_EXPERIMENT], [2, -1]),
  refuses(IPV6_CHECKSUM, [RAW6], [[4, 'EINVAL']]),
  sets(IPV6_DONTFRAG, OF_IPV6, ON_OFF),
  sets(IPV6_DSTOPTS, OF_IPV6, [PADDING, NONE], { root: true }),
  sets(IPV6_FLOWINFO, OF_IPV6, ON_OFF),
  sets(IPV6_FLOWINFO_SEND, OF_IPV6, ON_OFF),
  writes(IPV6_FLOWLABEL_MGR, OF_IPV6, [label], (s) =>
    // Nobody sends with it yet.
    assert.throws(() => s.getsockopt(IPV6_FLOWLABEL_MGR), { code: 'ENOENT' }),
  ),
  sets(IPV6_FREEBIND, OF_IPV6, ON_OFF),
  sets(IPV6_HDRINCL, [RAW6], ON_OFF),
  sets(IPV6_HOPOPTS, OF_IPV6, [PADDING, NONE], { root: true }),
  // Loopback has no network to have one in: anycast.test.ts makes one that has.
  refuses(
    IPV6_JOIN_ANYCAST,
    [UDP6],
    [
      [anycast, 'EADDRNOTAVAIL'],
      [{ acaddr: '::1' }, 'EINVAL'],
    ],
    { root: true },
  ),
  writes(IPV6_JOIN_GROUP, [UDP6, RAW6], [group], (s) =>
    assert.throws(() => s.setsockopt(IPV6_JOIN_GROUP, group), { code: 'EADDRINUSE' }),
  ),
  refuses(IPV6_LEAVE_ANYCAST, [UDP6], [[anycast, 'ENOENT']]),
  writes(
    IPV6_LEAVE_GROUP,
    [UDP6, RAW6],
    [group],
    (s) => assert.throws(() => s.setsockopt(IPV6_LEAVE_GROUP, group), { code: 'EADDRNOTAVAIL' }),
    { before: (s) => s.setsockopt(IPV6_JOIN_GROUP, group) },
  ),
  sets(IPV6_MINHOPCOUNT, OF_IPV6, [255, 0]),
  // What is set is a limit of one's own; what is read is the path's.
  writes(IPV6_MTU, [CONNECTED_TCP6, CONNECTED_UDP6], [1280, 0], (s) =>
    assert.ok(s.getsockopt(IPV6_MTU) >= 16_384),
  ),
  refuses(IPV6_MTU, [UDP6], [[1279, 'EINVAL']]),
  sets(IPV6_MTU_DISCOVER, OF_IPV6, [
    IPV6_PMTUDISC_DONT,
    IPV6_PMTUDISC_WANT,
    IPV6_PMTUDISC_DO,
    IPV6_PMTUDISC_PROBE,
    IPV6_PMTUDISC_INTERFACE,
    IPV6_PMTUDISC_OMIT,
  ]),
  sets(IPV6_MULTICAST_ALL, OF_IPV6, ON_OFF),
  sets(IPV6_MULTICAST_HOPS, [UDP6, RAW6], [0, 32, 255, becomes(-1, 1)]),
  sets(IPV6_MULTICAST_IF, [UDP6, RAW6], [LOOPBACK, 0]),
  sets(IPV6_MULTICAST_LOOP, OF_IPV6, ON_OFF),
  reads(IPV6_PATHMTU, [CONNECTED_UDP6], ({ addr, mtu }) => addr === '::' && mtu >= 16_384),
  writes(
    IPV6_PKTINFO,
    OF_IPV6,
    [{ addr: '::1', ifindex: LOOPBACK }],
    // Another interface than the one that it is bound to.
    (s) =>
      assert.throws(() => s.setsockopt(IPV6_PKTINFO, { addr: '::1', ifindex: 9999 }), { code: 'EINVAL' }),
    { before: (s) => s.setsockopt(SO_BINDTOIFINDEX, LOOPBACK) },
  ),
  sets(IPV6_RECVDSTOPTS, OF_IPV6, ON_OFF),
  sets(IPV6_RECVERR, OF_IPV6, ON_OFF),
  sets(IPV6_RECVERR_RFC4884, OF_IPV6, ON_OFF),
  sets(IPV6_RECVFRAGSIZE, OF_IPV6, ON_OFF),
  sets(IPV6_RECVHOPLIMIT, OF_IPV6, ON_OFF),
  sets(IPV6_RECVHOPOPTS, OF_IPV6, ON_OFF),
  sets(IPV6_RECVORIGDSTADDR, OF_IPV6, ON_OFF),
  sets(IPV6_RECVPATHMTU, OF_IPV6, ON_OFF),
  sets(IPV6_RECVPKTINFO, OF_IPV6, ON_OFF),
  sets(IPV6_RECVRTHDR, OF_IPV6, ON_OFF),
  sets(IPV6_RECVTCLASS, OF_IPV6, ON_OFF),
  writes(IPV6_ROUTER_ALERT, [RAW6_OWN_HEADER], [0, -1], (s, value) => {
    if (value === 0) assert.throws(() => s.setsockopt(IPV6_ROUTER_ALERT, 0), { code: 'EADDRINUSE' })
    else s.setsockopt(IPV6_ROUTER_ALERT, 0)
  }),
  sets(IPV6_ROUTER_ALERT_ISOLATE, OF_IPV6, ON_OFF),
  sets(IPV6_RTHDR, OF_IPV6, [ROUTING, NONE]),
  sets(IPV6_RTHDRDSTOPTS, OF_IPV6, [PADDING, NONE], { root: true }),
  sets(IPV6_TCLASS, OF_IPV6, [0xb8, 0, becomes(-1, 0)]),
  sets(IPV6_TRANSPARENT, OF_IPV6, ON_OFF, { root: true }),
  sets(IPV6_UNICAST_HOPS, OF_IPV6, [1, 255, becomes(-1, 64)]),
  sets(IPV6_UNICAST_IF, [UDP6, RAW6, TCP6], [LOOPBACK, 0]),
  sets(IPV6_V6ONLY, [TCP6, UDP6], ON_OFF),
]
