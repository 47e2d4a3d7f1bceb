import { AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_UNIX, AF_VSOCK } from './constants.ts'
import { inet_pton } from './inet.ts'
import { parseLinkAddress } from './link-address.ts'

/** An IPv4 address and port: ip(7). */
export interface Inet4Address {
  readonly family: typeof AF_INET
  /** Dotted decimal, as `127.0.0.1`. */
  readonly address: string
  /** 0 to 65535, as people write it; 0 lets the system choose. */
  readonly port: number
}

/** An IPv6 address and port: ipv6(7). */
export interface Inet6Address {
  readonly family: typeof AF_INET6
  readonly address: string
  readonly port: number
  readonly flowinfo?: number
  /** The interface that a link-local address belongs to, by its index. */
  readonly scopeId?: number
}

/**
 * The name of a Unix socket: unix(7). A `path` in the file system, or an `abstract` name, or neither (unnamed;
 * binding to it lets Linux choose an abstract name). Names that are not UTF-8 are given as bytes.
 */
export interface UnixAddress {
  readonly family: typeof AF_UNIX
  readonly path?: string | Uint8Array
  readonly abstract?: string | Uint8Array
}

/** What a packet socket is bound to, sends to, or received from: packet(7). */
export interface PacketAddress {
  readonly family: typeof AF_PACKET
  /** ETH_P_IP and its like, in the host's byte order; ETH_P_ALL is every one. */
  readonly protocol: number
  /** The interface's index; bound to 0 a socket receives from all. */
  readonly ifindex: number
  /** ARPHRD_ETHER (1) and its like. Of what was received. */
  readonly hatype?: number
  /** PACKET_HOST, PACKET_OUTGOING and their like. Of what was received. */
  readonly pkttype?: number
  /** The link-layer address, as `02:42:ac:11:00:02`; 8 bytes at most. */
  readonly address?: string
}

/** netlink(7). */
export interface NetlinkAddress {
  readonly family: typeof AF_NETLINK
  /** The socket's number in its network; 0 is the kernel, or, in bind, lets the kernel choose. */
  readonly pid: number
  /** A bit for each multicast group. */
  readonly groups: number
}

/** Between a virtual machine and its host: vsock(7). */
export interface VsockAddress {
  readonly family: typeof AF_VSOCK
  /** VMADDR_CID_HOST and its like; VMADDR_CID_ANY in bind. */
  readonly cid: number
  /** 32 bits; VMADDR_PORT_ANY lets the system choose. */
  readonly port: number
}

export type InternetAddress = Inet4Address | Inet6Address

export type Address = InternetAddress | UnixAddress | PacketAddress | NetlinkAddress | VsockAddress

/** `sun_path` holds 108 bytes, and the last one ends the path. */
export const UNIX_PATH_MAX = 107

/**
 * Throws a TypeError or RangeError that says what is wrong with an address.
 * Everything that a stack is handed has passed here.
 */
export function checkAddress(address: Address): void {
  if (typeof address !== 'object' || address === null)
    throw new TypeError(`an address is an object with a family, not ${show(address)}`)
  switch (address.family) {
    case AF_INET:
    case AF_INET6:
      checkInternetAddress(address)
      return
    case AF_UNIX:
      checkUnixAddress(address)
      return
    case AF_PACKET:
      checkPacketAddress(address)
      return
    case AF_NETLINK:
      checkUint('pid', address.pid, UINT32)
      checkUint('groups', address.groups, UINT32)
      return
    case AF_VSOCK:
      checkUint('cid', address.cid, UINT32)
      checkUint('port', address.port, UINT32)
      return
    default:
      throw new TypeError(
        `family ${show((address as { family: unknown }).family)} is none of AF_INET, AF_INET6, AF_UNIX, AF_PACKET, AF_NETLINK, AF_VSOCK`,
      )
  }
}

