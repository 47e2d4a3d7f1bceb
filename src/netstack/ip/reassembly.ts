import type { Arena } from '../packet/arena.ts'
import {
  buildIpv4,
  IPV4_LARGEST,
  ipv4Destination,
  ipv4FragmentOffset,
  ipv4HeaderLength,
  ipv4Identification,
  ipv4MoreFragments,
  ipv4Protocol,
  ipv4Source,
  ipv4Tos,
  ipv4Ttl,
} from '../packet/ipv4.ts'
import { IPV6_ADDRESSES, IPV6_HEADER } from '../packet/ipv6.ts'
import {
  FRAGMENT_HEADER,
  fragmentIdentification,
  fragmentMore,
  fragmentOffset,
  type Ipv6Chain,
} from '../packet/ipv6-extensions.ts'
import { type Alarm, type Due, SECOND, type Time } from '../time.ts'
import { sameAddress, type Version } from './address.ts'
import type { IpCounters } from './counters.ts'
import type { Interface } from './interface.ts'

export interface ReassemblyLimits {
  /** Packets that are put together at a time; each takes a slot of the largest size. */
  readonly packets: number
  /** Fragments of one packet, duplicates included. */
  readonly fragments: number
}

/** How long a packet's fragments are waited for: RFC 8200 section 4.5, RFC 1122 section 3.3.2. */
const PATIENCE = 60 * SECOND
/** All data that a packet may have. */
const ROOM = 0xffff + 1
/** Units of 8 bytes that it may have. */
const BLOCKS = ROOM / 8

/** Who is told of what was not completed, when its first fragment came: lent, as it came. */
export interface Incomplete {
  incomplete(slot: number, from: Interface): void
}

/** One packet in the making. Its data stand where they will stand in the end, and its first header before them. */
class Assembly {
  version: Version = 4
  identification = 0
  protocol = 0
  /** The source and the destination. */
  readonly addresses = new DataView(new ArrayBuffer(32))
  /** Where it is put together; −1 when nothing can come of it any more. */
  slot = -1
  /** Bytes before the data, the fragment header of IPv6 included; 0 until the first fragment is there. */
  headerLength = 0
  /** Data of the first fragment. */
  firstLength = 0
  /** Data in all; −1 until the last fragment is there. */
  total = -1
  /** The end of the data that came so far. */
  reach = 0
  fragments = 0
  /** One of them met congestion: RFC 3168 section 5.3. */
  congested = false
  /** Blocks of 8 bytes that have come, a bit each, and how many: RFC 791 section 3.2's own way. */
  readonly came = new Uint8Array(BLOCKS / 8)
  blocks = 0
  deadline = 0
  from: Interface | null = null
}

/**
 * Puts fragments together, of both versions.
 *
 * A fragment that says again what is there already, the same bytes, is a duplicate and does no harm. Any other that
 * overlaps spoils the packet, with what is still to come of it: RFC 8200 section 4.5 and RFC 5722 demand it for IPv6,
 * and Linux does it for IPv4 too, because whoever cuts honestly has no reason to, and whoever overlaps wants a firewall
 * to read something else than the host does.
 */
export class Reassembly implements Due {
  readonly #arena: Arena
  readonly #counters: IpCounters
  readonly #time: Time
  readonly #alarm: Alarm
  readonly #limits: ReassemblyLimits
  readonly #incomplete: Incomplete
  /** The oldest first, so that the first is the next to time out. */
  readonly #open: Assembly[] = []
  readonly #idle: Assembly[] = []

  constructor(arena: Arena, time: Time, counters: IpCounters, limits: ReassemblyLimits, to: Incomplete) {
    this.#arena = arena
    this.#time = time
    this.#counters = counters
    this.#limits = limits
    this.#incomplete = to
    this.#alarm = time.alarm(this)
  }

  /** Packets that wait for fragments. */
  get waiting(): number {
    return this.#open.length
  }

