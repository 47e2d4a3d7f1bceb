import type { TcpState } from '../../socket/options/tcp-info.ts'
import { all, kinds, kindsOf, number } from './english-phrases.ts'
import type { DescriptorCount, OptionKind } from './facts.ts'
import { familyName, protocolName, typeName } from './names.ts'

/** What a socket is and may do: rights, limits, kinds, states. */
export const englishSockets = {
  lowPort: (port: number, start: number) =>
    `Port ${port} is below ${start}, where binding needs CAP_NET_BIND_SERVICE (net.ipv4.ip_unprivileged_port_start).`,
  usePort: (start: number, node: string) =>
    `Choose a port from ${start} on, run as root, or give node the capability: setcap cap_net_bind_service=+ep ${node}.`,
  rawSocket: (kind: 'raw' | 'packet') => `${kind === 'raw' ? 'Raw' : 'Packet'} sockets need CAP_NET_RAW.`,
  optionNeeds: (option: string, capability: string) => `${option} with this value needs ${capability}.`,
  grantCapability: (capability: string, node: string) =>
    `Run as root, or give node the capability: setcap ${capability.toLowerCase()}=+ep ${node}; in a container, --cap-add ${capability.slice(4)}.`,
  otherNamespace: (capability: string) =>
    `This process has ${capability}, but only in its own user namespace, which does not own this network.`,
  pingGroups: (low: number, high: number, group: string) =>
    `Sockets for ICMP without privileges are for ${low > high ? 'no group' : `groups ${low} to ${high}`} (net.ipv4.ping_group_range), and this process is of group ${group}: widen the range.`,
  broadcast: (address: string) => `The address ${address} is for broadcasts: set SO_BROADCAST first.`,
  descriptors: ({ open, limit, kinds: counts, newest }: DescriptorCount) => {
    const last =
      newest === null || newest === counts[0]?.[0] ? '' : `; those opened last are mostly ${kindsOf(newest)}`
    return `This process has ${number(open)} descriptors open and may have ${number(limit)}: ${kinds(counts)}${last}.`
  },
  closeWaits: (many: number) =>
    `In CLOSE_WAIT ${many === 1 ? 'is 1 connection' : `are ${number(many)} connections`}: the peer has closed, and this program has not.`,
  raiseDescriptors: () =>
    'Close what is not needed, or raise the limit before the program starts: ulimit -n as root, LimitNOFILE= in a systemd unit, --ulimit nofile= for a container.',
  systemFiles: (open: number, most: number) =>
    `The system has ${number(open)} files open and may have ${number(most)} (fs.file-max).`,
  unixLimit: (most: number, buffer: number) =>
    `A message of this socket has ${number(most)} bytes at most, since SO_SNDBUF is ${number(buffer)}: send less, or raise SO_SNDBUF (up to net.core.wmem_max).`,
  mtuLimit: (most: number, mtu: number, isV6: boolean) =>
    `${isV6 ? 'IPV6_MTU_DISCOVER' : 'IP_MTU_DISCOVER'} forbids fragments and the MTU is ${number(mtu)}: a datagram has ${number(most)} bytes at most.`,
  udpLimit: (most: number, isV6: boolean) =>
    `A UDP datagram over ${isV6 ? 'IPv6' : 'IPv4'} has ${number(most)} bytes at most: send less, or several datagrams.`,
  groupsFull: (most: number) =>
    `A socket joins ${number(most)} groups at most (net.ipv4.igmp_max_memberships): use another socket, or raise it.`,
  optionMemory: (most: number) =>
    `The options of a socket have ${number(most)} bytes of memory at most (net.core.optmem_max): ask for less, or raise it.`,
  tcpMemory: (pages: number, limit: number) =>
    `TCP uses ${number(pages)} pages of memory and may use ${number(limit)} (net.ipv4.tcp_mem).`,
  familiesDiffer: (theirs: number, ours: number) =>
    `The address is of ${familyName(theirs)} and the socket of ${familyName(ours)}: both must be of one family.`,
  noSuchFamily: (family: number) =>
    `Linux has no sockets of family ${familyName(family)} here: AF_INET, AF_INET6 and AF_UNIX are the usual ones.`,
  moduleMissing: (what: string, module: string) =>
    `This kernel has no ${what}: load its module with "modprobe ${module}".`,
  unixProtocol: (protocol: number) => `Unix sockets have no protocol ${protocol}: leave it out.`,
  protocolNeeds: (protocol: number, fitting: number, type: number) =>
    `${protocolName(protocol)} goes with ${typeName(fitting)}, not with ${typeName(type)}: change one of them, or leave the protocol out.`,
  typesOf: (family: string, types: readonly string[]) => `Sockets of ${family} are ${all(types, 'or')}.`,
  optionOfOthers: (option: string | null, kind: OptionKind, ours: OptionKind) =>
    `${option ?? 'This option'} is an option of ${kind} sockets, and this one is ${ours}.`,
  optionNotSet: (option: string | null, release: string) =>
    `${option ?? 'This option'} cannot be set on this socket by Linux ${release}: it is new, or only to be read.`,
  optionUnknown: (option: string | null, release: string) =>
    `${option ?? 'This option'} cannot be read of this socket by Linux ${release}: it is new, or only to be set.`,
  mptcpOff: () => 'Multipath TCP is switched off (net.mptcp.enabled is 0): switch it on, or use IPPROTO_TCP.',
  boundAlready: (local: string) =>
    `This socket is bound to ${local} already, and a socket is bound once: use a new one.`,
  notListening: () => 'This socket does not listen: call listen() before accept().',
  neverConnected: () => 'This socket was never connected: call connect() first.',
  connectionOver: () => 'The peer has closed or reset the connection: nothing can be sent to it any more.',
  ownShutdown: (state: TcpState) =>
    `This side has ended its direction with shutdown(): the connection is in ${state}, and can only be received from.`,
}
