import { closeSync, openSync, writeSync } from 'node:fs'
import type { PacketAddress, Stdio } from 'soquete'
import { ARPHRD_ETHER, ARPHRD_LOOPBACK, ARPHRD_NONE, type Link } from 'soquete/netlink'
import {
  type CapturedPacket,
  enhancedPacketBlock,
  interfaceDescriptionBlock,
  LINKTYPE_ETHERNET,
  LINKTYPE_RAW,
  sectionHeaderBlock,
} from 'soquete/trace'
import { summarize } from './packet.ts'

/** A packet before its interface has a number. */
export type Captured = Omit<CapturedPacket, 'interfaceId'>

/** Where packets go that were captured. */
export interface CaptureOutput {
  packet(packet: Captured, from: PacketAddress): Promise<void> | void
  close(): void
}

/** Bytes of a packet that are kept: more than any has, those included that the network card will cut into pieces. */
export const SNAP_LENGTH = 262_144

/** For those who know what it is: LINKTYPE_USER0. */
const LINKTYPE_UNKNOWN = 147

/** What the packets of an interface begin with. */
function linkTypeOf({ hatype }: PacketAddress): number {
  if (hatype === ARPHRD_ETHER || hatype === ARPHRD_LOOPBACK) return LINKTYPE_ETHERNET
  return hatype === ARPHRD_NONE ? LINKTYPE_RAW : LINKTYPE_UNKNOWN
}

function nameOf({ ifindex }: PacketAddress, links: readonly Link[]): string {
  return links.find(({ index }) => index === ifindex)?.name ?? `interface ${ifindex}`
}

/** A line for each packet. */
export class CaptureLines implements CaptureOutput {
  readonly #links: readonly Link[]
  readonly #stdio: Stdio

  constructor(links: readonly Link[], stdio: Stdio) {
    this.#links = links
    this.#stdio = stdio
  }

  packet({ time, bytes, direction }: Captured, from: PacketAddress): Promise<void> {
    const microseconds = String((time / 1000n) % 1_000_000n).padStart(6, '0')
    const clock = new Date(Number(time / 1_000_000n)).toTimeString().slice(0, 8)
    const where = `${nameOf(from, this.#links)} ${direction}`.padEnd(10)
    const text = summarize(bytes, linkTypeOf(from))
    return this.#stdio.stdout.write(`${clock}.${microseconds}  ${where}  ${text}\n`)
  }

  close(): void {}
}

/** A pcapng file, in which each interface is described before its first packet. */
export class CaptureFile implements CaptureOutput {
  readonly #descriptor: number
  readonly #links: readonly Link[]
  readonly #numbers = new Map<number, number>()

  constructor(links: readonly Link[], path: string) {
    this.#links = links
    this.#descriptor = openSync(path, 'w')
    this.#write(sectionHeaderBlock({ application: 'soquete' }))
  }

  packet(packet: Captured, from: PacketAddress): void {
    this.#write(enhancedPacketBlock({ ...packet, interfaceId: this.#number(from) }))
  }

  #number(from: PacketAddress): number {
    let number = this.#numbers.get(from.ifindex)
    if (number === undefined) {
      number = this.#numbers.size
      this.#numbers.set(from.ifindex, number)
      const name = nameOf(from, this.#links)
      this.#write(interfaceDescriptionBlock({ linkType: linkTypeOf(from), name, snapLength: SNAP_LENGTH }))
    }
    return number
  }

  #write(block: Uint8Array): void {
    for (let at = 0; at < block.length; ) at += writeSync(this.#descriptor, block, at)
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}
