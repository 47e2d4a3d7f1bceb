import { show } from '../socket/posix/addresses.ts'
import type { Burst } from './gilbert-elliott.ts'
import type { JitterShape } from './jitter.ts'
import {
  bitsPerSecond,
  bytes,
  count,
  type Duration,
  nanoseconds,
  probability,
  type Rate,
  refusal,
  type Size,
} from './quantities.ts'

/** What one direction of a link is like. What is left out is as it was, and at first as it says here. */
export interface DirectionOptions {
  /** From the end of sending to arrival: none. */
  readonly delay?: Duration
  /** How far the delay varies, to both sides: not at all. Packets keep their order all the same. */
  readonly jitter?: Duration
  readonly jitterShape?: JitterShape
  /** At which packets leave, IP headers counted: no limit. */
  readonly rate?: Rate
  /** Packets that wait at most, beside the one that is leaving: 1,000. */
  readonly queue?: number
  /** Bytes that they have together at most: no limit. */
  readonly queueBytes?: Size
  /** Bytes of a packet at most, IP header included: 1,500. */
  readonly mtu?: number
  /** Probability that a packet is lost, each by itself. */
  readonly loss?: number
  /** Losses in bursts; null for none. */
  readonly burst?: Burst | null
  /** Probability that a packet comes twice. */
  readonly duplicate?: number
  /** How long after the first the second comes at most: at once. */
  readonly duplicateWithin?: Duration
  /** Probability that a packet is held back, so that others overtake it. */
  readonly reorder?: number
  /** For how long it is held back at most: 10 ms, when no distance is given. */
  readonly reorderWithin?: Duration
  /** Or by how many others it is overtaken, at most; null for holding it back by time. */
  readonly reorderDistance?: number | null
  /** Probability that one bit of a packet changes. */
  readonly corrupt?: number
}

/** The same in numbers: nanoseconds, bits in a second, bytes. */
export type DirectionSettings = {
  -readonly [Name in keyof DirectionOptions]-?: Name extends 'jitterShape'
    ? JitterShape
    : Name extends 'burst'
      ? Burst | null
      : Name extends 'reorderDistance'
        ? number | null
        : number
}

export const USUAL: Readonly<DirectionSettings> = {
  delay: 0,
  jitter: 0,
  jitterShape: 'uniform',
  rate: Number.POSITIVE_INFINITY,
  queue: 1000,
  queueBytes: Number.POSITIVE_INFINITY,
  mtu: 1500,
  loss: 0,
  burst: null,
  duplicate: 0,
  duplicateWithin: 0,
  reorder: 0,
  reorderWithin: 10_000_000,
  reorderDistance: null,
  corrupt: 0,
}

/** Packets on their way or waiting, in a direction, at most. */
export const MOST_PACKETS = 1 << 17
/** The smallest MTU that IPv4 knows: RFC 791 section 3.2. */
const SMALLEST_MTU = 68
const LARGEST_MTU = 65_575

type Readers = {
  readonly [Name in keyof DirectionSettings]: (
    what: string,
    value: NonNullable<DirectionOptions[Name]>,
  ) => DirectionSettings[Name]
}

const READERS: Readers = {
  delay: nanoseconds,
  jitter: nanoseconds,
  jitterShape: readShape,
  rate: bitsPerSecond,
  queue: (what, value) => count(what, value, 1, MOST_PACKETS),
  queueBytes: readQueueBytes,
  mtu: (what, value) => count(what, value, SMALLEST_MTU, LARGEST_MTU),
  loss: probability,
  burst: readBurst,
  duplicate: probability,
  duplicateWithin: nanoseconds,
  reorder: probability,
  reorderWithin: nanoseconds,
  reorderDistance: (what, value) => count(what, value, 1, 1000),
  corrupt: probability,
}

/** Settings as they were, with options applied; an error that says which option of whose cannot be. */
export function changeSettings(
  whose: string,
  settings: Readonly<DirectionSettings>,
  options: DirectionOptions,
): DirectionSettings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`${whose}: options are an object, not ${show(options)}`)
  const changed: Record<string, unknown> = { ...settings }
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(READERS, name))
      throw new TypeError(
        `${whose}: there is no option ${show(name)}; there are ${Object.keys(READERS).join(', ')}`,
      )
    if (value === undefined) continue
    const isNone = value === null && (name === 'burst' || name === 'reorderDistance')
    const read = READERS[name as keyof Readers] as (what: string, value: unknown) => unknown
    changed[name] = isNone ? null : read(`${whose}: ${name}`, value)
  }
  return checkTogether(whose, changed as DirectionSettings)
}

function checkTogether(whose: string, settings: DirectionSettings): DirectionSettings {
  const { delay, jitter, jitterShape } = settings
  if (jitterShape === 'uniform' && jitter > delay)
    throw new RangeError(
      `${whose}: a jitter of ${jitter / 1e6} ms is more than the delay of ${delay / 1e6} ms, and no packet arrives before it is sent; make the delay longer or the jitter smaller`,
    )
  return settings
}

function readShape(what: string, value: unknown): JitterShape {
  if (value !== 'uniform' && value !== 'normal')
    throw refusal(what, value, "is neither 'uniform' nor 'normal'")
  return value
}

function readQueueBytes(what: string, value: Size): number {
  if (value === Number.POSITIVE_INFINITY) return value
  const read = bytes(what, value)
  if (read < 1) throw refusal(what, value, 'lets nothing wait; give 1 byte at least')
  return read
}

function readBurst(what: string, value: Burst): Burst {
  if (typeof value !== 'object')
    throw refusal(what, value, 'is no burst; give such as { enter: 0.01, leave: 0.3 }')
  const { enter, leave, loss = 1, goodLoss = 0, ...rest } = value
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined)
    throw new TypeError(`${what} has no ${show(unknown)}; it has enter, leave, loss, goodLoss`)
  return {
    enter: probability(`${what}.enter`, enter),
    leave: probability(`${what}.leave`, leave),
    loss: probability(`${what}.loss`, loss),
    goodLoss: probability(`${what}.goodLoss`, goodLoss),
  }
}
