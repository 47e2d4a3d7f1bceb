import { close, ftruncate, open, write } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { enhancedPacketBlock, interfaceDescriptionBlock, sectionHeaderBlock } from '../../trace/pcapng.ts'
import type { Captured, PacketOutput } from './captured.ts'

const [openFile, writeSome, truncate, closeFile] = [
  promisify(open),
  promisify(write),
  promisify(ftruncate),
  promisify(close),
]

const STDOUT = 1

/** Bytes that may wait to be written before who captures waits too. */
const MOST_WAITING = 1 << 20

/** Milliseconds until a pipe is tried again that is full, and that another process has made non-blocking. */
const RETRY = 5

/**
 * A pcapng file, in which each interface is described before its first packet. It is written beside the capturing:
 * what comes meanwhile is written next, in one piece. When that fails, the file ends with the last whole packet.
 */
export class PacketFile implements PacketOutput {
  readonly #descriptor: number
  readonly #snapLength: number
  readonly #numbers = new Map<number, number>()
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #writing: Promise<void> | null = null
  readonly #broken = new AbortController()
  /** Bytes of whole blocks in the file, and the packets among them. */
  #bytes = 0
  #packets = 0

  /** `-` is the standard output. Rejects with Node's own error. */
  static async open(path: string, snapLength: number): Promise<PacketFile> {
    return new PacketFile(path === '-' ? STDOUT : await openFile(path, 'w'), snapLength)
  }

  private constructor(descriptor: number, snapLength: number) {
    this.#descriptor = descriptor
    this.#snapLength = snapLength
    this.#add(sectionHeaderBlock({ application: 'soquete' }))
  }

  /** Packets that are in it for good; null when not even its beginning is, or when it is no file. */
  get packets(): number | null {
    return this.#bytes === 0 || this.#descriptor === STDOUT ? null : this.#packets
  }

  /** Aborts, with the error as its reason, when it can be written no more. */
  get broken(): AbortSignal {
    return this.#broken.signal
  }

  async packet({ ifindex, linkType, interface: name, ...packet }: Captured): Promise<void> {
    let interfaceId = this.#numbers.get(ifindex)
    if (interfaceId === undefined) {
      interfaceId = this.#numbers.size
      this.#numbers.set(ifindex, interfaceId)
      this.#add(interfaceDescriptionBlock({ linkType, name, snapLength: this.#snapLength }))
    }
    this.#add(enhancedPacketBlock({ ...packet, interfaceId }))
    while (this.#waitingBytes > MOST_WAITING && !this.broken.aborted) await this.#writing
  }

  /** Writes what waits, and closes. The standard output stays. */
  async close(): Promise<void> {
    await this.#writing
    if (this.#descriptor === STDOUT) return
    await closeFile(this.#descriptor).catch((error: unknown) => this.#broken.abort(error))
  }

  #add(block: Uint8Array): void {
    if (this.broken.aborted) return
    this.#waiting.push(block)
    this.#waitingBytes += block.length
    this.#writing ??= this.#writeAll()
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0 && !this.broken.aborted) {
      const blocks = this.#waiting
      this.#waiting = []
      this.#waitingBytes = 0
      await this.#write(blocks)
    }
    this.#writing = null
  }

  async #write(blocks: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat(blocks)
    let at = 0
    try {
      while (at < bytes.length) at += await this.#writeSome(bytes, at)
    } catch (error) {
      this.#broken.abort(error)
    }
    let end = 0
    for (const block of blocks) {
      end += block.length
      if (end > at) break
      this.#bytes += block.length
      if (isPacket(block)) this.#packets++
    }
    // Of a pipe nothing can be taken back.
    if (this.broken.aborted) await truncate(this.#descriptor, this.#bytes).catch(() => {})
  }

  async #writeSome(bytes: Uint8Array, at: number): Promise<number> {
    try {
      return (await writeSome(this.#descriptor, bytes, at)).bytesWritten
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      await pause(RETRY)
      return 0
    }
  }
}

const ENHANCED_PACKET = 6

function isPacket(block: Uint8Array): boolean {
  return block[0] === ENHANCED_PACKET
}
