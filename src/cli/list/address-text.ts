import type { ListedSocket } from '../../netlink/index.ts'
import { type Address, formatAddress, isInternetAddress } from '../../socket/posix/addresses.ts'
import { AF_INET6, AF_NETLINK, AF_PACKET, AF_UNIX } from '../../socket/posix/constants.ts'
import { printable } from '../frame/printable.ts'

/** Names of interfaces, by their index. */
export type InterfaceNames = ReadonlyMap<number, string>

/** A Unix name that need not be text: bytes beyond ASCII as `\xff`. */
function escapeBytes(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) =>
    byte < 0x80 ? printable(String.fromCharCode(byte)) : `\\x${byte.toString(16)}`,
  )
  return escaped.join('')
}

/** Both ends of a socket, as they are shown. */
export function endsOf(socket: ListedSocket, interfaces: InterfaceNames): { local: string; peer: string } {
  switch (socket.kind) {
    case 'unix':
      return { local: unixText(socket.local, socket.inode), peer: unixPeer(socket) }
    case 'packet':
      return { local: packetText(socket, interfaces), peer: '*' }
    case 'netlink':
      return { local: netlinkText(socket, socket.local), peer: netlinkText(socket, socket.remote) }
    case 'raw':
      return { local: rawText(socket, socket.local, interfaces), peer: rawPeer(socket, interfaces) }
    default:
      return { local: internetText(socket.local, interfaces), peer: internetText(socket.remote, interfaces) }
  }
}

function internetText(address: Address | null, interfaces: InterfaceNames): string {
  if (address === null) return '*'
  if (address.family === AF_INET6 && address.scopeId)
    return `[${address.address}%${interfaces.get(address.scopeId) ?? address.scopeId}]:${address.port}`
  return formatAddress(address)
}

const PROTOCOLS = new Map([
  [1, 'icmp'],
  [2, 'igmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [58, 'ipv6-icmp'],
  [89, 'ospf'],
])

/** Where others have their port, raw sockets have their protocol. */
function rawText({ protocol }: ListedSocket, address: Address | null, interfaces: InterfaceNames): string {
  const host = address === null ? '*' : internetText(address, interfaces).replace(/:\d+$/, '')
  return `${host}:${PROTOCOLS.get(protocol) ?? protocol}`
}

function rawPeer({ remote }: ListedSocket, interfaces: InterfaceNames): string {
  return remote === null ? '*' : internetText(remote, interfaces).replace(/:\d+$/, '')
}

/** What nobody has named is shown by its inode, so that both ends of a pair can be told. */
function unixText(address: Address | null, inode: number): string {
  if (address?.family !== AF_UNIX) return `#${inode}`
  const { path, abstract } = address
  if (path !== undefined) return typeof path === 'string' ? printable(path) : escapeBytes(path)
  if (abstract !== undefined)
    return `@${typeof abstract === 'string' ? printable(abstract) : escapeBytes(abstract)}`
  return `#${inode}`
}

function unixPeer({ remote, peerInode }: ListedSocket): string {
  return peerInode === undefined || peerInode === 0 ? '-' : unixText(remote, peerInode)
}

const ETHERNET = new Map([
  [0x0000, 'none'],
  [0x0003, 'all'],
  [0x0800, 'ip'],
  [0x0806, 'arp'],
  [0x86dd, 'ipv6'],
  [0x88cc, 'lldp'],
  [0x888e, 'eapol'],
])

function packetText({ protocol, ifindex }: ListedSocket, interfaces: InterfaceNames): string {
  const name = ETHERNET.get(protocol) ?? `0x${protocol.toString(16).padStart(4, '0')}`
  return `${name}%${ifindex === 0 ? '*' : (interfaces.get(ifindex) ?? ifindex)}`
}

/** NETLINK_ constants of <linux/netlink.h>. */
const NETLINKS = new Map([
  [0, 'route'],
  [2, 'usersock'],
  [4, 'sock-diag'],
  [5, 'nflog'],
  [6, 'xfrm'],
  [7, 'selinux'],
  [8, 'iscsi'],
  [9, 'audit'],
  [10, 'fib-lookup'],
  [11, 'connector'],
  [12, 'netfilter'],
  [15, 'kobject-uevent'],
  [16, 'generic'],
  [21, 'crypto'],
])

function netlinkText({ protocol }: ListedSocket, address: Address | null): string {
  if (address?.family !== AF_NETLINK) return '*'
  return `${NETLINKS.get(protocol) ?? protocol}:${address.pid === 0 ? 'kernel' : address.pid}`
}

/** Does it take an interface's name to show it? */
export function namesInterface({ local, remote, ifindex }: ListedSocket): boolean {
  if (ifindex !== 0 || local?.family === AF_PACKET) return true
  return [local, remote].some((address) => address?.family === AF_INET6 && Boolean(address.scopeId))
}

/** A port, of what has one. */
export function portOf(address: Address | null): number | undefined {
  return address !== null && isInternetAddress(address) ? address.port : undefined
}

/** An IPv4 address as that, also where an IPv6 socket has it: `[::ffff:127.0.0.1]:80` is `127.0.0.1:80`. */
export function unmapped(end: string): string {
  return end.startsWith('[::ffff:') ? end.replace(/^\[::ffff:(\d+(?:\.\d+){3})\]/, '$1') : end
}

/** A text of so many characters at most, cut in the middle: both its ends tell it from others. */
export function cutMiddle(text: string, room: number): string {
  const characters = [...text]
  if (characters.length <= room) return text
  const kept = Math.max(0, room - 1)
  const front = Math.ceil(kept / 3)
  return `${characters.slice(0, front).join('')}…${characters.slice(characters.length - (kept - front)).join('')}`
}