function checkInternetAddress(address: Inet4Address | Inet6Address): void {
  const version = address.family === AF_INET ? 'IPv4' : 'IPv6'
  if (typeof address.address !== 'string')
    throw new TypeError(`address is text, not ${show(address.address)}`)
  if (inet_pton(address.family, address.address) === null) {
    throw new TypeError(
      `${JSON.stringify(address.address)} is not an ${version} address; names are resolved with getaddrinfo()`,
    )
  }
  checkPort(address.port)
  if (address.family === AF_INET6) {
    checkUint('flowinfo', address.flowinfo ?? 0, UINT32)
    checkUint('scopeId', address.scopeId ?? 0, UINT32)
  }
}

const UINT32 = 0xffffffff

function checkUint(name: string, value: unknown, max: number): void {
  if (typeof value !== 'number') throw new TypeError(`${name} is a number, not ${show(value)}`)
  if (!Number.isInteger(value) || value < 0 || value > max)
    throw new RangeError(`${name} ${value} is not a whole number from 0 to ${max}`)
}

function checkPacketAddress({ protocol, ifindex, hatype, pkttype, address }: PacketAddress): void {
  checkUint('protocol', protocol, 0xffff)
  checkUint('ifindex', ifindex, 0x7fffffff)
  if (hatype !== undefined) checkUint('hatype', hatype, 0xffff)
  if (pkttype !== undefined) checkUint('pkttype', pkttype, 0xff)
  if (address !== undefined && (typeof address !== 'string' || parseLinkAddress(address) === null))
    throw new TypeError(`${show(address)} is not a link-layer address, as '02:42:ac:11:00:02'`)
}

/** A port as people write it: a whole number from 0 to 65535. */
export function checkPort(port: unknown): asserts port is number {
  if (typeof port !== 'number') throw new TypeError(`port is a number, not ${show(port)}`)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new RangeError(`port ${port} is not a whole number from 0 to 65535`)
}

function checkUnixAddress(address: UnixAddress): void {
  const { path, abstract } = address
  if (path !== undefined && abstract !== undefined)
    throw new TypeError('a Unix address has a path or an abstract name, not both')
  const name = path ?? abstract
  if (name === undefined) return
  const kind = path === undefined ? 'abstract name' : 'path'
  if (typeof name !== 'string' && !(name instanceof Uint8Array))
    throw new TypeError(`${kind} is text or bytes, not ${show(name)}`)
  const bytes = typeof name === 'string' ? new TextEncoder().encode(name) : name
  if (path !== undefined && bytes.length === 0)
    throw new TypeError('path is empty; leave it out for an unnamed socket')
  if (bytes.length > UNIX_PATH_MAX) {
    throw new RangeError(
      `${kind} has ${bytes.length} bytes, a Unix socket's has ${UNIX_PATH_MAX} at most; choose a shorter one, or relative to the working directory`,
    )
  }
  if (path !== undefined && bytes.includes(0)) throw new TypeError('path has a NUL byte in it')
}

/** A value in an error message: short, and never the whole of something large. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'object') return `a ${value.constructor?.name ?? 'null-prototype object'}`
  return typeof value
}

/** Has it an IP address and a port? */
export function isInternetAddress(address: Address): address is InternetAddress {
  return address.family === AF_INET || address.family === AF_INET6
}

/**
 * An address as people write it: `127.0.0.1:4444`, `[::1]:4444`, `/run/x.sock`, `@name`, or `unnamed`; and
 * `02:42:ac:11:00:02%3`, `netlink:4313`, `vsock:2:1024`.
 */
export function formatAddress(address: Address): string {
  switch (address.family) {
    case AF_INET:
      return `${address.address}:${address.port}`
    case AF_INET6:
      return `[${address.address}${address.scopeId ? `%${address.scopeId}` : ''}]:${address.port}`
    case AF_PACKET:
      return `${address.address ?? 'packet'}%${address.ifindex}`
    case AF_NETLINK:
      return `netlink:${address.pid}`
    case AF_VSOCK:
      return `vsock:${address.cid}:${address.port}`
    default:
      if (address.path !== undefined) return nameText(address.path)
      if (address.abstract !== undefined) return `@${nameText(address.abstract)}`
      return 'unnamed'
  }
}

function nameText(name: string | Uint8Array): string {
  return typeof name === 'string' ? name : new TextDecoder().decode(name)
}
