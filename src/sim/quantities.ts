import { MICROSECOND, MILLISECOND, SECOND } from '../netstack/time.ts'
import { show } from '../socket/posix/addresses.ts'

/** `'10ms'`, `'1.5s'`, `'250us'`, `'2m'`, `'1h'`; a number is milliseconds. */
export type Duration = string | number
/** `'10Mbit'`, `'1.5Gbit'`, `'56kbit'`, in a second; a number is bits in a second. Infinity takes no time. */
export type Rate = string | number
/** `'64KiB'`, `'1MB'`, `'1500B'`; a number is bytes. */
export type Size = string | number

type Units = Readonly<Record<string, number>>

const DURATIONS: Units = {
  ns: 1,
  us: MICROSECOND,
  µs: MICROSECOND,
  μs: MICROSECOND,
  ms: MILLISECOND,
  s: SECOND,
  m: 60 * SECOND,
  h: 3600 * SECOND,
}

const RATES: Units = {
  bit: 1,
  kbit: 1e3,
  Mbit: 1e6,
  Gbit: 1e9,
  'bit/s': 1,
  'kbit/s': 1e3,
  'Mbit/s': 1e6,
  'Gbit/s': 1e9,
}

const SIZES: Units = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 0x400,
  MiB: 0x10_0000,
  GiB: 0x4000_0000,
}

const NUMBER_AND_UNIT = /^(\d{1,15}(?:\.\d{1,9})?)\s?(\p{L}+(?:\/s)?)$/u

/** 30 days: sums of a few stay exact. */
const LONGEST = 30 * 24 * 3600 * SECOND

/** Whole nanoseconds; `what` begins the error, as `link a-b: delay`. */
export function nanoseconds(what: string, value: Duration): number {
  const advice = "give text such as '10ms' or '1.5s', or milliseconds; 30 days at most"
  const amount = typeof value === 'number' ? value * MILLISECOND : measure(value, DURATIONS)
  if (amount === undefined) throw refusal(what, value, `is no duration; ${advice}`)
  const whole = wholeFrom(what, value, amount, advice)
  if (whole > LONGEST) throw new RangeError(`${what} ${show(value)} is too long; ${advice}`)
  return whole
}

/** Bits in a second, 1 at least, or Infinity. */
export function bitsPerSecond(what: string, value: Rate): number {
  if (value === Number.POSITIVE_INFINITY) return value
  const advice =
    "give text such as '10Mbit' or '56kbit', or bits in a second from 1 on, or Infinity for no limit"
  const amount = typeof value === 'number' ? value : measure(value, RATES)
  if (amount === undefined) throw refusal(what, value, `is no rate; ${advice}`)
  const rate = wholeFrom(what, value, amount, advice)
  if (rate < 1) throw refusal(what, value, `would never send anything; ${advice}`)
  return rate
}

/** Whole bytes. */
export function bytes(what: string, value: Size): number {
  const advice = "give text such as '64KiB', or bytes"
  const amount = typeof value === 'number' ? value : measure(value, SIZES)
  if (amount === undefined) throw refusal(what, value, `is no size; ${advice}`)
  return wholeFrom(what, value, amount, advice)
}

/** A number from 0 to 1. */
export function probability(what: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1))
    throw refusal(what, value, 'is no probability; give a number from 0 to 1, such as 0.05 for 5 %')
  return value
}

/** A whole number between two, both included. */
export function count(what: string, value: unknown, least: number, most: number): number {
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most)
    throw refusal(what, value, `is not possible; give a whole number from ${least} to ${most}`)
  return value as number
}

/** What an error says of an option: which, what it was, what to do. */
export function refusal(what: string, value: unknown, advice: string): TypeError | RangeError {
  const kind = typeof value === 'number' ? RangeError : TypeError
  return new kind(`${what} ${show(value)} ${advice}`)
}

function measure(text: unknown, units: Units): number | undefined {
  if (typeof text !== 'string') return undefined
  const [, number, unit] = NUMBER_AND_UNIT.exec(text) ?? []
  if (number === undefined || unit === undefined || !Object.hasOwn(units, unit)) return undefined
  return Number(number) * units[unit]!
}

function wholeFrom(what: string, value: unknown, amount: number, advice: string): number {
  const rounded = Math.round(amount)
  // In binary fractions 0.3 ms is 299999.99999999994 ns: that is meant to be whole.
  const isWhole = Math.abs(amount - rounded) <= Math.max(1e-6, 1e-15 * amount)
  if (!isWhole || rounded < 0 || !Number.isSafeInteger(rounded))
    throw refusal(what, value, `is not possible; ${advice}`)
  return rounded
}
