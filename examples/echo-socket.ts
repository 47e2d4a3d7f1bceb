import {
  AF_INET,
  type InternetAddress,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  isInternetAddress,
  isSocketError,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
  type Stack,
  type WaitOptions,
} from 'soquete'
import {
  decodeIcmp,
  decodeInet4,
  encodeEcho,
  ICMP_DEST_UNREACH,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP_TIME_EXCEEDED,
  ICMP6_DST_UNREACH,
  ICMP6_ECHO_REPLY,
  ICMP6_ECHO_REQUEST,
  ICMP6_TIME_EXCEEDED,
  type IcmpMessage,
} from './icmp.ts'

/** What came back for an echo request. */
export interface Answer {
  readonly sequence: number
  readonly from: InternetAddress
  /** Bytes of the ICMP message. */
  readonly length: number
  /** Routers that the answer could still have passed; null where the socket does not tell. */
  readonly ttl: number | null
  /** Null, or why the request did not arrive, by the router that says so. */
  readonly trouble: string | null
}

const FOUR = {
  protocol: IPPROTO_ICMP,
  request: ICMP_ECHO,
  reply: ICMP_ECHOREPLY,
  trouble: new Map([
    [ICMP_DEST_UNREACH, 'destination unreachable'],
    [ICMP_TIME_EXCEEDED, 'time to live exceeded'],
  ]),
}

const SIX = {
  protocol: IPPROTO_ICMPV6,
  request: ICMP6_ECHO_REQUEST,
  reply: ICMP6_ECHO_REPLY,
  trouble: new Map([
    [ICMP6_DST_UNREACH, 'destination unreachable'],
    [ICMP6_TIME_EXCEEDED, 'hop limit exceeded'],
  ]),
}

/** More than any answer has. */
const ROOM = 65_536

/** Sends echo requests and hears what becomes of them: by a raw socket, or by an ICMP datagram socket. */
export class EchoSocket {
  /** SOCK_RAW or SOCK_DGRAM. */
  readonly type: number
  readonly #socket: Socket
  readonly #version: typeof FOUR
  /** Tells our requests from those of other programs; a datagram socket has the kernel do that. */
  readonly #identifier: number
  readonly #buffer = new Uint8Array(ROOM)

  /** Raw if that is permitted, else with datagrams; null when neither is: raw(7), icmp(7). */
  static open(stack: Stack, family: number): EchoSocket | null {
    for (const type of [SOCK_RAW, SOCK_DGRAM]) {
      try {
        return new EchoSocket(stack, family, type)
      } catch (error) {
        if (!isSocketError(error, 'EPERM') && !isSocketError(error, 'EACCES')) throw error
      }
    }
    return null
  }

  private constructor(stack: Stack, family: number, type: number) {
    this.type = type
    this.#version = family === AF_INET ? FOUR : SIX
    this.#socket = stack.socket(family, type, this.#version.protocol)
    const identifier = new Uint8Array(2)
    stack.random.fill(identifier)
    this.#identifier = (identifier[0]! << 8) | identifier[1]!
  }

  async send(sequence: number, data: Uint8Array, to: InternetAddress, wait: WaitOptions): Promise<void> {
    const { request } = this.#version
    const echo = encodeEcho({ type: request, identifier: this.#identifier, sequence, data })
    await this.#socket.sendto(echo, to, 0, wait)
  }

  /** The next answer to a request of ours; what is said to others is passed over. */
  async receive(wait: WaitOptions): Promise<Answer | null> {
    const { data: packet, from } = await this.#socket.recvfrom(this.#buffer, 0, wait)
    if (from === null || !isInternetAddress(from)) return null
    const header = this.type === SOCK_RAW && this.#version === FOUR ? decodeInet4(packet) : null
    const bytes = header?.payload ?? packet
    const message = decodeIcmp(bytes)
    if (message === null) return null
    const answer = { from, length: bytes.length, ttl: header?.ttl ?? null }
    if (message.type === this.#version.reply)
      return this.#isOurs(message) ? { ...answer, sequence: message.sequence, trouble: null } : null
    const trouble = this.#version.trouble.get(message.type)
    const request = trouble === undefined ? null : this.#quoted(message.data)
    return request === null ? null : { ...answer, sequence: request.sequence, trouble: trouble ?? null }
  }

  #isOurs({ identifier }: IcmpMessage): boolean {
    return this.type === SOCK_DGRAM || identifier === this.#identifier
  }

  /** The request of ours that an error is about: it quotes the packet from its IP header on. */
  #quoted(packet: Uint8Array): IcmpMessage | null {
    const payload = this.#version === FOUR ? decodeInet4(packet)?.payload : packet.subarray(40)
    const message = decodeIcmp(payload ?? new Uint8Array(0))
    return message?.type === this.#version.request && this.#isOurs(message) ? message : null
  }

  close(): Promise<void> {
    return this.#socket.close()
  }
}