  /** Takes a fragment of IPv4, lent. The whole packet when it is complete, which the caller then holds; otherwise −1. */
  take4(slot: number, at: number, end: number, from: Interface): number {
    const view = this.#arena.view(slot)
    const headerLength = ipv4HeaderLength(view, at)
    const protocol = ipv4Protocol(view, at)
    const one = this.#find(4, ipv4Identification(view, at), protocol, view, at + 12, from)
    const offset = ipv4FragmentOffset(view, at)
    const more = ipv4MoreFragments(view, at)
    if ((ipv4Tos(view, at) & 3) === 3) one.congested = true
    if (!this.#add(one, slot, at, at + headerLength, end, offset, more)) return -1
    return this.#finish(one, this.#complete4(one))
  }

  /** Takes a fragment of IPv6, behind whose headers `chain` stopped. */
  take6(slot: number, at: number, end: number, chain: Ipv6Chain, from: Interface): number {
    const view = this.#arena.view(slot)
    const header = chain.fragment
    // RFC 8200 section 4.5: only the first fragment's next header counts, so it tells no packets apart.
    const one = this.#find(6, fragmentIdentification(view, header), 0, view, at + IPV6_ADDRESSES, from)
    const offset = fragmentOffset(view, header)
    if ((view.getUint8(at + 1) & 0x30) === 0x30) one.congested = true
    if (!this.#add(one, slot, at, chain.at, end, offset, fragmentMore(view, header))) return -1
    return this.#finish(one, this.#complete6(one))
  }

  #find(
    version: Version,
    identification: number,
    protocol: number,
    view: DataView,
    at: number,
    from: Interface,
  ): Assembly {
    this.#counters.ReasmReqds++
    const behind = version === 4 ? 4 : 16
    for (const one of this.#open)
      if (
        one.identification === identification &&
        one.version === version &&
        one.protocol === protocol &&
        sameAddress(version, one.addresses, 0, view, at) &&
        sameAddress(version, one.addresses, behind, view, at + behind)
      )
        return one
    // The oldest has had its chance: a flood of first fragments must not lock out those who come after it.
    if (this.#open.length === this.#limits.packets) this.#giveUp(this.#open[0]!)
    const one = this.#idle.pop() ?? new Assembly()
    one.version = version
    one.identification = identification
    one.protocol = protocol
    for (let i = 0; i < 2 * behind; i += 4) one.addresses.setInt32(i, view.getInt32(at + i))
    one.slot = this.#arena.allocate(ROOM)
    one.headerLength = one.firstLength = one.reach = one.fragments = one.blocks = 0
    one.total = -1
    one.congested = false
    one.came.fill(0)
    one.deadline = this.#time.now + PATIENCE
    one.from = from
    this.#open.push(one)
    if (this.#open.length === 1) this.#alarm.set(one.deadline)
    return one
  }

  /** Adds the data from `data` on; true when the packet is complete. */
  #add(
    one: Assembly,
    slot: number,
    at: number,
    data: number,
    end: number,
    offset: number,
    more: boolean,
  ): boolean {
    const behind = offset + end - data
    const bad =
      one.slot < 0 ||
      ++one.fragments > this.#limits.fragments ||
      behind > ROOM ||
      (one.total >= 0 && behind > one.total) ||
      (!more && (behind < one.reach || (one.total >= 0 && behind !== one.total)))
    if (bad || !this.#place(one, slot, data, end, offset)) {
      this.#spoil(one)
      return false
    }
    one.reach = Math.max(one.reach, behind)
    if (!more) one.total = behind
    if (offset === 0 && one.headerLength === 0) this.#keepHeader(one, slot, at, data, behind)
    return one.slot >= 0 && one.total >= 0 && one.headerLength > 0 && one.blocks === (one.total + 7) >>> 3
  }

  /** Copies the data; false when they overlap others and say something else. */
  #place(one: Assembly, slot: number, data: number, end: number, offset: number): boolean {
    const first = offset >>> 3
    const last = (offset + end - data + 7) >>> 3
    let old = 0
    for (let block = first; block < last; block++) if (one.came[block >>> 3]! & (1 << (block & 7))) old++
    const from = this.#arena.bytes(slot)
    const to = this.#arena.bytes(one.slot)
    const begin = this.#arena.start(one.slot) + offset
    if (old > 0) {
      if (old < last - first) return false
      for (let i = 0; i < end - data; i++) if (from[data + i] !== to[begin + i]) return false
      return true
    }
    to.set(from.subarray(data, end), begin)
    for (let block = first; block < last; block++) one.came[block >>> 3]! |= 1 << (block & 7)
    one.blocks += last - first
    return true
  }

  /** Puts the first fragment's header before the data. Extension headers of more bytes than fit there are nobody's. */
  #keepHeader(one: Assembly, slot: number, at: number, data: number, firstLength: number): void {
    const length = data - at
    if (length > this.#arena.headroom) {
      this.#spoil(one)
      return
    }
    one.headerLength = length
    one.firstLength = firstLength
    const begin = this.#arena.start(one.slot) - length
    this.#arena.bytes(one.slot).set(this.#arena.bytes(slot).subarray(at, data), begin)
  }

  /** Writes the whole packet's header; false when it would be larger than a packet can be. */
  #complete4(one: Assembly): boolean {
    const length = one.headerLength + one.total
    if (length > IPV4_LARGEST) return false
    this.#arena.setLength(one.slot, one.total)
    const at = this.#arena.prepend(one.slot, one.headerLength)
    const view = this.#arena.view(one.slot)
    const tos = ipv4Tos(view, at)
    buildIpv4(
      view,
      at,
      one.headerLength,
      one.congested && (tos & 3) !== 0 ? tos | 3 : tos,
      length,
      one.identification,
      0,
      ipv4Ttl(view, at),
      one.protocol,
      ipv4Source(view, at),
      ipv4Destination(view, at),
    )
    return true
  }

