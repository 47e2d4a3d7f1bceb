import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  AF_VSOCK,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPPROTO_UDPLITE,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
} from '../../socket/posix/constants.ts'

/** Names of numbers, the same in every language; a number without a name stays one. */
type Names = Readonly<Record<number, string>>

const FAMILIES: Names = {
  [AF_INET]: 'AF_INET',
  [AF_INET6]: 'AF_INET6',
  [AF_NETLINK]: 'AF_NETLINK',
  [AF_PACKET]: 'AF_PACKET',
  [AF_UNIX]: 'AF_UNIX',
  [AF_VSOCK]: 'AF_VSOCK',
}

const TYPES: Names = {
  [SOCK_DGRAM]: 'SOCK_DGRAM',
  [SOCK_RAW]: 'SOCK_RAW',
  [SOCK_SEQPACKET]: 'SOCK_SEQPACKET',
  [SOCK_STREAM]: 'SOCK_STREAM',
}

const PROTOCOLS: Names = {
  [IPPROTO_TCP]: 'IPPROTO_TCP',
  [IPPROTO_UDP]: 'IPPROTO_UDP',
  [IPPROTO_UDPLITE]: 'IPPROTO_UDPLITE',
  262: 'IPPROTO_MPTCP',
}

export function familyName(family: number): string {
  return FAMILIES[family] ?? String(family)
}

export function typeName(type: number): string {
  return TYPES[type] ?? String(type)
}

export function protocolName(protocol: number): string {
  return PROTOCOLS[protocol] ?? String(protocol)
}
