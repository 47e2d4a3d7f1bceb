import { checksum } from '../../src/cli/ping/icmp.ts'
import {
  AF_INET,
  AF_PACKET,
  ETH_P_IP,
  if_nametoindex,
  inet_pton,
  kernel,
  SOCK_RAW,
  type Socket,
} from '../../src/index.ts'
import { CABLE, ip } from '../namespace.ts'

/** What becomes of a request: answers after so many milliseconds each, or an ICMP error. */
export type Fate = readonly number[] | IcmpError

export interface IcmpError {
  readonly type: number
  readonly code: number
  /** The 32 bits behind the checksum: of "too big" the MTU. */
  readonly rest?: number
}

const ETHERNET = 14
const HEADER = 20
const ECHO_REQUEST = 8

/** Who says that a request does not arrive. */
const ROUTER = '10.0.0.254'

/**
 * A host at the other end of the cable, 10.0.0.9, that answers echo requests as it is told: never, twice, late. What
 * it sends is built by hand and comes in as from any other machine.
 */
export class EchoHost {
  static readonly address = '10.0.0.9'
  readonly #socket: Socket
  readonly #ifindex: number
  readonly #fate: (sequence: number) => Fate
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #done: Promise<void>

  /** Once a file: the address by which it is reached. */
  static connect(): void {
    ip('addr add 10.0.0.1/24 dev v0')
    ip(`neigh add ${EchoHost.address} lladdr ${CABLE.other.address} dev v0`)
  }

  constructor(fate: (sequence: number) => Fate) {
    this.#fate = fate
    this.#ifindex = if_nametoindex(CABLE.other.name)
    this.#socket = kernel.socket(AF_PACKET, SOCK_RAW, 0)
    this.#socket.bind({ family: AF_PACKET, protocol: ETH_P_IP, ifindex: this.#ifindex })
    this.#done = this.#serve()
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    await this.#socket.close()
    await this.#done
  }

  async #serve(): Promise<void> {
    for (;;) {
      const frame = await this.#socket.recv(2000).catch(() => null)
      if (frame === null) return
      if (frame[ETHERNET + 9] === 1 && frame[ETHERNET + HEADER] === ECHO_REQUEST) this.#meet(frame)
    }
  }

  #meet(request: Uint8Array): void {
    const fate = this.#fate((request[ETHERNET + HEADER + 6]! << 8) | request[ETHERNET + HEADER + 7]!)
    if ('type' in fate) this.#send(errorFor(request, fate))
    else for (const delay of fate) this.#sendLater(replyTo(request), delay)
  }

  #sendLater(frame: Uint8Array, delay: number): void {
    if (delay === 0) {
      this.#send(frame)
      return
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#send(frame)
    }, delay)
    this.#timers.add(timer)
  }

  #send(frame: Uint8Array): void {
    const to = { family: AF_PACKET, protocol: ETH_P_IP, ifindex: this.#ifindex } as const
    // It may be closed meanwhile.
    this.#socket.sendto(frame, to).catch(() => {})
  }
}

function back(frame: Uint8Array): Uint8Array {
  const turned = frame.slice()
  turned.set(frame.subarray(6, 12), 0)
  turned.set(frame.subarray(0, 6), 6)
  turned.set(frame.subarray(ETHERNET + 12, ETHERNET + 16), ETHERNET + 16)
  turned.set(frame.subarray(ETHERNET + 16, ETHERNET + 20), ETHERNET + 12)
  return turned
}

function replyTo(request: Uint8Array): Uint8Array {
  const reply = back(request)
  const icmp = reply.subarray(ETHERNET + HEADER)
  icmp[0] = 0
  sign(icmp, 2)
  return reply
}

/** RFC 792: what it is about comes back with it, header and eight bytes. */
function errorFor(request: Uint8Array, { type, code, rest = 0 }: IcmpError): Uint8Array {
  const quoted = request.subarray(ETHERNET, ETHERNET + HEADER + 8)
  const frame = new Uint8Array(ETHERNET + HEADER + 8 + quoted.length)
  frame.set(back(request).subarray(0, ETHERNET + HEADER))
  const header = frame.subarray(ETHERNET, ETHERNET + HEADER)
  header[3] = frame.length - ETHERNET
  header.set(inet_pton(AF_INET, ROUTER) as Uint8Array, 12)
  sign(header, 10)
  const icmp = frame.subarray(ETHERNET + HEADER)
  icmp.set([type, code])
  new DataView(icmp.buffer, icmp.byteOffset).setUint32(4, rest)
  icmp.set(quoted, 8)
  sign(icmp, 2)
  return frame
}

/** Writes the checksum over what it covers. */
function sign(bytes: Uint8Array, at: number): void {
  bytes.set([0, 0], at)
  const sum = checksum(bytes)
  bytes.set([sum >> 8, sum & 0xff], at)
}
