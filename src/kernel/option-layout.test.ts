import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertCompiles, COMPILERS, type Compiler, preprocessed } from '../../test/c-headers.ts'
import { constantsOf, fieldsOf, OPTION_FILES, sinceOf } from '../../test/options/declarations.ts'
import {
  credentials,
  extendedError,
  packetAuxdata,
  packetInfo,
  packetInfo6,
  timestamps,
} from '../socket/options/control-values.ts'
import * as filter from '../socket/options/filter.ts'
import { instruction } from '../socket/options/filter-values.ts'
import * as optionConstants from '../socket/options/option-constants.ts'
import { linger, type ValueCodec } from '../socket/options/option-values.ts'
import * as options from '../socket/options/options.ts'
import { memInfo, timestampPacketInfo } from '../socket/options/socket-values.ts'
import type { StructCodec, StructLayout } from '../socket/options/struct-values.ts'
import { TCP_INFO_LAYOUT } from '../socket/options/tcp-info.ts'
import { SOCK_FILTER_SIZE, SOCK_FPROG } from './layout.ts'

const KERNEL_HEADERS = [
  'stddef.h',
  'time.h',
  'sys/socket.h',
  'linux/errqueue.h',
  'linux/filter.h',
  'linux/icmp.h',
  'linux/icmpv6.h',
  'linux/if_packet.h',
  'linux/in.h',
  'linux/in6.h',
  'linux/ip.h',
  'linux/ipv6.h',
  'linux/net_tstamp.h',
  'linux/netlink.h',
  'linux/sock_diag.h',
  'linux/socket.h',
  'linux/tcp.h',
  'linux/udp.h',
  'linux/version.h',
  'linux/vm_sockets.h',
]

/** What libc alone has, in headers that do not go together with the kernel's. */
const LIBC_HEADERS = ['stddef.h', 'netinet/in.h']
const LIBC_STRUCTS = ['ip6_mtuinfo']

/** The kernel's headers have other names than RFC 3493. */
const KERNEL_NAMES: Readonly<Record<string, string>> = {
  IPV6_JOIN_GROUP: 'IPV6_ADD_MEMBERSHIP',
  IPV6_LEAVE_GROUP: 'IPV6_DROP_MEMBERSHIP',
}

/** Not in any header that programs can include. */
const HIDDEN = ['SCM_PIDFD', 'SCM_SECURITY']

const since = sinceOf([
  ...OPTION_FILES.flatMap(constantsOf),
  ...constantsOf('option-constants.ts'),
  ...fieldsOf('tcp-info.ts'),
])

const CHECK = '#define CHECK(what, value) _Static_assert((what) == (value), #what)'

/** A check that headers older than what is checked pass over. */
function check(what: string, value: number, name = what): string[] {
  const version = since.get(name)
  const line = `CHECK(${what}, ${value});`
  if (version === undefined) return [line]
  return [`#if LINUX_VERSION_CODE >= KERNEL_VERSION(${version.join(', ')}, 0)`, line, '#endif']
}

function includes(headers: readonly string[]): string[] {
  return headers.map((header) => `#include <${header}>`)
}

for (const compiler of COMPILERS) {
  const { arch, skip } = compiler
  test(`numbers of options, and of what they take, are those of C on ${arch}`, { skip }, () => {
    const lines = [...includes(KERNEL_HEADERS), CHECK]
    for (const [name, { number }] of Object.entries(options))
      if (!HIDDEN.includes(name)) lines.push(...check(KERNEL_NAMES[name] ?? name, number, name))
    for (const [name, value] of Object.entries({ ...optionConstants, ...filter }))
      if (typeof value === 'number') lines.push(...check(name, value))
    assertCompiles(compiler, lines)
  })

  test(`structures of options stand as in C on ${arch}`, { skip }, () => {
    const layouts = [...optionLayouts(), instruction.layout, timestampPacketInfo.layout]
    const kernels = layouts.filter(({ name }) => !LIBC_STRUCTS.includes(name))
    const libcs = layouts.filter(({ name }) => LIBC_STRUCTS.includes(name))
    const more = [...sizes(), ...controlLayouts(), ...tcpInfoLayout()]
    assertCompiles(compiler, [...includes(KERNEL_HEADERS), CHECK, ...kernels.flatMap(layoutChecks), ...more])
    assertCompiles(compiler, [...includes(LIBC_HEADERS), CHECK, ...libcs.flatMap(layoutChecks)])
  })

  test(`TCP_INFO names every field of struct tcp_info on ${arch}`, { skip }, () => {
    const known = new Set(fieldsOf('tcp-info.ts').map(({ name }) => snakeCase(name)))
    // `state` says all in its type.
    known.add('state')
    assert.deepEqual(
      tcpInfoFields(compiler).filter((name) => !known.has(name)),
      [],
    )
  })
}

/** The layouts of all options whose values are structures. */
function optionLayouts(): StructLayout[] {
  return Object.values(options).flatMap((option) => {
    const layout = 'codec' in option ? (option.codec as Partial<StructCodec<unknown>>).layout : undefined
    return layout === undefined || layout.name === '' ? [] : [layout]
  })
}

