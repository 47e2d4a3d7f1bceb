import assert from 'node:assert/strict'
import {
  IP_ADD_MEMBERSHIP,
  IP_ADD_SOURCE_MEMBERSHIP,
  IP_BIND_ADDRESS_NO_PORT,
  IP_BLOCK_SOURCE,
  IP_CHECKSUM,
  IP_DROP_MEMBERSHIP,
  IP_DROP_SOURCE_MEMBERSHIP,
  IP_FREEBIND,
  IP_HDRINCL,
  IP_LOCAL_PORT_RANGE,
  IP_MINTTL,
  IP_MSFILTER,
  IP_MTU,
  IP_MTU_DISCOVER,
  IP_MULTICAST_ALL,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IP_NODEFRAG,
  IP_OPTIONS,
  IP_PASSSEC,
  IP_PKTINFO,
  IP_PMTUDISC_DO,
  IP_PMTUDISC_DONT,
  IP_PMTUDISC_INTERFACE,
  IP_PMTUDISC_OMIT,
  IP_PMTUDISC_PROBE,
  IP_PMTUDISC_WANT,
  IP_PROTOCOL,
  IP_RECVERR,
  IP_RECVERR_RFC4884,
  IP_RECVFRAGSIZE,
  IP_RECVOPTS,
  IP_RECVORIGDSTADDR,
  IP_RECVTOS,
  IP_RECVTTL,
  IP_RETOPTS,
  IP_ROUTER_ALERT,
  IP_TOS,
  IP_TRANSPARENT,
  IP_TTL,
  IP_UNBLOCK_SOURCE,
  IP_UNICAST_IF,
  IPTOS_LOWDELAY,
  MCAST_BLOCK_SOURCE,
  MCAST_EXCLUDE,
  MCAST_INCLUDE,
  MCAST_JOIN_GROUP,
  MCAST_JOIN_SOURCE_GROUP,
  MCAST_LEAVE_GROUP,
  MCAST_LEAVE_SOURCE_GROUP,
  MCAST_MSFILTER,
  MCAST_UNBLOCK_SOURCE,
  type Socket,
} from '../../src/index.ts'
import { type Case, reads, sets, writes } from './cases.ts'
import { CONNECTED_TCP4, CONNECTED_UDP4, type Kind, OF_IPV4, RAW4, UDP, UDP4, UDP6 } from './kinds.ts'
import { LOOPBACK } from './system.ts'

const ON_OFF = [true, false]

// Groups of the range for organizations, RFC 2365.
const byIndex = { multiaddr: '239.255.7.7', ifindex: LOOPBACK }
const byAddress = { multiaddr: '239.255.7.8', address: '127.0.0.1' }
const source = { multiaddr: '239.255.7.9', interface: '127.0.0.1', sourceaddr: '127.0.0.2' }
const other = { ...source, sourceaddr: '127.0.0.3' }

const ALL_INDICES = { group: '239.255.7.10', interface: LOOPBACK }
const V6_INDICES = { group: 'ff02::7:7', interface: LOOPBACK }

/** Group and source for the socket's own version of IP. */
function groupOf({ name }: Kind) {
  return name.includes('IPv6') ? V6_INDICES : ALL_INDICES
}

function sourceOf(kind: Kind) {
  return { ...groupOf(kind), source: kind.name.includes('IPv6') ? '::1' : '127.0.0.2' }
}

function fails(call: () => void, code: string | RegExp): void {
  assert.throws(call, { code })
}

/** A line for each version, whose values differ. */
function ofEach<Value>(make: (kind: Kind) => Value, line: (kind: Kind, value: Value) => Case): Case[] {
  return [UDP4, UDP6].map((kind) => line(kind, make(kind)))
}

