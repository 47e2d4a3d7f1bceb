import { SocketError } from '../socket/errors.ts'
import { errno } from '../socket/posix/errno.ts'
import { NLMSGHDR } from './structures.ts'

/** A message of netlink(7): its header's fields, and what follows them. */
export interface NetlinkMessage {
  /** NLMSG_DONE, RTM_NEWLINK and their like. */
  readonly type: number
  /** NLM_F_MULTI and its like. */
  readonly flags: number
  /** The number of the request that this answers. */
  readonly sequence: number
  /** The port of the socket that asked. */
  readonly pid: number
  readonly payload: Uint8Array
}

/** Messages and attributes begin at multiples of this: NLMSG_ALIGNTO, NLA_ALIGNTO. */
const ALIGNMENT = 4

/** The next multiple of four: NLMSG_ALIGN. */
export function align(length: number): number {
  return (length + ALIGNMENT - 1) & -ALIGNMENT
}

/** The error of bytes that are not what they should be; nothing beyond them was read. */
export function malformed(reason: string): SocketError {
  return new SocketError(errno.EBADMSG, 'recvmsg', { reason: `malformed netlink message: ${reason}` })
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** The structure that a payload begins with, once it is known to be there. */
export function fixedPart(payload: Uint8Array, size: number): DataView {
  if (payload.length < size) throw malformed(`${payload.length} bytes where a structure has ${size}`)
  return new DataView(payload.buffer, payload.byteOffset, size)
}

/** A message with its header; the parts of its payload stand one after the other, each aligned. */
export function encodeMessage(
  { type, flags, sequence }: Pick<NetlinkMessage, 'type' | 'flags' | 'sequence'>,
  ...parts: readonly Uint8Array[]
): Uint8Array {
  const length = parts.reduce<number>((total, part) => total + align(part.length), NLMSGHDR.size)
  const bytes = new Uint8Array(length)
  const view = viewOf(bytes)
  view.setUint32(NLMSGHDR.len, length, true)
  view.setUint16(NLMSGHDR.type, type, true)
  view.setUint16(NLMSGHDR.flags, flags, true)
  view.setUint32(NLMSGHDR.seq, sequence, true)
  let at: number = NLMSGHDR.size
  for (const part of parts) {
    bytes.set(part, at)
    at += align(part.length)
  }
  return bytes
}

/**
 * The messages of one datagram. Their payloads are views of its bytes. A length that does not fit is refused with
 * EBADMSG.
 */
export function parseMessages(datagram: Uint8Array): NetlinkMessage[] {
  const view = viewOf(datagram)
  const messages: NetlinkMessage[] = []
  for (let at = 0; at < datagram.length; ) {
    const left = datagram.length - at
    if (left < NLMSGHDR.size) throw malformed(`${left} bytes where a header has ${NLMSGHDR.size}`)
    const length = view.getUint32(at + NLMSGHDR.len, true)
    if (length < NLMSGHDR.size || length > left)
      throw malformed(`a message says that it has ${length} bytes of ${left}`)
    messages.push({
      type: view.getUint16(at + NLMSGHDR.type, true),
      flags: view.getUint16(at + NLMSGHDR.flags, true),
      sequence: view.getUint32(at + NLMSGHDR.seq, true),
      pid: view.getUint32(at + NLMSGHDR.pid, true),
      payload: datagram.subarray(at + NLMSGHDR.size, at + length),
    })
    // The last one need not be filled up.
    at += Math.min(align(length), left)
  }
  return messages
}
