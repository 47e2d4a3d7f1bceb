import { SOL_PACKET } from '../posix/constants.ts'
import { type PacketAuxdata, packetAuxdata } from './control-values.ts'
import type { Instruction } from './filter.ts'
import { program } from './filter-values.ts'
import { type ControlType, option, type SocketOption } from './option.ts'
import { flag, int, intFrom } from './option-values.ts'
import {
  type Fanout,
  fanout,
  type PacketMembership,
  type PacketStatistics,
  packetMembership,
  packetStatistics,
  type RolloverStatistics,
  rolloverStatistics,
} from './packet-values.ts'
import { received } from './socket-values.ts'

// Options of packet sockets, sorted by name: packet(7). What no page tells names its source.

/** Have an interface receive more: everything, all multicasts, or what is for an address. Until close, or dropped. */
export const PACKET_ADD_MEMBERSHIP: SocketOption<PacketMembership> = option(
  'PACKET_ADD_MEMBERSHIP',
  SOL_PACKET,
  1,
  packetMembership,
  'write',
)
/** Receive beside each packet its lengths, where its headers begin, and its VLAN. */
export const PACKET_AUXDATA: SocketOption<boolean> & ControlType<never, PacketAuxdata> = option(
  'PACKET_AUXDATA',
  SOL_PACKET,
  8,
  flag,
  'both',
  received(packetAuxdata),
)
/** Have the interface receive this no more. */
export const PACKET_DROP_MEMBERSHIP: SocketOption<PacketMembership> = option(
  'PACKET_DROP_MEMBERSHIP',
  SOL_PACKET,
  2,
  packetMembership,
  'write',
)
/** Share what comes with other sockets, which are bound as this one is. After bind. */
export const PACKET_FANOUT: SocketOption<Fanout> = option('PACKET_FANOUT', SOL_PACKET, 18, fanout)
/**
 * The program of a PACKET_FANOUT_CBPF group: it says which socket gets a packet, by its place in the order of joining.
 * Source: linux/if_packet.h.
 */
export const PACKET_FANOUT_DATA: SocketOption<readonly Instruction[]> = option(
  'PACKET_FANOUT_DATA',
  SOL_PACKET,
  22,
  program,
  'write',
)
/** Receive no packets that leave this machine. Source: linux/if_packet.h. */
export const PACKET_IGNORE_OUTGOING: SocketOption<boolean> = option(
  'PACKET_IGNORE_OUTGOING',
  SOL_PACKET,
  23,
  flag,
)
/** Of a ring for sending: drop packets that are badly formed, and go on. */
export const PACKET_LOSS: SocketOption<boolean> = option('PACKET_LOSS', SOL_PACKET, 14, flag)
/** Tell the interface that a packet came by, and not the bond or the VLAN above it. Source: linux/if_packet.h. */
export const PACKET_ORIGDEV: SocketOption<boolean> = option('PACKET_ORIGDEV', SOL_PACKET, 9, flag)
/** Send around the queues of the interface, straight to the card: faster, and what does not fit is lost. */
export const PACKET_QDISC_BYPASS: SocketOption<boolean> = option('PACKET_QDISC_BYPASS', SOL_PACKET, 20, flag)
/** What PACKET_FANOUT_ROLLOVER, or its flag, has handed on. EINVAL: neither is set. Source: linux/if_packet.h. */
export const PACKET_ROLLOVER_STATS: SocketOption<RolloverStatistics> = option(
  'PACKET_ROLLOVER_STATS',
  SOL_PACKET,
  21,
  rolloverStatistics,
  'read',
)
/** Packets that came, and those dropped, since this was last read. */
export const PACKET_STATISTICS: SocketOption<PacketStatistics> = option(
  'PACKET_STATISTICS',
  SOL_PACKET,
  6,
  packetStatistics,
  'read',
)
/** Of rings: by which clock packets are stamped, SOF_TIMESTAMPING_RAW_HARDWARE or 0. */
export const PACKET_TIMESTAMP: SocketOption<number> = option('PACKET_TIMESTAMP', SOL_PACKET, 17, int)
/** Of rings: how a packet stands in one. TPACKET_V1, V2 or V3. */
export const PACKET_VERSION: SocketOption<number> = option('PACKET_VERSION', SOL_PACKET, 10, intFrom(0, 2))
/**
 * Each packet has a `struct virtio_net_hdr` in front, received and sent. Source: linux/if_packet.h, linux/virtio_net.h.
 */
export const PACKET_VNET_HDR: SocketOption<boolean> = option('PACKET_VNET_HDR', SOL_PACKET, 15, flag)
/**
 * The same with the header's length: 10, or 12 with the number of buffers; 0 is off. Since Linux 6.4. Source:
 * linux/if_packet.h.
 */
export const PACKET_VNET_HDR_SZ: SocketOption<number> = option('PACKET_VNET_HDR_SZ', SOL_PACKET, 24, int)
