import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
} from '../../socket/posix/constants.ts'
import { formatPlace, isConnected, isDatagrams, isStream, readPlace, SCHEMES } from './place.ts'

test('a place without a host is on this machine alone', () => {
  for (const said of ['4444', ':4444', 'tcp://:4444', 'tcp://127.0.0.1:4444', '127.0.0.1:4444'])
    assert.deepEqual(
      readPlace(said),
      { tls: false, endpoint: { type: SOCK_STREAM, family: AF_INET, host: '127.0.0.1', port: 4444 } },
      said,
    )
  assert.equal(formatPlace(readPlace('tls://:443')), 'tls://127.0.0.1:443')
  assert.equal(formatPlace(readPlace('udp://:53')), 'udp://127.0.0.1:53')
})

test('every address is meant only by *', () => {
  for (const said of ['*:4444', 'tcp://*:4444', 'tls://*:4444', 'udp://*:4444']) {
    const { endpoint } = readPlace(said)
    assert.equal('host' in endpoint && endpoint.host, null, said)
  }
})

test('what is shorter is the same place', () => {
  const shorter = {
    'localhost:80': 'tcp://localhost:80',
    'example.com:http': 'tcp://example.com:http',
    'unix.example.com:80': 'tcp://unix.example.com:80',
    'unixes:80': 'tcp://unixes:80',
    'my-host.example:80': 'tcp://my-host.example:80',
    'localhost:iso.tsap+1': 'tcp://localhost:iso.tsap+1',
    '[::1]:80': 'tcp://[::1]:80',
    '[fe80::1%eth0]:80': 'tcp://[fe80::1%eth0]:80',
    '0': 'tcp://127.0.0.1:0',
    '/run/x.sock': 'unix:/run/x.sock',
    './x.sock': 'unix:./x.sock',
    '../x:80': 'unix:../x:80',
    '@name': 'unix:@name',
    '@a:80': 'unix:@a:80',
    'unix:80': 'unix:80',
  }
  for (const [said, full] of Object.entries(shorter)) {
    assert.equal(formatPlace(readPlace(said)), full, said)
    assert.deepEqual(readPlace(said), readPlace(full), said)
  }
})

test('TLS goes over TCP', () => {
  const { tls, endpoint } = readPlace('tls://[::1]:443')
  assert.deepEqual([tls, endpoint.type, endpoint.family], [true, SOCK_STREAM, AF_INET6])
})

test('what is no place is refused, in what was said', () => {
  for (const said of [
    ...[
      '',
      'localhost',
      '65536',
      ':65536',
      '::1:80',
      '[::1]',
      'host:',
      'tcp:80',
      'tls:80',
      'http://x',
      'TCP://x:1',
    ],
    ...['unix:', 'tls://', 'tls://x', 'tls:///run/x', 'x.sock', '@'.padEnd(200, 'x'), 'tls://x:\x1b[31m'],
  ])
    assert.throws(
      () => readPlace(said),
      (error: Error) => {
        assert.ok(error instanceof TypeError || error instanceof RangeError, said)
        if (said.startsWith('tls://')) assert.ok(error.message.startsWith('"tls://'), error.message)
        if (said.startsWith('tls://')) assert.match(error.message, /\n {2}tls:/)
        return true
      },
      said,
    )
})

test('what a place is like', () => {
  const kinds = Object.fromEntries(
    ['tcp://:1', 'udp://:1', 'tls://:1', 'unix:x', 'unix-dgram:x', 'unix-seqpacket:x'].map((said) => {
      const { endpoint } = readPlace(said)
      return [said, [endpoint.type, isStream(endpoint), isConnected(endpoint), isDatagrams(endpoint)]]
    }),
  )
  assert.deepEqual(kinds, {
    'tcp://:1': [SOCK_STREAM, true, true, false],
    'udp://:1': [SOCK_DGRAM, false, false, true],
    'tls://:1': [SOCK_STREAM, true, true, false],
    'unix:x': [SOCK_STREAM, true, true, false],
    'unix-dgram:x': [SOCK_DGRAM, false, false, true],
    'unix-seqpacket:x': [SOCK_SEQPACKET, false, true, false],
  })
  for (const scheme of SCHEMES) {
    const { endpoint } = readPlace(scheme.startsWith('unix') ? `${scheme}:x` : `${scheme}://:1`)
    assert.equal(endpoint.family === AF_UNIX, scheme.startsWith('unix'))
  }
})
