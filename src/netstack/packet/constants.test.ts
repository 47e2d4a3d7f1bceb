import { agreesWithC, Statements } from '../../../test/c-statements.ts'
import * as icmp from './icmp.ts'
import * as icmpv6 from './icmpv6.ts'
import * as extensions from './ipv6-extensions.ts'
import * as tcp from './tcp.ts'
import * as options from './tcp-options.ts'

const statements = new Statements([
  'netinet/in.h',
  'netinet/ip_icmp.h',
  'netinet/icmp6.h',
  'netinet/ip6.h',
  'netinet/tcp.h',
])

for (const [name, value] of Object.entries({ ...icmp, ...icmpv6 }))
  if (/^ICMP6?_[A-Z_]+$/.test(name) && name !== 'ICMP_HEADER' && typeof value === 'number')
    statements.number(name === 'ICMP6_REDIRECT' ? 'ND_REDIRECT' : name, value)

for (const [theirs, ours] of [
  ['TH_FIN', tcp.FIN],
  ['TH_SYN', tcp.SYN],
  ['TH_RST', tcp.RST],
  ['TH_PUSH', tcp.PSH],
  ['TH_ACK', tcp.ACK],
  ['TH_URG', tcp.URG],
  ['TCPOPT_EOL', options.TCPOPT_EOL],
  ['TCPOPT_NOP', options.TCPOPT_NOP],
  ['TCPOPT_MAXSEG', options.TCPOPT_MSS],
  ['TCPOPT_WINDOW', options.TCPOPT_WINDOW_SCALE],
  ['TCPOPT_SACK_PERMITTED', options.TCPOPT_SACK_PERMITTED],
  ['TCPOPT_SACK', options.TCPOPT_SACK],
  ['TCPOPT_TIMESTAMP', options.TCPOPT_TIMESTAMPS],
  ['IPPROTO_HOPOPTS', extensions.HOP_BY_HOP],
  ['IPPROTO_ROUTING', extensions.ROUTING],
  ['IPPROTO_FRAGMENT', extensions.FRAGMENT],
  ['IPPROTO_DSTOPTS', extensions.DESTINATION_OPTIONS],
  ['IPPROTO_NONE', extensions.NO_NEXT_HEADER],
] as const)
  statements.number(theirs, ours)

agreesWithC("packets' numbers are those of C", statements)
