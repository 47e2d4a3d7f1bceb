import assert from 'node:assert/strict'
import {
  BPF_K,
  BPF_RET,
  BPF_STMT,
  CLOCK_MONOTONIC,
  CLOCK_TAI,
  SO_ACCEPTCONN,
  SO_ATTACH_FILTER,
  SO_ATTACH_REUSEPORT_CBPF,
  SO_BINDTODEVICE,
  SO_BINDTOIFINDEX,
  SO_BPF_EXTENSIONS,
  SO_BROADCAST,
  SO_BUF_LOCK,
  SO_BUSY_POLL,
  SO_BUSY_POLL_BUDGET,
  SO_CNX_ADVICE,
  SO_COOKIE,
  SO_DEBUG,
  SO_DETACH_FILTER,
  SO_DETACH_REUSEPORT_BPF,
  SO_DOMAIN,
  SO_DONTROUTE,
  SO_ERROR,
  SO_INCOMING_CPU,
  SO_INCOMING_NAPI_ID,
  SO_INQ,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_LOCK_FILTER,
  SO_MARK,
  SO_MAX_PACING_RATE,
  SO_MEMINFO,
  SO_NETNS_COOKIE,
  SO_NO_CHECK,
  SO_NOFCS,
  SO_OOBINLINE,
  SO_PASSCRED,
  SO_PASSPIDFD,
  SO_PASSRIGHTS,
  SO_PASSSEC,
  SO_PEEK_OFF,
  SO_PEERCRED,
  SO_PEERGROUPS,
  SO_PEERSEC,
  SO_PREFER_BUSY_POLL,
  SO_PRIORITY,
  SO_PROTOCOL,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_RCVLOWAT,
  SO_RCVMARK,
  SO_RCVPRIORITY,
  SO_RCVTIMEO,
  SO_RESERVE_MEM,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SO_RXQ_OVFL,
  SO_SELECT_ERR_QUEUE,
  SO_SNDBUF,
  SO_SNDBUFFORCE,
  SO_SNDLOWAT,
  SO_SNDTIMEO,
  SO_TIMESTAMP,
  SO_TIMESTAMPING,
  SO_TIMESTAMPNS,
  SO_TXREHASH,
  SO_TXTIME,
  SO_TYPE,
  SO_WIFI_STATUS,
  SO_ZEROCOPY,
  SOCK_RCVBUF_LOCK,
  SOCK_SNDBUF_LOCK,
  SOCK_TXREHASH_DISABLED,
  SOCK_TXREHASH_ENABLED,
  SOF_TIMESTAMPING_RX_SOFTWARE,
  SOF_TIMESTAMPING_SOFTWARE,
  SOF_TXTIME_REPORT_ERRORS,
  type Socket,
} from '../../src/index.ts'
import { becomes, type Case, reads, refuses, sets, writes } from './cases.ts'
import {
  CONNECTED_TCP,
  CONNECTED_UDP4,
  EVERY,
  INTERNET,
  LISTENING_TCP,
  NETLINK,
  PACKET,
  RAW,
  TCP,
  UDP,
  UNIX,
  UNIX_DGRAM,
  UNIX_PAIR,
  UNIX_SEQPACKET,
  UNIX_STREAM,
  VSOCK,
} from './kinds.ts'
import { sysctl } from './system.ts'

const ON_OFF = [true, false]
const OFF_ON = [false, true]
const root = true

/** A filter that takes all of every packet. */
const ALL = [BPF_STMT(BPF_RET | BPF_K, 0xffff)]

