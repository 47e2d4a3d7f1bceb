import { ARPHRD_ETHER, ARPHRD_LOOPBACK, ARPHRD_NONE, IFF_LOWER_UP, IFF_UP } from '../../netlink/constants.ts'
import { listAddresses } from '../../netlink/interface-addresses.ts'
import { type Link, listLinks } from '../../netlink/links.ts'
import type { Stack } from '../../socket/stack.ts'
import { LINKTYPE_ETHERNET, LINKTYPE_RAW } from '../../trace/pcapng.ts'

/** For those who know what it is: LINKTYPE_USER0. */
const LINKTYPE_UNKNOWN = 147

/** Links whose packets begin with the IP header: tunnels, and what has no link layer at all. */
const BARE: readonly number[] = [ARPHRD_NONE, 512, 519, 768, 769, 776]

/** What the packets of a kind of link begin with. */
export function linkTypeOf(hatype: number | undefined): number {
  if (hatype === ARPHRD_ETHER || hatype === ARPHRD_LOOPBACK) return LINKTYPE_ETHERNET
  return hatype !== undefined && BARE.includes(hatype) ? LINKTYPE_RAW : LINKTYPE_UNKNOWN
}

/** The interfaces of this machine by name and number; some may come while packets do. */
export class Interfaces {
  readonly #stack: Stack
  readonly #links: readonly Link[]
  readonly #names: Map<number, string>

  private constructor(stack: Stack, links: readonly Link[]) {
    this.#stack = stack
    this.#links = links
    this.#names = new Map(links.map(({ index, name }) => [index, name]))
  }

  static async list(stack: Stack): Promise<Interfaces> {
    return new Interfaces(stack, await listLinks(stack))
  }

  get names(): readonly string[] {
    return this.#links.map(({ name }) => name)
  }

  find(name: string): Link | undefined {
    return this.#links.find((link) => link.name === name || link.altNames.includes(name))
  }

  /** Its name; `if7` of one that has gone. */
  async nameOf(index: number): Promise<string> {
    const known = this.#names.get(index)
    if (known !== undefined) return known
    for (const link of await listLinks(this.#stack)) this.#names.set(link.index, link.name)
    const name = this.#names.get(index) ?? `if${index}`
    this.#names.set(index, name)
    return name
  }
}

export type LinkState = 'up' | 'noCarrier' | 'down'

/** An interface, as somebody wants to see it who chooses one. */
export interface ListedInterface {
  readonly name: string
  readonly index: number
  readonly state: LinkState
  /** What made it, as `veth` or `tun`; hardware has none. */
  readonly kind?: string | undefined
  readonly mtu: number
  /** Of the link layer. */
  readonly address?: string | undefined
  /** As `192.0.2.7/24`. */
  readonly addresses: readonly string[]
}

export async function listInterfaces(stack: Stack): Promise<readonly ListedInterface[]> {
  const [links, addresses] = [await listLinks(stack), await listAddresses(stack)]
  return links.map(({ name, index, flags, kind, mtu, address }) => ({
    name,
    index,
    state: (flags & IFF_UP) === 0 ? 'down' : (flags & IFF_LOWER_UP) === 0 ? 'noCarrier' : 'up',
    kind,
    mtu,
    address,
    addresses: addresses
      .filter(({ ifindex }) => ifindex === index)
      .map((each) => `${each.address}/${each.prefixLength}`),
  }))
}
