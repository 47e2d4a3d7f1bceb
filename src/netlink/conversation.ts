import { failure, isSocketError, SocketError, timedOut } from '../socket/errors.ts'
import { NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK } from '../socket/options/netlink-options.ts'
import type { SocketOption } from '../socket/options/option.ts'
import { AF_NETLINK, MSG_TRUNC, SOCK_RAW } from '../socket/posix/constants.ts'
import { errno, strerror } from '../socket/posix/errno.ts'
import type { Socket } from '../socket/socket.ts'
import type { Stack } from '../socket/stack.ts'
import { checkWait, type WaitOptions } from '../socket/waiting.ts'
import { Attributes } from './attributes.ts'
import {
  NLM_F_ACK_TLVS,
  NLM_F_CAPPED,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_NOOP,
  NLMSG_OVERRUN,
  NLMSGERR_ATTR_MSG,
} from './constants.ts'
import { align, encodeMessage, fixedPart, malformed, type NetlinkMessage, parseMessages } from './message.ts'
import { NLMSGERR, NLMSGHDR } from './structures.ts'

/** The kernel fills up to so much at a time for a reader that has the room. */
const BUFFER = 32768

/** Times that a list is asked for while it keeps changing. */
const READINGS = 8

/** What is asked of the kernel. */
export interface NetlinkRequest {
  /** RTM_GETLINK and its like. */
  readonly type: number
  /** As errors name it, `RTM_GETLINK`. */
  readonly name: string
  /** What it is about, for errors. */
  readonly about?: string
  /** The payload's structure and attributes, one after the other. */
  readonly parts: readonly Uint8Array[]
}

/**
 * One netlink socket, on which the kernel is asked one thing after the other; a question before the last one's answer
 * is refused with EBUSY.
 */
export class Conversation {
  readonly #stack: Stack
  readonly #socket: Socket
  readonly #wait: WaitOptions
  /** When the caller's time limit is reached, by the stack's clock. */
  readonly #until: number | undefined
  readonly #buffer = new Uint8Array(BUFFER)
  #sequence = 0
  #busy = false

  constructor(stack: Stack, protocol: number, wait: WaitOptions = {}) {
    checkWait(wait)
    this.#stack = stack
    this.#wait = wait
    this.#until = wait.timeout === undefined ? undefined : stack.clock.now() + wait.timeout
    this.#socket = stack.socket(AF_NETLINK, SOCK_RAW, protocol)
    try {
      for (const option of [NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK]) enable(this.#socket, option)
    } catch (error) {
      void this.#socket.close()
      throw error
    }
  }

  /** The one message that answers, as `decode` reads it. */
  async ask<Answer>(request: NetlinkRequest, decode: (message: NetlinkMessage) => Answer): Promise<Answer> {
    let answer: { message: Answer } | undefined
    await this.#exchange(request, 0, (message) => {
      answer ??= { message: decode(message) }
      return true
    })
    if (answer === undefined) throw new SocketError(errno.ENODATA, request.name)
    return answer.message
  }

  /**
   * All that a dump lists, as `decode` reads it; null is passed over. Asks again when the list changed meanwhile, and
   * fails with EAGAIN when it never stays.
   */
  async dump<Item>(
    request: NetlinkRequest,
    decode: (message: NetlinkMessage) => Item | null,
  ): Promise<Item[]> {
    for (let reading = 0; reading < READINGS; reading++) {
      const items: Item[] = []
      const whole = await this.#exchange(request, NLM_F_DUMP, (message) => {
        const item = decode(message)
        if (item !== null) items.push(item)
        return false
      })
      if (whole) return items
    }
    throw new SocketError(errno.EAGAIN, request.name, {
      reason: `the list changed during each of ${READINGS} readings`,
    })
  }

  close(): Promise<void> {
    return this.#socket.close()
  }

  /** Sends a request and takes its answers until the last; false when the kernel says that they do not agree. */
  async #exchange(
    request: NetlinkRequest,
    flags: number,
    take: (message: NetlinkMessage) => boolean,
  ): Promise<boolean> {
    if (this.#busy)
      throw new SocketError(errno.EBUSY, request.name, { reason: 'the last question has no answer yet' })
    this.#busy = true
    try {
      const sequence = ++this.#sequence
      const header = { type: request.type, flags: NLM_F_REQUEST | flags, sequence }
      await this.#socket.send(encodeMessage(header, ...request.parts), 0, this.#left())
      return await this.#answers(request, sequence, take)
    } finally {
      this.#busy = false
    }
  }

  async #answers(
    request: NetlinkRequest,
    sequence: number,
    take: (message: NetlinkMessage) => boolean,
  ): Promise<boolean> {
    let whole = true
    for (;;) {
      for (const message of await this.#receive(request.name)) {
        if (message.sequence !== sequence || message.type === NLMSG_NOOP) continue
        if ((message.flags & NLM_F_DUMP_INTR) !== 0) whole = false
        if (ends(message, request) || take(message)) return whole
      }
    }
  }

  /** The messages of the next datagram; none of one that another process sent. */
  async #receive(name: string): Promise<NetlinkMessage[]> {
    try {
      const { length, from, flags } = await this.#socket.recvmsg(this.#buffer, 0, this.#left())
      if (from?.family !== AF_NETLINK || from.pid !== 0) return []
      if ((flags & MSG_TRUNC) !== 0)
        throw new SocketError(errno.EMSGSIZE, name, { reason: `the answer is longer than ${BUFFER} bytes` })
      return parseMessages(this.#buffer.subarray(0, length))
    } catch (error) {
      const { timeout } = this.#wait
      throw timeout !== undefined && isSocketError(error, 'ETIMEDOUT') ? timedOut(name, timeout, {}) : error
    }
  }

  /** What is left of the time that the caller gives. */
  #left(): WaitOptions {
    if (this.#until === undefined) return this.#wait
    return { ...this.#wait, timeout: Math.max(0, this.#until - this.#stack.clock.now()) }
  }
}

