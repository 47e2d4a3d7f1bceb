import { release } from 'node:os'
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  AF_VSOCK,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPPROTO_UDPLITE,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_PACKET,
  SOL_SOCKET,
} from '../../socket/posix/constants.ts'
import type { OptionKind } from './facts.ts'
import { ipv6Off } from './interfaces.ts'
import type { Search } from './search.ts'

const IPPROTO_SCTP = 132
const IPPROTO_MPTCP = 262

/** Families that a kernel may lack, with the module that adds them. */
const MODULES = new Map([
  [AF_INET6, 'ipv6'],
  [AF_VSOCK, 'vsock'],
])

/** EAFNOSUPPORT, and EINVAL of an address of another family. */
export async function wrongFamily(search: Search): Promise<void> {
  const { syscall, socket, target } = search.failure
  if (target !== undefined) {
    if (socket?.family !== undefined && socket.family !== target.family)
      search.conclude('familiesDiffer', target.family, socket.family)
    return
  }
  if (syscall !== 'socket' || socket?.family === undefined) return
  const off = socket.family === AF_INET6 ? await ipv6Off(search) : null
  const module = MODULES.get(socket.family)
  if (off !== null) search.conclude('ipv6Off', off)
  else if (module === undefined) search.conclude('noSuchFamily', socket.family)
  else search.conclude('moduleMissing', socket.family === AF_VSOCK ? 'AF_VSOCK' : 'AF_INET6', module)
}

/** The type that goes with a protocol. */
const TYPE_OF = new Map([
  [IPPROTO_TCP, SOCK_STREAM],
  [IPPROTO_MPTCP, SOCK_STREAM],
  [IPPROTO_UDP, SOCK_DGRAM],
  [IPPROTO_UDPLITE, SOCK_DGRAM],
])

/** EPROTONOSUPPORT: the protocol goes with another type, or the kernel lacks it. */
export function wrongProtocol(search: Search): void {
  const { family, type, protocol } = search.failure.socket ?? {}
  if (protocol === undefined || type === undefined) return
  const fitting = TYPE_OF.get(protocol)
  if (family === AF_UNIX) search.conclude('unixProtocol', protocol)
  else if (fitting !== undefined && fitting !== type)
    search.conclude('protocolNeeds', protocol, fitting, type)
  else if (protocol === IPPROTO_SCTP) search.conclude('moduleMissing', 'SCTP', 'sctp')
}

/** ESOCKTNOSUPPORT: the types that the family has. */
export function wrongType(search: Search): void {
  const { family, type } = search.failure.socket ?? {}
  if (type === undefined) return
  if (family === AF_UNIX)
    search.conclude('typesOf', 'AF_UNIX', ['SOCK_STREAM', 'SOCK_DGRAM', 'SOCK_SEQPACKET'])
  else if (family === AF_INET || family === AF_INET6)
    search.conclude('typesOf', family === AF_INET ? 'AF_INET' : 'AF_INET6', [
      'SOCK_STREAM',
      'SOCK_DGRAM',
      'SOCK_RAW',
    ])
}

/** ENOPROTOOPT, EOPNOTSUPP of an option: which sockets have it. */
export async function wrongOption(search: Search): Promise<void> {
  const { syscall, socket, option } = search.failure
  if (syscall === 'socket') return mptcpOff(search)
  if (option === undefined || socket === undefined) return
  const name = option.name ?? null
  const [belongs, ours] = [kindOfLevel(option.level), kindOfSocket(socket)]
  if (belongs !== null && ours !== null && belongs !== ours && !hasLevel(ours, socket.family, option.level))
    search.conclude('optionOfOthers', name, belongs, ours)
  else if (syscall === 'setsockopt') search.conclude('optionNotSet', name, release())
  else search.conclude('optionUnknown', name, release())
}

function kindOfLevel(level: number): OptionKind | null {
  switch (level) {
    case IPPROTO_TCP:
      return 'TCP'
    case IPPROTO_UDP:
      return 'UDP'
    case IPPROTO_IP:
      return 'AF_INET'
    case IPPROTO_IPV6:
      return 'AF_INET6'
    case SOL_PACKET:
      return 'AF_PACKET'
    default:
      return null
  }
}

function kindOfSocket({
  family,
  type,
  protocol,
}: {
  family?: number
  type?: number
  protocol?: number
}): OptionKind | null {
  if (family === AF_UNIX) return 'AF_UNIX'
  if (family !== AF_INET && family !== AF_INET6) return null
  if (protocol === IPPROTO_TCP) return 'TCP'
  if (protocol === IPPROTO_UDP) return 'UDP'
  return type === SOCK_RAW ? (family === AF_INET ? 'AF_INET' : 'AF_INET6') : null
}

/** TCP and UDP have the options of the IP below them; IPv6 sockets have those of both. */
function hasLevel(ours: OptionKind, family: number | undefined, level: number): boolean {
  if (level === SOL_SOCKET) return true
  if (ours !== 'TCP' && ours !== 'UDP' && ours !== 'AF_INET6') return false
  return level === IPPROTO_IP || (level === IPPROTO_IPV6 && family === AF_INET6)
}

async function mptcpOff(search: Search): Promise<void> {
  const [enabled] = await search.numbers('/proc/sys/net/mptcp/enabled')
  if (search.failure.socket?.protocol === IPPROTO_MPTCP && enabled === 0) search.conclude('mptcpOff')
}
