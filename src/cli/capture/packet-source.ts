import { ARPHRD_LOOPBACK } from '../../netlink/constants.ts'
import { isSocketError } from '../../socket/errors.ts'
import { MessageVector } from '../../socket/message-vector.ts'
import type { PacketAuxdata } from '../../socket/options/control-values.ts'
import {
  BPF_ABS,
  BPF_JEQ,
  BPF_JMP,
  BPF_JUMP,
  BPF_K,
  BPF_LD,
  BPF_RET,
  BPF_STMT,
  BPF_W,
  type Instruction,
  SKF_AD_HATYPE,
  SKF_AD_OFF,
  SKF_AD_PKTTYPE,
} from '../../socket/options/filter.ts'
import { PACKET_AUXDATA, PACKET_STATISTICS } from '../../socket/options/packet-options.ts'
import {
  SO_ATTACH_FILTER,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_TIMESTAMPNS,
} from '../../socket/options/socket-options.ts'
import type { PacketAddress } from '../../socket/posix/addresses.ts'
import { AF_PACKET, ETH_P_ALL, PACKET_OUTGOING, SOCK_RAW } from '../../socket/posix/constants.ts'
import type { Socket } from '../../socket/socket.ts'
import type { Stack } from '../../socket/stack.ts'
import { LINKTYPE_ETHERNET } from '../../trace/pcapng.ts'
import type { Captured } from './captured.ts'
import { type Interfaces, linkTypeOf } from './interfaces.ts'

/** Bytes of a packet: more than any has, those included that the network card will cut into pieces. */
export const WHOLE_PACKET = 262_144

/** Bytes that wait here while this program does something else. */
const ROOM = 4 << 20

/** Packets that one call brings. */
const BATCH = 32

/** Bytes beside each packet: its time, and what the kernel knows of it. */
const CONTROL = 128

// TP_STATUS_ of <linux/if_packet.h>
const VLAN_VALID = 0x10
const VLAN_TPID_VALID = 0x40
/** IEEE 802.1Q. */
const VLAN = 0x8100

/** What is sent by lo comes back by it, and would be there twice: instructions in front of a filter, that drop it. */
const NOT_TWICE: readonly Instruction[] = [
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_HATYPE),
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARPHRD_LOOPBACK, 0, 3),
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_PKTTYPE),
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PACKET_OUTGOING, 0, 1),
  BPF_STMT(BPF_RET | BPF_K, 0),
]

/** A packet socket: packet(7). */
export class PacketSource {
  readonly #socket: Socket
  readonly #interfaces: Interfaces
  #dropped = 0

  constructor(stack: Stack, interfaces: Interfaces) {
    this.#interfaces = interfaces
    // Of protocol 0 it receives nothing yet: all that bind() lets in is of this interface, and has passed the filter.
    this.#socket = stack.socket(AF_PACKET, SOCK_RAW, 0)
  }

  /** Captures from now on: of one interface, or of all by number 0. */
  open(filter: readonly Instruction[], ifindex: number): void {
    this.#socket.setsockopt(SO_ATTACH_FILTER, [...NOT_TWICE, ...filter])
    this.#socket.setsockopt(SO_TIMESTAMPNS, true)
    this.#socket.setsockopt(PACKET_AUXDATA, true)
    this.#makeRoom()
    this.#socket.bind({ family: AF_PACKET, protocol: ETH_P_ALL, ifindex })
  }

  #makeRoom(): void {
    try {
      // net.core.rmem_max does not limit it, but CAP_NET_ADMIN is needed.
      this.#socket.setsockopt(SO_RCVBUFFORCE, ROOM)
    } catch (error) {
      if (!isSocketError(error, 'EPERM')) throw error
      this.#socket.setsockopt(SO_RCVBUF, ROOM)
    }
  }

  /** Packets that found no room, up to now. */
  get dropped(): number {
    // Reading them sets them back.
    if (!this.#socket.closed) this.#dropped += this.#socket.getsockopt(PACKET_STATISTICS).drops
    return this.#dropped
  }

  /** Packets as they come, of `size` bytes at most, until the signal aborts. */
  async *packets(size: number, signal: AbortSignal): AsyncGenerator<Captured, void, void> {
    const batch = new MessageVector(BATCH, size, { control: CONTROL })
    while (!signal.aborted) {
      const count = await this.#socket.recvmmsg(batch, 0, { signal }).catch((error: unknown) => {
        if (signal.aborted) return 0
        throw error
      })
      for (let index = 0; index < count; index++) {
        yield await this.#captured(batch, index)
      }
    }
  }

  async #captured(batch: MessageVector, index: number): Promise<Captured> {
    const from = batch.from(index) as PacketAddress
    const control = batch.control(index)
    const linkType = linkTypeOf(from.hatype)
    const auxiliary = control.get(PACKET_AUXDATA) as PacketAuxdata
    const tag = linkType === LINKTYPE_ETHERNET ? vlanTag(auxiliary) : null
    const bytes = batch.message(index)
    return {
      // There always is one: a packet from before the kernel began to stamp gets it as it is read.
      time: control.get(SO_TIMESTAMPNS) as bigint,
      bytes: tag === null ? bytes : withTag(bytes, tag).subarray(0, batch.size),
      length: auxiliary.length + (tag?.length ?? 0),
      direction: from.pkttype === PACKET_OUTGOING ? 'out' : 'in',
      ifindex: from.ifindex,
      interface: await this.#interfaces.nameOf(from.ifindex),
      linkType,
    }
  }

  close(): Promise<void> {
    void this.dropped
    return this.#socket.close()
  }
}

/** Bytes of a tag that the kernel or the network card has taken out of the frame. */
function vlanTag({ status, vlanTpid, vlanTci }: PacketAuxdata): Uint8Array | null {
  if ((status & VLAN_VALID) === 0) return null
  const type = (status & VLAN_TPID_VALID) === 0 ? VLAN : vlanTpid
  return Uint8Array.of(type >> 8, type & 0xff, vlanTci >> 8, vlanTci & 0xff)
}

/** The tag stands behind both addresses. */
function withTag(bytes: Uint8Array, tag: Uint8Array): Uint8Array {
  const at = Math.min(12, bytes.length)
  const frame = new Uint8Array(bytes.length + tag.length)
  frame.set(bytes.subarray(0, at))
  frame.set(tag, at)
  frame.set(bytes.subarray(at), at + tag.length)
  return frame
}
