import { intFrom, type ValueCodec } from './option-values.ts'
import {
  inet6,
  networkUint32,
  optional,
  type StructCodec,
  struct,
  uint8,
  uint16,
  uint32,
} from './struct-values.ts'

/** Ports of which a socket without one gets its own: IP_LOCAL_PORT_RANGE, ip(7). Both count; 0 is the system's bound. */
export interface PortRange {
  readonly low: number
  readonly high: number
}

/** One number: `low` in its lower 16 bits. */
export const portRange: StructCodec<PortRange> = struct('', '', 4, {
  low: [0, uint16],
  high: [2, uint16],
})

/** What a path of IPv6 carries: `struct ip6_mtuinfo`, RFC 3542 section 11. */
export interface MtuInfo {
  /** The destination's address. */
  readonly addr: string
  /** Bytes of a packet. */
  readonly mtu: number
}

export const mtuInfo: ValueCodec<MtuInfo> = {
  ...struct<MtuInfo>('ip6_mtuinfo', 'ip6m_', 32, {
    // Of `struct sockaddr_in6` the address alone.
    addr: [8, inet6],
    mtu: [28, uint32],
  }),
}

/** A flow label of IPv6, to have for oneself: `struct in6_flowlabel_req` of `<linux/in6.h>`. */
export interface FlowLabel {
  /** The destination. */
  readonly dst: string
  /** 20 bits. */
  readonly label: number
  /** IPV6_FL_A_GET, PUT or RENEW. */
  readonly action: number
  /** Who else may have it: IPV6_FL_S_ANY, USER, PROCESS, EXCL. */
  readonly share: number
  /** IPV6_FL_F_CREATE and EXCL. */
  readonly flags?: number
  /** Seconds that it is held without use. */
  readonly expires?: number
  /** Seconds that it is held once nobody has it any more. */
  readonly linger?: number
}

export const flowLabel: StructCodec<FlowLabel> = struct('in6_flowlabel_req', 'flr_', 32, {
  dst: [0, inet6],
  label: [16, networkUint32],
  action: [20, uint8],
  share: [21, uint8],
  flags: [22, optional(uint16, 0)],
  expires: [24, optional(uint16, 0)],
  linger: [26, optional(uint16, 0)],
})

/** An 8-bit field of the header, of which -1 is the system's default. */
export const octetOrDefault: ValueCodec<number> = intFrom(-1, 255)
export const octet: ValueCodec<number> = intFrom(0, 255)
