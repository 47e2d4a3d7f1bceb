import type { Output } from '../../socket/program.ts'
import { hexLines } from '../frame/hex-lines.ts'
import type { Direction, Watcher } from './converse.ts'

const MARKS: Readonly<Record<Direction, string>> = { received: '<', sent: '>' }

/** Shows what moves: `>` is what is sent, `<` what is received; each direction counts its own bytes. */
export class HexDump implements Watcher {
  readonly #output: Output
  /** In front of each line, when there are several conversations. */
  readonly #name: string
  readonly #offsets = { received: 0, sent: 0 }

  constructor(output: Output, name = '') {
    this.#output = output
    this.#name = name === '' ? '' : `${name} `
  }

  async moved(direction: Direction, piece: Uint8Array): Promise<void> {
    const offset = this.#offsets[direction]
    this.#offsets[direction] += piece.length
    await this.#output.write(hexLines(piece, offset, this.#name + MARKS[direction]))
  }
}
