import { textOrBytes } from './posix/sockaddr.ts'

const encoder = new TextEncoder()
const PERCENT = 0x25

/** A percent sign that no two hexadecimal digits follow. */
export const LONE_PERCENT: RegExp = /%(?![0-9a-fA-F]{2})/

/** The bytes of a text in which `%41` stands for the byte 0x41: RFC 3986, section 2.1. It has no lone percent sign. */
export function percentDecode(text: string): Uint8Array {
  const encoded = encoder.encode(text)
  const bytes = new Uint8Array(encoded.length)
  let length = 0
  for (let i = 0; i < encoded.length; i++) {
    const byte = encoded[i]!
    if (byte !== PERCENT) {
      bytes[length++] = byte
      continue
    }
    bytes[length++] = Number.parseInt(String.fromCharCode(encoded[i + 1]!, encoded[i + 2]!), 16)
    i += 2
  }
  return bytes.slice(0, length)
}

/** A name as text, with `%XX` only for what needs it: percent and control characters, and bytes that are not UTF-8. */
export function percentEncode(name: string | Uint8Array): string {
  const known = textOrBytes(typeof name === 'string' ? encoder.encode(name) : name)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  if (typeof known === 'string') return known.replace(/[%\x00-\x1f\x7f]/g, (each) => hex(each.charCodeAt(0)))
  return Array.from(known, (byte) =>
    byte > 0x1f && byte < 0x7f && byte !== PERCENT ? String.fromCharCode(byte) : hex(byte),
  ).join('')
}

function hex(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}
