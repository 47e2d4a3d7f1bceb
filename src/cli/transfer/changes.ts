import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'
import type { Change } from './converse.ts'

/** How input is cut into messages: at the ends of lines, into so many bytes each, or all of it as one. */
export type Split = 'line' | 'eof' | number

const LF = 10
const CR = 13

/** Bytes that wait for the end of a message; no datagram is longer. */
const LONGEST = 1 << 20

/** Ends each line with CR and LF, as the protocols of old want it; those that do already stay as they are. */
export class CarriageReturns implements Change {
  #last = 0

  pieces(piece: Uint8Array): readonly Uint8Array[] {
    const changed: number[] = []
    for (const byte of piece) {
      if (byte === LF && this.#last !== CR) changed.push(CR)
      changed.push(byte)
      this.#last = byte
    }
    return [Uint8Array.from(changed)]
  }

  end(): readonly Uint8Array[] {
    return []
  }
}

/** Makes messages of what is read: each is sent as one. Lines keep their ends. */
export class Messages implements Change {
  readonly #split: Split
  readonly #tooLong: string
  #waiting: Uint8Array = new Uint8Array(0)

  constructor(split: Split, tooLong: string) {
    this.#split = split
    this.#tooLong = tooLong
  }

  pieces(piece: Uint8Array): readonly Uint8Array[] {
    let bytes = Buffer.concat([this.#waiting, piece])
    const messages: Uint8Array[] = []
    for (let end = this.#endOf(bytes); end > 0; end = this.#endOf(bytes)) {
      messages.push(bytes.subarray(0, end))
      bytes = bytes.subarray(end)
    }
    if (bytes.length > LONGEST) throw new CommandFailure(this.#tooLong, EXIT.failed)
    this.#waiting = bytes
    return messages
  }

  end(): readonly Uint8Array[] {
    const last = this.#waiting
    this.#waiting = new Uint8Array(0)
    return last.length > 0 ? [last] : []
  }

  /** Where the first message ends; 0 when it has not ended. */
  #endOf(bytes: Uint8Array): number {
    if (this.#split === 'eof') return 0
    if (this.#split === 'line') return bytes.indexOf(LF) + 1
    return bytes.length >= this.#split ? this.#split : 0
  }
}

/** One change after the other. */
export class InTurn implements Change {
  readonly #first: Change
  readonly #second: Change

  constructor(first: Change, second: Change) {
    this.#first = first
    this.#second = second
  }

  pieces(piece: Uint8Array): readonly Uint8Array[] {
    return this.#first.pieces(piece).flatMap((each) => this.#second.pieces(each))
  }

  end(): readonly Uint8Array[] {
    return [...this.#first.end().flatMap((each) => this.#second.pieces(each)), ...this.#second.end()]
  }
}
