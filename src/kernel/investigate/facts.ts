import type { TcpState } from '../../socket/options/tcp-info.ts'

/** Who holds a socket, as far as it can be seen. */
export type Who =
  | { readonly kind: 'process'; readonly pid: number; readonly command: string; readonly own: boolean }
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'unseen' }

/** Is it this process? */
export function isOwn(who: Who): boolean {
  return who.kind === 'process' && who.own
}

/** Why a bound address stands in the way of another one. */
export type Cover =
  | 'same'
  /** It is the wildcard, the other one is not. */
  | 'includes'
  /** It is one of those that the other one, a wildcard, means. */
  | 'included'
  /** It is the IPv6 wildcard, the other one is IPv4. */
  | 'takes-ipv4'
  /** It is IPv4, the other one is the IPv6 wildcard. */
  | 'ipv4'

/** A socket that stands in the way. */
export interface Holder {
  readonly who: Who
  readonly state: TcpState | 'UDP'
  /** With its port, as people write it. */
  readonly address: string
  readonly cover: Cover
}

export type Protocol = 'TCP' | 'UDP'

/** A file that denies something, and to whom. */
export interface Denial {
  readonly path: string
  /** As `root:docker`. */
  readonly owner: string
  /** As `660`. */
  readonly mode: string
  /** Whom this process runs as. */
  readonly user: string
}

/** Ports that the system chooses from, and how many of them are taken. */
export interface PortRange {
  readonly low: number
  readonly high: number
  readonly taken: number
  readonly timeWait: number
  /** The peer for which they are taken, with its port; null: for all. */
  readonly peer: string | null
}

/** The descriptors of this process. */
export interface DescriptorCount {
  readonly open: number
  readonly limit: number
  readonly kinds: readonly (readonly [DescriptorKind, number])[]
  /** The kind of most of those opened last. */
  readonly newest: DescriptorKind | null
}

export type DescriptorKind = 'socket' | 'file' | 'pipe' | 'device' | 'event' | 'other'

/** A way out of this machine. */
export interface Route {
  /** As `10.1.1.0/24`, or `default`. */
  readonly destination: string
  readonly device: string
  /** Null: the hosts of the network are reached directly. */
  readonly gateway: string | null
}

/** A network interface of this machine. */
export interface Interface {
  readonly name: string
  /** Null where /sys does not tell. */
  readonly index: number | null
  readonly up: boolean
  /** It has a carrier: what is up may yet lead nowhere. */
  readonly linked: boolean
  /** Bytes; null where /sys does not tell. */
  readonly mtu: number | null
}

/** A kind of socket to which options belong. */
export type OptionKind = 'TCP' | 'UDP' | 'AF_INET' | 'AF_INET6' | 'AF_UNIX' | 'AF_PACKET'

/** A list that is too long is cut: so many more there are. */
export interface Few<Item> {
  readonly items: readonly Item[]
  readonly more: number
}

export function few<Item>(items: readonly Item[], most = 6): Few<Item> {
  return { items: items.slice(0, most), more: Math.max(0, items.length - most) }
}
