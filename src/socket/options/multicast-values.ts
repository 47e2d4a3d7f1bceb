import { show } from '../posix/addresses.ts'
import { type ValueCodec, view } from './option-values.ts'
import {
  checkObject,
  type Field,
  ifindex,
  inet4,
  inet6,
  inetStorage,
  optional,
  type StructCodec,
  struct,
  uint32,
} from './struct-values.ts'

// Multicast groups and their sources: ip(7), ipv6(7), RFC 3678.

/** A group of IPv4, and where to join it: `struct ip_mreqn`, ip(7). */
export interface Membership {
  /** The group's address, as `239.1.2.3`. */
  readonly multiaddr: string
  /** A local address of the interface; left out, the index or the routes say which. */
  readonly address?: string
  /** The interface's index; it goes before the address. */
  readonly ifindex?: number
}

export const membership: StructCodec<Membership> = struct('ip_mreqn', 'imr_', 12, {
  multiaddr: [0, inet4],
  address: [4, optional(inet4, '0.0.0.0')],
  ifindex: [8, optional(ifindex, 0)],
})

/** The interface by which multicasts leave: `struct ip_mreqn` without its group, ip(7). */
export interface MulticastInterface {
  /** A local address of the interface; `0.0.0.0` leaves it to the routes. Linux gives back this alone. */
  readonly address?: string
  /** The interface's index; it goes before the address. */
  readonly ifindex?: number
}

export const multicastInterface: ValueCodec<MulticastInterface> = {
  size: 4,
  encode(value, name) {
    checkObject(value, name, '{ address?, ifindex? }')
    return membership.encode({ ...value, multiaddr: '0.0.0.0' }, name)
  },
  decode: (bytes) => ({ address: inet4.read(bytes, 0) }),
}

/** A source of a group of IPv4: `struct ip_mreq_source`, ip(7). */
export interface SourceMembership {
  readonly multiaddr: string
  /** A local address of the interface; left out, the routes say which. */
  readonly interface?: string
  readonly sourceaddr: string
}

export const sourceMembership: StructCodec<SourceMembership> = struct('ip_mreq_source', 'imr_', 12, {
  multiaddr: [0, inet4],
  interface: [4, optional(inet4, '0.0.0.0')],
  sourceaddr: [8, inet4],
})

/** A group of IPv6, and where to join it: `struct ipv6_mreq`, ipv6(7). */
export interface Membership6 {
  /** The group's address, as `ff02::1:3`. */
  readonly multiaddr: string
  /** The interface's index; left out, the routes say which. */
  readonly ifindex?: number
}

export const membership6: StructCodec<Membership6> = struct('ipv6_mreq', 'ipv6mr_', 20, {
  multiaddr: [0, inet6],
  ifindex: [16, optional(ifindex, 0)],
})

/** An anycast address of IPv6, and where to have it: `struct ipv6_mreq`, ipv6(7). */
export interface Anycast6 {
  readonly acaddr: string
  /** The interface's index; left out, the routes say which. */
  readonly ifindex?: number
}

export const anycast6: StructCodec<Anycast6> = struct('ipv6_mreq', 'ipv6mr_', 20, {
  acaddr: [0, inet6],
  ifindex: [16, optional(ifindex, 0)],
})

/** A group of either family: `struct group_req`, RFC 3678 section 5.1. */
export interface GroupRequest {
  /** The interface's index; left out, the routes say which. */
  readonly interface?: number
  readonly group: string
}

export const groupRequest: StructCodec<GroupRequest> = struct('group_req', 'gr_', 136, {
  interface: [0, optional(ifindex, 0)],
  group: [8, inetStorage],
})

/** A source of a group of either family: `struct group_source_req`, RFC 3678 section 5.1. */
export interface GroupSourceRequest {
  /** The interface's index; left out, the routes say which. */
  readonly interface?: number
  readonly group: string
  readonly source: string
}

export const groupSourceRequest: StructCodec<GroupSourceRequest> = struct('group_source_req', 'gsr_', 264, {
  interface: [0, optional(ifindex, 0)],
  group: [8, inetStorage],
  source: [136, inetStorage],
})

/** More than the kernel takes by default (net.ipv4.igmp_max_msf, net.ipv6.mld_max_msf). */
const MAX_SOURCES = 256

/** All sources of a group of IPv4 at once: `struct ip_msfilter`, ip(7). */
export interface SourceFilter {
  readonly multiaddr: string
  /** A local address of the interface; left out, the routes say which. */
  readonly interface?: string
  /** MCAST_INCLUDE: these sources alone. MCAST_EXCLUDE: all but these. */
  readonly fmode: number
  /** The sources' addresses. */
  readonly slist: readonly string[]
}

export const sourceFilter: StructCodec<SourceFilter> = withSources(
  struct<Header<SourceFilter>>('ip_msfilter', 'imsf_', 16, {
    multiaddr: [0, inet4],
    interface: [4, optional(inet4, '0.0.0.0')],
    fmode: [8, uint32],
    numsrc: [12, uint32],
  }),
  inet4,
  4,
)

/** All sources of a group of either family at once: `struct group_filter`, RFC 3678 section 5.2. */
export interface GroupFilter {
  /** The interface's index; left out, the routes say which. */
  readonly interface?: number
  readonly group: string
  /** MCAST_INCLUDE: these sources alone. MCAST_EXCLUDE: all but these. */
  readonly fmode: number
  /** The sources' addresses. */
  readonly slist: readonly string[]
}

export const groupFilter: StructCodec<GroupFilter> = withSources(
  struct<Header<GroupFilter>>('group_filter', 'gf_', 144, {
    interface: [0, optional(ifindex, 0)],
    group: [8, inetStorage],
    fmode: [136, uint32],
    numsrc: [140, uint32],
  }),
  inetStorage,
  128,
)

/** What stands before the list: C keeps its length in a field. */
type Header<Filter> = Omit<Filter, 'slist'> & { readonly numsrc: number }

/** A structure that ends in a list of addresses. */
function withSources<Filter extends { readonly slist: readonly string[] }>(
  header: StructCodec<Header<Filter>>,
  source: Field<string>,
  width: number,
): StructCodec<Filter> {
  return {
    size: header.size + width * MAX_SOURCES,
    layout: header.layout,
    encode(value, name) {
      const { slist } = checkObject(value, name, '{ …, fmode, slist }')
      if (!Array.isArray(slist)) throw new TypeError(`${name}.slist is an array, not ${show(slist)}`)
      if (slist.length > MAX_SOURCES)
        throw new RangeError(`${name}.slist has ${slist.length} addresses; ${MAX_SOURCES} at most`)
      const head = header.encode({ ...value, numsrc: slist.length }, name)
      const bytes = new Uint8Array(head.length + width * slist.length)
      bytes.set(head)
      for (const [index, address] of slist.entries())
        source.write(bytes, head.length + width * index, address, `${name}.slist[${index}]`)
      return bytes
    },
    decode(bytes) {
      const { numsrc, ...head } = header.decode(bytes)
      const listed = Math.min(numsrc, Math.floor((view(bytes).byteLength - header.size) / width))
      const slist = Array.from({ length: Math.max(listed, 0) }, (_, index) =>
        source.read(bytes, header.size + width * index),
      )
      return { ...head, slist } as unknown as Filter
    },
  }
}

/** MCAST_JOIN_GROUP and its like are of the level of the group's family. */
export function isInet6Group(value: { readonly group: string }): boolean {
  return String(value.group).includes(':')
}
