import type { Arena } from '../packet/arena.ts'
import {
  buildIpv4,
  IPV4_HEADER,
  IPV4_MORE_FRAGMENTS,
  ipv4Destination,
  ipv4FragmentOffset,
  ipv4HeaderLength,
  ipv4Identification,
  ipv4MoreFragments,
  ipv4Protocol,
  ipv4Source,
  ipv4Tos,
  ipv4TotalLength,
  ipv4Ttl,
} from '../packet/ipv4.ts'
import {
  buildIpv6,
  IPV6_ADDRESSES,
  IPV6_HEADER,
  ipv6FlowLabel,
  ipv6HopLimit,
  ipv6NextHeader,
  ipv6TrafficClass,
} from '../packet/ipv6.ts'
import { buildFragment, FRAGMENT, FRAGMENT_HEADER } from '../packet/ipv6-extensions.ts'

/** Gets the fragments, each lent for the call. */
export type Emit = (slot: number) => void

/**
 * Cuts the IPv4 packet of a slot, which may be a fragment itself, into packets of `mtu` bytes at most: RFC 791 section
 * 3.2. Gives how many, or −1 without memory: then some may be on their way, and in vain.
 */
export function fragmentIpv4(arena: Arena, slot: number, mtu: number, emit: Emit): number {
  const view = arena.view(slot)
  const at = arena.start(slot)
  const whole = ipv4HeaderLength(view, at)
  const end = at + ipv4TotalLength(view, at)
  const more = ipv4MoreFragments(view, at)
  const offset = ipv4FragmentOffset(view, at)
  let headerLength = whole
  let count = 0
  for (let from = at + whole; from < end; ) {
    const length = Math.min((mtu - headerLength) & ~7, end - from)
    if (length <= 0) return -1
    const last = from + length === end
    const piece = arena.allocate(headerLength + length)
    if (piece < 0) return -1
    const there = arena.view(piece)
    const begin = arena.start(piece)
    if (headerLength > IPV4_HEADER) {
      if (count === 0) copy(arena, slot, at + IPV4_HEADER, piece, IPV4_HEADER, headerLength - IPV4_HEADER)
      else copyOptions(view, at, whole, there, begin + IPV4_HEADER)
    }
    copy(arena, slot, from, piece, headerLength, length)
    const flags = ((offset + from - at - whole) >>> 3) | (last && !more ? 0 : IPV4_MORE_FRAGMENTS)
    buildIpv4(
      there,
      begin,
      headerLength,
      ipv4Tos(view, at),
      headerLength + length,
      ipv4Identification(view, at),
      flags,
      ipv4Ttl(view, at),
      ipv4Protocol(view, at),
      ipv4Source(view, at),
      ipv4Destination(view, at),
    )
    emit(piece)
    arena.release(piece)
    from += length
    if (count++ === 0) headerLength = IPV4_HEADER + copyOptions(view, at, whole, null, 0)
  }
  return count
}

/** Writes the options that every fragment has (their first bit says so), filled up; gives their bytes. */
function copyOptions(view: DataView, at: number, whole: number, to: DataView | null, there: number): number {
  let here = at + IPV4_HEADER
  const end = at + whole
  let length = 0
  while (here < end) {
    const type = view.getUint8(here)
    if (type === 0) break
    const size = type === 1 || here + 1 === end ? 1 : Math.max(2, view.getUint8(here + 1))
    if (here + size > end) break
    if (type & 0x80) {
      for (let i = 0; i < size; i++) to?.setUint8(there + length + i, view.getUint8(here + i))
      length += size
    }
    here += size
  }
  for (; length % 4 !== 0; length++) to?.setUint8(there + length, 0)
  return length
}

/**
 * Cuts the IPv6 packet of a slot, which has no extension headers, into packets of `mtu` bytes at most: RFC 8200 section
 * 4.5. Gives how many, or −1 without memory.
 */
export function fragmentIpv6(
  arena: Arena,
  slot: number,
  mtu: number,
  identification: number,
  emit: Emit,
): number {
  const view = arena.view(slot)
  const at = arena.start(slot)
  const end = arena.end(slot)
  const most = (mtu - IPV6_HEADER - FRAGMENT_HEADER) & ~7
  let count = 0
  for (let from = at + IPV6_HEADER; from < end; count++) {
    const length = Math.min(most, end - from)
    const piece = arena.allocate(IPV6_HEADER + FRAGMENT_HEADER + length)
    if (piece < 0) return -1
    const there = arena.view(piece)
    const begin = arena.start(piece)
    buildIpv6(
      there,
      begin,
      ipv6TrafficClass(view, at),
      ipv6FlowLabel(view, at),
      FRAGMENT_HEADER + length,
      FRAGMENT,
      ipv6HopLimit(view, at),
      view,
      at + IPV6_ADDRESSES,
    )
    const offset = from - at - IPV6_HEADER
    const more = from + length < end
    buildFragment(there, begin + IPV6_HEADER, ipv6NextHeader(view, at), offset, more, identification)
    copy(arena, slot, from, piece, IPV6_HEADER + FRAGMENT_HEADER, length)
    emit(piece)
    arena.release(piece)
    from += length
  }
  return count
}

function copy(arena: Arena, slot: number, from: number, piece: number, behind: number, length: number): void {
  arena.bytes(piece).set(arena.bytes(slot).subarray(from, from + length), arena.start(piece) + behind)
}