/** The options of IPv4, and of multicast on either version. */
export const IP_CASES: readonly Case[] = [
  writes(IP_ADD_MEMBERSHIP, [...UDP, RAW4], [byIndex, byAddress], (s, value) =>
    fails(() => s.setsockopt(IP_ADD_MEMBERSHIP, value), 'EADDRINUSE'),
  ),
  writes(IP_ADD_SOURCE_MEMBERSHIP, OF_IPV4, [source, other], (s, value) =>
    fails(() => s.setsockopt(IP_ADD_SOURCE_MEMBERSHIP, value), 'EADDRNOTAVAIL'),
  ),
  sets(IP_BIND_ADDRESS_NO_PORT, OF_IPV4, ON_OFF),
  writes(
    IP_BLOCK_SOURCE,
    [UDP4],
    [source, other],
    (s, value) => fails(() => s.setsockopt(IP_BLOCK_SOURCE, value), 'EADDRNOTAVAIL'),
    { before: joinAnySource },
  ),
  sets(IP_CHECKSUM, OF_IPV4, ON_OFF),
  writes(
    IP_DROP_MEMBERSHIP,
    [...UDP, RAW4],
    [byIndex],
    (s, value) => fails(() => s.setsockopt(IP_DROP_MEMBERSHIP, value), 'EADDRNOTAVAIL'),
    { before: (s) => s.setsockopt(IP_ADD_MEMBERSHIP, byIndex) },
  ),
  writes(
    IP_DROP_SOURCE_MEMBERSHIP,
    [UDP4],
    [source],
    (s, value) => fails(() => s.setsockopt(IP_DROP_SOURCE_MEMBERSHIP, value), 'EINVAL'),
    { before: (s) => s.setsockopt(IP_ADD_SOURCE_MEMBERSHIP, source) },
  ),
  sets(IP_FREEBIND, OF_IPV4, ON_OFF),
  sets(IP_HDRINCL, [RAW4], ON_OFF),
  sets(IP_LOCAL_PORT_RANGE, OF_IPV4, [
    { low: 40_000, high: 40_100 },
    { low: 40_000, high: 0 },
    { low: 0, high: 0 },
  ]),
  sets(IP_MINTTL, OF_IPV4, [255, 0]),
  writes(
    IP_MSFILTER,
    [UDP4],
    [
      {
        multiaddr: source.multiaddr,
        interface: '127.0.0.1',
        fmode: MCAST_INCLUDE,
        slist: ['127.0.0.2', '127.0.0.3'],
      },
      { multiaddr: source.multiaddr, interface: '127.0.0.1', fmode: MCAST_EXCLUDE, slist: ['127.0.0.2'] },
    ],
    // What is in the list already cannot be put there again.
    (s, { fmode }) => {
      const again = fmode === MCAST_INCLUDE ? IP_ADD_SOURCE_MEMBERSHIP : IP_BLOCK_SOURCE
      fails(() => s.setsockopt(again, source), 'EADDRNOTAVAIL')
    },
    { before: joinAnySource },
  ),
  reads(IP_MTU, [CONNECTED_TCP4, CONNECTED_UDP4], (value) => value >= 16_384),
  sets(IP_MTU_DISCOVER, OF_IPV4, [
    IP_PMTUDISC_DONT,
    IP_PMTUDISC_WANT,
    IP_PMTUDISC_DO,
    IP_PMTUDISC_PROBE,
    IP_PMTUDISC_INTERFACE,
    IP_PMTUDISC_OMIT,
  ]),
  sets(IP_MULTICAST_ALL, OF_IPV4, ON_OFF),
  sets(
    IP_MULTICAST_IF,
    [UDP4, RAW4],
    [
      { address: '127.0.0.1' },
      { set: { ifindex: LOOPBACK }, read: { address: '0.0.0.0' } },
      { set: {}, read: { address: '0.0.0.0' } },
    ],
  ),
  sets(IP_MULTICAST_LOOP, OF_IPV4, ON_OFF),
  sets(IP_MULTICAST_TTL, [UDP4, RAW4], [0, 32, 255, { set: -1, read: 1 }]),
  sets(IP_NODEFRAG, [RAW4], ON_OFF),
  // Two that do nothing, and the end of options.
  sets(IP_OPTIONS, OF_IPV4, [Uint8Array.of(1, 1, 0, 0), new Uint8Array(0)]),
  sets(IP_PASSSEC, OF_IPV4, ON_OFF),
  sets(IP_PKTINFO, OF_IPV4, ON_OFF),
  reads(IP_PROTOCOL, [RAW4], { is: 1 }),
  sets(IP_RECVERR, OF_IPV4, ON_OFF),
  sets(IP_RECVERR_RFC4884, OF_IPV4, ON_OFF),
  sets(IP_RECVFRAGSIZE, [UDP4, RAW4], ON_OFF),
  sets(IP_RECVOPTS, OF_IPV4, ON_OFF),
  sets(IP_RECVORIGDSTADDR, OF_IPV4, ON_OFF),
  sets(IP_RECVTOS, OF_IPV4, ON_OFF),
  sets(IP_RECVTTL, OF_IPV4, ON_OFF),
  sets(IP_RETOPTS, OF_IPV4, ON_OFF),
  writes(IP_ROUTER_ALERT, [RAW4], [true], (s, value) =>
    fails(() => s.setsockopt(IP_ROUTER_ALERT, value), 'EADDRINUSE'),
  ),
  sets(IP_TOS, OF_IPV4, [IPTOS_LOWDELAY, 0xb8, 0]),
  sets(IP_TRANSPARENT, OF_IPV4, ON_OFF, { root: true }),
  sets(IP_TTL, OF_IPV4, [1, 255, { set: -1, read: 64 }]),
  writes(
    IP_UNBLOCK_SOURCE,
    [UDP4],
    [source],
    (s, value) => fails(() => s.setsockopt(IP_UNBLOCK_SOURCE, value), 'EADDRNOTAVAIL'),
    {
      before(s) {
        joinAnySource(s)
        s.setsockopt(IP_BLOCK_SOURCE, source)
      },
    },
  ),
  sets(IP_UNICAST_IF, [UDP4, RAW4], [LOOPBACK, 0]),

  ...ofEach(groupOf, (kind, group) =>
    writes(MCAST_JOIN_GROUP, [kind], [group], (s) =>
      fails(() => s.setsockopt(MCAST_JOIN_GROUP, group), 'EADDRINUSE'),
    ),
  ),
  ...ofEach(groupOf, (kind, group) =>
    writes(
      MCAST_LEAVE_GROUP,
      [kind],
      [group],
      (s) => fails(() => s.setsockopt(MCAST_LEAVE_GROUP, group), 'EADDRNOTAVAIL'),
      { before: (s) => s.setsockopt(MCAST_JOIN_GROUP, group) },
    ),
  ),
  ...ofEach(sourceOf, (kind, from) =>
    writes(MCAST_JOIN_SOURCE_GROUP, [kind], [from], (s) =>
      fails(() => s.setsockopt(MCAST_JOIN_SOURCE_GROUP, from), 'EADDRNOTAVAIL'),
    ),
  ),
  ...ofEach(sourceOf, (kind, from) =>
    writes(
      MCAST_LEAVE_SOURCE_GROUP,
      [kind],
      [from],
      (s) => fails(() => s.setsockopt(MCAST_LEAVE_SOURCE_GROUP, from), /EADDRNOTAVAIL|EINVAL/),
      { before: (s) => s.setsockopt(MCAST_JOIN_SOURCE_GROUP, from) },
    ),
  ),
  ...ofEach(sourceOf, (kind, from) =>
    writes(
      MCAST_BLOCK_SOURCE,
      [kind],
      [from],
      (s) => fails(() => s.setsockopt(MCAST_BLOCK_SOURCE, from), 'EADDRNOTAVAIL'),
      { before: (s) => s.setsockopt(MCAST_JOIN_GROUP, groupOf(kind)) },
    ),
  ),
  ...ofEach(sourceOf, (kind, from) =>
    writes(
      MCAST_UNBLOCK_SOURCE,
      [kind],
      [from],
      (s) => fails(() => s.setsockopt(MCAST_UNBLOCK_SOURCE, from), 'EADDRNOTAVAIL'),
      {
        before(s) {
          s.setsockopt(MCAST_JOIN_GROUP, groupOf(kind))
          s.setsockopt(MCAST_BLOCK_SOURCE, from)
        },
      },
    ),
  ),
  ...ofEach(sourceOf, (kind, from) =>
    writes(
      MCAST_MSFILTER,
      [kind],
      [{ ...groupOf(kind), fmode: MCAST_INCLUDE, slist: [from.source] }],
      (s) => fails(() => s.setsockopt(MCAST_JOIN_SOURCE_GROUP, from), 'EADDRNOTAVAIL'),
      { before: (s) => s.setsockopt(MCAST_JOIN_GROUP, groupOf(kind)) },
    ),
  ),
]

function joinAnySource(s: Socket): void {
  s.setsockopt(IP_ADD_MEMBERSHIP, { multiaddr: source.multiaddr, address: '127.0.0.1' })
}
