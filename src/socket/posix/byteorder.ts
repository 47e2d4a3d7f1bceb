/**
 * Byte order: byteorder(3). Addresses here hold ports as people write them, so these are for headers of your own.
 * The kernel stack's machines are little endian; the swap follows the machine that runs.
 */
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** A 16-bit number from the host's order to the network's. */
export function htons(host: number): number {
  checkWidth('htons', host, 0xffff)
  return littleEndian ? ((host & 0xff) << 8) | (host >>> 8) : host
}

/** A 16-bit number from the network's order to the host's. */
export function ntohs(network: number): number {
  checkWidth('ntohs', network, 0xffff)
  return htons(network)
}

/** A 32-bit number from the host's order to the network's. */
export function htonl(host: number): number {
  checkWidth('htonl', host, 0xffffffff)
  if (!littleEndian) return host
  return (((host & 0xff) << 24) | ((host & 0xff00) << 8) | ((host >>> 8) & 0xff00) | (host >>> 24)) >>> 0
}

/** A 32-bit number from the network's order to the host's. */
export function ntohl(network: number): number {
  checkWidth('ntohl', network, 0xffffffff)
  return htonl(network)
}

function checkWidth(name: string, value: number, max: number): void {
  if (typeof value !== 'number') throw new TypeError(`${name}() takes a number`)
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new RangeError(`${name}() takes a whole number from 0 to ${max}, not ${value}`)
}
