import { type IncomingMessage, MAX_BUFFERS, type OutgoingMessage } from '../socket/message.ts'
import { writeControl } from '../socket/options/cmsg-layout.ts'
import { byteLengthOf } from '../socket/posix/bytes.ts'
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE } from '../socket/posix/sockaddr.ts'
import type { Koffi } from './koffi.ts'
import { IOVEC, MSGHDR } from './layout.ts'

/** Room for what goes beside a message. */
const CONTROL = 65536

/**
 * A `struct msghdr` for sendmsg(2) and recvmsg(2), one a thread. The addresses of a caller's buffers stand in it only
 * from filling it until the call that follows at once.
 */
export class MessageHeader {
  /** What stands beside the message: after a receiving call, `controlLength` bytes of it. */
  readonly control: Uint8Array = new Uint8Array(CONTROL)
  readonly #koffi: Koffi
  readonly #header = new Uint8Array(MSGHDR.size + 8)
  readonly #view = new DataView(this.#header.buffer)
  readonly #vectors = new DataView(new ArrayBuffer(MAX_BUFFERS * IOVEC.size))
  readonly #name = new Uint8Array(SOCKADDR_SIZE)
  readonly #nameAddress: bigint
  readonly #controlAddress: bigint

  constructor(koffi: Koffi) {
    this.#koffi = koffi
    this.#nameAddress = koffi.address(this.#name)
    this.#controlAddress = koffi.address(this.control)
    const vectors = koffi.address(new Uint8Array(this.#vectors.buffer))
    this.#view.setBigUint64(MSGHDR.iov, vectors, true)
  }

  /** Null when what goes beside the message is too long. */
  send(message: OutgoingMessage): Uint8Array | null {
    const to = message.to ?? null
    const control = message.control ?? []
    const length = control.length === 0 ? 0 : writeControl(control, this.control, 0, CONTROL)
    if (length < 0) return null
    this.#setName(to === null ? 0 : encodeSockaddr(to, this.#name))
    this.#setControl(length)
    this.#setBuffers(message.buffers)
    return this.#header
  }

  receive({ buffers, controlRoom }: IncomingMessage): Uint8Array {
    this.#setName(SOCKADDR_SIZE)
    this.#setControl(Math.min(controlRoom, CONTROL))
    this.#setBuffers(buffers)
    return this.#header
  }

  /** Takes over what a receiving call has written, but for what stands beside the message. */
  read(message: IncomingMessage): void {
    message.from = decodeSockaddr(this.#name, 0, this.#view.getUint32(MSGHDR.namelen, true))
    message.flags = this.#view.getInt32(MSGHDR.flags, true)
  }

  get controlLength(): number {
    return this.#view.getUint32(MSGHDR.controllen, true)
  }

  #setName(length: number): void {
    this.#view.setBigUint64(MSGHDR.name, length === 0 ? 0n : this.#nameAddress, true)
    this.#view.setUint32(MSGHDR.namelen, length, true)
    this.#view.setInt32(MSGHDR.flags, 0, true)
  }

  #setControl(length: number): void {
    this.#view.setBigUint64(MSGHDR.control, length === 0 ? 0n : this.#controlAddress, true)
    this.#view.setBigUint64(MSGHDR.controllen, BigInt(length), true)
  }

  #setBuffers(buffers: readonly Uint8Array[]): void {
    for (const [index, buffer] of buffers.entries()) {
      const at = index * IOVEC.size
      const length = byteLengthOf(buffer)
      const address = length === 0 ? 0n : this.#koffi.address(buffer)
      this.#vectors.setBigUint64(at + IOVEC.base, address, true)
      this.#vectors.setBigUint64(at + IOVEC.len, BigInt(length), true)
    }
    this.#view.setBigUint64(MSGHDR.iovlen, BigInt(buffers.length), true)
  }
}
