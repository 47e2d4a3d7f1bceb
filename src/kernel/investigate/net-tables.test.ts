import assert from 'node:assert/strict'
import { test } from 'node:test'
import { covers, fromWords, parseInternetRow, withPort } from './net-tables.ts'

const HEADER =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
const LISTENER =
  '   0: 00000000:115C 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 1678 1 00000000f2db0d4c 100 0 0 10 0'
const TIME_WAIT =
  '   1: 0100007F:115C 0100587F:A5B3 06 00000000:00000000 03:0000100D 00000000     0        0 0 3 00000000a0c79ea8'
const MAPPED =
  '   0: 0000000000000000FFFF00000100007F:115C 0000000000000000FFFF00000200007F:D9DE 01 00000000:00000000 00:00000000 00000000     0        0 99123 1'
const UDP6 =
  '  417: 000080FE00000000FF00FC00010000FE:0035 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 4411 2 0000000000000000 0'

test('/proc/net/tcp: a listener, with the connections that wait', () => {
  assert.deepEqual(parseInternetRow(LISTENER, 'TCP'), {
    protocol: 'TCP',
    address: '0.0.0.0',
    port: 4444,
    peer: '0.0.0.0',
    peerPort: 0,
    state: 'LISTEN',
    waiting: 3,
    timer: null,
    uid: 1000,
    inode: 1678,
  })
})

test('/proc/net/tcp: TIME_WAIT, which no process has, and the seconds until it is gone', () => {
  const row = parseInternetRow(TIME_WAIT, 'TCP')
  assert.deepEqual(
    [row?.address, row?.peer, row?.state, row?.timer, row?.inode],
    ['127.0.0.1', '127.88.0.1', 'TIME_WAIT', 41.09, 0],
  )
})

test('/proc/net/tcp6 and udp6: IPv4-mapped and link-local addresses', () => {
  const mapped = parseInternetRow(MAPPED, 'TCP')
  assert.deepEqual(
    [mapped?.address, mapped?.peer, mapped?.state],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.2', 'ESTABLISHED'],
  )
  const udp = parseInternetRow(UDP6, 'UDP')
  assert.deepEqual([udp?.address, udp?.port, udp?.uid, udp?.state], ['fe80::fc:ff:fe00:1', 53, 101, 'CLOSE'])
})

test('what is no row is passed over', () => {
  for (const line of [HEADER, '', 'x', '0: 0100007F 0:0 0A', '0: zz00007F:115C 00000000:0000 0A'])
    assert.equal(parseInternetRow(line, 'TCP'), null, line)
})

test('words of an address stand byte by byte reversed', () => {
  assert.deepEqual([...fromWords('0100007F')], [127, 0, 0, 1])
  assert.deepEqual([...fromWords('B80D01200000000000000000010000FE')].slice(0, 4), [0x20, 1, 0x0d, 0xb8])
})

test('which addresses stand in the way of which, and why', () => {
  const cases = [
    ['127.0.0.1', '127.0.0.1', 'same'],
    ['127.0.0.1', '127.0.0.2', null],
    ['0.0.0.0', '127.0.0.1', 'includes'],
    ['127.0.0.1', '0.0.0.0', 'included'],
    ['::', '::1', 'includes'],
    ['::1', '::', 'included'],
    ['::', '127.0.0.1', 'takes-ipv4'],
    ['::1', '127.0.0.1', null],
    ['127.0.0.1', '::', 'ipv4'],
    ['127.0.0.1', '::1', null],
    ['::ffff:127.0.0.1', '127.0.0.1', 'same'],
    ['0.0.0.0', '::ffff:127.0.0.1', 'includes'],
  ] as const
  for (const [theirs, ours, cover] of cases)
    assert.equal(covers(theirs, ours, false), cover, `${theirs} ${ours}`)
  assert.equal(covers('127.0.0.1', '::', true), null, 'IPV6_V6ONLY leaves IPv4 alone')
})

test('addresses with ports as people write them', () => {
  assert.equal(withPort('127.0.0.1', 4444), '127.0.0.1:4444')
  assert.equal(withPort('::', 80), '[::]:80')
})
