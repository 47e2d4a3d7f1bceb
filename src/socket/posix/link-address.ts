/** `sll_addr` has room for so many bytes: packet(7). */
const LONGEST = 8

/** Reads a link-layer address, `02:42:ac:11:00:02`; null when it is none. */
export function parseLinkAddress(text: string): Uint8Array | null {
  const parts = text.split(':')
  if (parts.length > LONGEST || !parts.every((part) => /^[0-9a-fA-F]{2}$/.test(part))) return null
  return Uint8Array.from(parts, (part) => Number.parseInt(part, 16))
}

/** Writes a link-layer address as text, each byte with two digits. */
export function formatLinkAddress(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':')
}
