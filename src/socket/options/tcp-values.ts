import { byteLengthOf, checkBytes } from '../posix/bytes.ts'
import { TCP_MD5SIG_FLAG_IFINDEX, TCP_MD5SIG_FLAG_PREFIX } from './option-constants.ts'
import {
  byteArray,
  checkObject,
  ifindex,
  inetStorage,
  optional,
  type StructCodec,
  struct,
  uint8,
  uint16,
  uint32,
} from './struct-values.ts'

/** A key that signs a peer's segments: `struct tcp_md5sig` of `<linux/tcp.h>`, RFC 2385. */
export interface Md5Signature {
  /** The peer's address. */
  readonly addr: string
  /** Up to 80 bytes; none takes the key away. */
  readonly key: Uint8Array
}

/** A key of several peers: TCP_MD5SIG_EXT. */
export interface Md5SignatureExt extends Md5Signature {
  /** With TCP_MD5SIG_FLAG_PREFIX: so many bits of the address count. */
  readonly prefixlen?: number
  /** With TCP_MD5SIG_FLAG_IFINDEX: of connections over this VRF's interface. */
  readonly ifindex?: number
  /** TCP_MD5SIG_FLAG_ constants; left out, those of the fields that are given. */
  readonly flags?: number
}

interface Md5Struct extends Required<Md5SignatureExt> {
  readonly keylen: number
}

const md5Struct: StructCodec<Md5Struct> = struct<Md5Struct>('tcp_md5sig', 'tcpm_', 216, {
  addr: [0, inetStorage],
  flags: [128, optional(uint8, 0)],
  prefixlen: [129, optional(uint8, 0)],
  keylen: [130, uint16],
  ifindex: [132, optional(ifindex, 0)],
  key: [136, byteArray(80)],
})

function md5<Value extends Md5Signature>(shape: string, extended: boolean): StructCodec<Value> {
  return {
    size: md5Struct.size,
    layout: md5Struct.layout,
    encode(value, name) {
      const { addr, key, prefixlen, ifindex, flags } = checkObject(value, name, shape) as never as Md5Struct
      checkBytes(key, `${name}.key`)
      const given =
        (prefixlen === undefined ? 0 : TCP_MD5SIG_FLAG_PREFIX) |
        (ifindex === undefined ? 0 : TCP_MD5SIG_FLAG_IFINDEX)
      const more = extended ? { prefixlen, ifindex, flags: flags ?? given } : {}
      return md5Struct.encode({ addr, key, keylen: byteLengthOf(key), ...more } as Md5Struct, name)
    },
    decode: (bytes) => md5Struct.decode(bytes) as never as Value,
  }
}

export const md5Signature: StructCodec<Md5Signature> = md5('{ addr, key }', false)
export const md5SignatureExt: StructCodec<Md5SignatureExt> = md5('{ addr, key, prefixlen?, ifindex? }', true)

/** Windows of a connection that is put together again: `struct tcp_repair_window` of `<linux/tcp.h>`. */
export interface RepairWindow {
  /** SND.WL1: the segment's sequence number that set the window last. */
  readonly sndWl1: number
  /** SND.WND, in bytes. */
  readonly sndWnd: number
  /** The largest window that the peer has announced, in bytes. */
  readonly maxWindow: number
  /** RCV.WND, in bytes. */
  readonly rcvWnd: number
  /** RCV.NXT when the window was last announced. */
  readonly rcvWup: number
}

export const repairWindow: StructCodec<RepairWindow> = struct('tcp_repair_window', '', 20, {
  sndWl1: [0, uint32],
  sndWnd: [4, uint32],
  maxWindow: [8, uint32],
  rcvWnd: [12, uint32],
  rcvWup: [16, uint32],
})

/** What the two ends had agreed on: `struct tcp_repair_opt` of `<linux/tcp.h>`, one a TCP option. */
export interface RepairOption {
  /** The TCP option's kind: 2 is MSS, 3 window scale (both shifts in one number), 4 SACK, 8 timestamps. */
  readonly optCode: number
  /** Left out where the kind says all. */
  readonly optVal?: number
}

const repairOption: StructCodec<RepairOption> = struct('tcp_repair_opt', '', 8, {
  optCode: [0, uint32],
  optVal: [4, optional(uint32, 0)],
})

/** Four kinds are known; as many again do no harm. */
const MAX_REPAIR_OPTIONS = 8

export const repairOptions: StructCodec<readonly RepairOption[]> = {
  size: repairOption.size * MAX_REPAIR_OPTIONS,
  layout: repairOption.layout,
  encode(value, name) {
    if (!Array.isArray(value)) throw new TypeError(`${name} takes an array of { optCode, optVal? }`)
    if (value.length > MAX_REPAIR_OPTIONS)
      throw new RangeError(`${name} takes ${MAX_REPAIR_OPTIONS} options at most, not ${value.length}`)
    const bytes = new Uint8Array(repairOption.size * value.length)
    for (const [index, each] of value.entries())
      bytes.set(repairOption.encode(each, `${name}[${index}]`), index * repairOption.size)
    return bytes
  },
  decode: (bytes) =>
    Array.from({ length: bytes.length / repairOption.size }, (_, index) =>
      repairOption.decode(bytes.subarray(index * repairOption.size)),
    ),
}
