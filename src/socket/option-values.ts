import { show } from './addresses.ts'

/**
 * How an option's value stands in memory: C's layout on a 64-bit Linux, little endian.
 * `encode` throws a TypeError or RangeError before any system call.
 */
export interface ValueCodec<Value> {
  /** Bytes that getsockopt is offered. */
  readonly size: number
  encode(value: Value, name: string): Uint8Array
  decode(bytes: Uint8Array): Value
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function wholeNumber(value: unknown, name: string, min: number, max: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} takes a number, not ${show(value)}`)
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`${name} takes a whole number from ${min} to ${max}, not ${value}`)
  return value
}

/** `int`. */
export const int: ValueCodec<number> = {
  size: 4,
  encode(value, name) {
    const whole = wholeNumber(value, name, -0x80000000, 0x7fffffff)
    // The most frequent of all options by far: without a DataView, which would take the bytes off V8's heap.
    return Uint8Array.of(whole, whole >> 8, whole >> 16, whole >> 24)
  },
  decode: (bytes) =>
    bytes.length >= 4
      ? bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24)
      : (bytes[0] ?? 0),
}

/** `int` that is 0 or 1. */
export const flag: ValueCodec<boolean> = {
  size: 4,
  encode(value, name) {
    if (typeof value !== 'boolean') throw new TypeError(`${name} takes true or false, not ${show(value)}`)
    return int.encode(value ? 1 : 0, name)
  },
  decode: (bytes) => int.decode(bytes) !== 0,
}

/** `struct timeval` as milliseconds; 0 waits for ever. */
export const milliseconds: ValueCodec<number> = {
  size: 16,
  encode(value, name) {
    const whole = wholeNumber(value, name, 0, Number.MAX_SAFE_INTEGER)
    const bytes = new Uint8Array(16)
    view(bytes).setBigInt64(0, BigInt(Math.floor(whole / 1000)), true)
    view(bytes).setBigInt64(8, BigInt((whole % 1000) * 1000), true)
    return bytes
  },
  decode(bytes) {
    const seconds = view(bytes).getBigInt64(0, true)
    const micros = view(bytes).getBigInt64(8, true)
    return Number(seconds) * 1000 + Number(micros) / 1000
  },
}

/** What close() does with bytes not sent yet: `struct linger`, socket(7). */
export interface Linger {
  readonly onoff: boolean
  /** Seconds to wait for the bytes to be acknowledged; 0 throws them away and resets the connection. */
  readonly linger: number
}

export const linger: ValueCodec<Linger> = {
  size: 8,
  encode(value, name) {
    if (typeof value !== 'object' || value === null || typeof value.onoff !== 'boolean')
      throw new TypeError(`${name} takes { onoff: boolean, linger: seconds }, not ${show(value)}`)
    const bytes = new Uint8Array(8)
    view(bytes).setInt32(0, value.onoff ? 1 : 0, true)
    view(bytes).setInt32(4, wholeNumber(value.linger, `${name}.linger`, 0, 0x7fffffff), true)
    return bytes
  },
  decode: (bytes) => ({
    onoff: view(bytes).getInt32(0, true) !== 0,
    linger: view(bytes).getInt32(4, true),
  }),
}
