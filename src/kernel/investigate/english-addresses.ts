import type { TcpState } from '../../socket/options/tcp-info.ts'
import { capital, named, number, some, who } from './english-phrases.ts'
import type { Cover, Few, Holder, Interface, PortRange, Protocol, Who as Whose } from './facts.ts'

const COVERS: Readonly<Record<Cover, (address: string) => string>> = {
  same: () => '',
  includes: (address) => ` on ${address}, which is every address`,
  included: (address) => ` on ${address}, which the wildcard address includes`,
  'takes-ipv4': (address) => ` on ${address}, which takes IPv4 too`,
  ipv4: (address) => ` on ${address}, and the IPv6 wildcard takes IPv4 too`,
}

const SHARE = 'share the port with SO_REUSEPORT on both sockets'

/** Ports and addresses: EADDRINUSE, EADDRNOTAVAIL, ECONNREFUSED. */
export const englishAddresses = {
  heldBy: ({ who: whose, state, address, cover }: Holder) =>
    `Held by ${who(whose)}, ${state === 'UDP' ? 'bound UDP socket' : state}${COVERS[cover](address)}.`,
  othersHold: (many: number) =>
    many === 1 ? 'Another process has it as well.' : `Another ${number(many)} processes have it as well.`,
  freePort: () => `Choose another port, stop that process, or ${SHARE}.`,
  closeOwn: () => `Choose another port, close that socket first, or ${SHARE}.`,
  ephemeralPort: (low: number, high: number) =>
    `The system gives ports ${low} to ${high} to clients (net.ipv4.ip_local_port_range): choose one outside, or keep this one out with net.ipv4.ip_local_reserved_ports.`,
  leaveIpv4: () =>
    'Choose another port, stop that process, or have it set IPV6_V6ONLY before bind, which leaves IPv4 to others.',
  leaveIpv4ToIt: () =>
    'Choose another port, have that socket closed, or set IPV6_V6ONLY before bind to take IPv6 alone.',
  reusePortMissing: () => 'SO_REUSEPORT is set here, but not on that socket: both need it, before bind.',
  reusePortUser: (user: string) =>
    `SO_REUSEPORT shares a port among sockets of one user only, and that one belongs to user ${user}.`,
  timeWait: (many: number, seconds: number) =>
    many === 1
      ? `A connection whose server closed first is in TIME_WAIT there, for ${seconds} s more.`
      : `Connections whose server closed first are in TIME_WAIT there: ${number(many)}, the last for ${seconds} s more.`,
  setReuseAddress: (isSet: boolean | undefined) =>
    isSet === true
      ? 'SO_REUSEADDR is set here, so the run before was started without it: wait, and set it in every run of the server.'
      : `Set SO_REUSEADDR before bind in every run of the server${isSet === false ? ' (this one was started without)' : ''}, or let clients close first.`,
  orphan: (many: number, state: TcpState, seconds: number | null) =>
    `${many === 1 ? 'A connection that no process has any more is' : 'Connections that no process has any more are'} still ending there${many === 1 ? '' : `: ${number(many)}`}, in ${state}${seconds === null ? '' : `, for ${seconds} s more`}.`,
  boundHere: (fd: number) =>
    `Held by this process itself: descriptor ${fd} is bound to it, and does not listen.`,
  boundSilently: () =>
    'Nobody listens there now and no connection is there: a socket is only bound to it, which the kernel does not list, or the holder has just gone.',
  portsExhausted: ({ low, high, taken, timeWait, peer }: PortRange) => {
    const size = high - low + 1
    const ports = `${number(size)} ports that the system chooses from (net.ipv4.ip_local_port_range, ${low} to ${high})`
    const towards = peer === null ? '' : ` towards ${peer}`
    const waiting = timeWait === 0 ? '' : `, ${number(timeWait)} of them by connections in TIME_WAIT`
    return taken >= size
      ? `All ${ports} are taken${towards}${waiting}.`
      : `Of the ${ports}, ${number(taken)} are taken${towards}${waiting}.`
  },
  useFewerPorts: (towardsPeer: boolean) =>
    towardsPeer
      ? 'Use connections again instead of making new ones, connect from more addresses, or widen the range.'
      : 'Close sockets that are not needed, bind to a port of your choice, or widen the range.',
  connectionExists: (from: string, to: string) =>
    `A connection from ${from} to ${to} exists, or is in TIME_WAIT: bind to another port, or to port 0.`,
  ipv6Off: (how: 'kernel' | 'sysctl') =>
    how === 'kernel'
      ? 'This kernel runs without IPv6: use IPv4, or start it without ipv6.disable=1.'
      : 'IPv6 is switched off on this machine (net.ipv6.conf.all.disable_ipv6 is 1): switch it on, or use IPv4.',
  unready: (address: string, device: string, state: 'tentative' | 'duplicate') =>
    state === 'tentative'
      ? `The address ${address} on ${device} is not ready: whether another host has it is still being checked; try again in two seconds.`
      : `The address ${address} on ${device} cannot be used: another host has it too; give this machine another one.`,
  notForStreams: (address: string, many: 'multicast' | 'broadcast') =>
    `The address ${address} is a ${many} one, and streams go to one peer: use SOCK_DGRAM.`,
  notOurs: (address: string, ours: Few<string>) =>
    `The address ${address} is not of this machine, which has ${some(ours)}.`,
  bindToOurs: (any: string) => `Bind to one that it has, or to ${any} for all of them.`,
  scopeMissing: (address: string, all: Few<Interface>) =>
    `The address ${address} is link-local, good on one interface only: name it with scopeId${all.items.length === 0 ? '' : `, the number of ${named(all, 'or')}`}.`,
  noInterface: (wanted: string | number, all: Few<Interface>) =>
    `No interface ${typeof wanted === 'number' ? 'has the index' : 'is named'} ${wanted}; there ${all.items.length === 1 ? 'is' : 'are'} ${named(all)}.`,
  refusedFarAway: (host: string, port: number, protocol: Protocol) =>
    `The host ${host} answered: nobody listens on ${protocol} port ${port} there, or its firewall rejects. Check the port, and the server there.`,
  listensElsewhere: (whose: Whose, addresses: Few<string>, wanted: string) =>
    `${capital(who(whose))} listens on ${some(addresses)} only: connect there, or have it bind to ${wanted} or the wildcard address.`,
  listensV6Only: (whose: Whose, address: string) =>
    `${capital(who(whose))} listens on ${address} for IPv6 alone (IPV6_V6ONLY): connect to an IPv6 address.`,
  listensNow: (whose: Whose, address: string) =>
    `${capital(who(whose))} listens on ${address} now: it began after this call, or a firewall of this machine rejects.`,
  otherProtocol: (whose: Whose, has: Protocol, wanted: Protocol, port: number) =>
    `Nobody listens on ${wanted} port ${port}, but ${who(whose)} has ${has} port ${port}: one of the two uses the wrong type.`,
  nobodyListens: (protocol: Protocol, port: number) =>
    `Nobody listens there: no socket of this machine takes what comes to ${protocol} port ${port}.`,
  startServer: () => 'Start the server first, and check the port.',
}
