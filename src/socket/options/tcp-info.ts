import { onlyRead, type ValueCodec } from './option-values.ts'

/** States of a TCP connection, by the kernel's number: RFC 9293 section 3.3.2, with Linux's names. */
export const TCP_STATES = [
  'NONE',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'NEW_SYN_RECV',
] as const

export type TcpState = (typeof TCP_STATES)[number]

/** What congestion control is at: `tcpi_ca_state`, by the kernel's number. */
export const TCP_CA_STATES = ['Open', 'Disorder', 'CWR', 'Recovery', 'Loss'] as const

export type TcpCaState = (typeof TCP_CA_STATES)[number]

/** Where the fields that are whole bytes stand: offset and width. */
const FIELDS = {
  retransmits: [2, 1],
  probes: [3, 1],
  backoff: [4, 1],
  options: [5, 1],
  rto: [8, 4],
  ato: [12, 4],
  sndMss: [16, 4],
  rcvMss: [20, 4],
  unacked: [24, 4],
  sacked: [28, 4],
  lost: [32, 4],
  retrans: [36, 4],
  fackets: [40, 4],
  lastDataSent: [44, 4],
  lastAckSent: [48, 4],
  lastDataRecv: [52, 4],
  lastAckRecv: [56, 4],
  pmtu: [60, 4],
  rcvSsthresh: [64, 4],
  rtt: [68, 4],
  rttvar: [72, 4],
  sndSsthresh: [76, 4],
  sndCwnd: [80, 4],
  advmss: [84, 4],
  reordering: [88, 4],
  rcvRtt: [92, 4],
  rcvSpace: [96, 4],
  totalRetrans: [100, 4],
  pacingRate: [104, 8],
  maxPacingRate: [112, 8],
  bytesAcked: [120, 8],
  bytesReceived: [128, 8],
  segsOut: [136, 4],
  segsIn: [140, 4],
  notsentBytes: [144, 4],
  minRtt: [148, 4],
  dataSegsIn: [152, 4],
  dataSegsOut: [156, 4],
  deliveryRate: [160, 8],
  busyTime: [168, 8],
  rwndLimited: [176, 8],
  sndbufLimited: [184, 8],
  delivered: [192, 4],
  deliveredCe: [196, 4],
  bytesSent: [200, 8],
  bytesRetrans: [208, 8],
  dsackDups: [216, 4],
  reordSeen: [220, 4],
  rcvOoopack: [224, 4],
  sndWnd: [228, 4],
  rcvWnd: [232, 4],
  rehash: [236, 4],
  totalRto: [240, 2],
  totalRtoRecoveries: [242, 2],
  totalRtoTime: [244, 4],
  receivedCe: [248, 4],
  deliveredE1Bytes: [252, 4],
  deliveredE0Bytes: [256, 4],
  deliveredCeBytes: [260, 4],
  receivedE1Bytes: [264, 4],
  receivedE0Bytes: [268, 4],
  receivedCeBytes: [272, 4],
} as const satisfies Readonly<Partial<Record<keyof TcpInfo, readonly [offset: number, width: 1 | 2 | 4 | 8]>>>

/**
 * What TCP knows of a connection: `struct tcp_info` of `<linux/tcp.h>`, tcp(7). Counts are of segments where nothing
 * else is said. A kernel that lacks a field gives 0.
 */
