import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import { inet_ntop, inet_pton } from '../../socket/posix/inet.ts'

/**
 * Headers as tables of fields, in the order of the RFC's diagram. From a table come the typed forms, for traces and
 * tests. The fast path reads by functions of its own, one for each field; tests hold the two equal.
 */

/** A field of a header. */
export interface Field<
  Name extends string = string,
  Kind extends 'number' | 'address' = 'number' | 'address',
> {
  readonly name: Name
  /** An IP address is text in the typed form. */
  readonly kind: Kind
  /** Its first bit, counted from the header's first. */
  readonly bit: number
  /** Its bits. A number lies within four bytes. */
  readonly width: number
  /** Where it is defined. */
  readonly rfc: string
}

/** The typed form of a table's fields. */
export type Fields<Table extends readonly Field[]> = {
  -readonly [F in Table[number] as F['name']]: F['kind'] extends 'address' ? string : number
}

export function uint<Name extends string>(
  name: Name,
  bit: number,
  width: number,
  rfc: string,
): Field<Name, 'number'> {
  return { name, kind: 'number', bit, width, rfc }
}

export function address<Name extends string>(
  name: Name,
  bit: number,
  width: 32 | 128,
  rfc: string,
): Field<Name, 'address'> {
  return { name, kind: 'address', bit, width, rfc }
}

/** The bytes that a table's fields have together. */
export function sizeOf(table: readonly Field[]): number {
  const last = table[table.length - 1]!
  return (last.bit + last.width) / 8
}

/** The typed form of the header at `at`. */
export function readFields<const Table extends readonly Field[]>(
  table: Table,
  view: DataView,
  at: number,
): Fields<Table> {
  const read = (field: Field) =>
    field.kind === 'address' ? readAddress(view, at, field) : readNumber(view, at, field)
  return Object.fromEntries(table.map((field) => [field.name, read(field)])) as Fields<Table>
}

/** Writes all fields of a header at `at`; one that does not fit is a RangeError. */
export function writeFields<const Table extends readonly Field[]>(
  table: Table,
  view: DataView,
  at: number,
  values: Fields<Table>,
): void {
  for (const field of table) {
    const value: unknown = values[field.name as keyof Fields<Table>]
    if (field.kind === 'address') writeAddress(view, at, field, value as string)
    else writeNumber(view, at, field, value as number)
  }
}

/** A copy of the bytes from `at` up to `end`. */
export function readBytes(view: DataView, at: number, end: number): Uint8Array {
  const bytes = new Uint8Array(end - at)
  for (let i = 0; i < bytes.length; i++) bytes[i] = view.getUint8(at + i)
  return bytes
}

/** Writes bytes at `at`; gives the position behind them. */
export function writeBytes(view: DataView, at: number, bytes: Uint8Array): number {
  new Uint8Array(view.buffer, view.byteOffset + at, bytes.length).set(bytes)
  return at + bytes.length
}

/** Where a number stands: its first byte, the byte after its last, and the bits behind it in that one. */
function place({ bit, width }: Field): { first: number; last: number; behind: number } {
  const last = Math.ceil((bit + width) / 8)
  return { first: Math.floor(bit / 8), last, behind: 8 * last - bit - width }
}

function readNumber(view: DataView, at: number, field: Field): number {
  const { first, last, behind } = place(field)
  let word = 0
  for (let i = first; i < last; i++) word = (word << 8) | view.getUint8(at + i)
  return ((word >>> behind) & greatest(field)) >>> 0
}

function writeNumber(view: DataView, at: number, field: Field, value: number): void {
  const max = greatest(field)
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new RangeError(`${field.name} ${value} is not a whole number from 0 to ${max}`)
  const { first, last, behind } = place(field)
  const mask = max << behind
  const word = value << behind
  for (let i = last - 1, shift = 0; i >= first; i--, shift += 8) {
    const kept = view.getUint8(at + i) & ~(mask >>> shift)
    view.setUint8(at + i, kept | ((word >>> shift) & 0xff))
  }
}

function greatest({ width }: Field): number {
  return 0xffffffff >>> (32 - width)
}

function readAddress(view: DataView, at: number, { bit, width }: Field): string {
  const first = at + bit / 8
  const bytes = readBytes(view, first, first + width / 8)
  return inet_ntop(width === 32 ? AF_INET : AF_INET6, bytes)
}

function writeAddress(view: DataView, at: number, { name, bit, width }: Field, text: string): void {
  const bytes = inet_pton(width === 32 ? AF_INET : AF_INET6, text)
  if (bytes === null) throw new RangeError(`${name} ${text} is no address of ${width} bits`)
  writeBytes(view, at + bit / 8, bytes)
}
