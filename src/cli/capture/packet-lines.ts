import type { Output } from '../../socket/program.ts'
import type { Events } from '../frame/events.ts'
import { hexLines } from '../frame/hex-lines.ts'
import { printable } from '../frame/printable.ts'
import type { Captured, PacketOutput } from './captured.ts'
import { decodePacket } from './packet.ts'
import { packetLine } from './packet-line.ts'
import type { CaptureWords } from './words.ts'

/** A line for each packet, and with `hex` its bytes below. */
export class PacketLines implements PacketOutput {
  readonly #output: Output
  readonly #words: CaptureWords
  readonly #hex: boolean

  constructor(output: Output, words: CaptureWords, hex: boolean) {
    this.#output = output
    this.#words = words
    this.#hex = hex
  }

  packet({ time, bytes, direction, interface: name, linkType }: Captured): Promise<void> {
    const where = `${printable(name)} ${this.#words.directions[direction]}`.padEnd(10)
    const line = packetLine(decodePacket(bytes, linkType), this.#words.packet)
    return this.#output.write(
      `${clock(time)}  ${where}  ${line}\n${this.#hex ? hexLines(bytes, 0, ' ') : ''}`,
    )
  }
}

/** The time of day here, to microseconds. */
function clock(time: bigint): string {
  const microseconds = String((time / 1000n) % 1_000_000n).padStart(6, '0')
  return `${new Date(Number(time / 1_000_000n)).toTimeString().slice(0, 8)}.${microseconds}`
}

/** A line of JSON for each packet; with `hex` its bytes, in base64. `time` is the packet's own, to nanoseconds. */
export class PacketEvents implements PacketOutput {
  readonly #events: Events
  readonly #hex: boolean

  constructor(events: Events, hex: boolean) {
    this.#events = events
    this.#hex = hex
  }

  packet({ time, bytes, length, direction, interface: name, linkType }: Captured): Promise<void> {
    const seconds = new Date(Number(time / 1_000_000n)).toISOString().slice(0, 19)
    return this.#events.emit('packet', {
      time: `${seconds}.${String(time % 1_000_000_000n).padStart(9, '0')}Z`,
      interface: name,
      direction,
      length,
      captured: bytes.length,
      packet: decodePacket(bytes, linkType),
      ...(this.#hex ? { bytes } : {}),
    })
  }
}
