import { encodePacket, type PacketSketch } from '../../netstack/packet/encode-packet.ts'
import { AF_INET6, AF_UNIX } from '../../socket/posix/constants.ts'
import { readPlace } from '../frame/place.ts'
import type { Direction, Watcher } from './converse.ts'
import type { PacketFile } from './packet-file.ts'

/** The two sides by their endpoints: `sent` goes from the one to the other. */
export interface Sides {
  readonly from: string
  readonly to: string
  /** Which of them has connected to the other. */
  readonly opener: 'from' | 'to'
  readonly messages: boolean
}

interface Side {
  readonly address: string
  readonly port: number
  readonly ipv6: boolean
}

/** Bytes of a packet's payload at most: it fits with any headers. */
const LARGEST = 65_000

/** What the window says that nobody here has: all that fits. */
const WINDOW = 0xffff

const NOTHING: Uint8Array = new Uint8Array(0)

/** Nanoseconds since 1970 began, as this process's clock goes on. */
function now(): bigint {
  return BigInt(Math.round(1e6 * (performance.timeOrigin + performance.now())))
}

/** Ports of Unix sockets, which have none. */
let unixPorts = 0

/**
 * What two sockets say to each other, as the packets that could have carried it: bytes, order and times are real, the
 * headers are made up. TCP is opened and ended as it was; datagrams are one packet each.
 */
export class ConversationPackets implements Watcher {
  readonly #file: PacketFile
  readonly #sides: Readonly<Record<Direction, Side>>
  readonly #messages: boolean
  readonly #unix: readonly string[]
  /** The next sequence number of each direction. */
  readonly #seq = { sent: 0, received: 0 }

  constructor(file: PacketFile, { from, to, opener, messages }: Sides, unixComment: string) {
    this.#file = file
    this.#messages = messages
    const unix = readPlace(from).endpoint.family === AF_UNIX
    this.#unix = unix ? [`${from} → ${to}. ${unixComment}`] : []
    this.#sides = unix
      ? { sent: unixSide('127.0.0.1'), received: unixSide('127.0.0.2') }
      : { sent: internetSide(from), received: internetSide(to) }
    if (!messages) this.#open(opener === 'from' ? 'sent' : 'received')
  }

  moved(direction: Direction, piece: Uint8Array): void {
    if (this.#messages) {
      this.#datagram(direction, piece.subarray(0, LARGEST), piece.length > LARGEST)
      return
    }
    for (let at = 0; at < piece.length; at += LARGEST)
      this.#segment(direction, 'PSH,ACK', piece.subarray(at, at + LARGEST))
  }

  ended(direction: Direction): void {
    if (!this.#messages) this.#segment(direction, 'FIN,ACK')
  }

  /** What could not be said any more. */
  broken(): void {
    if (!this.#messages) this.#segment('received', 'RST,ACK')
  }

  #open(opener: Direction): void {
    const other = opener === 'sent' ? 'received' : 'sent'
    this.#segment(opener, 'SYN', NOTHING, this.#unix)
    this.#segment(other, 'SYN,ACK')
    this.#segment(opener, 'ACK')
  }

  #segment(
    direction: Direction,
    flags: string,
    payload: Uint8Array = NOTHING,
    comments: readonly string[] = [],
  ): void {
    const other = direction === 'sent' ? 'received' : 'sent'
    const [source, destination] = [this.#sides[direction], this.#sides[other]]
    const tcp = {
      sourcePort: source.port,
      destinationPort: destination.port,
      seq: this.#seq[direction],
      ack: flags.includes('ACK') ? this.#seq[other] : 0,
      flags,
      window: WINDOW,
    }
    this.#packet(direction, { tcp, payload }, comments)
    const counted = payload.length + (/SYN|FIN/.test(flags) ? 1 : 0)
    this.#seq[direction] = (this.#seq[direction] + counted) >>> 0
  }

  #datagram(direction: Direction, payload: Uint8Array, cut: boolean): void {
    const [source, destination] =
      direction === 'sent'
        ? [this.#sides.sent, this.#sides.received]
        : [this.#sides.received, this.#sides.sent]
    const udp = { sourcePort: source.port, destinationPort: destination.port }
    this.#packet(direction, { udp, payload }, [...this.#unix, ...(cut ? [`${LARGEST} bytes of it`] : [])])
  }

  #packet(direction: Direction, inner: PacketSketch, comments: readonly string[]): void {
    const { sent, received } = this.#sides
    const [source, destination] = direction === 'sent' ? [sent, received] : [received, sent]
    const addresses = { source: source.address, destination: destination.address }
    const bytes = encodePacket({ ...inner, ...(source.ipv6 ? { ipv6: addresses } : { ipv4: addresses }) })
    const way = direction === 'sent' ? 'out' : 'in'
    this.#file.packet({ time: now(), bytes, direction: way, comments })
  }
}

function unixSide(address: string): Side {
  unixPorts = (unixPorts % 0xffff) + 1
  return { address, port: unixPorts, ipv6: false }
}

function internetSide(name: string): Side {
  const { endpoint } = readPlace(name)
  if (endpoint.family === AF_UNIX) throw new TypeError(`${name} has no address`)
  return {
    address: endpoint.host ?? '0.0.0.0',
    port: Number(endpoint.port),
    ipv6: endpoint.family === AF_INET6,
  }
}
