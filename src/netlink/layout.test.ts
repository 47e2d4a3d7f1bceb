import { agreesWithC, Statements } from '../../test/c-statements.ts'
import * as constants from './constants.ts'
import { LINK_COUNTERS, OPERSTATES } from './links.ts'
import { NEIGHBOUR_STATES } from './neighbours.ts'
import * as structures from './structures.ts'

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const statements = new Statements([
  'net/if.h',
  'linux/if_addr.h',
  'linux/if_arp.h',
  'linux/if_link.h',
  'linux/inet_diag.h',
  'linux/neighbour.h',
  'linux/netlink.h',
  'linux/netlink_diag.h',
  'linux/packet_diag.h',
  'linux/rtnetlink.h',
  'linux/sock_diag.h',
  'linux/unix_diag.h',
])

statements
  .structure('struct nlmsghdr', structures.NLMSGHDR, 'nlmsg_')
  .structure('struct nlmsgerr', structures.NLMSGERR, '')
  .structure('struct nlattr', structures.NLATTR, 'nla_')
  .structure('struct ifinfomsg', structures.IFINFOMSG, 'ifi_')
  .structure('struct ifaddrmsg', structures.IFADDRMSG, 'ifa_')
  .structure('struct ifa_cacheinfo', structures.IFA_CACHEINFO_LAYOUT, 'ifa_')
  .structure('struct rtmsg', structures.RTMSG, 'rtm_')
  .structure('struct rtnexthop', structures.RTNEXTHOP, 'rtnh_')
  .structure('struct ndmsg', structures.NDMSG, 'ndm_')
  .structure('struct inet_diag_sockid', structures.INET_DIAG_SOCKID, 'idiag_')
  .structure('struct unix_diag_msg', structures.UNIX_DIAG_MSG, 'udiag_')
  .structure('struct packet_diag_msg', structures.PACKET_DIAG_MSG, 'pdiag_')
  .structure('struct netlink_diag_msg', structures.NETLINK_DIAG_MSG, 'ndiag_')

// Requests and answers whose fields have several prefixes.
const { id: messageId, ...message } = structures.INET_DIAG_MSG
statements
  .structure('struct inet_diag_msg', message, 'idiag_')
  .structure('struct inet_diag_msg', { id: messageId }, '')
const { family, protocol, id, ...request } = structures.INET_DIAG_REQ_V2
statements
  .structure('struct inet_diag_req_v2', { family, protocol }, 'sdiag_')
  .structure('struct inet_diag_req_v2', { id }, '')
  .structure('struct inet_diag_req_v2', request, 'idiag_')
for (const [type, layout, prefix] of [
  ['struct unix_diag_req', structures.UNIX_DIAG_REQ, 'udiag_'],
  ['struct packet_diag_req', structures.PACKET_DIAG_REQ, 'pdiag_'],
  ['struct netlink_diag_req', structures.NETLINK_DIAG_REQ, 'ndiag_'],
] as const) {
  const { family: familyOffset, ...rest } = layout
  const { protocol: protocolOffset, ...others } = { protocol: 1, ...rest }
  statements
    .structure(type, { family: familyOffset, protocol: protocolOffset }, 'sdiag_')
    .structure(type, others, prefix)
}

const { NLA_TYPE_MASK, ...numbers } = constants
// C's is an int, whose upper half an attribute has no room for.
statements.number('NLA_TYPE_MASK & 0xffff', NLA_TYPE_MASK)
for (const [name, value] of Object.entries(numbers)) statements.number(name, value)
for (const [index, name] of OPERSTATES.entries()) statements.number(`IF_OPER_${name}`, index)
for (const [name, bits] of Object.entries(NEIGHBOUR_STATES)) statements.number(`NUD_${name}`, bits)
for (const [index, name] of LINK_COUNTERS.entries())
  statements.structure('struct rtnl_link_stats64', { [snake(name)]: 8 * index }, '')

agreesWithC("netlink's numbers and structures are those of C", statements)
