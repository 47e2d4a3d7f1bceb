import { openSync, writeSync } from 'node:fs'
import {
  type CapturedPacket,
  enhancedPacketBlock,
  interfaceDescriptionBlock,
  LINKTYPE_RAW,
  sectionHeaderBlock,
} from '../../trace/pcapng.ts'
import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'
import type { TransferWords } from './transfer-words.ts'

/** A pcapng file of packets without a link layer. Only its owner may read what was said. */
export class PacketFile {
  readonly #path: string
  readonly #words: TransferWords
  readonly #descriptor: number

  constructor(path: string, words: TransferWords) {
    this.#path = path
    this.#words = words
    this.#descriptor = this.#try(() => openSync(path, 'w', 0o600))
    this.#write(sectionHeaderBlock({ application: 'soquete', comments: [words.pcap.made] }))
    this.#write(interfaceDescriptionBlock({ linkType: LINKTYPE_RAW, name: 'soquete' }))
  }

  packet(packet: Omit<CapturedPacket, 'interfaceId'>): void {
    this.#write(enhancedPacketBlock({ ...packet, interfaceId: 0 }))
  }

  #write(block: Uint8Array): void {
    this.#try(() => {
      for (let at = 0; at < block.length; ) at += writeSync(this.#descriptor, block, at)
    })
  }

  #try<T>(write: () => T): T {
    try {
      return write()
    } catch (error) {
      throw new CommandFailure(this.#words.cannotWrite(this.#path, (error as Error).message), EXIT.failed)
    }
  }
}
