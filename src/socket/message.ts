import type { Control, ControlMessage, ReceivedControl } from './options/control.ts'
import { type Address, show } from './posix/addresses.ts'
import { checkBytes, isBytes } from './posix/bytes.ts'
import type { WaitOptions } from './waiting.ts'

/** Buffers of one message: UIO_MAXIOV. */
export const MAX_BUFFERS = 1024

/** What sendmsg(2) sends: the buffers, one after the other, as one message. */
export interface OutgoingMessage {
  readonly buffers: readonly Uint8Array[]
  /** Where to; not on a connected stream. */
  readonly to?: Address | null
  /** What goes beside it, made with cmsg(). On a stream it goes with the first byte. */
  readonly control?: readonly ControlMessage[]
}

/** What recvmsg(2) fills: the buffers, one after the other, from one message. */
export interface IncomingMessage {
  readonly buffers: readonly Uint8Array[]
  /** Where from; null on a stream, or when the sender has no address. */
  from: Address | null
  /** MSG_TRUNC: the datagram was longer than the buffers. MSG_EOR, MSG_CTRUNC, MSG_OOB as recvmsg(2) says. */
  flags: number
  /** Bytes of room for ancillary data; 0 takes none. */
  readonly controlRoom: number
  /** Descriptors that are accepted; what comes beyond is closed at once, and MSG_CTRUNC tells. */
  readonly maxDescriptors: number
  control: readonly ReceivedControl[]
}

/** How recvmsg() receives. */
export interface ReceiveOptions extends WaitOptions {
  /**
   * Descriptors that are accepted beside the message (SCM_RIGHTS). None by default: a stranger could fill the table.
   * What comes beyond is closed at once, and MSG_CTRUNC tells.
   */
  readonly descriptors?: number
  /** Bytes of room for ancillary data. By default enough for everything that options ask for. */
  readonly control?: number
}

/** What recvmsg gives. */
export interface ReceivedMessage {
  /** Bytes in the buffers; with MSG_TRUNC asked for, the datagram's real length. */
  readonly length: number
  readonly from: Address | null
  readonly flags: number
  /** What stood beside it: `message.control.get(IP_TTL)`. */
  readonly control: Control
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

/** Room for what all options together may put beside a message. */
const CONTROL_ROOM = 512
/** SCM_MAX_FD: unix(7). */
export const MAX_DESCRIPTORS = 253
const MAX_CONTROL_ROOM = 16384

/** A message to receive, with the room that its options ask for. */
export function incoming(
  buffers: readonly Uint8Array[],
  { descriptors = 0, control }: ReceiveOptions = {},
): IncomingMessage {
  checkRoom('descriptors', descriptors, MAX_DESCRIPTORS)
  const controlRoom = control ?? CONTROL_ROOM + 4 * descriptors
  checkRoom('control', controlRoom, MAX_CONTROL_ROOM)
  return { buffers, from: null, flags: 0, controlRoom, maxDescriptors: descriptors, control: [] }
}

function checkRoom(name: string, value: unknown, max: number): void {
  if (typeof value !== 'number') throw new TypeError(`${name} is a number, not ${show(value)}`)
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new RangeError(`${name} is a whole number from 0 to ${max}, not ${value}`)
}

/** All bytes of the buffers, one after the other. */
export function joinBuffers(buffers: readonly Uint8Array[]): Uint8Array {
  if (buffers.length === 1) return buffers[0]!
  const joined = new Uint8Array(buffers.reduce((total, buffer) => total + buffer.length, 0))
  let offset = 0
  for (const buffer of buffers) {
    joined.set(buffer, offset)
    offset += buffer.length
  }
  return joined
}
