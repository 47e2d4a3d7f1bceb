import { type InternetAddress, show } from '../posix/addresses.ts'
import { byteLengthOf, checkBytes } from '../posix/bytes.ts'
import { AF_INET, AF_INET6 } from '../posix/constants.ts'
import { inet_ntop, inet_pton } from '../posix/inet.ts'
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE } from '../posix/sockaddr.ts'
import { type ValueCodec, view, wholeNumber } from './option-values.ts'

// C's structures as objects: a table says where each field stands, and a test asks C compilers whether it is so.

/** How a field of a structure is written and read. */
export interface Field<Value> {
  /** What it is when an object does not say; a field without must be given. */
  readonly missing?: Value
  write(into: Uint8Array, at: number, value: Value, name: string): void
  read(from: Uint8Array, at: number): Value
}

/** What the test compares with C. */
export interface StructLayout {
  /** As `ip_mreqn`. */
  readonly name: string
  readonly size: number
  /** Names in C, and offsets. */
  readonly fields: Readonly<Record<string, number>>
}

export interface StructCodec<Value> extends ValueCodec<Value> {
  readonly layout: StructLayout
}

type Fields<Value> = { readonly [Name in keyof Value]-?: readonly [at: number, Field<Required<Value>[Name]>] }

/** A structure of C as an object, whose fields bear C's names in camelCase, without the prefix that all have. */
export function struct<Value extends object>(
  name: string,
  prefix: string,
  size: number,
  fields: Fields<Value>,
): StructCodec<Value> {
  const entries = Object.entries(fields) as [string, readonly [number, Field<unknown>]][]
  const shape = entries.map(([field, [, { missing }]]) => (missing === undefined ? field : `${field}?`))
  return {
    size,
    layout: {
      name,
      size,
      fields: Object.fromEntries(entries.map(([field, [at]]) => [prefix + snakeCase(field), at])),
    },
    encode(value, option) {
      const given = checkObject(value, option, `{ ${shape.join(', ')} }`)
      const bytes = new Uint8Array(size)
      for (const [field, [at, codec]] of entries)
        codec.write(bytes, at, given[field] ?? codec.missing, `${option}.${field}`)
      return bytes
    },
    decode(bytes) {
      // A kernel that is older, or that we are not told of, may give less.
      const whole = new Uint8Array(size)
      whole.set(bytes.subarray(0, size))
      return Object.fromEntries(
        entries.map(([field, [at, codec]]) => [field, codec.read(whole, at)]),
      ) as Value
    },
  }
}

export function checkObject(value: unknown, name: string, like: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    throw new TypeError(`${name} takes ${like}, not ${show(value)}`)
  return value as Record<string, unknown>
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function number(max: number, method: 'Uint8' | 'Uint16' | 'Uint32', littleEndian = true): Field<number> {
  return {
    write: (into, at, value, name) =>
      view(into)[`set${method}`](at, wholeNumber(value, name, 0, max), littleEndian),
    read: (from, at) => view(from)[`get${method}`](at, littleEndian),
  }
}

export const uint8: Field<number> = number(0xff, 'Uint8')
export const uint16: Field<number> = number(0xffff, 'Uint16')
export const uint32: Field<number> = number(0xffffffff, 'Uint32')
/** In network byte order. */
export const networkUint32: Field<number> = number(0xffffffff, 'Uint32', false)
/** An interface's index: 0 is none, or leaves it to the routes. */
export const ifindex: Field<number> = number(0x7fffffff, 'Uint32')

/** A count that a number holds. */
export const uint64: Field<number> = {
  write: (into, at, value, name) =>
    view(into).setBigUint64(at, BigInt(wholeNumber(value, name, 0, Number.MAX_SAFE_INTEGER)), true),
  read: (from, at) => Number(view(from).getBigUint64(at, true)),
}

/** `int`. */
export const int32: Field<number> = {
  write: (into, at, value, name) =>
    view(into).setInt32(at, wholeNumber(value, name, -0x80000000, 0x7fffffff), true),
  read: (from, at) => view(from).getInt32(at, true),
}

/** `struct in_addr` or `struct in6_addr` as text. */
function address(family: typeof AF_INET | typeof AF_INET6, length: number): Field<string> {
  const version = family === AF_INET ? 'IPv4' : 'IPv6'
  return {
    write(into, at, value, name) {
      const bytes = typeof value === 'string' ? inet_pton(family, value) : null
      if (bytes === null) throw new TypeError(`${name} is an ${version} address as text, not ${show(value)}`)
      into.set(bytes, at)
    },
    read: (from, at) => inet_ntop(family, from.subarray(at, at + length)),
  }
}

export const inet4: Field<string> = address(AF_INET, 4)
export const inet6: Field<string> = address(AF_INET6, 16)

/** `struct sockaddr_storage` with an IP address of either family, as text: the port is of no account. */
export const inetStorage: Field<string> = {
  write(into, at, value, name) {
    const family = typeof value === 'string' && value.includes(':') ? AF_INET6 : AF_INET
    if (typeof value !== 'string' || inet_pton(family, value) === null)
      throw new TypeError(`${name} is an IP address as text, not ${show(value)}`)
    encodeSockaddr({ family, address: value, port: 0 } as InternetAddress, into, at)
  },
  read: (from, at) => (decodeSockaddr(from, at, SOCKADDR_SIZE) as InternetAddress | null)?.address ?? '',
}

/** An array of so many bytes, of which a field of its own may say how many count. */
export function byteArray(length: number): Field<Uint8Array> {
  return {
    write(into, at, value, name) {
      checkBytes(value, name)
      if (byteLengthOf(value) > length)
        throw new RangeError(`${name} takes ${length} bytes at most, not ${byteLengthOf(value)}`)
      into.set(value, at)
    },
    read: (from, at) => from.slice(at, at + length),
  }
}

/** A field that need not be given. */
export function optional<Value>(field: Field<Value>, missing: Value): Field<Value> {
  return { ...field, missing }
}
