import { all, count, some } from './english-phrases.ts'
import type { Few, Route } from './facts.ts'

function way({ destination, device, gateway }: Route): string {
  return `${destination}${gateway === null ? '' : ` via ${gateway}`} (${device})`
}

/** Routes, firewalls, hosts that do not answer. */
export const englishNetwork = {
  routeForbids: (host: string, destination: string) =>
    `A route of this machine forbids ${destination}, and ${host} with it: "ip route" shows it as prohibit or unreachable.`,
  ruleForbids: (host: string | null) =>
    `Perhaps a firewall of this machine forbids ${host === null ? 'it' : `sending to ${host}`}: see "nft list ruleset", "iptables -S", and IPAddressDeny= of systemd.`,
  interfaceDown: (names: readonly string[]) =>
    `${names.length === 1 ? 'The interface' : 'The interfaces'} ${all(names)} ${names.length === 1 ? 'is' : 'are'} down: bring ${names.length === 1 ? 'it' : 'one'} up with "ip link set NAME up".`,
  noNetwork: (down: readonly string[]) =>
    down.length === 0
      ? 'This machine has no network: lo is its only interface here.'
      : `This machine has no network: ${all(down)} ${down.length === 1 ? 'is' : 'are'} down.`,
  noAddress: (host: string, version: string) =>
    `No interface but lo has an ${version} address, so nothing leads to ${host}: give one an address, or use the other IP version.`,
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
  synUnanswered: (segments: number, ownLimit: boolean) =>
    `The SYN was sent ${count(segments, 'time')}${ownLimit ? ' within the time limit' : ''}, and nobody answered.`,
}
