import type { Case } from './cases.ts'
import { IP_CASES } from './ip-cases.ts'
import { IPV6_CASES } from './ipv6-cases.ts'
import { NETLINK_CASES, PACKET_CASES, RAW_CASES, VSOCK_CASES } from './link-cases.ts'
import { SOCKET_CASES } from './socket-cases.ts'
import { TCP_CASES, UDP_CASES } from './transport-cases.ts'

/** How each option is tried. */
export const CASES: readonly Case[] = [
  ...SOCKET_CASES,
  ...IP_CASES,
  ...IPV6_CASES,
  ...TCP_CASES,
  ...UDP_CASES,
  ...RAW_CASES,
  ...PACKET_CASES,
  ...NETLINK_CASES,
  ...VSOCK_CASES,
]
