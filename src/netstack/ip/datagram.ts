import { Address, type Version } from './address.ts'

/** Who is told of edges: never from inside a call of his own. */
export interface DatagramSink {
  /** The queue was empty, and is not any more. */
  readable(): void
  /** There is an error, which the next call gives. */
  failed(): void
}

/** Where a datagram came from; a caller keeps one and has it filled. */
export interface Sender {
  address: string
  port: number
  /** Bytes that the datagram had: more than were received, when it was cut. */
  length: number
}

/** The text of the last sender's address, so that a long conversation costs it once. */
export class LastSender {
  readonly #address = new DataView(new ArrayBuffer(16))
  #version = 0
  #text = ''

  /** Who sent the packet at `ip`, as a socket of a family sees it: RFC 3493 section 3.7. */
  textOf(view: DataView, ip: number, family: Version): string {
    const version = view.getUint8(ip) >> 4 === 4 ? 4 : 6
    const at = ip + (version === 4 ? 12 : 8)
    const length = version === 4 ? 4 : 16
    let same = version === this.#version
    for (let i = 0; same && i < length; i += 4) same = this.#address.getInt32(i) === view.getInt32(at + i)
    if (same) return this.#text
    this.#version = version
    for (let i = 0; i < length; i += 4) this.#address.setInt32(i, view.getInt32(at + i))
    const { text } = Address.at(version, view, at)
    this.#text = family === 6 && version === 4 ? `::ffff:${text}` : text
    return this.#text
  }
}

/** Copies bytes to the beginning of an array; a few of them without an object for them. */
export function copyBytes(from: Uint8Array, at: number, to: Uint8Array, count: number): void {
  if (count > 64) to.set(from.subarray(at, at + count))
  else for (let i = 0; i < count; i++) to[i] = from[at + i]!
}
