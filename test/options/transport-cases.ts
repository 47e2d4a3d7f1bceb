import assert from 'node:assert/strict'
import {
  type Socket,
  TCP_CC_INFO,
  TCP_CONGESTION,
  TCP_CORK,
  TCP_DEFER_ACCEPT,
  TCP_DELACK_MAX_US,
  TCP_FASTOPEN,
  TCP_FASTOPEN_CONNECT,
  TCP_FASTOPEN_KEY,
  TCP_FASTOPEN_NO_COOKIE,
  TCP_INFO,
  TCP_INQ,
  TCP_IS_MPTCP,
  TCP_KEEPCNT,
  TCP_KEEPIDLE,
  TCP_KEEPINTVL,
  TCP_LINGER2,
  TCP_MAXSEG,
  TCP_MD5SIG,
  TCP_MD5SIG_EXT,
  TCP_NODELAY,
  TCP_NOTSENT_LOWAT,
  TCP_QUEUE_SEQ,
  TCP_QUICKACK,
  TCP_RECV_QUEUE,
  TCP_REPAIR,
  TCP_REPAIR_OFF_NO_WP,
  TCP_REPAIR_ON,
  TCP_REPAIR_OPTIONS,
  TCP_REPAIR_QUEUE,
  TCP_REPAIR_WINDOW,
  TCP_RTO_MAX_MS,
  TCP_RTO_MIN_US,
  TCP_SAVE_SYN,
  TCP_SAVED_SYN,
  TCP_SEND_QUEUE,
  TCP_SYNCNT,
  TCP_THIN_LINEAR_TIMEOUTS,
  TCP_TIMESTAMP,
  TCP_TX_DELAY,
  TCP_ULP,
  TCP_USER_TIMEOUT,
  TCP_WINDOW_CLAMP,
  UDP_CORK,
  UDP_ENCAP,
  UDP_ENCAP_ESPINUDP,
  UDP_GRO,
  UDP_NO_CHECK6_RX,
  UDP_NO_CHECK6_TX,
  UDP_SEGMENT,
} from '../../src/index.ts'
import { becomes, type Case, reads, refuses, sets, writes } from './cases.ts'
import { CONNECTED_TCP, CONNECTED_TCP4, LISTENING_TCP, TCP, TCP4, TCP6, UDP, UDP4 } from './kinds.ts'

const ON_OFF = [true, false]
const root = true

const repairing = (s: Socket) => s.setsockopt(TCP_REPAIR, TCP_REPAIR_ON)

const key = (...bytes: number[]) => Uint8Array.from(bytes)
/** Addresses for documentation, RFC 5737 and RFC 3849: a key of each version of IP. */
const PEERS = [
  [TCP4, '192.0.2.7', 24],
  [TCP6, '2001:db8::7', 64],
] as const

