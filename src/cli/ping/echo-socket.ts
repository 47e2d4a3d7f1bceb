import { isSocketError } from '../../socket/errors.ts'
import type { ReceivedMessage } from '../../socket/message.ts'
import { IPV6_HOPLIMIT } from '../../socket/options/control-types.ts'
import { type ExtendedError, SO_EE_ORIGIN_TIMESTAMPING } from '../../socket/options/control-values.ts'
import type { IcmpFilter } from '../../socket/options/icmp-values.ts'
import { IP_RECVERR, IP_RECVTTL, IP_TTL } from '../../socket/options/ip-options.ts'
import { IPV6_RECVERR, IPV6_RECVHOPLIMIT, IPV6_UNICAST_HOPS } from '../../socket/options/ipv6-options.ts'
import type { ControlType, SocketOption } from '../../socket/options/option.ts'
import { ICMP_FILTER, ICMPV6_FILTER } from '../../socket/options/raw-options.ts'
import { SO_TIMESTAMPING } from '../../socket/options/socket-options.ts'
import { type InternetAddress, isInternetAddress } from '../../socket/posix/addresses.ts'
import {
  AF_INET,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  SOCK_DGRAM,
  SOCK_RAW,
} from '../../socket/posix/constants.ts'
import type { Socket } from '../../socket/socket.ts'
import type { Stack } from '../../socket/stack.ts'
import type { WaitOptions } from '../../socket/waiting.ts'
import { Departures } from './departures.ts'
import {
  decodeEcho,
  type Echo,
  encodeEcho,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP6_ECHO_REPLY,
  ICMP6_ECHO_REQUEST,
  inet4Payload,
} from './icmp.ts'
import { type Reason, reasonOf } from './icmp-error.ts'

/** What came back for an echo request: its reply, or why it did not arrive. */
export type Answer = Reply | Trouble

export interface Reply {
  readonly sequence: number
  readonly from: InternetAddress
  /** Bytes of the ICMP message. */
  readonly length: number
  /** Routers that the reply could still have passed, and one more. */
  readonly ttl: number
  /** Milliseconds, by the kernel's clock, when it has told both ends. */
  readonly time?: number
}

export interface Trouble {
  readonly sequence: number
  /** Who says so: a router, or this machine. */
  readonly from: InternetAddress
  readonly reason: Reason
  /** Of the ICMP message. */
  readonly type: number
  readonly code: number
  /** Of `packet-too-big`: bytes that the next link takes. */
  readonly mtu?: number
}

/** What IPv4 and IPv6 each have a name of their own for. */
interface Version {
  readonly protocol: number
  readonly request: number
  readonly reply: number
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
  readonly #departures: Departures
  /** Trouble of which nobody has been told yet. */
  readonly #found: (Trouble | null)[] = []

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
    this.#departures = new Departures(this.#socket)
  }

  async send(sequence: number, data: Uint8Array, to: InternetAddress, wait: WaitOptions): Promise<void> {
    const { request } = this.#version
    const echo = encodeEcho({ type: request, identifier: this.#identifier, sequence, data })
    try {
      await this.#socket.sendto(echo, to, 0, wait)
    } catch (error) {
      if (!isSocketError(error)) throw error
      // It may be the trouble of an earlier request, which fails one call, whichever comes next.
      this.#departures.restart()
      await this.#socket.sendto(echo, to, 0, wait)
    }
    this.#departures.sent(sequence)
  }

  /** What becomes of a request of ours; null when it is another program's. */
  async receive(wait: WaitOptions): Promise<Answer | null> {
    await this.#readErrorQueue()
    if (this.#found.length > 0) return this.#found.shift() ?? null
    try {
      const message = await this.#socket.recvmsg(this.#buffer, 0, wait)
      const reply = this.#readReply(message)
      if (reply === null) return null
      await this.#readErrorQueue()
      const time = this.#departures.roundTrip(reply.sequence, message.control.get(SO_TIMESTAMPING)?.software)
      return time === undefined ? reply : { ...reply, time }
    } catch (error) {
      // Trouble fails the call that waits; what it is stands in the error queue.
      await this.#readErrorQueue()
      if (this.#found.length === 0) throw error
      return this.#found.shift() ?? null
    }
  }

  /** Trouble, and when requests have left. */
  async #readErrorQueue(): Promise<void> {
    for (;;) {
      const flags = MSG_ERRQUEUE | MSG_DONTWAIT
      const entry = await this.#socket.recvmsg(this.#buffer, flags).catch(() => null)
      if (entry === null) return
      const error = entry.control.get(this.#version.error)
      const left = entry.control.get(SO_TIMESTAMPING)?.software
      if (error?.origin !== SO_EE_ORIGIN_TIMESTAMPING) this.#found.push(this.#readTrouble(entry))
      else if (left) this.#departures.told(error.data, left)
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
    const { icmpType: type, icmpCode: code, info } = error
    const reason = reasonOf(this.#socket.family, type, code)
    const mtu = reason === 'packet-too-big' ? { mtu: info } : {}
    return { sequence: echo.sequence, from, reason, type, code, ...mtu }
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
