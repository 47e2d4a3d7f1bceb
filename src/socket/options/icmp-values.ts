import { show } from '../posix/addresses.ts'
import type { ValueCodec } from './option-values.ts'
import { checkObject } from './struct-values.ts'

/**
 * Which types of ICMP message a raw socket does not receive. Set either list; what is read is `block`.
 * `{ pass: [0] }` is all but echo replies.
 */
export interface IcmpFilter {
  /** Types that are dropped. */
  readonly block?: readonly number[]
  /** Types that come through, and no others. */
  readonly pass?: readonly number[]
}

/** A bit for each of so many types, set where it is dropped: raw(7), RFC 3542 section 3.2. */
function filter(types: number): ValueCodec<IcmpFilter> {
  return {
    size: types / 8,
    encode(value, name) {
      const { block, pass } = checkObject(value, name, '{ block } or { pass }')
      if ((block === undefined) === (pass === undefined))
        throw new TypeError(`${name} takes either { block } or { pass }`)
      const listed = block ?? pass
      if (!Array.isArray(listed)) throw new TypeError(`${name} takes a list of types, not ${show(listed)}`)
      const bytes = new Uint8Array(types / 8).fill(block === undefined ? 0xff : 0)
      for (const type of listed) {
        if (!Number.isInteger(type) || type < 0 || type >= types)
          throw new RangeError(`${name}: a type is a whole number from 0 to ${types - 1}, not ${show(type)}`)
        const bit = 1 << (type & 7)
        if (block === undefined) bytes[type >> 3]! &= ~bit
        else bytes[type >> 3]! |= bit
      }
      return bytes
    },
    decode(bytes) {
      const all = Array.from({ length: 8 * bytes.length }, (_, type) => type)
      return { block: all.filter((type) => (bytes[type >> 3]! & (1 << (type & 7))) !== 0) }
    },
  }
}

/** `struct icmp_filter`: types above 31 always come through. */
export const icmpFilter: ValueCodec<IcmpFilter> = filter(32)
/** `struct icmp6_filter`. */
export const icmp6Filter: ValueCodec<IcmpFilter> = filter(256)
