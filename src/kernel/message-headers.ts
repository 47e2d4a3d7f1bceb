import { IPPROTO_UDP } from '../socket/constants.ts'
import type { MessageVector } from '../socket/message-vector.ts'
import { UDP_GRO } from '../socket/options.ts'
import { SOCKADDR_SIZE } from '../socket/sockaddr.ts'
import type { Koffi } from './koffi.ts'
import { CMSGHDR, IOVEC, MMSGHDR, MSGHDR } from './layout.ts'

/** Room for the ancillary data of one message: the size of GRO's datagrams. */
const CONTROL = 64

/**
 * The `struct mmsghdr`s of a MessageVector, made once: every address in them is of the vector's own memory, which
 * lives as long as they do.
 */
export class MessageHeaders {
  readonly #vector: MessageVector
  readonly #headers: Uint8Array
  readonly #words: Int32Array
  readonly #vectors: Int32Array
  readonly #control: Uint8Array
  readonly #controlWords: Int32Array

  constructor(vector: MessageVector, koffi: Koffi) {
    const { count, size } = vector
    this.#vector = vector
    this.#headers = new Uint8Array(count * MMSGHDR.size)
    this.#words = new Int32Array(this.#headers.buffer)
    const vectors = new Uint8Array(count * IOVEC.size)
    this.#vectors = new Int32Array(vectors.buffer)
    this.#control = new Uint8Array(count * CONTROL)
    this.#controlWords = new Int32Array(this.#control.buffer)
    const view = new DataView(this.#headers.buffer)
    const vectorView = new DataView(vectors.buffer)
    const names = koffi.address(vector.names)
    const arena = koffi.address(vector.arena)
    const vectorsAddress = koffi.address(vectors)
    const control = koffi.address(this.#control)
    for (let i = 0; i < count; i++) {
      const at = i * MMSGHDR.size
      view.setBigUint64(at + MSGHDR.name, names + BigInt(i * SOCKADDR_SIZE), true)
      view.setBigUint64(at + MSGHDR.iov, vectorsAddress + BigInt(i * IOVEC.size), true)
      view.setBigUint64(at + MSGHDR.iovlen, 1n, true)
      view.setBigUint64(at + MSGHDR.control, control + BigInt(i * CONTROL), true)
      vectorView.setBigUint64(i * IOVEC.size + IOVEC.base, arena + BigInt(i * size), true)
    }
  }

  /** Has the vector's memory been given away (transferred)? Then nothing may be written to where it was. */
  get detached(): boolean {
    return this.#vector.arena.byteLength === 0 || this.#vector.names.byteLength === 0
  }

  /** For a receiving call: every slot whole. */
  receive(): Uint8Array {
    const { count, size } = this.#vector
    for (let i = 0; i < count; i++) this.#set(i, size, SOCKADDR_SIZE, CONTROL)
    return this.#headers
  }

  /** For a sending call: what the first `count` slots hold. */
  send(count: number): Uint8Array {
    const { lengths, nameLengths, size } = this.#vector
    for (let i = 0; i < count; i++) {
      const nameLength = Math.min(nameLengths[i]!, SOCKADDR_SIZE)
      this.#set(i, Math.min(lengths[i]!, size), nameLength, 0)
    }
    return this.#headers
  }

  #set(index: number, length: number, nameLength: number, controlLength: number): void {
    const at = (index * MMSGHDR.size) >> 2
    this.#words[at + (MSGHDR.namelen >> 2)] = nameLength
    this.#words[at + (MSGHDR.controllen >> 2)] = controlLength
    this.#vectors[(index * IOVEC.size + IOVEC.len) >> 2] = length
  }

  /** Takes over what a receiving call has written of `count` messages. */
  read(count: number): void {
    const { lengths, nameLengths, flags, segmentSizes } = this.#vector
    const words = this.#words
    for (let i = 0; i < count; i++) {
      const at = (i * MMSGHDR.size) >> 2
      lengths[i] = words[at + (MMSGHDR.len >> 2)]!
      nameLengths[i] = words[at + (MSGHDR.namelen >> 2)]!
      flags[i] = words[at + (MSGHDR.flags >> 2)]!
      segmentSizes[i] = words[at + (MSGHDR.controllen >> 2)] === 0 ? 0 : this.#segmentSize(i)
    }
  }

  #segmentSize(index: number): number {
    const at = (index * CONTROL) >> 2
    const words = this.#controlWords
    const gro =
      words[at + (CMSGHDR.level >> 2)] === IPPROTO_UDP && words[at + (CMSGHDR.type >> 2)] === UDP_GRO.number
    return gro ? words[at + (CMSGHDR.size >> 2)]! : 0
  }
}
