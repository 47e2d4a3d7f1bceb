import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findPages, foreignCode, KNOWN_NAMES } from './find.ts'
import { PAGE_NAMES } from './names.ts'

const MEANT: Readonly<Record<string, readonly string[]>> = {
  EADDRINUSE: ['EADDRINUSE'],
  eaddrinuse: ['EADDRINUSE'],
  '98': ['EADDRINUSE'],
  '-98': ['EADDRINUSE'],
  '[Errno 98] Address already in use': ['EADDRINUSE'],
  EWOULDBLOCK: ['EAGAIN'],
  ENOTSUP: ['EOPNOTSUPP'],
  ENOTFOUND: ['EAI_NONAME'],
  'getaddrinfo ENOTFOUND nobody.invalid': ['EAI_NONAME'],
  '-3008': ['EAI_NONAME'],
  // What Node says for ENOENT is what getaddrinfo() gives for a name that is not known.
  '2': ['ENOENT'],
  '-2': ['ENOENT', 'EAI_NONAME'],
  '-3': ['EAI_AGAIN'],
  'Connection refused': ['ECONNREFUSED'],
  'nc: connect to 127.0.0.1 port 1 (tcp) failed: Connection refused': ['ECONNREFUSED'],
  'Error: connect ECONNREFUSED 127.0.0.1:1': ['ECONNREFUSED'],
  'soquete: cannot bind 127.0.0.1:4444: address in use (EADDRINUSE)': ['EADDRINUSE'],
  'accept: Too many open files in system': ['ENFILE'],
  'accept: Too many open files': ['EMFILE'],
  'ssh: Could not resolve hostname x: Name or service not known': ['EAI_NONAME'],
  BrokenPipeError: ['EPIPE'],
  TIME_WAIT: ['TIME_WAIT'],
  'TIME-WAIT': ['TIME_WAIT'],
  time_wait: ['TIME_WAIT'],
  'time wait': ['TIME_WAIT'],
  timewait: ['TIME_WAIT'],
  ESTAB: ['ESTABLISHED'],
  'FIN-WAIT-1': ['FIN_WAIT_1'],
  FIN_WAIT2: ['FIN_WAIT_2'],
  'SYN-RECV': ['SYN_RECEIVED'],
  UNCONN: ['CLOSED'],
  BOUND: ['CLOSED'],
  Nagle: ['TCP_NODELAY'],
  'shutdown()': ['half-close'],
  eof: ['EOF'],
  EEXIST: [],
  '17': [],
  '0': [],
  '99999': [],
  nonsense: [],
  '': [],
  constructor: [],
}

for (const [said, pages] of Object.entries(MEANT)) {
  test(`${JSON.stringify(said)} means ${pages.join(' and ') || 'no page'}`, () => {
    assert.deepEqual(findPages(said), pages)
  })
}

test('every page is found by its own name, and every name that is suggested leads to a page', () => {
  for (const name of PAGE_NAMES) assert.deepEqual(findPages(name), [name])
  for (const name of KNOWN_NAMES) assert.equal(findPages(name).length, 1, name)
})

test('an error that is not one of sockets is known as such', () => {
  assert.deepEqual(foreignCode('eexist'), ['EEXIST', 17])
  assert.deepEqual(foreignCode('-17'), ['EEXIST', 17])
  assert.equal(foreignCode('EFROB'), undefined)
  assert.equal(foreignCode('0'), undefined)
})
