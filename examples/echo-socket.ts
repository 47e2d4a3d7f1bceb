import {
  AF_INET,
  type ControlType,
  type ExtendedError,
  ICMP_FILTER,
  ICMPV6_FILTER,
  type IcmpFilter,
  type InternetAddress,
  IP_RECVERR,
  IP_RECVTTL,
  IP_TTL,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPV6_HOPLIMIT,
  IPV6_RECVERR,
  IPV6_RECVHOPLIMIT,
  IPV6_UNICAST_HOPS,
  isInternetAddress,
  isSocketError,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  type ReceivedMessage,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
  type SocketOption,
  type Stack,
  strerror,
  type WaitOptions,
} from 'soquete'
import {
  decodeEcho,
  type Echo,
  encodeEcho,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP_TIME_EXCEEDED,
  ICMP6_ECHO_REPLY,
  ICMP6_ECHO_REQUEST,
  ICMP6_TIME_EXCEEDED,
  inet4Payload,
} from './icmp.ts'

/** What came back for an echo request: its reply, or why it did not arrive. */
export type Answer = Reply | Trouble

export interface Reply {
  readonly sequence: number
  readonly from: InternetAddress
  /** Bytes of the ICMP message. */
  readonly length: number
  /** Routers that the reply could still have passed, and one more. */
  readonly ttl: number
}

export interface Trouble {
  readonly sequence: number
  /** Who says so: a router, or this machine. */
  readonly from: InternetAddress
  readonly trouble: string
}

/** What IPv4 and IPv6 each have a name of their own for. */
interface Version {
  readonly protocol: number
  readonly request: number
  readonly reply: number
  /** By the type of the ICMP message; of others the error's name says enough. */
  readonly troubles: ReadonlyMap<number, string>
  readonly filter: SocketOption<IcmpFilter>
  readonly error: SocketOption<boolean> & ControlType<never, ExtendedError>
  readonly sendTtl: SocketOption<number>
  readonly receiveTtl: SocketOption<boolean>
  readonly ttl: ControlType<never, number>
}

const FOUR: Version = {
  protocol: IPPROTO_ICMP,
  request: ICMP_ECHO,
  reply: ICMP_ECHOREPLY,
  troubles: new Map([[ICMP_TIME_EXCEEDED, 'time to live exceeded']]),
  filter: ICMP_FILTER,
  error: IP_RECVERR,
  sendTtl: IP_TTL,
  receiveTtl: IP_RECVTTL,
  ttl: IP_TTL,
}

const SIX: Version = {
  protocol: IPPROTO_ICMPV6,
  request: ICMP6_ECHO_REQUEST,
  reply: ICMP6_ECHO_REPLY,
  troubles: new Map([[ICMP6_TIME_EXCEEDED, 'hop limit exceeded']]),
  filter: ICMPV6_FILTER,
  error: IPV6_RECVERR,
  sendTtl: IPV6_UNICAST_HOPS,
  receiveTtl: IPV6_RECVHOPLIMIT,
  ttl: IPV6_HOPLIMIT,
}

/** More than any answer has. */
const ROOM = 65_536

/** Sends echo requests and hears what becomes of them: by a raw socket, or by an ICMP datagram socket. */
export class EchoSocket {
  /** SOCK_RAW or SOCK_DGRAM. */
  readonly type: number
  readonly #socket: Socket
  readonly #version: Version
  /** Tells our requests from those of other programs; a datagram socket has the kernel do that. */
  readonly #identifier: number
  readonly #buffer = new Uint8Array(ROOM)

  /**
   * Raw if that is permitted, else with datagrams; null when neither is: raw(7), icmp(7). `ttl` is how many routers a
   * request may pass, and one more; null leaves it to the system.
   */
  static open(stack: Stack, family: number, ttl: number | null): EchoSocket | null {
    for (const type of [SOCK_RAW, SOCK_DGRAM]) {
      try {
        return new EchoSocket(stack, family, type, ttl)
      } catch (error) {
        if (!isSocketError(error, 'EPERM') && !isSocketError(error, 'EACCES')) throw error
      }
    }
    return null
  }

  private constructor(stack: Stack, family: number, type: number, ttl: number | null) {
    const version = family === AF_INET ? FOUR : SIX
    const identifier = new Uint8Array(2)
    stack.random.fill(identifier)
    this.#identifier = (identifier[0]! << 8) | identifier[1]!
    this.type = type
    this.#version = version
    this.#socket = stack.socket(family, type, version.protocol)
    if (type === SOCK_RAW) this.#socket.setsockopt(version.filter, { pass: [version.reply] })
    if (ttl !== null) this.#socket.setsockopt(version.sendTtl, ttl)
    this.#socket.setsockopt(version.receiveTtl, true)
    this.#socket.setsockopt(version.error, true)
  }

  async send(sequence: number, data: Uint8Array, to: InternetAddress, wait: WaitOptions): Promise<void> {
    const { request } = this.#version
    const echo = encodeEcho({ type: request, identifier: this.#identifier, sequence, data })
    try {
      await this.#socket.sendto(echo, to, 0, wait)
    } catch (error) {
      if (!isSocketError(error)) throw error
      // It may be the trouble of an earlier request, which fails one call, whichever comes next.
      await this.#socket.sendto(echo, to, 0, wait)
    }
  }

  /** What becomes of a request of ours; null when it is another program's. */
  async receive(wait: WaitOptions): Promise<Answer | null> {
    try {
      return this.#readReply(await this.#socket.recvmsg(this.#buffer, 0, wait))
    } catch (error) {
      // Trouble fails the call that waits; what it is stands in the error queue.
      const told = await this.#socket.recvmsg(this.#buffer, MSG_ERRQUEUE | MSG_DONTWAIT).catch(() => null)
      if (told === null) throw error
      return this.#readTrouble(told)
    }
  }

  #readReply({ length, from, control }: ReceivedMessage): Reply | null {
    const packet = this.#buffer.subarray(0, length)
    // A raw socket of IPv4 has the header before it: raw(7).
    const withHeader = this.type === SOCK_RAW && this.#version === FOUR
    const bytes = withHeader ? inet4Payload(packet) : packet
    const echo = this.#ours(bytes, this.#version.reply)
    if (bytes === null || echo === null || from === null || !isInternetAddress(from)) return null
    const ttl = control.get(this.#version.ttl) as number
    return { sequence: echo.sequence, from, length: bytes.length, ttl }
  }

  /** The request comes back with it, as far as the router has quoted that: ip(7). */
  #readTrouble({ length, control }: ReceivedMessage): Trouble | null {
    const echo = this.#ours(this.#buffer.subarray(0, length), this.#version.request)
    const error = control.get(this.#version.error)
    const from = error?.offender ?? null
    if (echo === null || error === undefined || from === null || !isInternetAddress(from)) return null
    const trouble = this.#version.troubles.get(error.icmpType) ?? strerror(error.errno)
    return { sequence: echo.sequence, from, trouble }
  }

  #ours(bytes: Uint8Array | null, type: number): Echo | null {
    const echo = bytes === null ? null : decodeEcho(bytes)
    const ours = this.type === SOCK_DGRAM || echo?.identifier === this.#identifier
    return ours && echo?.type === type ? echo : null
  }

  close(): Promise<void> {
    return this.#socket.close()
  }
}
