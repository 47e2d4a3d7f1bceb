import { BLOCKED, CUT, DELIVERED, LOST, QUEUE_FULL, TOO_LONG } from './packet-fate.ts'

/** Packets of a direction since it was made. `sent` + `duplicated` = `delivered` to `noMemory` + those under way. */
export class DirectionCounters {
  sent = 0
  sentBytes = 0
  duplicated = 0

  delivered = 0
  lost = 0
  queueFull = 0
  tooLong = 0
  blocked = 0
  cut = 0
  noMemory = 0

  deliveredBytes = 0
  /** Bits of them were changed, wherever they came to. */
  corrupted = 0
  /** They arrived after having been held back. */
  late = 0

  /** A packet's way has ended, with a fate without marks. */
  count(fate: number, length: number): void {
    if (fate === DELIVERED) {
      this.delivered++
      this.deliveredBytes += length
    } else if (fate === LOST) this.lost++
    else if (fate === QUEUE_FULL) this.queueFull++
    else if (fate === TOO_LONG) this.tooLong++
    else if (fate === BLOCKED) this.blocked++
    else if (fate === CUT) this.cut++
    else this.noMemory++
  }
}
