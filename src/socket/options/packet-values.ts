import { show } from '../posix/addresses.ts'
import { formatLinkAddress, parseLinkAddress } from '../posix/link-address.ts'
import type { ValueCodec } from './option-values.ts'
import {
  byteArray,
  checkObject,
  ifindex,
  optional,
  type StructCodec,
  struct,
  uint16,
  uint32,
  uint64,
} from './struct-values.ts'

/** What else an interface shall receive: `struct packet_mreq`, packet(7). */
export interface PacketMembership {
  readonly ifindex: number
  /** PACKET_MR_PROMISC, PACKET_MR_MULTICAST, PACKET_MR_UNICAST or PACKET_MR_ALLMULTI. */
  readonly type: number
  /** Of MULTICAST and UNICAST: the link-layer address, as `01:00:5e:01:02:03`. */
  readonly address?: string
}

interface PacketMreq {
  readonly ifindex: number
  readonly type: number
  readonly alen: number
  readonly address: Uint8Array
}

const packetMreq: StructCodec<PacketMreq> = struct('packet_mreq', 'mr_', 16, {
  ifindex: [0, ifindex],
  type: [4, uint16],
  alen: [6, uint16],
  address: [8, byteArray(8)],
})

export const packetMembership: StructCodec<PacketMembership> = {
  size: packetMreq.size,
  layout: packetMreq.layout,
  encode(value, name) {
    const { address, ...rest } = checkObject(value, name, '{ ifindex, type, address? }')
    const bytes =
      address === undefined
        ? new Uint8Array(0)
        : typeof address === 'string'
          ? parseLinkAddress(address)
          : null
    if (bytes === null)
      throw new TypeError(`${name}.address is a link-layer address as text, not ${show(address)}`)
    return packetMreq.encode({ ...rest, alen: bytes.length, address: bytes } as PacketMreq, name)
  },
  decode(bytes) {
    const { ifindex, type, alen, address } = packetMreq.decode(bytes)
    return { ifindex, type, ...(alen === 0 ? {} : { address: formatLinkAddress(address.subarray(0, alen)) }) }
  },
}

/** How sockets share what comes: `struct fanout_args` of `<linux/if_packet.h>`, packet(7). */
export interface Fanout {
  /** The group's number, 16 bits: sockets of the same number share. */
  readonly id: number
  /** PACKET_FANOUT_HASH and its like, with PACKET_FANOUT_FLAG_ constants. */
  readonly typeFlags: number
  /** Set by the group's first socket: as many sockets at most. 0 is the kernel's default, 256. */
  readonly maxNumMembers?: number
}

export const fanout: StructCodec<Fanout> = struct('fanout_args', '', 8, {
  id: [0, uint16],
  typeFlags: [2, uint16],
  maxNumMembers: [4, optional(uint32, 0)],
})

/** Since it was last read: `struct tpacket_stats`, packet(7). */
export interface PacketStatistics {
  /** Packets that passed the filter, dropped ones with them. */
  readonly packets: number
  /** Packets for which there was no room. */
  readonly drops: number
}

export const packetStatistics: StructCodec<PacketStatistics> = struct('tpacket_stats', 'tp_', 8, {
  packets: [0, uint32],
  drops: [4, uint32],
})

/** What a fanout group has rolled over: `struct tpacket_rollover_stats`. */
export interface RolloverStatistics {
  readonly all: number
  /** Packets of flows that were too many for one socket. */
  readonly huge: number
  /** Packets for which no socket of the group had room. */
  readonly failed: number
}

export const rolloverStatistics: StructCodec<RolloverStatistics> = struct(
  'tpacket_rollover_stats',
  'tp_',
  24,
  {
    all: [0, uint64],
    huge: [8, uint64],
    failed: [16, uint64],
  },
)

/** Which multicast group a message of netlink came from: `struct nl_pktinfo`, netlink(7). */
export interface NetlinkPacketInfo {
  /** 0: it was sent to this socket alone. */
  readonly group: number
}

export const netlinkPacketInfo: StructCodec<NetlinkPacketInfo> = struct('nl_pktinfo', '', 4, {
  group: [0, uint32],
})

/** A bit for each multicast group, from 1 on: the groups of those that are set. */
export const netlinkGroups: ValueCodec<readonly number[]> = {
  size: 1024,
  encode(_value, name) {
    throw new TypeError(`${name} can only be read`)
  },
  decode(bytes) {
    const all = Array.from({ length: 8 * bytes.length }, (_, bit) => bit)
    return all.filter((bit) => (bytes[bit >> 3]! & (1 << (bit & 7))) !== 0).map((bit) => bit + 1)
  },
}
