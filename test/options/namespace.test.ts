import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

/** What each does, in a network of its own: namespace.child.ts. */
const SCENARIOS = [
  'SO_BINDTODEVICE: a socket receives what comes by its interface, and nothing else',
  'IPV6_JOIN_GROUP: what is sent to a group comes once it is joined, until IPV6_LEAVE_GROUP',
  'MCAST_JOIN_SOURCE_GROUP: of an IPv6 group, what a source sends, until MCAST_LEAVE_SOURCE_GROUP',
  'IP_MULTICAST_LOOP and IPV6_MULTICAST_LOOP: without them this machine does not hear itself',
  'IPV6_JOIN_ANYCAST: the address is this machine’s as well, until IPV6_LEAVE_ANYCAST',
  'IPV6_FLOWLABEL_MGR and IPV6_FLOWINFO_SEND: a connection sends with the label that it has',
  'PACKET_ADD_MEMBERSHIP: an interface takes in everything, until PACKET_DROP_MEMBERSHIP',
  'TCP_FASTOPEN with TCP_FASTOPEN_KEY and TCP_FASTOPEN_CONNECT: the second connection sends data with its SYN',
] as const

const CHILD = join(import.meta.dirname, 'namespace.child.js')

const missing = spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']).status !== 0
const skip =
  missing && !process.env.CI ? 'it needs root, ip(8) and unshare(1), for a network of its own' : false

for (const scenario of SCENARIOS) {
  test(scenario, { skip, timeout: 30_000 }, async () => {
    const args = ['--net', process.execPath, '--enable-source-maps', CHILD, scenario]
    const { stdout } = await promisify(execFile)('unshare', args)
    assert.equal(stdout, `ok ${scenario}\n`)
  })
}