export interface TcpInfo {
  readonly state: TcpState
  /** What congestion control is at. */
  readonly caState: TcpCaState
  /** Retries of the oldest unacknowledged segment. */
  readonly retransmits: number
  /** Probes of a closed window or of an idle connection that were not answered. */
  readonly probes: number
  /** How often the time before a retry was doubled. */
  readonly backoff: number
  /** TCPI_OPT_ bits: what the ends have agreed on. */
  readonly options: number
  /** Window scale of what the peer announces, a shift. */
  readonly sndWscale: number
  /** Window scale of what we announce, a shift. */
  readonly rcvWscale: number
  /** Whether `deliveryRate` was limited by the program, which did not send more. */
  readonly deliveryRateAppLimited: boolean
  /**
   * Why TCP Fast Open did not go: 0 nobody tried or it went, 1 no cookie, 2 data not acknowledged, 3 SYN sent again.
   */
  readonly fastopenClientFail: number
  /** µs before a retry. */
  readonly rto: number
  /** µs that an acknowledgement may be put off. */
  readonly ato: number
  /** Bytes of a segment's data that we send. */
  readonly sndMss: number
  /** Bytes of a segment's data that we receive, as estimated. */
  readonly rcvMss: number
  /** In flight; of a listener, connections waiting to be accepted. */
  readonly unacked: number
  /** In flight and selectively acknowledged; of a listener, its backlog. */
  readonly sacked: number
  /** In flight and taken for lost. */
  readonly lost: number
  /** In flight for the second time or more. */
  readonly retrans: number
  /** Always 0 since Linux 4.15. */
  readonly fackets: number
  /** ms since data was last sent. */
  readonly lastDataSent: number
  /** Always 0: Linux does not remember. */
  readonly lastAckSent: number
  /** ms since data was last received. */
  readonly lastDataRecv: number
  /** ms since an acknowledgement was last received. */
  readonly lastAckRecv: number
  /** Bytes of a packet on this path. */
  readonly pmtu: number
  /** Bytes: how far the window we announce may grow. */
  readonly rcvSsthresh: number
  /** µs of a round trip, smoothed. */
  readonly rtt: number
  /** µs that round trips deviate, on average. */
  readonly rttvar: number
  /** Segments: the threshold of slow start. */
  readonly sndSsthresh: number
  /** Segments: the congestion window. */
  readonly sndCwnd: number
  /** Bytes of a segment's data that we have announced. */
  readonly advmss: number
  /** How far segments may come out of order before one counts as lost. */
  readonly reordering: number
  /** µs of a round trip, as the receiver sees it. */
  readonly rcvRtt: number
  /** Bytes that the program has read in a round trip. */
  readonly rcvSpace: number
  /** Sent again, in all. */
  readonly totalRetrans: number
  /** Bytes a second. */
  readonly pacingRate: number
  /** Bytes a second: SO_MAX_PACING_RATE. */
  readonly maxPacingRate: number
  /** Bytes of ours that were acknowledged. */
  readonly bytesAcked: number
  /** Bytes of the peer's that we have acknowledged. */
  readonly bytesReceived: number
  /** Sent, with and without data. */
  readonly segsOut: number
  /** Received, with and without data. */
  readonly segsIn: number
  /** Bytes that wait to be sent for the first time. */
  readonly notsentBytes: number
  /** µs: the shortest round trip of late. */
  readonly minRtt: number
  /** Received with data. */
  readonly dataSegsIn: number
  /** Sent with data. */
  readonly dataSegsOut: number
  /** Bytes a second that came through, as last measured. */
  readonly deliveryRate: number
  /** µs in which there was something to send. */
  readonly busyTime: number
  /** µs in which the peer's window held us up. */
  readonly rwndLimited: number
  /** µs in which SO_SNDBUF held us up. */
  readonly sndbufLimited: number
  /** Delivered, as far as is known, retries included. */
  readonly delivered: number
  /** Delivered with a mark of congestion, as the peer tells. */
  readonly deliveredCe: number
  /** Bytes sent, retries included. */
  readonly bytesSent: number
  /** Bytes sent again. */
  readonly bytesRetrans: number
  /** Acknowledgements that told of data received twice. */
  readonly dsackDups: number
  /** How often segments were seen to come out of order. */
  readonly reordSeen: number
  /** Received out of order. */
  readonly rcvOoopack: number
  /** Bytes: the window that the peer announces. */
  readonly sndWnd: number
  /** Bytes: the window that we announce. Since Linux 6.2. */
  readonly rcvWnd: number
  /** How often another path was looked for, see SO_TXREHASH. Since Linux 6.2. */
  readonly rehash: number
  /** Times out: how often a retry was due, SYNs included. Since Linux 6.7. */
  readonly totalRto: number
  /** How often that was mended, or is being mended. Since Linux 6.7. */
  readonly totalRtoRecoveries: number
  /** ms in which it was being mended. Since Linux 6.7. */
  readonly totalRtoTime: number
  /** Received with a mark of congestion. Since Linux 6.18. */
  readonly receivedCe: number
  /** Bytes delivered with ECT(1), as the peer tells: Accurate ECN. Since Linux 6.18. */
  readonly deliveredE1Bytes: number
  /** Bytes delivered with ECT(0). Since Linux 6.18. */
  readonly deliveredE0Bytes: number
  /** Bytes delivered with a mark of congestion. Since Linux 6.18. */
  readonly deliveredCeBytes: number
  /** Bytes received with ECT(1). Since Linux 6.18. */
  readonly receivedE1Bytes: number
  /** Bytes received with ECT(0). Since Linux 6.18. */
  readonly receivedE0Bytes: number
  /** Bytes received with a mark of congestion. Since Linux 6.18. */
  readonly receivedCeBytes: number
  /**
   * What was agreed on: 0 no ECN, 1 that of RFC 3168, 2 Accurate ECN, 3 not settled. Since Linux 7.0; 6.18 and 6.19
   * keep something else there, and in the two below.
   */
  readonly ecnMode: number
  /** Accurate ECN's option: 0 not seen, 1 seen empty, 2 seen with figures, 3 failed. Since Linux 7.0. */
  readonly accecnOptSeen: number
  /**
   * Bits, of what of Accurate ECN did not get through: 1 and 2 its flags sent and received, 4 and 8 its option. Since
   * Linux 7.0.
   */
  readonly accecnFailMode: number
  /** 24 more bits of `options`, of which none is taken yet. Since Linux 7.0. */
  readonly options2: number
}

