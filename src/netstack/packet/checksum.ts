/**
 * The Internet checksum: RFC 1071. A *sum* is a number of 16 bits in ones' complement; sums of parts may be added and
 * folded in any order, as long as each part but the last has an even number of bytes.
 */

const UINT32 = 0x1_0000_0000

/**
 * The sum of bytes, which may begin anywhere.
 *
 * It adds words of 32 bits in a double, which is exact up to 8 MiB of them: carries need no care. They are read in the
 * order that most machines have, because the order of bytes does not matter until the end (section 2 (B)).
 */
export function sum(view: DataView, at: number, length: number): number {
  const end = at + length
  let total = 0
  let i = at
  for (; i + 32 <= end; i += 32) {
    total +=
      view.getUint32(i, true) +
      view.getUint32(i + 4, true) +
      (view.getUint32(i + 8, true) + view.getUint32(i + 12, true)) +
      (view.getUint32(i + 16, true) +
        view.getUint32(i + 20, true) +
        (view.getUint32(i + 24, true) + view.getUint32(i + 28, true)))
  }
  for (; i + 4 <= end; i += 4) total += view.getUint32(i, true)
  if (i + 2 <= end) {
    total += view.getUint16(i, true)
    i += 2
  }
  // As if a zero followed.
  if (i < end) total += view.getUint8(i)
  const high = Math.floor(total / UINT32)
  const low = (total - high * UINT32) >>> 0
  const swapped = fold((low & 0xffff) + (low >>> 16) + high)
  return ((swapped & 0xff) << 8) | (swapped >>> 8)
}

/** A sum of sums as one: what is beyond 16 bits is added to the rest. At most 2³² − 1. */
export function fold(total: number): number {
  const once = (total & 0xffff) + (total >>> 16)
  return (once & 0xffff) + (once >>> 16)
}

/**
 * The checksum of bytes, and of what `more` is the sum of. Over bytes that hold their own checksum it is 0.
 */
export function checksum(view: DataView, at: number, length: number, more = 0): number {
  return ~fold(sum(view, at, length) + more) & 0xffff
}

/**
 * The checksum when a word of 16 bits that it covers has become another: RFC 1624 section 3. A checksum of bytes that
 * are all 0 is beyond it, because then the sum has two forms; no header is so.
 */
export function updateChecksum(checksum: number, before: number, after: number): number {
  return ~fold((~checksum & 0xffff) + (~before & 0xffff) + after) & 0xffff
}

/**
 * The sum of the pseudo-header that TCP and UDP checksums cover, without its length, which they add themselves:
 * RFC 9293 section 3.1. Addresses are numbers; a connection computes it once.
 */
export function ipv4PseudoHeader(source: number, destination: number, protocol: number): number {
  return fold((source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) + protocol)
}

/** The same for IPv6: RFC 8200 section 8.1. At `at` stand the source and the destination, as in the IPv6 header. */
export function ipv6PseudoHeader(addresses: DataView, at: number, nextHeader: number): number {
  return fold(sum(addresses, at, 32) + nextHeader)
}