/** The options of every socket: `options.test.ts` tries each line on each kind. */
export const SOCKET_CASES: readonly Case[] = [
  reads(SO_ACCEPTCONN, EVERY, { is: false }),
  reads(SO_ACCEPTCONN, LISTENING_TCP, { is: true }),
  sets(SO_ATTACH_FILTER, [...UDP, ...RAW, ...UNIX, PACKET, NETLINK], [ALL, [...ALL, ...ALL, ...ALL]]),
  // Newer kernels want CAP_NET_ADMIN for it.
  sets(SO_ATTACH_FILTER, TCP, [ALL, [...ALL, ...ALL]], { root }),
  writes(
    SO_ATTACH_REUSEPORT_CBPF,
    [...UDP, ...TCP],
    [ALL],
    // A second one takes its place, and then there is one to take away.
    (s) => s.setsockopt(SO_DETACH_REUSEPORT_BPF, null),
    { before: (s) => s.setsockopt(SO_REUSEPORT, true) },
  ),
  sets(SO_BINDTODEVICE, [...INTERNET, NETLINK], ['lo', ''], { root }),
  sets(SO_BINDTOIFINDEX, [...INTERNET, NETLINK], [1, 0], { root }),
  reads(SO_BPF_EXTENSIONS, EVERY, (value) => value >= 60),
  sets(SO_BROADCAST, EVERY, ON_OFF),
  sets(SO_BUF_LOCK, EVERY, [SOCK_SNDBUF_LOCK, SOCK_RCVBUF_LOCK, SOCK_SNDBUF_LOCK | SOCK_RCVBUF_LOCK, 0]),
  sets(SO_BUSY_POLL, [...TCP, ...UDP], [50, 0], { root }),
  writes(
    SO_BUSY_POLL_BUDGET,
    [...TCP, ...UDP],
    [8],
    // It is 16 bits wide.
    (s) => {
      const { level, number } = SO_BUSY_POLL_BUDGET
      assert.throws(() => s.setsockopt(level, number, Uint8Array.of(0, 0, 1, 0)), { code: 'EINVAL' })
    },
    { root },
  ),
  writes(SO_CNX_ADVICE, [...CONNECTED_TCP, CONNECTED_UDP4], [1], (s) =>
    assert.equal(s.getsockopt(SO_ERROR), 0),
  ),
  reads(SO_COOKIE, EVERY, (value, s) => value > 0n && s.getsockopt(SO_COOKIE) === value),
  sets(SO_DEBUG, EVERY, ON_OFF, { root }),
  writes(SO_DETACH_FILTER, [...UDP, ...RAW, ...UNIX, PACKET, NETLINK, VSOCK], [null], isDetached, {
    before: attach,
  }),
  writes(SO_DETACH_FILTER, TCP, [null], isDetached, { before: attach, root }),
  writes(
    SO_DETACH_REUSEPORT_BPF,
    [...UDP, ...TCP],
    [null],
    (s) => assert.throws(() => s.setsockopt(SO_DETACH_REUSEPORT_BPF, null), { code: 'ENOENT' }),
    {
      before: (s) => {
        s.setsockopt(SO_REUSEPORT, true)
        s.setsockopt(SO_ATTACH_REUSEPORT_CBPF, ALL)
      },
    },
  ),
  reads(SO_DOMAIN, EVERY, (value, _s, kind) => value === kind.family),
  sets(SO_DONTROUTE, EVERY, ON_OFF),
  reads(SO_ERROR, EVERY, { is: 0 }),
  sets(SO_INCOMING_CPU, [...TCP, ...UDP], [0, 1]),
  reads(SO_INCOMING_NAPI_ID, [...TCP, ...UDP], { is: 0 }),
  writes(SO_INQ, [UNIX_STREAM], ON_OFF, (s) => assert.equal(s.getsockopt(SO_ERROR), 0)),
  // Streams alone have it: elsewhere the same number is refused.
  refuses(SO_INQ, [UNIX_DGRAM, UNIX_SEQPACKET], [[true, 'ENOPROTOOPT']]),
  sets(SO_KEEPALIVE, EVERY, ON_OFF),
  sets(SO_LINGER, EVERY, [
    { onoff: true, linger: 3 },
    { onoff: false, linger: 3 },
  ]),
  sets(SO_LOCK_FILTER, EVERY, OFF_ON),
  sets(SO_MARK, EVERY, [7, 0xffffffff, 0], { root }),
  sets(SO_MAX_PACING_RATE, EVERY, [125_000_000, 10_000_000_000, Number.POSITIVE_INFINITY]),
  reads(SO_MEMINFO, EVERY, (value, s) => value.rcvbuf === s.getsockopt(SO_RCVBUF) && value.drops === 0),
  reads(SO_NETNS_COOKIE, EVERY, (value) => value > 0n),
  sets(SO_NO_CHECK, [...TCP, ...UDP], ON_OFF),
  sets(SO_NOFCS, [PACKET], ON_OFF),
  sets(SO_OOBINLINE, EVERY, ON_OFF),
  sets(SO_PASSCRED, [...UNIX, NETLINK], ON_OFF),
  sets(SO_PASSPIDFD, UNIX, ON_OFF),
  sets(SO_PASSRIGHTS, UNIX, [false, true]),
  sets(SO_PASSSEC, [...UNIX, NETLINK], ON_OFF, { config: 'CONFIG_SECURITY_NETWORK' }),
  sets(SO_PEEK_OFF, [...UNIX, ...UDP], [0, 100, -1]),
  sets(SO_PEEK_OFF, TCP, [0, 100, -1], { since: [6, 9] }),
  reads(SO_PEERCRED, UNIX_PAIR, (value) => {
    assert.deepEqual(value, { pid: process.pid, uid: process.geteuid!(), gid: process.getegid!() })
    return true
  }),
  reads(SO_PEERGROUPS, UNIX_PAIR, (value) => {
    assert.deepEqual(
      [...value].sort(),
      process.getgroups!().filter((group) => value.includes(group)),
    )
    return true
  }),
  reads(SO_PEERSEC, UNIX_PAIR, (value) => value.length > 0, { config: 'a security module with labels' }),
  sets(SO_PREFER_BUSY_POLL, [...TCP, ...UDP], ON_OFF, { root }),
  sets(SO_PRIORITY, EVERY, [6, 0]),
  reads(SO_PROTOCOL, EVERY, (value, _s, kind) => value === (kind === PACKET ? 0 : kind.protocol)),
  sets(SO_RCVBUF, EVERY, [becomes(8192, 16384), becomes(0, 2304)]),
  writes(SO_RCVBUFFORCE, EVERY, [8192], (s) => assert.equal(s.getsockopt(SO_RCVBUF), 16384), { root }),
  sets(SO_RCVLOWAT, EVERY, [100, becomes(0, 1)]),
  sets(SO_RCVMARK, EVERY, ON_OFF, { root }),
  sets(SO_RCVPRIORITY, EVERY, ON_OFF),
  sets(SO_RCVTIMEO, EVERY, [1500, 40, 0]),
  reads(SO_RESERVE_MEM, [...TCP, ...UDP], { is: 0 }),
  sets(SO_REUSEADDR, EVERY, ON_OFF),
  sets(SO_REUSEPORT, [...TCP, ...UDP, ...RAW], ON_OFF),
  sets(SO_RXQ_OVFL, EVERY, ON_OFF),
  sets(SO_SELECT_ERR_QUEUE, EVERY, ON_OFF),
  sets(SO_SNDBUF, EVERY, [becomes(8192, 16384), becomes(0, 4608)]),
  writes(SO_SNDBUFFORCE, EVERY, [8192], (s) => assert.equal(s.getsockopt(SO_SNDBUF), 16384), { root }),
  reads(SO_SNDLOWAT, EVERY, { is: 1 }),
  sets(SO_SNDTIMEO, EVERY, [1500, 40, 0]),
  sets(SO_TIMESTAMP, EVERY, ON_OFF),
  sets(SO_TIMESTAMPING, EVERY, [SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE, 0]),
  sets(SO_TIMESTAMPNS, EVERY, ON_OFF),
  sets(SO_TXREHASH, TCP, [
    SOCK_TXREHASH_DISABLED,
    SOCK_TXREHASH_ENABLED,
    becomes(-1, sysctl('net/core/txrehash')),
  ]),
  sets(
    SO_TXTIME,
    EVERY,
    [
      { clockid: CLOCK_TAI, flags: SOF_TXTIME_REPORT_ERRORS },
      becomes({ clockid: CLOCK_MONOTONIC }, { clockid: CLOCK_MONOTONIC, flags: 0 }),
    ],
    { root },
  ),
  reads(SO_TYPE, EVERY, (value, _s, kind) => value === kind.type),
  sets(SO_WIFI_STATUS, EVERY, ON_OFF),
  sets(SO_ZEROCOPY, [...TCP, ...UDP], ON_OFF),
]

function attach(s: Socket): void {
  s.setsockopt(SO_ATTACH_FILTER, ALL)
}

function isDetached(s: Socket): void {
  assert.deepEqual(s.getsockopt(SO_ATTACH_FILTER), [])
  assert.throws(() => s.setsockopt(SO_DETACH_FILTER, null), { code: 'ENOENT' })
}
