import { AF_INET, AF_INET6, AF_UNSPEC, NETLINK_ROUTE } from '../socket/constants.ts'
import type { Stack } from '../socket/stack.ts'
import type { WaitOptions } from '../socket/waiting.ts'
import { Attributes, told } from './attributes.ts'
import {
  IFA_ADDRESS,
  IFA_BROADCAST,
  IFA_CACHEINFO,
  IFA_FLAGS,
  IFA_LABEL,
  IFA_LOCAL,
  RTM_GETADDR,
  RTM_NEWADDR,
} from './constants.ts'
import { converse } from './conversation.ts'
import { fixedPart, malformed, type NetlinkMessage } from './message.ts'
import { IFA_CACHEINFO_LAYOUT, IFADDRMSG } from './structures.ts'

/** An IP address of an interface: RTM_NEWADDR, rtnetlink(7). */
export interface InterfaceAddress {
  readonly family: typeof AF_INET | typeof AF_INET6
  readonly ifindex: number
  readonly address: string
  /** Bits that the addresses of its network have in common. */
  readonly prefixLength: number
  /** The other end of a point-to-point link. */
  readonly peer?: string
  readonly broadcast?: string
  /** The interface's name, or that of an alias. IPv4. */
  readonly label?: string
  /** RT_SCOPE_UNIVERSE, RT_SCOPE_HOST and their like. */
  readonly scope: number
  /** IFA_F_PERMANENT and its like. */
  readonly flags: number
  /** Seconds that it may still be used; Infinity where nothing ends it. */
  readonly validLifetime: number
  /** Seconds that it may still be chosen for new connections. */
  readonly preferredLifetime: number
}

/** The IP addresses of all interfaces. */
export function listAddresses(stack: Stack, wait?: WaitOptions): Promise<InterfaceAddress[]> {
  const request = {
    type: RTM_GETADDR,
    name: 'RTM_GETADDR',
    parts: [Uint8Array.of(AF_UNSPEC, ...new Uint8Array(IFADDRMSG.size - 1))],
  }
  return converse(stack, NETLINK_ROUTE, wait, (conversation) => conversation.dump(request, decodeAddress))
}

/** Reads RTM_NEWADDR; null for another message, and for what is no IP address. */
export function decodeAddress({ type, payload }: NetlinkMessage): InterfaceAddress | null {
  if (type !== RTM_NEWADDR) return null
  const view = fixedPart(payload, IFADDRMSG.size)
  const family = view.getUint8(IFADDRMSG.family)
  if (family !== AF_INET && family !== AF_INET6) return null
  const attributes = new Attributes(payload, IFADDRMSG.size)
  const near = attributes.address(IFA_LOCAL, family)
  // Without IFA_LOCAL it is the interface's own address; with it, the other end's, which may be the same.
  const far = attributes.address(IFA_ADDRESS, family)
  const address = near ?? far
  if (address === undefined) throw malformed('an address without its bytes')
  const cacheinfo = attributes.bytes(IFA_CACHEINFO)
  return {
    family,
    ifindex: view.getUint32(IFADDRMSG.index, true),
    address,
    prefixLength: view.getUint8(IFADDRMSG.prefixlen),
    ...told({
      peer: far === address ? undefined : far,
      broadcast: attributes.address(IFA_BROADCAST, family),
      label: attributes.text(IFA_LABEL),
    }),
    scope: view.getUint8(IFADDRMSG.scope),
    flags: attributes.uint32(IFA_FLAGS) ?? view.getUint8(IFADDRMSG.flags),
    ...decodeLifetimes(cacheinfo),
  }
}

const FOR_EVER = 0xffffffff

function decodeLifetimes(
  cacheinfo: Uint8Array | undefined,
): Pick<InterfaceAddress, 'validLifetime' | 'preferredLifetime'> {
  if (cacheinfo === undefined)
    return { validLifetime: Number.POSITIVE_INFINITY, preferredLifetime: Number.POSITIVE_INFINITY }
  const view = fixedPart(cacheinfo, IFA_CACHEINFO_LAYOUT.size)
  const seconds = (offset: number) => {
    const value = view.getUint32(offset, true)
    return value === FOR_EVER ? Number.POSITIVE_INFINITY : value
  }
  return {
    validLifetime: seconds(IFA_CACHEINFO_LAYOUT.valid),
    preferredLifetime: seconds(IFA_CACHEINFO_LAYOUT.prefered),
  }
}
