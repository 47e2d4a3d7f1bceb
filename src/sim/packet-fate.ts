/** What became of a packet on a link: one of these, and what the marks say beside. */
export const DELIVERED = 0
/** By a fault. */
export const LOST = 1
/** No place was left where packets wait for the line. */
export const QUEUE_FULL = 2
/** It was larger than the MTU. */
export const TOO_LONG = 3
/** It was sent while the link was down or partitioned. */
export const BLOCKED = 4
/** It was on its way when the link went down. */
export const CUT = 5
/** No slot was left for the copy whose bits were to change. */
export const NO_MEMORY = 6

// Marks of what faults have done to it.
/** A bit of it has changed. */
export const CORRUPTED = 8
/** It is the second of two. */
export const COPY = 16
/** It was held back, so that others may have overtaken it. */
export const LATE = 32

const MARKS = CORRUPTED | COPY | LATE

/** Which of the fates it is, without the marks. */
export function fateOf(fate: number): number {
  return fate & ~MARKS
}

const NAMES = ['delivered', 'lost', 'queue full', 'too long', 'link down', 'cut off', 'no memory'] as const

/** As people read it: `lost`, `delivered, corrupted`. */
export function fateText(fate: number): string {
  const marks = [
    ...((fate & COPY) !== 0 ? ['duplicate'] : []),
    ...((fate & CORRUPTED) !== 0 ? ['corrupted'] : []),
    ...((fate & LATE) !== 0 ? ['held back'] : []),
  ]
  return [NAMES[fateOf(fate)] ?? `fate ${fate}`, ...marks].join(', ')
}

/** From a link's first end to its second, or back. */
export type Way = '>' | '<'

/** One direction of a link, as those who watch see it. */
export interface Lane {
  readonly link: string
  readonly way: Way
}

/** Sees every packet that is sent over a link, once: when it arrives, or when it is lost. */
export interface LinkWatch {
  /**
   * `packet` is its number in its direction, from 1 on, `sent` when it was sent. The slot is lent; the receiver gets it
   * after this call.
   */
  passed(lane: Lane, packet: number, slot: number, fate: number, sent: number): void
}
