import { readControl, writeControl } from './options/cmsg-layout.ts'
import { Control, type ControlMessage, checkControl, type ReceivedControl } from './options/control.ts'
import { type Address, checkAddress, show } from './posix/addresses.ts'
import { byteLengthOf, checkBytes } from './posix/bytes.ts'
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE } from './posix/sockaddr.ts'
import type { WaitOptions } from './waiting.ts'

/** Linux takes no more messages than this in one call (UIO_MAXIOV). */
export const MAX_MESSAGES = 1024

/** Bytes beside each message, when nothing else is asked for: GRO's segment size, and a timestamp. */
const CONTROL_ROOM = 64
const MAX_CONTROL_ROOM = 16384

/**
 * Messages for recvmmsg(2) and sendmmsg(2), made once and used again: `count` slots of `size` bytes in one arena.
 * No call allocates for a datagram. With UDP_GRO a slot may hold several datagrams of `segmentSizes[i]` bytes each,
 * so make slots of 65,535 bytes then.
 *
 *     const batch = new MessageVector(64, 2048)
 *     const n = await socket.recvmmsg(batch)
 *     for (let i = 0; i < n; i++) use(batch.message(i), batch.from(i))
 */
export class MessageVector {
  readonly count: number
  readonly size: number
  /** All slots: slot i starts at i · size. */
  readonly arena: Uint8Array
  /** Bytes in each slot: received, or to send. */
  readonly lengths: Uint32Array
  /** Flags that each message came with, as MSG_TRUNC. */
  readonly flags: Uint32Array
  /**
   * Bytes of each UDP datagram in the slot (the last may be shorter); 0: the slot is one datagram. Received with
   * UDP_GRO; sent so, the kernel cuts the slot into such datagrams (GSO, 64 of them at most before Linux 6.9).
   */
  readonly segmentSizes: Uint16Array
  /** `struct sockaddr`s, SOCKADDR_SIZE bytes each. */
  readonly names: Uint8Array
  readonly nameLengths: Uint32Array
  /** Room for what stands beside each message, as `struct cmsghdr`s: see control() and setControl(). */
  readonly controlRoom: number
  readonly controls: Uint8Array
  /** Bytes of it that came beside each message; they do not go out again with it. */
  readonly controlLengths: Uint32Array
  /** Bytes of it that go out beside each message. */
  readonly controlsToSend: Uint32Array

  /** Tells the vectors that were made here from objects that look like one. */
  readonly #genuine = true

  static isVector(value: unknown): value is MessageVector {
    return typeof value === 'object' && value !== null && #genuine in value && value.#genuine
  }

  /** `control`: bytes of room for ancillary data beside each message, rounded up to a multiple of 8. */
  constructor(count: number, size: number, { control = CONTROL_ROOM }: { readonly control?: number } = {}) {
    checkRange('count', count, 1, MAX_MESSAGES)
    checkRange('size', size, 1, 0x7fffffff / count)
    checkRange('control', control, 0, MAX_CONTROL_ROOM)
    this.count = count
    this.size = size
    this.arena = new Uint8Array(count * size)
    this.lengths = new Uint32Array(count)
    this.flags = new Uint32Array(count)
    this.segmentSizes = new Uint16Array(count)
    this.names = new Uint8Array(count * SOCKADDR_SIZE)
    this.nameLengths = new Uint32Array(count)
    this.controlRoom = (control + 7) & ~7
    this.controls = new Uint8Array(count * this.controlRoom)
    this.controlLengths = new Uint32Array(count)
    this.controlsToSend = new Uint32Array(count)
    Object.freeze(this)
  }

  /** The whole of slot `index`, to fill; then say how much by `lengths[index]`. */
  slot(index: number): Uint8Array {
    this.#check(index)
    return this.arena.subarray(index * this.size, (index + 1) * this.size)
  }

  /** What slot `index` holds: a view, good until the slot is used again. */
  message(index: number): Uint8Array {
    this.#check(index)
    const start = index * this.size
    return this.arena.subarray(start, start + Math.min(this.lengths[index]!, this.size))
  }

  /** Who sent the message in slot `index`; null when the sender has no address. */
  from(index: number): Address | null {
    this.#check(index)
    return decodeSockaddr(this.names, index * SOCKADDR_SIZE, this.nameLengths[index]!)
  }

  /**
   * What stood beside the message in slot `index`, copied. No descriptors: a batch takes none, and those that come are
   * closed at once (recvmsg() takes them).
   */
  control(index: number): Control {
    this.#check(index)
    const found: ReceivedControl[] = []
    const start = index * this.controlRoom
    const end = start + Math.min(this.controlLengths[index]!, this.controlRoom)
    readControl(this.controls, start, end, (level, number, from, to) => {
      found.push({ level, number, data: this.controls.slice(from, to), descriptors: [] })
    })
    return new Control(found)
  }

  /** Puts ancillary data beside the message in slot `index`, after set(). Descriptors go with sendmsg() alone. */
  setControl(index: number, messages: readonly ControlMessage[]): void {
    this.#check(index)
    const list = checkControl(messages)
    if (list.some(({ descriptors }) => descriptors.length > 0))
      throw new TypeError('a batch sends no descriptors; sendmsg() does')
    const start = index * this.controlRoom
    const end = writeControl(list, this.controls, start, start + this.controlRoom)
    if (end < 0)
      throw new RangeError(
        `ancillary data does not fit into ${this.controlRoom} bytes; give the vector more with { control }`,
      )
    this.controlsToSend[index] = end - start
  }

  /**
   * Puts a message into slot `index`: copies the bytes, and notes where to (nowhere: the connected peer). It is one
   * datagram with nothing beside it, until segmentSizes or setControl() say otherwise.
   */
  set(index: number, bytes: Uint8Array, to?: Address): void {
    this.#check(index)
    checkBytes(bytes, 'a message')
    const length = byteLengthOf(bytes)
    if (length > this.size) throw new RangeError(`message of ${length} bytes, but a slot holds ${this.size}`)
    if (to !== undefined) checkAddress(to)
    this.arena.set(bytes, index * this.size)
    this.lengths[index] = length
    this.segmentSizes[index] = 0
    this.controlsToSend[index] = 0
    this.nameLengths[index] = to === undefined ? 0 : encodeSockaddr(to, this.names, index * SOCKADDR_SIZE)
  }

  #check(index: number): void {
    checkRange('slot', index, 0, this.count - 1)
  }
}

function checkRange(name: string, value: number, min: number, max: number): void {
  if (typeof value !== 'number') throw new TypeError(`${name} is a number, not ${show(value)}`)
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`${name} ${value} is not a whole number from ${min} to ${Math.floor(max)}`)
}

export function checkVector(vector: unknown): asserts vector is MessageVector {
  if (!MessageVector.isVector(vector))
    throw new TypeError(`messages are a MessageVector, not ${show(vector)}`)
}

export interface BatchOptions extends WaitOptions {
  /** The first slot to send; 0 by default. */
  readonly start?: number
}

/** The slots that a sending call is about. */
export function checkSlots(
  vector: MessageVector,
  count: number | undefined,
  start = 0,
): { start: number; count: number } {
  checkVector(vector)
  checkRange('start', start, 0, vector.count)
  const left = vector.count - start
  checkRange('count', count ?? left, 0, left)
  return { start, count: count ?? left }
}
