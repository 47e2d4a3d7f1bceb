/** A table of docs/api.md: the descriptors of one file. */
export interface Section {
  readonly file: string
  readonly title: string
  readonly level: string
  /** Its lines of the table of tests, as a file of test/options. */
  readonly cases: string | null
  readonly words: string
}

export const SECTIONS: readonly Section[] = [
  {
    file: 'socket-options.ts',
    title: 'Every socket',
    level: 'SOL_SOCKET',
    cases: 'socket-cases.ts',
    words: '',
  },
  { file: 'ip-options.ts', title: 'IPv4', level: 'IPPROTO_IP', cases: 'ip-cases.ts', words: '' },
  { file: 'ipv6-options.ts', title: 'IPv6', level: 'IPPROTO_IPV6', cases: 'ipv6-cases.ts', words: '' },
  {
    file: 'multicast-options.ts',
    title: 'Multicast on either version of IP',
    level: 'IPPROTO_IP or IPPROTO_IPV6',
    cases: 'ip-cases.ts',
    words:
      'One descriptor serves both: the level is that of the group’s address. The older options of each version stand above.',
  },
  { file: 'tcp-options.ts', title: 'TCP', level: 'IPPROTO_TCP', cases: 'transport-cases.ts', words: '' },
  { file: 'udp-options.ts', title: 'UDP', level: 'IPPROTO_UDP', cases: 'transport-cases.ts', words: '' },
  {
    file: 'raw-options.ts',
    title: 'Raw sockets',
    level: 'SOL_RAW, IPPROTO_ICMPV6',
    cases: 'link-cases.ts',
    words: '',
  },
  {
    file: 'packet-options.ts',
    title: 'Packet sockets',
    level: 'SOL_PACKET',
    cases: 'link-cases.ts',
    words: '',
  },
  { file: 'netlink-options.ts', title: 'Netlink', level: 'SOL_NETLINK', cases: 'link-cases.ts', words: '' },
  { file: 'vsock-options.ts', title: 'Vsock streams', level: 'AF_VSOCK', cases: 'link-cases.ts', words: '' },
  {
    file: 'control-types.ts',
    title: 'Ancillary data that is no option',
    level: 'SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6',
    cases: null,
    words: 'What stands beside messages, and is not set or read by itself.',
  },
]

export const INTRODUCTION = `# Options and ancillary data

<!-- Written by \`npm run docs\` from the docstrings in src/socket/options and the tests in test/options: edit those. -->

\`getsockopt()\` and \`setsockopt()\` take a descriptor, which bears the kernel's name and knows its value's type:

\`\`\`ts
import { IP_ADD_MEMBERSHIP, SO_KEEPALIVE, TCP_INFO, TCP_KEEPIDLE } from 'soquete'

client.setsockopt(SO_KEEPALIVE, true)
client.setsockopt(TCP_KEEPIDLE, 30)
const { rtt, totalRetrans } = client.getsockopt(TCP_INFO)
receiver.setsockopt(IP_ADD_MEMBERSHIP, { multiaddr: '239.1.2.3', ifindex: 2 })
\`\`\`

- Values are friendly: booleans, numbers, milliseconds where C has a \`struct timeval\`, text for names and addresses, and
  objects with the fields of C's structures. Which those are stands [below](#values-that-are-objects).
- What makes no sense is refused with a TypeError or RangeError that names the option, before any system call. So is
  setting what can only be read, and reading what can only be set.
- What the kernel refuses is a SocketError with the kernel's code. An option that the socket does not have, or that this
  kernel is too old for, is ENOPROTOOPT or EOPNOTSUPP, and the message names it.
- What has no descriptor goes by level, name and bytes: \`getsockopt(level, name, length)\`,
  \`setsockopt(level, name, bytes)\`. Options whose bytes would be addresses of memory are refused there with EFAULT;
  programs of BPF are always their instructions.

In the tables, *beside a message* is the type of the ancillary data of the same name, sent and received. *Tried on* are
the kinds of socket on which a test sets the option and reads it back; *seen in* are tests that show what it does.
`

export const FILTERS = `## Programs of classic BPF

\`SO_ATTACH_FILTER\`, \`SO_ATTACH_REUSEPORT_CBPF\` and \`PACKET_FANOUT_DATA\` take a program: an array of instructions, with
the names of \`<linux/filter.h>\`. This one takes the UDP datagrams whose first byte is 1, and drops all others:

\`\`\`ts
import {
  BPF_ABS, BPF_B, BPF_JEQ, BPF_JMP, BPF_JUMP, BPF_K, BPF_LD, BPF_RET, BPF_STMT, SO_ATTACH_FILTER,
} from 'soquete'

socket.setsockopt(SO_ATTACH_FILTER, [
  BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 8), //         the byte behind the UDP header
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 1), //  is it 1? else skip one instruction
  BPF_STMT(BPF_RET | BPF_K, 0xffff), //             keep it all
  BPF_STMT(BPF_RET | BPF_K, 0), //                  keep nothing
])
\`\`\`
`