const SIZE = 280

const PLACES = Object.entries(FIELDS)

/**
 * All fields, in their order. Copies of it keep one shape, and fields are set in it five times as fast as dozens are
 * added to an empty object: a machine may list a hundred thousand connections.
 */
const BLANK: Readonly<Record<string, number | string | boolean>> = JSON.parse(
  JSON.stringify({
    state: 'NONE',
    caState: 'Open',
    sndWscale: 0,
    rcvWscale: 0,
    deliveryRateAppLimited: false,
    fastopenClientFail: 0,
    ecnMode: 0,
    accecnOptSeen: 0,
    accecnFailMode: 0,
    options2: 0,
    ...Object.fromEntries(PLACES.map(([name]) => [name, 0])),
  }),
)

export const tcpInfo: ValueCodec<TcpInfo> = {
  size: SIZE,
  encode: onlyRead,
  decode(bytes) {
    const padded = bytes.length >= SIZE ? bytes : new Uint8Array(SIZE)
    if (padded !== bytes) padded.set(bytes)
    const view = new DataView(padded.buffer, padded.byteOffset, SIZE)
    const ecn = view.getUint32(276, true)
    const info: Record<string, number | string | boolean> = { ...BLANK }
    info.state = TCP_STATES[padded[0]!] ?? 'NONE'
    info.caState = TCP_CA_STATES[padded[1]!] ?? 'Open'
    info.sndWscale = padded[6]! & 0xf
    info.rcvWscale = padded[6]! >> 4
    info.deliveryRateAppLimited = (padded[7]! & 1) !== 0
    info.fastopenClientFail = (padded[7]! >> 1) & 3
    info.ecnMode = ecn & 3
    info.accecnOptSeen = (ecn >> 2) & 3
    info.accecnFailMode = (ecn >> 4) & 0xf
    info.options2 = ecn >>> 8
    for (const [name, [offset, width]] of PLACES) info[name] = unsigned(view, offset, width)
    return info as unknown as TcpInfo
  },
}

function unsigned(view: DataView, offset: number, width: 1 | 2 | 4 | 8): number {
  switch (width) {
    case 1:
      return view.getUint8(offset)
    case 2:
      return view.getUint16(offset, true)
    case 4:
      return view.getUint32(offset, true)
    case 8:
      return view.getUint32(offset, true) + 2 ** 32 * view.getUint32(offset + 4, true)
  }
}

/** Where each field stands, for the test that asks a C compiler. */
export const TCP_INFO_LAYOUT: Readonly<Record<string, readonly [offset: number, width: number]>> = FIELDS