  /** The same for IPv6: the fragment header goes, and what named it names what it named. */
  #complete6(one: Assembly): boolean {
    const length = one.headerLength - FRAGMENT_HEADER
    if (length - IPV6_HEADER + one.total > 0xffff) return false
    const bytes = this.#arena.bytes(one.slot)
    const data = this.#arena.start(one.slot)
    const protocol = bytes[data - FRAGMENT_HEADER]!
    bytes.copyWithin(data - length, data - one.headerLength, data - FRAGMENT_HEADER)
    this.#arena.setLength(one.slot, one.total)
    const at = this.#arena.prepend(one.slot, length)
    const view = this.#arena.view(one.slot)
    view.setUint16(at + 4, length - IPV6_HEADER + one.total)
    // The header that named the fragment header: the last of the chain, at whose end we stand now.
    let named = at + 6
    for (let here = at + IPV6_HEADER; here < data; here += (view.getUint8(here + 1) + 1) << 3) named = here
    view.setUint8(named, protocol)
    if (one.congested && (view.getUint8(at + 1) & 0x30) !== 0)
      view.setUint8(at + 1, view.getUint8(at + 1) | 0x30)
    return true
  }

  #finish(one: Assembly, good: boolean): number {
    const { slot } = one
    if (good) {
      one.slot = -1
      this.#counters.ReasmOKs++
    } else this.#spoil(one)
    this.#close(one)
    return good ? this.#fitting(slot) : -1
  }

  /** The packet in as small a slot as it needs: it may wait long, and whoever waits for it pays for the slot. */
  #fitting(slot: number): number {
    const copy = this.#arena.length(slot) <= ROOM / 4 ? this.#arena.copy(slot) : -1
    if (copy < 0) return slot
    this.#arena.release(slot)
    return copy
  }

  /** Nothing comes of it; but it stays until its time is over, so that the rest is not taken for another packet. */
  #spoil(one: Assembly): void {
    if (one.slot < 0) return
    this.#arena.release(one.slot)
    one.slot = -1
    this.#counters.ReasmFails++
  }

  #giveUp(one: Assembly): void {
    this.#spoil(one)
    this.#close(one)
  }

  #close(one: Assembly): void {
    const index = this.#open.indexOf(one)
    this.#open.splice(index, 1)
    one.from = null
    this.#idle.push(one)
    if (index > 0) return
    if (this.#open.length > 0) this.#alarm.set(this.#open[0]!.deadline)
    else this.#alarm.clear()
  }

  due(): void {
    while (this.#open.length > 0 && this.#open[0]!.deadline <= this.#time.now) this.#expire(this.#open[0]!)
    if (this.#open.length > 0) this.#alarm.set(this.#open[0]!.deadline)
  }

  #expire(one: Assembly): void {
    const { slot, from } = one
    if (slot >= 0) this.#counters.ReasmTimeout++
    if (slot >= 0 && one.headerLength > 0) {
      this.#arena.retain(slot)
      this.#giveUp(one)
      this.#arena.setLength(slot, one.firstLength)
      this.#arena.prepend(slot, one.headerLength)
      this.#incomplete.incomplete(slot, from!)
      this.#arena.release(slot)
    } else this.#giveUp(one)
  }

  /** Forgets all. */
  close(): void {
    while (this.#open.length > 0) this.#giveUp(this.#open[0]!)
  }
}
