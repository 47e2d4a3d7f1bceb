import type { MessageVector } from '../socket/message-vector.ts'
import { readControl } from '../socket/options/cmsg-layout.ts'
import { UDP_GRO, UDP_SEGMENT } from '../socket/options/options.ts'
import { byteLengthOf } from '../socket/posix/bytes.ts'
import { IPPROTO_UDP, MSG_CTRUNC } from '../socket/posix/constants.ts'
import { SOCKADDR_SIZE } from '../socket/posix/sockaddr.ts'
import { descriptorsOf, holdsDescriptors } from './descriptor-control.ts'
import type { Koffi } from './koffi.ts'
import { CMSGHDR, IOVEC, MMSGHDR, MSGHDR } from './layout.ts'
import { closeAtOnce } from './ledger.ts'

/** The `struct cmsghdr` of UDP_SEGMENT, with its 16 bits, and where the next one would begin. */
const SEGMENT_LENGTH = CMSGHDR.size + 2
const SEGMENT_SPACE = CMSGHDR.size + 8

/**
 * The `struct mmsghdr`s of a MessageVector, made once: every address in them is of the vector's own memory, which
 * lives as long as they do.
 */
export class MessageHeaders {
  readonly #vector: MessageVector
  readonly #headers: Uint8Array
  readonly #words: Int32Array
  readonly #vectors: Int32Array
  readonly #controlWords: Int32Array

  constructor(vector: MessageVector, koffi: Koffi) {
    const { count, size, controlRoom } = vector
    this.#vector = vector
    this.#headers = new Uint8Array(count * MMSGHDR.size)
    this.#words = new Int32Array(this.#headers.buffer)
    const vectors = new Uint8Array(count * IOVEC.size)
    this.#vectors = new Int32Array(vectors.buffer)
    this.#controlWords = new Int32Array(vector.controls.buffer)
    const view = new DataView(this.#headers.buffer)
    const vectorView = new DataView(vectors.buffer)
    const names = koffi.address(vector.names)
    const arena = koffi.address(vector.arena)
    const vectorsAddress = koffi.address(vectors)
    const controls = controlRoom === 0 ? 0n : koffi.address(vector.controls)
    for (let i = 0; i < count; i++) {
      const at = i * MMSGHDR.size
      view.setBigUint64(at + MSGHDR.name, names + BigInt(i * SOCKADDR_SIZE), true)
      view.setBigUint64(at + MSGHDR.iov, vectorsAddress + BigInt(i * IOVEC.size), true)
      view.setBigUint64(at + MSGHDR.iovlen, 1n, true)
      view.setBigUint64(at + MSGHDR.control, controls + BigInt(i * controlRoom), true)
      vectorView.setBigUint64(i * IOVEC.size + IOVEC.base, arena + BigInt(i * size), true)
    }
  }

  /** Has the vector's memory been given away (transferred)? Then nothing may be written to where it was. */
  get detached(): boolean {
    const { arena, names, controls, controlRoom } = this.#vector
    return !isThere(arena) || !isThere(names) || (controlRoom > 0 && !isThere(controls))
  }

  /** For a receiving call: every slot whole. */
  receive(): Uint8Array {
    const { count, size, controlRoom } = this.#vector
    for (let i = 0; i < count; i++) this.#set(i, size, SOCKADDR_SIZE, controlRoom)
    return this.#headers
  }

  /** For a sending call: what the `count` slots from `start` on hold. Null when GSO's size finds no room beside. */
  send(start: number, count: number): Uint8Array | null {
    const { lengths, nameLengths, size, segmentSizes, controlsToSend, controlRoom } = this.#vector
    for (let i = start; i < start + count; i++) {
      const nameLength = Math.min(nameLengths[i]!, SOCKADDR_SIZE)
      let controlLength = Math.min(controlsToSend[i]!, controlRoom)
      if (segmentSizes[i] !== 0) controlLength = this.#addSegmentSize(i, controlLength)
      if (controlLength < 0) return null
      this.#set(i, Math.min(lengths[i]!, size), nameLength, controlLength)
    }
    return start === 0 ? this.#headers : this.#headers.subarray(start * MMSGHDR.size)
  }

  #addSegmentSize(index: number, length: number): number {
    const { controlRoom, segmentSizes } = this.#vector
    if (controlRoom - length < SEGMENT_SPACE) return -1
    const at = (index * controlRoom + length) >> 2
    const words = this.#controlWords
    words[at + (CMSGHDR.len >> 2)] = SEGMENT_LENGTH
    words[at + (CMSGHDR.len >> 2) + 1] = 0
    words[at + (CMSGHDR.level >> 2)] = IPPROTO_UDP
    words[at + (CMSGHDR.type >> 2)] = UDP_SEGMENT.number
    words[at + (CMSGHDR.size >> 2)] = segmentSizes[index]!
    return length + SEGMENT_SPACE
  }

  #set(index: number, length: number, nameLength: number, controlLength: number): void {
    const at = (index * MMSGHDR.size) >> 2
    this.#words[at + (MSGHDR.namelen >> 2)] = nameLength
    this.#words[at + (MSGHDR.controllen >> 2)] = controlLength
    this.#vectors[(index * IOVEC.size + IOVEC.len) >> 2] = length
  }

  /** Takes over what a receiving call has written of `count` messages. */
  read(count: number): void {
    const { lengths, nameLengths, flags, segmentSizes, controlLengths, controlsToSend } = this.#vector
    const words = this.#words
    for (let i = 0; i < count; i++) {
      const at = (i * MMSGHDR.size) >> 2
      lengths[i] = words[at + (MMSGHDR.len >> 2)]!
      nameLengths[i] = words[at + (MSGHDR.namelen >> 2)]!
      flags[i] = words[at + (MSGHDR.flags >> 2)]!
      const controlLength = words[at + (MSGHDR.controllen >> 2)]!
      controlLengths[i] = controlLength
      controlsToSend[i] = 0
      segmentSizes[i] = 0
      if (controlLength > 0) this.#look(i, controlLength)
    }
  }

  /** GRO's segment size, the only thing beside most messages, is found without a look at the rest. */
  #look(index: number, length: number): void {
    const at = (index * this.#vector.controlRoom) >> 2
    const words = this.#controlWords
    const isSegmentSize =
      words[at + (CMSGHDR.level >> 2)] === IPPROTO_UDP && words[at + (CMSGHDR.type >> 2)] === UDP_GRO.number
    if (!isSegmentSize || length > SEGMENT_SPACE) this.#lookAtAll(index, length)
    else this.#vector.segmentSizes[index] = words[at + (CMSGHDR.size >> 2)]!
  }

  /** A batch takes no descriptors: those that came are closed. */
  #lookAtAll(index: number, length: number): void {
    const { controls, controlRoom, segmentSizes, flags } = this.#vector
    const start = index * controlRoom
    readControl(controls, start, start + length, (level, number, begin, end) => {
      if (level === IPPROTO_UDP && number === UDP_GRO.number)
        segmentSizes[index] = this.#controlWords[begin >> 2]!
      if (!holdsDescriptors(level, number)) return
      for (const fd of descriptorsOf(controls, begin, end)) closeAtOnce(fd)
      controls.fill(0xff, begin, end)
      flags[index]! |= MSG_CTRUNC
    })
  }
}

/** Whatever its own properties say. */
function isThere(memory: Uint8Array): boolean {
  return byteLengthOf(memory) > 0
}
