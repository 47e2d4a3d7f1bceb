import type { FailedSocket } from '../../socket/explaining.ts'
import { TCP_STATES, type TcpState } from '../../socket/options/tcp-info.ts'
import { AF_INET, AF_INET6, SOCK_DGRAM, SOCK_STREAM } from '../../socket/posix/constants.ts'
import { inet_ntop, inet_pton } from '../../socket/posix/inet.ts'
import type { Cover, Protocol } from './facts.ts'
import type { Search } from './search.ts'

/** A line of /proc/net/tcp, tcp6, udp or udp6: proc_net(5), Documentation/networking/proc_net_tcp.rst. */
export interface InternetRow {
  readonly protocol: Protocol
  /** IPv4-mapped addresses as they are: `::ffff:127.0.0.1`. */
  readonly address: string
  readonly port: number
  readonly peer: string
  readonly peerPort: number
  readonly state: TcpState
  /** Of a listener, connections that wait to be accepted. */
  readonly waiting: number
  /** Seconds until the kernel's timer, of TIME_WAIT and FIN_WAIT2: until it is gone. Null when there is none. */
  readonly timer: number | null
  readonly uid: number
  /** 0: no process has the socket any more. */
  readonly inode: number
}

/** A part of a second, in which the kernel tells times: USER_HZ, 100 on Linux. */
const TICKS = 100

export function parseInternetRow(line: string, protocol: Protocol): InternetRow | null {
  const fields = line.trim().split(/\s+/)
  const local = parseEnd(fields[1])
  const peer = parseEnd(fields[2])
  if (local === null || peer === null) return null
  const [timerKind, ticks] = (fields[5] ?? '').split(':')
  return {
    protocol,
    ...local,
    peer: peer.address,
    peerPort: peer.port,
    state: TCP_STATES[Number.parseInt(fields[3] ?? '', 16)] ?? 'NONE',
    waiting: Number.parseInt((fields[4] ?? '').split(':')[1] ?? '', 16) || 0,
    timer: timerKind === '00' || ticks === undefined ? null : Number.parseInt(ticks, 16) / TICKS,
    uid: Number(fields[7]),
    inode: Number(fields[9] ?? 0),
  }
}

/** `0100007F:115C` is 127.0.0.1, port 4444. */
function parseEnd(text: string | undefined): { address: string; port: number } | null {
  const [hex, port] = (text ?? '').split(':')
  if (hex === undefined || port === undefined || !/^([0-9A-F]{8}|[0-9A-F]{32})$/.test(hex)) return null
  const bytes = fromWords(hex)
  return {
    address: inet_ntop(bytes.length === 4 ? AF_INET : AF_INET6, bytes),
    port: Number.parseInt(port, 16),
  }
}

/** Each 32-bit word stands with its bytes in the order of a little-endian machine. */
export function fromWords(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i++) {
    const at = (i & ~3) + 3 - (i & 3)
    bytes[i] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16)
  }
  return bytes
}

const TABLES: Readonly<Record<Protocol, readonly string[]>> = {
  TCP: ['tcp', 'tcp6'],
  UDP: ['udp', 'udp6'],
}

/** The protocols whose ports the socket takes; both when its type is not known. */
export function protocolsOf({ type }: FailedSocket): Protocol[] {
  if (type === SOCK_STREAM) return ['TCP']
  return type === SOCK_DGRAM ? ['UDP'] : ['TCP', 'UDP']
}

/** Calls `use` with every socket of a protocol; only those on a port when it says so. False: not all were seen. */
export async function eachSocket(
  search: Search,
  protocol: Protocol,
  port: number | null,
  use: (row: InternetRow) => void,
): Promise<boolean> {
  const mark = port === null ? ':' : `:${port.toString(16).toUpperCase().padStart(4, '0')} `
  let complete = true
  for (const table of TABLES[protocol]) {
    const seen = await search.lines(`/proc/net/${table}`, (line) => {
      // Most lines are of no interest, and to parse them takes longer than to read them.
      if (!line.includes(mark)) return
      const row = parseInternetRow(line, protocol)
      if (row !== null && (port === null || row.port === port)) use(row)
    })
    // A kernel without IPv6 has no second table.
    if (!seen && !(table.endsWith('6') && (await search.text(`/proc/net/${table}`)) === '')) complete = false
  }
  return complete
}

/** Whether a bound address (`theirs`) stands in the way of another one, and why. */
export function covers(theirs: string, ours: string, v6Only: boolean): Cover | null {
  const [their, our] = [plainBytes(theirs), plainBytes(ours)]
  if (their === null || our === null) return null
  const [theirAny, ourAny] = [isZero(their), isZero(our)]
  if (their.length === our.length) {
    if (their.every((byte, index) => byte === our[index])) return 'same'
    if (theirAny) return 'includes'
    return ourAny ? 'included' : null
  }
  if (their.length === 16) return theirAny ? 'takes-ipv4' : null
  return ourAny && !v6Only ? 'ipv4' : null
}

/** 4 bytes, also of an IPv4-mapped address, or 16. */
function plainBytes(address: string): Uint8Array | null {
  const bytes = inet_pton(address.includes(':') ? AF_INET6 : AF_INET, address)
  if (bytes === null || bytes.length === 4) return bytes
  const mapped = isZero(bytes.subarray(0, 10)) && bytes[10] === 0xff && bytes[11] === 0xff
  return mapped ? bytes.subarray(12) : bytes
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}

/** An address and a port as people write them. */
export function withPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