/** The options of TCP. */
export const TCP_CASES: readonly Case[] = [
  reads(TCP_CC_INFO, TCP, (bytes) => bytes.length === 0, {
    before: (s) => s.setsockopt(TCP_CONGESTION, 'reno'),
  }),
  sets(TCP_CONGESTION, TCP, ['reno']),
  refuses(TCP_CONGESTION, TCP, [['nonesuch', 'ENOENT']]),
  sets(TCP_CORK, TCP, ON_OFF),
  sets(TCP_DEFER_ACCEPT, TCP, [1, 3, becomes(5, 7), 0]),
  // The kernel counts these in ticks: so many microseconds are whole ones at each of its rates.
  sets(TCP_DELACK_MAX_US, TCP, [40_000, 100_000]),
  sets(TCP_FASTOPEN, TCP, [5, 0]),
  sets(TCP_FASTOPEN_CONNECT, TCP, ON_OFF),
  sets(TCP_FASTOPEN_KEY, TCP, [new Uint8Array(16).fill(3), new Uint8Array(32).fill(4)]),
  sets(TCP_FASTOPEN_NO_COOKIE, TCP, ON_OFF),
  reads(TCP_INFO, TCP, ({ state, caState }) => state === 'CLOSE' && caState === 'Open'),
  reads(TCP_INFO, CONNECTED_TCP, ({ state, sndMss, rtt, sndWscale }) => {
    return state === 'ESTABLISHED' && sndMss > 1000 && rtt > 0 && sndWscale > 0
  }),
  reads(TCP_INFO, LISTENING_TCP, ({ state, unacked, sacked }) => {
    return state === 'LISTEN' && unacked === 0 && sacked > 0
  }),
  sets(TCP_INQ, TCP, ON_OFF),
  reads(TCP_IS_MPTCP, TCP, { is: false }),
  sets(TCP_KEEPCNT, TCP, [1, 127]),
  sets(TCP_KEEPIDLE, TCP, [1, 32_767]),
  sets(TCP_KEEPINTVL, TCP, [1, 32_767]),
  sets(TCP_LINGER2, TCP, [10, -1, becomes(1000, 120)]),
  sets(TCP_MAXSEG, TCP, [1000]),
  ...PEERS.flatMap(([kind, addr, prefixlen]) => [
    writes(
      TCP_MD5SIG,
      [kind],
      [{ addr, key: key(1, 2, 3) }],
      (s) => {
        s.setsockopt(TCP_MD5SIG, { addr, key: key() })
        assert.throws(() => s.setsockopt(TCP_MD5SIG, { addr, key: key() }), { code: 'ENOENT' })
      },
      { config: 'CONFIG_TCP_MD5SIG' },
    ),
    writes(
      TCP_MD5SIG_EXT,
      [kind],
      [{ addr, prefixlen, key: key(1, 2, 3) }],
      (s) => {
        // It is not that of this one peer alone.
        assert.throws(() => s.setsockopt(TCP_MD5SIG, { addr, key: key() }), { code: 'ENOENT' })
        s.setsockopt(TCP_MD5SIG_EXT, { addr, prefixlen, key: key() })
      },
      { config: 'CONFIG_TCP_MD5SIG' },
    ),
  ]),
  sets(TCP_NODELAY, TCP, ON_OFF),
  sets(TCP_NOTSENT_LOWAT, TCP, [16_384, 0xffffffff]),
  sets(TCP_QUEUE_SEQ, TCP, [0xfedcba98], {
    root,
    before(s) {
      repairing(s)
      s.setsockopt(TCP_REPAIR_QUEUE, TCP_SEND_QUEUE)
    },
  }),
  sets(TCP_QUICKACK, CONNECTED_TCP, [false, true]),
  sets(TCP_REPAIR, TCP, [TCP_REPAIR_ON, becomes(TCP_REPAIR_OFF_NO_WP, 0)], { root }),
  writes(
    TCP_REPAIR_OPTIONS,
    [CONNECTED_TCP4],
    [[{ optCode: 2, optVal: 1234 }, { optCode: 4 }]],
    (s) => assert.equal(s.getsockopt(TCP_MAXSEG), 1234),
    { root, before: repairing },
  ),
  sets(TCP_REPAIR_QUEUE, TCP, [TCP_RECV_QUEUE, TCP_SEND_QUEUE], { root, before: repairing }),
  reads(TCP_REPAIR_WINDOW, CONNECTED_TCP, ({ sndWnd, rcvWnd }) => sndWnd > 1000 && rcvWnd > 1000, {
    root,
    before: repairing,
  }),
  sets(TCP_RTO_MAX_MS, TCP, [5000, 120_000]),
  sets(TCP_RTO_MIN_US, TCP, [40_000, 100_000]),
  reads(TCP_SAVED_SYN, CONNECTED_TCP, (bytes) => bytes.length === 0),
  sets(TCP_SAVE_SYN, TCP, [1, 2, 0]),
  sets(TCP_SYNCNT, TCP, [1, 127]),
  sets(TCP_THIN_LINEAR_TIMEOUTS, TCP, ON_OFF),
  reads(TCP_TIMESTAMP, TCP, (value) => value > 0),
  refuses(TCP_TIMESTAMP, TCP, [[5, 'EPERM']]),
  sets(TCP_TX_DELAY, TCP, [1000, 0]),
  reads(TCP_ULP, TCP, { is: '' }),
  refuses(TCP_ULP, CONNECTED_TCP, [['nonesuch', 'ENOENT']]),
  sets(TCP_USER_TIMEOUT, TCP, [3000, 0]),
  sets(TCP_WINDOW_CLAMP, TCP, [20_000, 0]),
]

/** The options of UDP. */
export const UDP_CASES: readonly Case[] = [
  sets(UDP_CORK, UDP, ON_OFF),
  sets(UDP_ENCAP, [UDP4], [UDP_ENCAP_ESPINUDP], { config: 'CONFIG_XFRM' }),
  sets(UDP_GRO, UDP, ON_OFF),
  sets(UDP_NO_CHECK6_RX, UDP, ON_OFF),
  sets(UDP_NO_CHECK6_TX, UDP, ON_OFF),
  sets(UDP_SEGMENT, UDP, [1200, 0xffff, 0]),
]
