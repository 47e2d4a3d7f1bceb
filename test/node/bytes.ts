import { createHash } from 'node:crypto'

export const MEBIBYTE: number = 1 << 20

/** Bytes in which no shift goes unnoticed. */
export function pattern(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  for (let i = 0; i < length; i++) bytes[i] = Math.imul(i, 0x9e3779b1) >>> 23
  return bytes
}

/** Tells one text of bytes from another; pieces count as one. */
export function digest(...pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha1')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}
