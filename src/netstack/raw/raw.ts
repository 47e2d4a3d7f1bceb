import { IPPROTO_ICMP, IPPROTO_ICMPV6 } from '../../socket/posix/constants.ts'
import type { Version } from '../ip/address.ts'
import type { DatagramSink } from '../ip/datagram.ts'
import type { Ip, Tap } from '../ip/ip.ts'
import { RawSocket } from './raw-socket.ts'

/** The raw sockets of one host: raw(7), ipv6(7). Each sees what comes for its protocol, whoever else gets it too. */
export class Raw implements Tap {
  readonly #ip: Ip
  readonly #sockets: RawSocket[] = []

  constructor(ip: Ip) {
    this.#ip = ip
    ip.tap = this
  }

  /** A socket for a protocol of IP: SOCK_RAW. */
  socket(family: Version, protocol: number, sink: DatagramSink): RawSocket {
    return this.#add(new RawSocket(this.#ip, family, protocol, -1, sink, this.#remove))
  }

  /** A socket that sends echo requests and gets the answers to them: SOCK_DGRAM with IPPROTO_ICMP, as in icmp(7). */
  pingSocket(family: Version, sink: DatagramSink): RawSocket {
    const protocol = family === 4 ? IPPROTO_ICMP : IPPROTO_ICMPV6
    return this.#add(new RawSocket(this.#ip, family, protocol, this.#identifier(), sink, this.#remove))
  }

  #add(socket: RawSocket): RawSocket {
    this.#sockets.push(socket)
    return socket
  }

  readonly #remove = (socket: RawSocket): void => {
    this.#sockets.splice(this.#sockets.indexOf(socket), 1)
  }

  /** One that no other socket has, by chance. */
  #identifier(): number {
    const first = this.#ip.chance.uint32()
    for (let i = 0; i < 0xffff; i++) {
      const identifier = (first + i) & 0xffff
      if (!this.#sockets.some((socket) => socket.identifier === identifier)) return identifier
    }
    throw new RangeError('65,536 ping sockets are open already')
  }

  tap(slot: number, protocol: number, ip: number, at: number, end: number): boolean {
    let taken = false
    for (let i = 0; i < this.#sockets.length; i++)
      if (this.#sockets[i]!.offer(slot, protocol, ip, at, end)) taken = true
    return taken
  }
}
