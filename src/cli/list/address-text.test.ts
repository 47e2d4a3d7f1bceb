import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ListedSocket } from '../../netlink/index.ts'
import { AF_INET6, AF_NETLINK, AF_PACKET, AF_UNIX } from '../../socket/posix/constants.ts'
import { cutMiddle, endsOf, unmapped } from './address-text.ts'

const NONE = new Map<number, string>()

function ends(fields: Partial<ListedSocket>): { local: string; peer: string } {
  const plain = { local: null, remote: null, inode: 5, ifindex: 0, protocol: 0 }
  return endsOf({ ...plain, ...fields } as ListedSocket, new Map([[2, 'eth0']]))
}

test('a name of another program moves no cursor', () => {
  const bytes = Uint8Array.of(0x2f, 0xff, 0x1b, 0x5c)
  const unix = (name: object) => ends({ kind: 'unix', local: { family: AF_UNIX, ...name } }).local
  assert.equal(unix({ path: bytes }), '/\\xff\\x1b\\')
  assert.equal(unix({ abstract: bytes }), '@/\\xff\\x1b\\')
  assert.equal(unix({ abstract: 'a\0b\x1b[2J' }), '@a\\x00b\\x1b[2J')
  assert.equal(unix({ path: '/tmp/\u202ecod.exe' }), '/tmp/\\u202ecod.exe')
})

test('each kind of socket has ends that tell it from others', () => {
  const address = { family: AF_INET6, address: 'fe80::1', port: 80, scopeId: 2 } as const
  assert.deepEqual(ends({ kind: 'tcp', local: address }), { local: '[fe80::1%eth0]:80', peer: '*' })
  const far = { ...address, scopeId: 9 }
  assert.equal(ends({ kind: 'udp', local: far }).local, '[fe80::1%9]:80')
  assert.deepEqual(ends({ kind: 'unix' }), { local: '#5', peer: '-' })
  assert.equal(ends({ kind: 'unix', peerInode: 6, remote: { family: AF_UNIX } }).peer, '#6')
  assert.equal(ends({ kind: 'unix', peerInode: 0 }).peer, '-')
  assert.equal(ends({ kind: 'raw', protocol: 1 }).local, '*:icmp')
  const packet: ListedSocket['local'] = { family: AF_PACKET, protocol: 0x806, ifindex: 2 }
  assert.equal(ends({ kind: 'packet', local: packet, protocol: 0x806, ifindex: 2 }).local, 'arp%eth0')
  const kernel: ListedSocket['local'] = { family: AF_NETLINK, pid: 0, groups: 0 }
  assert.equal(ends({ kind: 'netlink', local: kernel, protocol: 16 }).local, 'generic:kernel')
})

test('an IPv4 address is one also where an IPv6 socket has it', () => {
  const local = { family: AF_INET6, address: '::ffff:127.0.0.1', port: 80 } as const
  const text = endsOf({ kind: 'tcp', local, remote: null } as ListedSocket, NONE).local
  assert.equal(text, '[::ffff:127.0.0.1]:80')
  assert.equal(unmapped(text), '127.0.0.1:80')
  assert.equal(unmapped('[::1]:80'), '[::1]:80')
})

test('a long name keeps both its ends', () => {
  assert.equal(cutMiddle('/run/user/1000/app.sock', 40), '/run/user/1000/app.sock')
  assert.equal(cutMiddle('/run/user/1000/very/deep/app.sock', 20), '/run/us…eep/app.sock')
  assert.equal(cutMiddle('/run/user/1000/very/deep/app.sock', 20).length, 20)
})
