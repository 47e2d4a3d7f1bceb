import { all, some } from './english-phrases.ts'
import type { Few } from './facts.ts'

const HINTS = { family: 'family', type: 'type', 'type+protocol': 'type and protocol' }

/** Names that getaddrinfo() could not resolve. */
export const englishLookups = {
  noNameServer: () =>
    'The file /etc/resolv.conf names no name server: add one, or use an address in numbers.',
  noRouteToServer: (server: string) =>
    `No route leads to the name server ${server} of /etc/resolv.conf: check the network.`,
  nameServersSilent: (servers: Few<string>) =>
    `Asked were the name servers of /etc/resolv.conf: ${some(servers)}.`,
  nothingAsked: () => 'Neither a host nor a service was given: one of them is needed.',
  numericHostOnly: (host: string) =>
    `AI_NUMERICHOST takes addresses in numbers, and ${host} is a name: leave the flag out.`,
  numericServiceOnly: (service: string) =>
    `AI_NUMERICSERV takes ports in numbers, and ${service} is a name: leave the flag out.`,
  addressConfig: (isV6: boolean) =>
    `AI_ADDRCONFIG leaves out ${isV6 ? 'IPv6' : 'IPv4'}, since no interface but lo has such an address: leave the flag out.`,
  otherFamilyNumber: (host: string, isV6: boolean) =>
    `The host ${host} is an ${isV6 ? 'IPv6' : 'IPv4'} address, and ${isV6 ? 'AF_INET' : 'AF_INET6'} was asked for: ask for AF_UNSPEC.`,
  multicastName: (host: string) =>
    `The name ${host} ends in .local, which is asked for on the local network (mDNS): that needs Avahi and nss-mdns.`,
  hostAlike: (host: string, alike: string) => `The file /etc/hosts has no ${host}, but it has ${alike}.`,
  noDot: (host: string, domains: Few<string>) =>
    domains.items.length === 0
      ? `The name ${host} has no dot: it is looked for in /etc/hosts, and /etc/resolv.conf has no search domain to complete it.`
      : `The name ${host} has no dot: it was looked for in /etc/hosts, and below ${some(domains)} (search in /etc/resolv.conf).`,
  hostIsUrl: (text: string, host: string) => `The host ${text} is a URL: only ${host} of it is the host.`,
  hostInBrackets: (text: string, plain: string, port: string | null) =>
    `Brackets are for URLs: instead of ${text} write ${plain}${port === null ? '' : `, and ${port} as the service`}.`,
  hostWithPort: (text: string, plain: string, port: string) =>
    `The host ${text} has a port in it: write ${plain} as the host and ${port} as the service.`,
  hostWithSpace: (text: string) => `The host "${text}" has a space in it, which no name has.`,
  notInet4: (text: string) => `The host ${text} is no IPv4 address: that has four numbers from 0 to 255.`,
  labelTooLong: (text: string) =>
    `The host ${text} has more than 63 characters between two dots, which no name has.`,
  rawService: () => 'Raw sockets have no ports, so no service either: leave it out.',
  portTooHigh: (service: string) => `The port ${service} is none: ports go from 0 to 65535.`,
  noServices: () =>
    'The file /etc/services, which names ports, is missing or empty: write the port as a number.',
  serviceUnknown: (service: string, alike: string | null) =>
    `The file /etc/services has no ${service}${alike === null ? '' : `, but it has ${alike}`}; a port can be written as a number.`,
  serviceOfOthers: (service: string, protocols: readonly string[], asked: string) =>
    `The service ${service} is for ${all([...new Set(protocols)])}, and ${asked} was asked for: write the port as a number.`,
  wrongHint: (hint: keyof typeof HINTS, value: string) => `The ${HINTS[hint]} ${value}.`,
  unknownFlags: (flags: string) => `Among the flags, ${flags} has no meaning: leave it out.`,
  canonicalNameOfNobody: () => 'AI_CANONNAME asks for the name of a host, and none was given.',
}
