import { type Address, show } from './addresses.ts'
import { checkBytes, isBytes } from './bytes.ts'

/** Buffers of one message: UIO_MAXIOV. */
export const MAX_BUFFERS = 1024

/** What sendmsg(2) sends: the buffers, one after the other, as one message. */
export interface OutgoingMessage {
  readonly buffers: readonly Uint8Array[]
  /** Where to; not on a connected stream. */
  readonly to?: Address | null
}

/** What recvmsg(2) fills: the buffers, one after the other, from one message. */
export interface IncomingMessage {
  readonly buffers: readonly Uint8Array[]
  /** Where from; null on a stream, or when the sender has no address. */
  from: Address | null
  /** MSG_TRUNC: the datagram was longer than the buffers. MSG_EOR, MSG_CTRUNC, MSG_OOB as recvmsg(2) says. */
  flags: number
}

/** What recvmsg gives. */
export interface ReceivedMessage {
  /** Bytes in the buffers; with MSG_TRUNC asked for, the datagram's real length. */
  readonly length: number
  readonly from: Address | null
  readonly flags: number
}

/** What recvfrom gives. */
export interface ReceivedFrom {
  /** The bytes, in the caller's buffer or in one of their own. */
  readonly data: Uint8Array
  readonly from: Address | null
}

/** One buffer or several, as recvmsg and sendmsg take them. */
export function checkBuffers(buffers: Uint8Array | readonly Uint8Array[]): readonly Uint8Array[] {
  if (!isBytes(buffers) && !Array.isArray(buffers))
    throw new TypeError(`buffers are Uint8Arrays, not ${show(buffers)}`)
  // A list of our own: the caller's may change while the call waits.
  const list = isBytes(buffers) ? [buffers] : buffers.slice(0, MAX_BUFFERS + 1)
  for (const buffer of list) checkBytes(buffer, 'a buffer')
  if (list.length > MAX_BUFFERS) throw new RangeError(`${buffers.length} buffers; Linux takes 1,024 at most`)
  return list
}

/** All bytes of the buffers, one after the other. */
export function joinBuffers(buffers: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(buffers.reduce((total, buffer) => total + buffer.length, 0))
  let offset = 0
  for (const buffer of buffers) {
    joined.set(buffer, offset)
    offset += buffer.length
  }
  return joined
}
