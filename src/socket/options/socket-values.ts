import { show } from '../posix/addresses.ts'
import type { ControlCodec } from './option.ts'
import { int, unsignedInt, unsignedLong, type ValueCodec } from './option-values.ts'
import { int32, optional, type StructCodec, struct, uint32 } from './struct-values.ts'

/** Ancillary data that the kernel writes and nobody sends. */
export function received<Value>({ decode }: Pick<ValueCodec<Value>, 'decode'>): ControlCodec<never, Value> {
  return {
    encode(_value, name) {
      throw new TypeError(`${name} is only received`)
    },
    decode,
  }
}

/** Ancillary data that is of another type sent than received. */
export function sentAndReceived<Sent, Received>(
  { encode }: Pick<ValueCodec<Sent>, 'encode'>,
  { decode }: Pick<ValueCodec<Received>, 'decode'>,
): ControlCodec<Sent, Received> {
  return { encode, decode }
}

/** Memory of a socket in bytes, unless said: SK_MEMINFO_ of `<linux/sock_diag.h>`. */
export interface MemInfo {
  /** Of data received and not read. */
  readonly rmemAlloc: number
  /** Its limit: SO_RCVBUF. */
  readonly rcvbuf: number
  /** Of data handed to the network card or the queues before it. */
  readonly wmemAlloc: number
  /** The limit of data to send: SO_SNDBUF. */
  readonly sndbuf: number
  /** Reserved for what comes next. */
  readonly fwdAlloc: number
  /** Of data to send or not acknowledged. */
  readonly wmemQueued: number
  /** Of options and ancillary data. */
  readonly optmem: number
  /** Of packets that came while a call held the socket. */
  readonly backlog: number
  /** Packets that were dropped, a count. */
  readonly drops: number
}

/** Not a structure in C, but an array whose places have names. */
export const memInfo: StructCodec<MemInfo> = struct('', '', 36, {
  rmemAlloc: [0, uint32],
  rcvbuf: [4, uint32],
  wmemAlloc: [8, uint32],
  sndbuf: [12, uint32],
  fwdAlloc: [16, uint32],
  wmemQueued: [20, uint32],
  optmem: [24, uint32],
  backlog: [28, uint32],
  drops: [32, uint32],
})

/** By which clock packets leave at their time: `struct sock_txtime` of `<linux/net_tstamp.h>`. */
export interface TxTime {
  /** CLOCK_TAI (11) with the etf queueing discipline, CLOCK_MONOTONIC (1) with fq. */
  readonly clockid: number
  /** SOF_TXTIME_ flags. */
  readonly flags?: number
}

export const txTime: StructCodec<TxTime> = struct('sock_txtime', '', 8, {
  clockid: [0, int32],
  flags: [4, optional(uint32, 0)],
})

/** A rate of 64 bits, of which all ones are no limit. */
export const rate: ValueCodec<number> = {
  size: 8,
  encode(value, name) {
    if (value === Number.POSITIVE_INFINITY) return new Uint8Array(8).fill(0xff)
    return unsignedLong.encode(value, name)
  },
  decode(bytes) {
    // A kernel that counts it with 32 bits has all ones there.
    if (bytes.every((byte) => byte === 0xff)) return Number.POSITIVE_INFINITY
    return bytes.length < 8 ? unsignedInt.decode(bytes) : unsignedLong.decode(bytes)
  },
}

/** `struct scm_ts_pktinfo`. */
export interface TimestampPacketInfo {
  /** The interface at which the packet came, before bonds and bridges; 0 when it is not known. */
  readonly ifIndex: number
  /** Bytes of the packet with its link-layer header. */
  readonly pktLength: number
}

export const timestampPacketInfo: StructCodec<TimestampPacketInfo> = struct('scm_ts_pktinfo', '', 16, {
  ifIndex: [0, uint32],
  pktLength: [4, uint32],
})

/** Flags of which the kernel gives 8 bytes, a second number behind them, since Linux 5.14. */
export const timestampingFlags: ValueCodec<number> = { ...int, size: 8 }

/** A security module's label, as text. */
export const securityLabel: Pick<ValueCodec<string>, 'decode'> = {
  decode: (bytes) => new TextDecoder().decode(bytes).replace(/\0+$/, ''),
}

/** All 64 bits, when that is a name and not a count. */
export const name64: ValueCodec<bigint> = {
  size: 8,
  encode(value, name) {
    throw new TypeError(`${name} can only be read, not set to ${show(value)}`)
  },
  decode: (bytes) => new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true),
}
