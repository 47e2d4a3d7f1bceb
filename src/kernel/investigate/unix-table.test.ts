import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM } from '../../socket/posix/constants.ts'
import { parseUnixRow } from './unix-table.ts'

test('/proc/net/unix: listeners, datagram sockets, connections, abstract names, names with spaces', () => {
  const row = (line: string) => {
    const { inode, type, listening, connected, name } = parseUnixRow(line) ?? {}
    return [inode, type, listening, connected, name]
  }
  assert.deepEqual(row('000000005c18c89a: 00000002 00000000 00010000 0001 01 23817 /run/app.sock'), [
    23817,
    SOCK_STREAM,
    true,
    false,
    '/run/app.sock',
  ])
  assert.deepEqual(row('0000000000000000: 00000002 00000000 00000000 0002 01 23818 @metrics'), [
    23818,
    SOCK_DGRAM,
    false,
    false,
    '@metrics',
  ])
  assert.deepEqual(row('0000000000000000: 00000003 00000000 00000000 0005 03   117 /tmp/a b/c'), [
    117,
    SOCK_SEQPACKET,
    false,
    true,
    '/tmp/a b/c',
  ])
})

test('sockets without a name, and the heading, are passed over', () => {
  assert.equal(parseUnixRow('Num       RefCount Protocol Flags    Type St Inode Path'), null)
  assert.equal(parseUnixRow('000000005c18c89a: 00000003 00000000 00000000 0001 03  1675'), null)
})
