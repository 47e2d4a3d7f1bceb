import { show } from '../posix/addresses.ts'
import { byteLengthOf, checkBytes } from '../posix/bytes.ts'

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

export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

export function wholeNumber(value: unknown, name: string, min: number, max: number): number {
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

/** `int` of which only a part makes sense. */
export function intFrom(min: number, max: number): ValueCodec<number> {
  return {
    size: 4,
    encode: (value, name) => int.encode(wholeNumber(value, name, min, max), name),
    decode: int.decode,
  }
}

/** `unsigned int`. */
export const unsignedInt: ValueCodec<number> = {
  size: 4,
  encode: (value, name) => int.encode(wholeNumber(value, name, 0, 0xffffffff) | 0, name),
  decode: (bytes) => int.decode(bytes) >>> 0,
}

/** `unsigned int` in network byte order. */
export const networkInt: ValueCodec<number> = {
  size: 4,
  encode(value, name) {
    const whole = wholeNumber(value, name, 0, 0xffffffff)
    return Uint8Array.of(whole >>> 24, whole >>> 16, whole >>> 8, whole)
  },
  decode: (bytes) => view(bytes).getUint32(0),
}

/** 64 bits without sign, of a size or a count that a number holds. */
export const unsignedLong: ValueCodec<number> = {
  size: 8,
  encode(value, name) {
    const bytes = new Uint8Array(8)
    view(bytes).setBigUint64(0, BigInt(wholeNumber(value, name, 0, Number.MAX_SAFE_INTEGER)), true)
    return bytes
  },
  decode: (bytes) => Number(view(bytes).getBigUint64(0, true)),
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

/** Nothing to say: the call alone counts. */
export const nothing: ValueCodec<null> = {
  size: 4,
  encode(value, name) {
    if (value !== null) throw new TypeError(`${name} takes null, not ${show(value)}`)
    return new Uint8Array(4)
  },
  decode: () => null,
}

/** Text in an array of so many `char`, of which a NUL ends it. */
export function text(size: number): ValueCodec<string> {
  return {
    size,
    encode(value, name) {
      if (typeof value !== 'string') throw new TypeError(`${name} takes text, not ${show(value)}`)
      if (value.includes('\0')) throw new TypeError(`${name} takes text without a NUL, not ${show(value)}`)
      const bytes = new TextEncoder().encode(`${value}\0`)
      if (bytes.length > size)
        throw new RangeError(`${name} takes text of up to ${size - 1} bytes, not ${show(value)}`)
      return bytes
    },
    decode(bytes) {
      const end = bytes.indexOf(0)
      return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end))
    },
  }
}

/** Bytes as they are, in an array of their own. */
export function bytesUpTo(longest: number): ValueCodec<Uint8Array> {
  return {
    size: longest,
    encode(value, name) {
      checkBytes(value, name)
      const length = byteLengthOf(value)
      if (length > longest) throw new RangeError(`${name} takes ${longest} bytes at most, not ${length}`)
      return new Uint8Array(value)
    },
    decode: (bytes) => bytes.slice(),
  }
}

/** An array of `unsigned int`, of which the kernel fills as many as there are. */
export function unsignedInts(longest: number): ValueCodec<readonly number[]> {
  return {
    size: 4 * longest,
    encode: onlyRead,
    decode: (bytes) =>
      Array.from({ length: bytes.length >> 2 }, (_, index) => view(bytes).getUint32(4 * index, true)),
  }
}

/** `encode` of what the kernel alone writes. */
export function onlyRead(_value: unknown, name: string): never {
  throw new TypeError(`${name} can only be read`)
}
