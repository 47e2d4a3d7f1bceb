import { all, some } from './english-phrases.ts'
import type { Few, Route } from './facts.ts'

function way({ destination, device, gateway }: Route): string {
  return `${destination}${gateway === null ? '' : ` via ${gateway}`} (${device})`
}

/** Routes, firewalls, hosts that do not answer. */
export const englishNetwork = {
  routeForbids: (host: string, destination: string) =>
    `A route of this machine forbids ${destination}, and ${host} with it: "ip route" shows it as prohibit or unreachable.`,
  bindForbidden: () =>
    'Perhaps a security module (SELinux, AppArmor) or SocketBindDeny= of systemd forbids it: the system log may tell.',
  ruleForbids: (host: string) =>
    `Perhaps a firewall of this machine forbids sending to ${host}: see "nft list ruleset", "iptables -S", and IPAddressDeny= of systemd.`,
  interfaceDown: (names: readonly string[]) =>
    names.length === 1
      ? `The interface ${names[0]} is down: bring it up with "ip link set ${names[0]} up".`
      : `The interfaces ${all(names)} are down: bring up the one that leads there with "ip link set NAME up".`,
  noLink: (name: string) =>
    `The interface ${name} is up but has no link: its cable, its radio, or the other end is down.`,
  noNetwork: (down: readonly string[]) =>
    down.length === 0
      ? 'This machine has no network: lo is its only interface, as in a container without a network.'
      : `This machine has no network: ${all(down)} ${down.length === 1 ? 'is' : 'are'} down.`,
  noAddress: (host: string, version: string) =>
    `No interface but lo has an ${version} address${version === 'IPv6' ? ' that is good beyond its link' : ''}, so nothing leads to ${host}: give one an address, or use the other IP version.`,
  noRoute: (host: string, version: string, { items, more }: Few<Route>) =>
    items.length === 0
      ? `No route leads to ${host}: this machine has no ${version} routes.`
      : `No route leads to ${host}: there is no default route, only ${some({ items: items.map(way), more })}.`,
  routeElsewhere: (route: Route) =>
    `The main table has a route, ${way(route)}: a rule ("ip rule") leads elsewhere, or a router on the way has none.`,
  neighbourSilent: (host: string, device: string, isGateway: boolean) =>
    `The ${isGateway ? 'router' : 'host'} ${host} does not answer on ${device}: check that it is on, and that it is on this network.`,
  routerSays: (host: string, gateway: string | null) =>
    gateway === null
      ? `The host ${host}, or something before it, says that it cannot be reached: perhaps its firewall.`
      : `A router on the way, ${gateway} or one behind it, says that ${host} cannot be reached: check the address and its network.`,
  synUnanswered: (segments: number, retries: number | null) =>
    `The SYN was sent ${segments === 1 ? 'once' : `${segments} times`}${retries === null ? ' within the time limit' : ` (TCP_SYNCNT, or net.ipv4.tcp_syn_retries, is ${retries})`}, and nobody answered.`,
}
