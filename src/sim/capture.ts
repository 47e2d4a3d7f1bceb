import type { Arena } from '../netstack/packet/arena.ts'
import type { Time } from '../netstack/time.ts'
import {
  enhancedPacketBlock,
  interfaceDescriptionBlock,
  LINKTYPE_RAW,
  sectionHeaderBlock,
} from '../trace/pcapng.ts'
import { DELIVERED, fateText, type Lane, type LinkWatch } from './packet-fate.ts'

export interface CaptureOptions {
  /** What moment 0 is, in nanoseconds since 1970 began: that unless said. */
  readonly epoch?: bigint
  /** Only these links; all unless said. */
  readonly links?: readonly string[]
}

/**
 * Writes what passes links as pcapng, which Wireshark opens: an interface a link, `out` from its first end to its
 * second. A packet stands there at the moment of its arrival or loss, and what befell it is a comment.
 */
export class Capture implements LinkWatch {
  readonly #time: Time
  readonly #arena: Arena
  readonly #write: (bytes: Uint8Array) => void
  readonly #epoch: bigint
  readonly #only: ReadonlySet<string> | null
  /** Interfaces' numbers by links. */
  readonly #interfaces = new Map<string, number>()

  /** `write` gets the file piece by piece; the pieces are its own. */
  constructor(time: Time, arena: Arena, write: (bytes: Uint8Array) => void, options: CaptureOptions = {}) {
    this.#time = time
    this.#arena = arena
    this.#write = write
    this.#epoch = options.epoch ?? 0n
    this.#only = options.links === undefined ? null : new Set(options.links)
    write(sectionHeaderBlock({ application: 'soquete' }))
  }

  passed(lane: Lane, packet: number, slot: number, fate: number): void {
    if (this.#only !== null && !this.#only.has(lane.link)) return
    const befell = fate === DELIVERED ? {} : { comments: [`packet ${packet} ${lane.way}: ${fateText(fate)}`] }
    const block = enhancedPacketBlock({
      interfaceId: this.#interfaces.get(lane.link) ?? this.#describe(lane.link),
      time: this.#epoch + BigInt(this.#time.now),
      bytes: this.#arena.packet(slot),
      direction: lane.way === '>' ? 'out' : 'in',
      ...befell,
    })
    this.#write(block)
  }

  #describe(link: string): number {
    const number = this.#interfaces.size
    this.#interfaces.set(link, number)
    this.#write(interfaceDescriptionBlock({ linkType: LINKTYPE_RAW, name: link }))
    return number
  }
}
