import { BAD_OPTION_LENGTH, GOOD } from './verdict.ts'

/** TCP options as the stack reads and writes them: RFC 9293 section 3.2. As a list, for traces: `tcp-option-list.ts`. */

// Kinds
export const TCPOPT_EOL = 0
export const TCPOPT_NOP = 1
/** RFC 9293 3.7.1 */
export const TCPOPT_MSS = 2
/** RFC 7323 2.2 */
export const TCPOPT_WINDOW_SCALE = 3
/** RFC 2018 2 */
export const TCPOPT_SACK_PERMITTED = 4
/** RFC 2018 3 */
export const TCPOPT_SACK = 5
/** RFC 7323 3.2 */
export const TCPOPT_TIMESTAMPS = 8

/** Bytes of options that a header has room for. */
export const TCP_OPTIONS_MOST = 40
/** The largest shift that is valid: RFC 7323 section 2.3. */
const WINDOW_SCALE_MOST = 14
const SACK_BLOCKS_MOST = 4

/** NOP, NOP, and the kind and length of timestamps: how most segments begin their options. */
const ALIGNED_TIMESTAMPS = 0x0101_080a
const ALIGNED_SACK = 0x0101_0500

/**
 * The options of a segment. Whoever reads or writes segments keeps one of these, and nothing is allocated for each.
 */
export class TcpOptions {
  /** Without the option 0. */
  mss = 0
  /** Without the option −1. At most 14, whatever stands there: RFC 7323 section 2.3. */
  windowScale = -1
  sackPermitted = false
  timestamps = false
  /** TSval, when there are timestamps. */
  tsVal = 0
  /** TSecr. */
  tsEcr = 0
  /** Blocks of SACK; 0 without the option. */
  sackBlocks = 0
  /** Their edges, a left and a right one for each. */
  readonly sackEdges = new Uint32Array(2 * SACK_BLOCKS_MOST)

  clear(): void {
    this.mss = 0
    this.windowScale = -1
    this.sackPermitted = false
    this.timestamps = false
    this.tsVal = 0
    this.tsEcr = 0
    this.sackBlocks = 0
  }

  /**
   * Takes over the options that stand from `at` up to `end`. Those of other kinds are passed over, as are known ones
   * whose length is not theirs. A length that leads nowhere ends the reading: what stood before holds (MUST-7).
   */
  parse(view: DataView, at: number, end: number): number {
    this.clear()
    if (end - at === 12 && view.getInt32(at) === ALIGNED_TIMESTAMPS) {
      this.#parseTimestamps(view, at + 4)
      return GOOD
    }
    let here = at
    while (here < end) {
      const kind = view.getUint8(here)
      if (kind === TCPOPT_EOL) return GOOD
      if (kind === TCPOPT_NOP) {
        here++
        continue
      }
      if (here + 2 > end) return BAD_OPTION_LENGTH
      const length = view.getUint8(here + 1)
      if (length < 2 || here + length > end) return BAD_OPTION_LENGTH
      this.#parseOne(view, here + 2, kind, length)
      here += length
    }
    return GOOD
  }

  #parseOne(view: DataView, at: number, kind: number, length: number): void {
    if (kind === TCPOPT_MSS && length === 4) this.mss = view.getUint16(at)
    else if (kind === TCPOPT_WINDOW_SCALE && length === 3)
      this.windowScale = Math.min(view.getUint8(at), WINDOW_SCALE_MOST)
    else if (kind === TCPOPT_SACK_PERMITTED && length === 2) this.sackPermitted = true
    else if (kind === TCPOPT_TIMESTAMPS && length === 10) this.#parseTimestamps(view, at)
    else if (kind === TCPOPT_SACK && length >= 10 && length % 8 === 2) this.#parseSack(view, at, length - 2)
  }

  #parseTimestamps(view: DataView, at: number): void {
    this.timestamps = true
    this.tsVal = view.getUint32(at)
    this.tsEcr = view.getUint32(at + 4)
  }

  #parseSack(view: DataView, at: number, length: number): void {
    this.sackBlocks = length >> 3
    for (let i = 0; i < length >> 2; i++) this.sackEdges[i] = view.getUint32(at + 4 * i)
  }

  /** Adds a block of SACK when all other options are set; false when there is no room for one more. */
  addSackBlock(left: number, right: number): boolean {
    const blocks = this.sackBlocks + 1
    if (this.#lengthWith(blocks) > TCP_OPTIONS_MOST) return false
    this.sackEdges[2 * blocks - 2] = left
    this.sackEdges[2 * blocks - 1] = right
    this.sackBlocks = blocks
    return true
  }

  /** Bytes that `build()` writes: a multiple of 4. */
  get length(): number {
    return this.#lengthWith(this.sackBlocks)
  }

  #lengthWith(blocks: number): number {
    const mss = this.mss > 0 ? 4 : 0
    const windowScale = this.windowScale >= 0 ? 4 : 0
    const sackPermitted = this.sackPermitted && !this.timestamps ? 4 : 0
    const timestamps = this.timestamps ? 12 : 0
    return mss + windowScale + sackPermitted + timestamps + (blocks > 0 ? 4 + 8 * blocks : 0)
  }

  /** Writes them, each on a boundary of 4 bytes; gives the position behind them. */
  build(view: DataView, at: number): number {
    let here = at
    if (this.mss > 0) {
      view.setUint32(here, (TCPOPT_MSS << 24) | (4 << 16) | this.mss)
      here += 4
    }
    if (this.timestamps || this.sackPermitted) here = this.#buildTimestamps(view, here)
    if (this.windowScale >= 0) {
      view.setUint32(here, (TCPOPT_NOP << 24) | (TCPOPT_WINDOW_SCALE << 16) | (3 << 8) | this.windowScale)
      here += 4
    }
    return this.sackBlocks > 0 ? this.#buildSack(view, here) : here
  }

  /** SACK permitted stands in the place of the two NOPs before the timestamps, when there are both. */
  #buildTimestamps(view: DataView, at: number): number {
    const filling = this.sackPermitted ? (TCPOPT_SACK_PERMITTED << 24) | (2 << 16) : ALIGNED_TIMESTAMPS
    if (!this.timestamps) {
      view.setUint32(at, filling | (TCPOPT_NOP << 8) | TCPOPT_NOP)
      return at + 4
    }
    view.setUint32(at, filling | (ALIGNED_TIMESTAMPS & 0xffff))
    view.setUint32(at + 4, this.tsVal)
    view.setUint32(at + 8, this.tsEcr)
    return at + 12
  }

  #buildSack(view: DataView, at: number): number {
    const length = 8 * this.sackBlocks
    view.setUint32(at, ALIGNED_SACK | (2 + length))
    for (let i = 0; i < 2 * this.sackBlocks; i++) view.setUint32(at + 4 + 4 * i, this.sackEdges[i]!)
    return at + 4 + length
  }
}
