import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as optionConstants from '../../src/socket/options/option-constants.ts'
import * as constants from '../../src/socket/posix/constants.ts'
import { COMPILERS, type Compiler, macros } from '../c-headers.ts'
import { DESCRIPTORS } from './all-options.ts'
import { LEFT_OUT, NO_OPTIONS } from './left-out.ts'

/** Which names of which header are options, or look like it. */
const HEADERS: Readonly<Record<string, RegExp>> = {
  'asm/socket.h': /^(SO|SCM)_/,
  'linux/icmp.h': /^ICMP_FILTER/,
  'linux/icmpv6.h': /^ICMPV6_FILTER/,
  'linux/if_packet.h': /^PACKET_/,
  'linux/in.h': /^(IP|MCAST)_/,
  'linux/in6.h': /^IPV6_/,
  'linux/netlink.h': /^NETLINK_/,
  'linux/tcp.h': /^TCP_/,
  'linux/udp.h': /^UDP_/,
  'linux/vm_sockets.h': /^SO_VM_SOCKETS_/,
}

const descriptors = new Set(DESCRIPTORS.map(({ name }) => name))
const numbers = new Set([...Object.keys(constants), ...Object.keys(optionConstants)])
const omitted = [...LEFT_OUT, ...NO_OPTIONS].flatMap(({ names }) => names)

function found(compiler: Compiler): string[] {
  return Object.entries(HEADERS).flatMap(([header, pattern]) =>
    macros(compiler, [header]).filter((name) => pattern.test(name)),
  )
}

for (const compiler of COMPILERS) {
  const { arch, skip } = compiler
  test(`each option of the kernel's headers is there, or left out for a reason, on ${arch}`, { skip }, () => {
    const names = found(compiler)
    assert.ok(names.length > 250, `only ${names.length} constants were found`)
    const unknown = names.filter(
      (name) => !descriptors.has(name) && !numbers.has(name) && !omitted.includes(name),
    )
    assert.deepEqual(
      unknown,
      [],
      'neither an option, nor a number that one takes, nor left out with a reason',
    )
  })
}

test('nothing is left out that is there, nothing twice, and each for a reason in words', () => {
  assert.deepEqual(
    omitted.filter((name) => descriptors.has(name) || name in optionConstants),
    [],
    'the reason is stale',
  )
  assert.deepEqual(
    omitted.filter((name, index) => omitted.indexOf(name) !== index),
    [],
  )
  for (const { reason } of [...LEFT_OUT, ...NO_OPTIONS]) assert.match(reason, /^\w.* .*\.$/)
})