function layoutChecks({ name, size, fields }: StructLayout): string[] {
  const offsets = Object.entries(fields).flatMap(([field, at]) => {
    // Of this address the IP address alone is told.
    const member = field === 'ip6m_addr' ? 'ip6m_addr.sin6_addr' : field
    return `CHECK(offsetof(struct ${name}, ${member}), ${at});`
  })
  // Its list begins where the structure without one ends.
  const whole = FLEXIBLE.has(name)
    ? `CHECK(offsetof(struct ${name}, ${FLEXIBLE.get(name)}), ${size});`
    : `CHECK(sizeof(struct ${name}), ${size});`
  const checks = [...offsets, whole]
  return name === 'fanout_args' ? guarded(5, 12, checks) : checks
}

const FLEXIBLE = new Map([
  ['ip_msfilter', 'imsf_slist'],
  ['group_filter', 'gf_slist'],
])

function guarded(major: number, minor: number, lines: readonly string[]): string[] {
  return [`#if LINUX_VERSION_CODE >= KERNEL_VERSION(${major}, ${minor}, 0)`, ...lines, '#endif']
}

function sizes(): string[] {
  const filters = [
    ...check('sizeof(struct sock_filter)', SOCK_FILTER_SIZE),
    ...check('sizeof(struct sock_fprog)', SOCK_FPROG.size),
    ...check('offsetof(struct sock_fprog, len)', SOCK_FPROG.len),
    ...check('offsetof(struct sock_fprog, filter)', SOCK_FPROG.filter),
    ...check('sizeof(struct icmp_filter)', options.ICMP_FILTER.codec.size),
    ...check('sizeof(struct icmp6_filter)', options.ICMPV6_FILTER.codec.size),
    ...check('sizeof(struct timeval)', options.SO_RCVTIMEO.codec.size),
  ]
  // An array whose places have names.
  const places = Object.entries(memInfo.layout.fields).flatMap(([field, at]) =>
    check(`4 * SK_MEMINFO_${field.toUpperCase()}`, at),
  )
  return [...filters, ...places, ...check('4 * SK_MEMINFO_VARS', memInfo.size)]
}

type Probe = readonly [struct: string, prefix: string, ValueCodec<never>, fields: Record<string, string>]

/** Structures whose codecs are written by hand: where they read their fields is found by having them read. */
const PROBES: readonly Probe[] = [
  ['linger', 'l_', linger as ValueCodec<never>, { linger: 'linger' }],
  ['ucred', '', credentials as ValueCodec<never>, { pid: 'pid', uid: 'uid', gid: 'gid' }],
  [
    'in_pktinfo',
    'ipi_',
    packetInfo as ValueCodec<never>,
    { ifindex: 'ifindex', specDst: 'spec_dst', addr: 'addr' },
  ],
  ['in6_pktinfo', 'ipi6_', packetInfo6 as ValueCodec<never>, { ifindex: 'ifindex' }],
  [
    'sock_extended_err',
    'ee_',
    extendedError as ValueCodec<never>,
    { errno: 'errno', origin: 'origin', icmpType: 'type', icmpCode: 'code', info: 'info', data: 'data' },
  ],
  [
    'tpacket_auxdata',
    'tp_',
    packetAuxdata as ValueCodec<never>,
    {
      status: 'status',
      length: 'len',
      snapLength: 'snaplen',
      mac: 'mac',
      net: 'net',
      vlanTci: 'vlan_tci',
      vlanTpid: 'vlan_tpid',
    },
  ],
]

/** Each byte says where it stands: so the first byte of a field does, which is a number's lowest. */
function controlLayouts(): string[] {
  const lines = PROBES.flatMap(([name, prefix, codec, fields]) => {
    const value = codec.decode(Uint8Array.from({ length: codec.size }, (_, at) => at)) as object
    return Object.entries(fields).flatMap(([field, member]) => {
      const read: unknown = Reflect.get(value, field)
      const at = typeof read === 'number' ? read & 0xff : Number.parseInt(String(read), 10)
      return check(`offsetof(struct ${name}, ${prefix}${member})`, at)
    })
  })
  const stamps = new Uint8Array(48)
  stamps[40] = 7
  assert.deepEqual(timestamps.decode(stamps), { software: null, hardware: 7n })
  return [
    ...lines,
    ...check('offsetof(struct scm_timestamping, ts[2].tv_nsec)', 40),
    ...check('sizeof(struct scm_timestamping)', timestamps.size),
  ]
}

function tcpInfoLayout(): string[] {
  return Object.entries(TCP_INFO_LAYOUT).flatMap(([name, [offset, width]]) => [
    ...check(`offsetof(struct tcp_info, tcpi_${snakeCase(name)})`, offset, name),
    ...check(`sizeof(((struct tcp_info *)0)->tcpi_${snakeCase(name)})`, width, name),
  ])
}

function tcpInfoFields(compiler: Compiler): string[] {
  const text = preprocessed(compiler, ['linux/tcp.h'])
  const body = /struct tcp_info \{([\s\S]*?)\n?\};/.exec(text)?.[1] ?? assert.fail('no struct tcp_info')
  return [...body.matchAll(/tcpi_(\w+)/g)].map((match) => match[1]!)
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
