import { isSocketError, SocketError } from '../socket/errors.ts'
import { isInternetAddress } from '../socket/posix/addresses.ts'
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  NETLINK_SOCK_DIAG,
} from '../socket/posix/constants.ts'
import { errno } from '../socket/posix/errno.ts'
import type { Stack } from '../socket/stack.ts'
import type { WaitOptions } from '../socket/waiting.ts'
import { SOCK_DIAG_BY_FAMILY } from './constants.ts'
import { type Conversation, converse } from './conversation.ts'
import { decodeInetSocket, inetRequest } from './inet-diag.ts'
import {
  checkFilter,
  type ListedSocket,
  SOCKET_KINDS,
  type SocketFilter,
  type SocketKind,
} from './listed-socket.ts'
import type { NetlinkMessage } from './message.ts'
import { decodeNetlinkSocket, netlinkRequest, once } from './netlink-diag.ts'
import { decodePacketSocket, packetRequest } from './packet-diag.ts'
import { decodeUnixSocket, unixRequest, withPeers } from './unix-diag.ts'

const FAMILIES: Readonly<Record<SocketKind, readonly number[]>> = {
  tcp: [AF_INET, AF_INET6],
  udp: [AF_INET, AF_INET6],
  raw: [AF_INET, AF_INET6],
  unix: [AF_UNIX],
  packet: [AF_PACKET],
  netlink: [AF_NETLINK],
}

/** What a kernel is configured with that lists a kind. */
const CONFIGURATION: Readonly<Record<SocketKind, string>> = {
  tcp: 'CONFIG_INET_TCP_DIAG',
  udp: 'CONFIG_INET_UDP_DIAG',
  raw: 'CONFIG_INET_RAW_DIAG',
  unix: 'CONFIG_UNIX_DIAG',
  packet: 'CONFIG_PACKET_DIAG',
  netlink: 'CONFIG_NETLINK_DIAG',
}

/**
 * The sockets of this machine, or of this process's network namespace, whoever has them: NETLINK_SOCK_DIAG,
 * sock_diag(7). Kind by kind as `filter.kinds` names them. Fails with EPROTONOSUPPORT when one of those is a kind that
 * this kernel does not list.
 */
export async function listSockets(
  stack: Stack,
  filter: SocketFilter = {},
  wait?: WaitOptions,
): Promise<ListedSocket[]> {
  checkFilter(filter)
  const sockets: ListedSocket[] = []
  await converse(stack, NETLINK_SOCK_DIAG, wait, async (conversation) => {
    for (const kind of filter.kinds ?? SOCKET_KINDS) {
      for (const family of FAMILIES[kind]) {
        if (filter.families !== undefined && !filter.families.includes(family)) continue
        for (const socket of await listKind(conversation, kind, family, filter)) sockets.push(socket)
      }
    }
  })
  return sockets.filter((socket) => matches(socket, filter))
}

async function listKind(
  conversation: Conversation,
  kind: SocketKind,
  family: number,
  filter: SocketFilter,
): Promise<ListedSocket[]> {
  const { body, decode } = question(kind, family, filter)
  const request = { type: SOCK_DIAG_BY_FAMILY, name: 'SOCK_DIAG_BY_FAMILY', parts: [body] }
  try {
    const sockets = await conversation.dump(request, decode)
    if (kind === 'unix') return withPeers(sockets)
    return kind === 'netlink' ? once(sockets) : sockets
  } catch (error) {
    if (!isSocketError(error, 'ENOENT')) throw error
    if (filter.kinds === undefined) return []
    throw new SocketError(errno.EPROTONOSUPPORT, request.name, {
      reason: `this kernel does not list ${kind} sockets, for want of ${CONFIGURATION[kind]}`,
    })
  }
}

interface Question {
  readonly body: Uint8Array
  readonly decode: (message: NetlinkMessage) => ListedSocket | null
}

function question(kind: SocketKind, family: number, filter: SocketFilter): Question {
  switch (kind) {
    case 'unix':
      return { body: unixRequest(filter), decode: decodeUnixSocket }
    case 'packet':
      return { body: packetRequest(), decode: (message) => decodePacketSocket(message, filter) }
    case 'netlink':
      return { body: netlinkRequest(), decode: (message) => decodeNetlinkSocket(message, filter) }
    default:
      return {
        body: inetRequest(kind, family, filter),
        decode: (message) => decodeInetSocket(kind, message),
      }
  }
}

/** What the kernel was not asked to leave out, or knows nothing of. */
function matches(socket: ListedSocket, { states, localPort, remotePort }: SocketFilter): boolean {
  if (states !== undefined && !states.includes(socket.state)) return false
  return has(socket.local, localPort) && has(socket.remote, remotePort)
}

function has(address: ListedSocket['local'], port: number | undefined): boolean {
  return port === undefined || (address !== null && isInternetAddress(address) && address.port === port)
}
