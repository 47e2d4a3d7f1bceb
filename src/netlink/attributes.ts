import { AF_INET, AF_INET6 } from '../socket/posix/constants.ts'
import { inet_ntop } from '../socket/posix/inet.ts'
import { NLA_TYPE_MASK } from './constants.ts'
import { align, malformed, viewOf } from './message.ts'
import { NLATTR } from './structures.ts'

/** Bytes of an attribute's value: its length stands in 16 bits, with its header. */
const LONGEST = 0xffff - NLATTR.size

/** One attribute, with its header. Its value ends unaligned: encodeMessage() fills it up. */
export function encodeAttribute(type: number, value: Uint8Array): Uint8Array {
  if (value.length > LONGEST) throw new RangeError(`an attribute of ${value.length} bytes; ${LONGEST} fit`)
  const bytes = new Uint8Array(NLATTR.size + value.length)
  const view = viewOf(bytes)
  view.setUint16(NLATTR.len, bytes.length, true)
  view.setUint16(NLATTR.type, type, true)
  bytes.set(value, NLATTR.size)
  return bytes
}

/** An attribute whose value is a 32-bit number. */
export function encodeUint32(type: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  viewOf(bytes).setUint32(0, value, true)
  return encodeAttribute(type, bytes)
}

const decoder = new TextDecoder()

/**
 * The attributes of a message, or of another attribute: `struct nlattr`, netlink(7). Values are views of the bytes;
 * lengths that do not fit, and values too short for what is asked of them, are refused with EBADMSG.
 */
export class Attributes {
  readonly #bytes: Uint8Array
  /** Of each attribute its type, and where its value begins and ends, one after the other: lists have many. */
  readonly #places: readonly number[]

  /** Reads the attributes that fill `bytes` from `offset` on. */
  constructor(bytes: Uint8Array, offset = 0) {
    const view = viewOf(bytes)
    const places: number[] = []
    for (let at = offset; at < bytes.length; ) {
      const left = bytes.length - at
      if (left < NLATTR.size) throw malformed(`${left} bytes where an attribute begins`)
      const length = view.getUint16(at + NLATTR.len, true)
      if (length < NLATTR.size || length > left)
        throw malformed(`an attribute says that it has ${length} bytes of ${left}`)
      places.push(view.getUint16(at + NLATTR.type, true) & NLA_TYPE_MASK, at + NLATTR.size, at + length)
      at += align(length)
    }
    this.#bytes = bytes
    this.#places = places
  }

  /** The first of a type, as bytes. */
  bytes(type: number): Uint8Array | undefined {
    const places = this.#places
    for (let at = 0; at < places.length; at += 3)
      if (places[at] === type) return this.#bytes.subarray(places[at + 1], places[at + 2])
    return undefined
  }

  /** All of a type, in their order. */
  all(type: number): Uint8Array[] {
    const places = this.#places
    const found: Uint8Array[] = []
    for (let at = 0; at < places.length; at += 3)
      if (places[at] === type) found.push(this.#bytes.subarray(places[at + 1], places[at + 2]))
    return found
  }

  uint8(type: number): number | undefined {
    return this.#view(type, 1)?.getUint8(0)
  }

  uint32(type: number): number | undefined {
    return this.#view(type, 4)?.getUint32(0, true)
  }

  int32(type: number): number | undefined {
    return this.#view(type, 4)?.getInt32(0, true)
  }

  /** Text, up to its NUL where it has one. */
  text(type: number): string | undefined {
    const bytes = this.bytes(type)
    return bytes === undefined ? undefined : cText(bytes)
  }

  /** An IP address. */
  address(type: number, family: number): string | undefined {
    const bytes = this.bytes(type)
    return bytes === undefined ? undefined : addressText(family, bytes)
  }

  nested(type: number): Attributes | undefined {
    const bytes = this.bytes(type)
    return bytes === undefined ? undefined : new Attributes(bytes)
  }

  #view(type: number, size: number): DataView | undefined {
    const bytes = this.bytes(type)
    if (bytes === undefined) return undefined
    if (bytes.length < size) throw malformed(`attribute ${type} has ${bytes.length} bytes, and not ${size}`)
    return viewOf(bytes)
  }
}

export function cText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return decoder.decode(end === -1 ? bytes : bytes.subarray(0, end))
}

/** An IP address as text, once its bytes are known to be as many as its family has. */
export function addressText(family: number, bytes: Uint8Array): string {
  const length = { [AF_INET]: 4, [AF_INET6]: 16 }[family]
  if (bytes.length !== length) throw malformed(`${bytes.length} bytes are no address of family ${family}`)
  return inet_ntop(family, bytes)
}

/** The fields that an answer told: those that it did not are left out. */
export function told<Fields extends object>(fields: Fields): Partial<Fields> {
  const known: Partial<Fields> = {}
  for (const name in fields) if (fields[name] !== undefined) known[name] = fields[name]
  return known
}
