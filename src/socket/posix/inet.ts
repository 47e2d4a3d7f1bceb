import { AF_INET, AF_INET6 } from './constants.ts'

/**
 * Reads an address in text: 4 bytes for AF_INET, 16 for AF_INET6, in network order, or null when it is none.
 * Source: inet_pton(3). AF_INET takes four decimal parts without leading zeros and nothing else.
 */
export function inet_pton(family: number, text: string): Uint8Array | null {
  if (typeof text !== 'string') throw new TypeError('inet_pton() reads text')
  if (family === AF_INET) return parseInet4(text)
  if (family === AF_INET6) return parseInet6(text)
  throw new TypeError('inet_pton() knows AF_INET and AF_INET6')
}

/**
 * Writes an address as text; IPv6 in the form of RFC 5952 (lower case, the longest run of zeros as `::`).
 * Source: inet_ntop(3).
 */
export function inet_ntop(family: number, bytes: Uint8Array): string {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('inet_ntop() writes a Uint8Array as text')
  if (family === AF_INET) {
    if (bytes.length !== 4) throw new RangeError(`an IPv4 address has 4 bytes, not ${bytes.length}`)
    return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}`
  }
  if (family === AF_INET6) {
    if (bytes.length !== 16) throw new RangeError(`an IPv6 address has 16 bytes, not ${bytes.length}`)
    return formatInet6(bytes)
  }
  throw new TypeError('inet_ntop() knows AF_INET and AF_INET6')
}

const DECIMAL_OCTET = /^(0|[1-9]\d{0,2})$/

function parseInet4(text: string): Uint8Array | null {
  if (text.length > 15) return null
  const parts = text.split('.')
  if (parts.length !== 4) return null
  const bytes = new Uint8Array(4)
  for (const [index, part] of parts.entries()) {
    const value = Number(part)
    if (!DECIMAL_OCTET.test(part) || value > 255) return null
    bytes[index] = value
  }
  return bytes
}

const HEXTET = /^[0-9a-fA-F]{1,4}$/

function parseInet6(text: string): Uint8Array | null {
  if (text.length > 45) return null
  const halves = text.split('::')
  if (halves.length > 2) return null
  const head = parseHextets(halves[0]!, halves.length === 1)
  const tail = halves.length === 2 ? parseHextets(halves[1]!, true) : []
  if (head === null || tail === null) return null
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const bytes = new Uint8Array(16)
  const words = [...head, ...new Array<number>(missing).fill(0), ...tail]
  words.forEach((word, index) => {
    bytes[2 * index] = word >> 8
    bytes[2 * index + 1] = word & 0xff
  })
  return bytes
}

/** The 16-bit words of one side of `::`; the last two may stand as an IPv4 address at the end of the text. */
function parseHextets(text: string, endsText: boolean): number[] | null {
  if (text === '') return []
  const parts = text.split(':')
  const words: number[] = []
  for (const [index, part] of parts.entries()) {
    if (HEXTET.test(part)) {
      words.push(Number.parseInt(part, 16))
      continue
    }
    const inet4 = endsText && index === parts.length - 1 ? parseInet4(part) : null
    if (inet4 === null) return null
    words.push((inet4[0]! << 8) | inet4[1]!, (inet4[2]! << 8) | inet4[3]!)
  }
  return words
}

function formatInet6(bytes: Uint8Array): string {
  const words: number[] = []
  for (let i = 0; i < 16; i += 2) words.push((bytes[i]! << 8) | bytes[i + 1]!)
  const run = longestZeroRun(words)
  const mapped = run.start === 0 && run.length === 5 && words[5] === 0xffff
  const compatible = run.start === 0 && run.length === 6
  if (mapped || compatible) return `::${mapped ? 'ffff:' : ''}${inet_ntop(AF_INET, bytes.subarray(12))}`
  const hex = words.map((word) => word.toString(16))
  if (run.length < 2) return hex.join(':')
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`
}

function longestZeroRun(words: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let start = 0
  words.forEach((word, index) => {
    if (word !== 0) start = index + 1
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start }
  })
  return best
}
