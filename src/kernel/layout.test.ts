import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import * as constants from '../socket/constants.ts'
import { errno } from '../socket/errno.ts'
import { EAI } from '../socket/errors.ts'
import * as options from '../socket/options.ts'
import { TCP_INFO_LAYOUT } from '../socket/tcp-info.ts'
import * as layoutModule from './layout.ts'

const layout = { ...layoutModule }

/** A C compiler for each architecture: it checks at compile time, so that nothing has to run. */
const COMPILERS = { x64: 'gcc', arm64: 'aarch64-linux-gnu-gcc' } as const

const SNAKE: Readonly<Record<string, string>> = { sndWscale: 'snd_wscale' }

for (const [arch, compiler] of Object.entries(COMPILERS) as [keyof typeof COMPILERS, string][]) {
  const native = arch === process.arch
  const command = native ? 'gcc' : compiler
  const missing = spawnSync(command, ['--version']).error !== undefined
  const skip = missing && !process.env.CI ? `${command} is not installed` : false
  test(`numbers and layouts are those of C on ${arch}`, { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'soquete-layout-'))
    try {
      const source = join(folder, 'layout.c')
      writeFileSync(source, program(arch))
      const result = spawnSync(command, ['-D_GNU_SOURCE', '-fsyntax-only', source], { encoding: 'utf8' })
      assert.equal(result.status, 0, result.stderr)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

/** Our own, and two of <netinet/tcp.h> and <netinet/udp.h>, which do not go together with <linux/tcp.h>. */
const UNCHECKED = new Set(['SOCK_TYPE_MASK', 'SOL_TCP', 'SOL_UDP'])

function program(arch: 'x64' | 'arm64'): string {
  const lines = [
    '#include <errno.h>',
    '#include <fcntl.h>',
    '#include <netdb.h>',
    '#include <netinet/in.h>',
    '#include <linux/if_ether.h>',
    '#include <linux/if_packet.h>',
    '#include <linux/netlink.h>',
    '#include <linux/sockios.h>',
    '#include <linux/tcp.h>',
    '#include <linux/udp.h>',
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
  for (const [name, option] of Object.entries(options)) {
    check(name, option.number)
    check(optionLevel(name), option.level)
  }
  for (const [name, offset] of TCP_INFO_LAYOUT) {
    const field = SNAKE[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    check(`offsetof(struct tcp_info, tcpi_${field})`, offset)
  }
  return `${lines.join('\n')}\n`
}

function optionLevel(name: string): string {
  if (name.startsWith('SO_')) return 'SOL_SOCKET'
  return { TCP: 'IPPROTO_TCP', UDP: 'IPPROTO_UDP', IPV6: 'IPPROTO_IPV6' }[name.split('_')[0]!] ?? name
}
