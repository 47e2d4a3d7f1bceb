import { test } from 'node:test'
import { assertCompiles, COMPILERS } from '../../test/c-headers.ts'
import { EAI } from '../socket/errors.ts'
import * as constants from '../socket/posix/constants.ts'
import { errno } from '../socket/posix/errno.ts'
import * as layoutModule from './layout.ts'

const layout = { ...layoutModule }

for (const compiler of COMPILERS) {
  const { arch, skip } = compiler
  test(`numbers and layouts are those of C on ${arch}`, { skip }, () => {
    assertCompiles(compiler, program(arch))
  })
}

/** Our own. */
const UNCHECKED = new Set(['SOCK_TYPE_MASK'])

function program(arch: 'x64' | 'arm64'): string[] {
  const lines = [
    '#include <errno.h>',
    '#include <fcntl.h>',
    '#include <netdb.h>',
    '#include <netinet/in.h>',
    '#include <netinet/tcp.h>',
    '#include <netinet/udp.h>',
    '#include <linux/if_ether.h>',
    '#include <linux/if_packet.h>',
    '#include <linux/netlink.h>',
    '#include <linux/sockios.h>',
    '#include <linux/vm_sockets.h>',
    '#include <net/if.h>',
    '#include <stddef.h>',
    '#include <sys/epoll.h>',
    '#include <sys/ioctl.h>',
    '#include <sys/socket.h>',
    '#include <sys/un.h>',
    '#define CHECK(what, value) _Static_assert((what) == (value), #what)',
  ]
  const check = (what: string, value: number) => lines.push(`CHECK(${what}, ${value});`)
  const structure = (name: string, fields: Record<string, number>, prefix: string) => {
    for (const [field, offset] of Object.entries(fields)) {
      if (field === 'size') check(`sizeof(struct ${name})`, offset)
      else check(`offsetof(struct ${name}, ${prefix}${field})`, offset)
    }
  }
  structure('epoll_event', { ...layout.EPOLL_EVENT_LAYOUTS[arch] }, '')
  structure('msghdr', layout.MSGHDR, 'msg_')
  structure('mmsghdr', layout.MMSGHDR, 'msg_')
  structure('iovec', layout.IOVEC, 'iov_')
  structure('cmsghdr', layout.CMSGHDR, 'cmsg_')
  structure('addrinfo', layout.ADDRINFO, 'ai_')
  structure('if_nameindex', layout.IF_NAMEINDEX, 'if_')
  check('sizeof(struct sockaddr_storage)', layout.SOCKADDR_SIZE)
  for (const name of ['EPOLLIN', 'EPOLLPRI', 'EPOLLOUT', 'EPOLLERR', 'EPOLLHUP', 'EPOLLRDHUP'] as const)
    check(name, layout[name])
  for (const name of [
    'EPOLL_CLOEXEC',
    'EPOLL_CTL_ADD',
    'EPOLL_CTL_DEL',
    'F_GETFL',
    'F_SETFL',
    'IF_NAMESIZE',
    'O_NONBLOCK',
    'SO_COOKIE',
  ] as const)
    check(name, layout[name])
  lines.push(`CHECK(EPOLLET, ${layout.EPOLLET}u);`)
  for (const [name, value] of Object.entries(constants)) {
    if (typeof value === 'number' && !UNCHECKED.has(name)) check(name, value)
  }
  for (const [name, value] of Object.entries({ ...errno, ...EAI })) check(name, value)
  return lines
}
