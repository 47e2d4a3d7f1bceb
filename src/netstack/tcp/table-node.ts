import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import { inet_pton } from '../../socket/posix/inet.ts'
import { IPV4_HEADER } from '../packet/ipv4.ts'
import { IPV6_ADDRESSES } from '../packet/ipv6.ts'
import { tcpPorts } from '../packet/tcp.ts'
import type { Path } from '../path.ts'

/** Words: the IP version; the ports, the peer's in front; the peer's address; ours. What IPv4 does not need is 0. */
export const KEY_WORDS = 10

/** What is found by the ports and addresses of a segment that comes. */
export class TableNode {
  readonly key: Int32Array
  hash = 0
  chained: TableNode | null = null

  constructor(key: Int32Array) {
    this.key = key
  }
}

/** The key of whom a segment is for, into words that are used again. */
export function keyOfSegment(key: Int32Array, view: DataView, ip: number, at: number): void {
  const version = view.getUint8(ip) >> 4
  key[0] = version
  key[1] = tcpPorts(view, at)
  if (version === 4) {
    key.fill(0, 2)
    key[2] = view.getInt32(ip + IPV4_HEADER - 8)
    key[6] = view.getInt32(ip + IPV4_HEADER - 4)
    return
  }
  for (let i = 0; i < 8; i++) key[2 + i] = view.getInt32(ip + IPV6_ADDRESSES + 4 * i)
}

/** The key of whom a segment of ours is from, as an ICMP error quotes it. */
export function keyOfQuote(key: Int32Array, view: DataView, ip: number, at: number): void {
  keyOfSegment(key, view, ip, at)
  key[1] = (key[1]! << 16) | (key[1]! >>> 16)
  for (let i = 2; i < 6; i++) {
    const ours = key[i]!
    key[i] = key[i + 4]!
    key[i + 4] = ours
  }
}

export function keyOfPath(path: Path, localPort: number, remotePort: number): Int32Array {
  const key = new Int32Array(KEY_WORDS)
  const family = path.version === 4 ? AF_INET : AF_INET6
  key[0] = path.version
  key[1] = (remotePort << 16) | localPort
  addressWords(key, 2, inet_pton(family, path.destination)!)
  addressWords(key, 6, inet_pton(family, path.source)!)
  return key
}

function addressWords(key: Int32Array, at: number, address: Uint8Array): void {
  const view = new DataView(address.buffer, address.byteOffset, address.length)
  for (let i = 0; 4 * i < address.length; i++) key[at + i] = view.getInt32(4 * i)
}