/** Has a conversation, and closes its socket however it ends. */
export async function converse<Result>(
  stack: Stack,
  protocol: number,
  wait: WaitOptions | undefined,
  use: (conversation: Conversation) => Promise<Result>,
): Promise<Result> {
  const conversation = new Conversation(stack, protocol, wait)
  try {
    return await use(conversation)
  } finally {
    await conversation.close()
  }
}

/** A kernel older than the option (4.12, 4.20) does without: it explains less, and filters nothing. */
function enable(socket: Socket, option: SocketOption<boolean>): void {
  try {
    socket.setsockopt(option, true)
  } catch (error) {
    if (!isSocketError(error, 'ENOPROTOOPT')) throw error
  }
}

/** Is it the message that ends the answers? Throws when it says that the request failed. */
function ends({ type, flags, payload }: NetlinkMessage, { name, about }: NetlinkRequest): boolean {
  if (type === NLMSG_OVERRUN) throw new SocketError(errno.ENOBUFS, name)
  if (type !== NLMSG_DONE && type !== NLMSG_ERROR) return false
  const result = fixedPart(payload, 4).getInt32(NLMSGERR.error, true)
  if (result >= 0) return true
  const reason = explanation(type, flags, payload) ?? strerror(-result)
  throw failure(result, name, { reason: about === undefined ? reason : `${about}: ${reason}` })
}

/** The kernel's own words, where it has some. */
function explanation(type: number, flags: number, payload: Uint8Array): string | undefined {
  if ((flags & NLM_F_ACK_TLVS) === 0) return undefined
  return new Attributes(payload, explanationStart(type, flags, payload)).text(NLMSGERR_ATTR_MSG)
}

/** Behind an error stands the request that it is about, of which NLM_F_CAPPED leaves the header alone. */
function explanationStart(type: number, flags: number, payload: Uint8Array): number {
  if (type === NLMSG_DONE) return 4
  if ((flags & NLM_F_CAPPED) !== 0) return NLMSGERR.size
  const length = fixedPart(payload, NLMSGERR.size).getUint32(NLMSGERR.msg + NLMSGHDR.len, true)
  if (length > payload.length - NLMSGERR.msg)
    throw malformed(`an error says that its request has ${length} bytes of ${payload.length}`)
  return NLMSGERR.msg + align(length)
}
