import type { ValueCodec } from './option-values.ts'

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

/** `struct tcp_info` up to the field at which each kernel stops; times in µs unless said, sizes in bytes. */
const FIELDS = [
  ['retransmits', 2, 1],
  ['probes', 3, 1],
  ['backoff', 4, 1],
  ['options', 5, 1],
  /** Retransmission time-out. */
  ['rto', 8, 4],
  /** Delayed acknowledgement time-out. */
  ['ato', 12, 4],
  ['sndMss', 16, 4],
  ['rcvMss', 20, 4],
  /** Segments in flight; of a listener, connections waiting to be accepted. */
  ['unacked', 24, 4],
  /** Segments selectively acknowledged; of a listener, its backlog. */
  ['sacked', 28, 4],
  ['lost', 32, 4],
  ['retrans', 36, 4],
  /** Milliseconds since data was last sent. */
  ['lastDataSent', 44, 4],
  /** Milliseconds since data was last received. */
  ['lastDataRecv', 52, 4],
  /** Milliseconds since an acknowledgement was last received. */
  ['lastAckRecv', 56, 4],
  ['pmtu', 60, 4],
  ['rcvSsthresh', 64, 4],
  ['rtt', 68, 4],
  ['rttvar', 72, 4],
  /** Segments. */
  ['sndSsthresh', 76, 4],
  /** Segments. */
  ['sndCwnd', 80, 4],
  ['advmss', 84, 4],
  ['reordering', 88, 4],
  ['rcvRtt', 92, 4],
  ['rcvSpace', 96, 4],
  ['totalRetrans', 100, 4],
  /** Bytes a second. */
  ['pacingRate', 104, 8],
  ['maxPacingRate', 112, 8],
  ['bytesAcked', 120, 8],
  ['bytesReceived', 128, 8],
  ['segsOut', 136, 4],
  ['segsIn', 140, 4],
  ['notsentBytes', 144, 4],
  ['minRtt', 148, 4],
  ['dataSegsIn', 152, 4],
  ['dataSegsOut', 156, 4],
  /** Bytes a second. */
  ['deliveryRate', 160, 8],
  ['busyTime', 168, 8],
  ['rwndLimited', 176, 8],
  ['sndbufLimited', 184, 8],
  ['delivered', 192, 4],
  ['deliveredCe', 196, 4],
  ['bytesSent', 200, 8],
  ['bytesRetrans', 208, 8],
  ['dsackDups', 216, 4],
  ['reordSeen', 220, 4],
  ['rcvOoopack', 224, 4],
  ['sndWnd', 228, 4],
] as const

type Field = (typeof FIELDS)[number][0]

/** What TCP knows of a connection: `struct tcp_info` of `<linux/tcp.h>`, tcp(7). A field the kernel lacks is 0. */
export type TcpInfo = { readonly [Name in Field]: number } & {
  readonly state: TcpState
  /** Window scale of what the peer announces, and of what we announce. */
  readonly sndWscale: number
  readonly rcvWscale: number
}

const SIZE = 232

export const tcpInfo: ValueCodec<TcpInfo> = {
  size: SIZE,
  encode() {
    throw new TypeError('TCP_INFO can only be read')
  },
  decode(bytes) {
    const padded = new Uint8Array(SIZE)
    padded.set(bytes.subarray(0, SIZE))
    const view = new DataView(padded.buffer)
    const info: Record<string, number | string> = { state: TCP_STATES[padded[0]!] ?? 'NONE' }
    info.sndWscale = padded[6]! & 0xf
    info.rcvWscale = padded[6]! >> 4
    for (const [name, offset, width] of FIELDS) {
      if (width === 1) info[name] = view.getUint8(offset)
      else if (width === 4) info[name] = view.getUint32(offset, true)
      else info[name] = Number(view.getBigUint64(offset, true))
    }
    return info as unknown as TcpInfo
  },
}

/** Where each field stands, for the test that asks a C compiler. */
export const TCP_INFO_LAYOUT: ReadonlyArray<readonly [Field, number, number]> = FIELDS
