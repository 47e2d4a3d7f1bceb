import assert from 'node:assert/strict'
import { test } from 'node:test'
import { htonl, htons, ntohl, ntohs } from './byteorder.ts'
import { AF_INET, AF_INET6, AF_UNIX } from './constants.ts'
import { inet_ntop, inet_pton } from './inet.ts'
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE } from './sockaddr.ts'

test('inet_pton reads what inet_pton(3) reads, and nothing else', () => {
  const good = ['0.0.0.0', '127.0.0.1', '255.255.255.255']
  for (const text of good) assert.equal(inet_ntop(AF_INET, inet_pton(AF_INET, text)!), text)
  const bad = [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.0.0.1',
    '01.2.3.4',
    '1.2.3.4 ',
    '1..2.3',
    '0x1.2.3.4',
    '::1',
    '1.2.3.-4',
  ]
  for (const text of bad) assert.equal(inet_pton(AF_INET, text), null, text)
})

test('IPv6 addresses are read in every form and written in the form of RFC 5952', () => {
  const forms: Record<string, string> = {
    '::': '::',
    '::1': '::1',
    '2001:DB8:0:0:8:800:200C:417A': '2001:db8::8:800:200c:417a',
    '2001:db8:0:1:1:1:1:1': '2001:db8:0:1:1:1:1:1',
    '2001:0:0:1:0:0:0:1': '2001:0:0:1::1',
    '2001:db8:0:0:1:0:0:1': '2001:db8::1:0:0:1',
    '::ffff:192.0.2.1': '::ffff:192.0.2.1',
    '::192.0.2.1': '::192.0.2.1',
    'fe80::1:2': 'fe80::1:2',
    '1::': '1::',
    '0:0:0:0:0:0:0:0': '::',
  }
  for (const [text, canonical] of Object.entries(forms))
    assert.equal(inet_ntop(AF_INET6, inet_pton(AF_INET6, text)!), canonical, text)
  const bad = [
    '',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    '::1%lo',
    '1.2.3.4',
    '::1.2.3',
    'g::',
    '1:2:3:4:5:6:7::8:9',
    ':1::',
  ]
  for (const text of bad) assert.equal(inet_pton(AF_INET6, text), null, text)
})

test('byte order is swapped on this machine, and back', () => {
  assert.equal(ntohs(htons(4444)), 4444)
  assert.equal(ntohl(htonl(0xc0a80001)), 0xc0a80001)
  assert.equal(htons(0x0102), 0x0201)
  assert.equal(htonl(0x01020304), 0x04030201)
  assert.throws(() => htons(65536), RangeError)
  assert.throws(() => htonl(-1), RangeError)
})

test('addresses survive the way to C and back', () => {
  const addresses = [
    { family: AF_INET, address: '192.0.2.7', port: 65535 },
    { family: AF_INET6, address: '2001:db8::7', port: 80 },
    { family: AF_INET6, address: 'fe80::7', port: 80, flowinfo: 5, scopeId: 3 },
    { family: AF_UNIX },
    { family: AF_UNIX, path: '/run/señal.sock' },
    { family: AF_UNIX, path: 'x'.repeat(107) },
    { family: AF_UNIX, abstract: 'metrics' },
    { family: AF_UNIX, abstract: Uint8Array.of(0xff, 0, 0xfe) },
  ] as const
  for (const address of addresses) {
    const bytes = new Uint8Array(SOCKADDR_SIZE + 3).fill(0xee)
    const length = encodeSockaddr(address, bytes, 3)
    assert.deepEqual(decodeSockaddr(bytes, 3, length), address)
  }
  assert.equal(decodeSockaddr(new Uint8Array(2), 0, 2), null)
  assert.equal(decodeSockaddr(Uint8Array.of(2, 0, 1), 0, 3), null)
})
