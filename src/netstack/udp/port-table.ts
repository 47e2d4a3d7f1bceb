import type { Chance } from '../chance.ts'
import type { Address, Version } from '../ip/address.ts'

/** What a socket is bound and connected to, as far as it decides who gets a datagram. */
export interface Binding {
  readonly family: Version
  /** Which versions of packets it takes; both, for an IPv6 socket that is open to IPv4. */
  readonly takes4: boolean
  readonly takes6: boolean
  /** Null for any. */
  readonly local: Address | null
  /** 0 when it is not bound. */
  readonly localPort: number
  /** Null when it is not connected. */
  readonly remote: Address | null
  readonly remotePort: number
  readonly reuseAddress: boolean
  readonly reusePort: boolean
}

/** Linux's net.ipv4.ip_local_port_range. */
const FIRST_EPHEMERAL = 32_768
const LAST_EPHEMERAL = 60_999

const NONE: readonly never[] = []

/** Who is bound where, and who of them gets a datagram: Linux's rules. */
export class PortTable<Socket extends Binding> {
  readonly #chance: Chance
  /** By port, the one that was bound last first, because among equals it gets what comes. */
  readonly #sockets = new Map<number, readonly Socket[]>()
  /** Of SO_REUSEPORT's hash, so that no stranger chooses who gets his datagrams. */
  readonly #secret: number

  constructor(chance: Chance) {
    this.#chance = chance
    this.#secret = chance.uint32()
  }

  /** The sockets on a port. */
  at(port: number): readonly Socket[] {
    return this.#sockets.get(port) ?? NONE
  }

  add(socket: Socket): void {
    this.#sockets.set(socket.localPort, [socket, ...this.at(socket.localPort)])
  }

  remove(socket: Socket): void {
    const left = this.at(socket.localPort).filter((other) => other !== socket)
    if (left.length > 0) this.#sockets.set(socket.localPort, left)
    else this.#sockets.delete(socket.localPort)
  }

  /**
   * May it be bound to a port? Two sockets may share one when their addresses differ, or no packet is for both, or
   * both have SO_REUSEADDR, or both SO_REUSEPORT.
   */
  isFree(socket: Socket, port: number): boolean {
    return this.at(port).every((other) => {
      const shared = (socket.takes4 && other.takes4) || (socket.takes6 && other.takes6)
      const same = socket.local === null || other.local === null || socket.local.equals(other.local)
      const agreed = (socket.reuseAddress && other.reuseAddress) || (socket.reusePort && other.reusePort)
      return other === socket || !shared || !same || agreed
    })
  }

  /** A free port by chance (RFC 6056 section 3.3.1); 0 when there is none. */
  ephemeral(socket: Socket): number {
    const count = LAST_EPHEMERAL - FIRST_EPHEMERAL + 1
    const first = this.#chance.uint32() % count
    for (let i = 0; i < count; i++) {
      const port = FIRST_EPHEMERAL + ((first + i) % count)
      if (this.isFree(socket, port)) return port
    }
    return 0
  }

  /**
   * Who gets a datagram from the address at `from` and `fromPort` to that at `to` and `toPort`: a connected socket before
   * one that is not, one bound to the address before one bound to any. Of equals that share the port by SO_REUSEPORT
   * the one that a hash of both ends picks. Null for nobody.
   */
  find(
    version: Version,
    view: DataView,
    from: number,
    fromPort: number,
    to: number,
    toPort: number,
  ): Socket | null {
    const candidates = this.at(toPort)
    let best: Socket | null = null
    let most = 0
    let equals = 0
    for (let i = 0; i < candidates.length; i++) {
      const socket = candidates[i]!
      const score = scoreOf(socket, version, view, from, fromPort, to)
      if (score > most) {
        best = socket
        most = score
        equals = 1
      } else if (score === most && score > 0) equals++
    }
    if (equals < 2 || !best!.reusePort) return best
    const chosen = this.#hash(version, view, from, fromPort, to, toPort) % equals
    let index = 0
    for (let i = 0; i < candidates.length; i++)
      if (scoreOf(candidates[i]!, version, view, from, fromPort, to) === most && index++ === chosen)
        return candidates[i]!
    return best
  }

  #hash(
    version: Version,
    view: DataView,
    from: number,
    fromPort: number,
    to: number,
    toPort: number,
  ): number {
    let hash = this.#secret ^ ((fromPort << 16) | toPort)
    for (let i = 0; i < (version === 4 ? 4 : 16); i += 4) {
      hash = Math.imul(hash ^ view.getInt32(from + i), 0x85eb_ca6b)
      hash ^= hash >>> 13
      hash = Math.imul(hash ^ view.getInt32(to + i), 0xc2b2_ae35)
      hash ^= hash >>> 16
    }
    return hash >>> 0
  }
}

/** How well a datagram fits a socket; 0 when it is not for it. */
export function scoreOf(
  socket: Binding,
  version: Version,
  view: DataView,
  from: number,
  fromPort: number,
  to: number,
): number {
  if (!(version === 4 ? socket.takes4 : socket.takes6)) return 0
  // Who is connected is so by all four of the ends: nothing is left to prefer.
  let score = socket.family === version && socket.remote === null ? 2 : 1
  if (socket.local !== null) {
    if (socket.local.version !== version || !socket.local.isAt(view, to)) return 0
    score += 4
  }
  if (socket.remote !== null) {
    const { remote } = socket
    if (socket.remotePort !== fromPort || remote.version !== version || !remote.isAt(view, from)) return 0
    score += 8
  }
  return score
}
