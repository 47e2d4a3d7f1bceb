import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Endpoint, formatEndpoint } from './endpoint.ts'
import { checkEndpoint, parseEndpoint } from './parse-endpoint.ts'
import { type Address, formatAddress, UNIX_PATH_MAX } from './posix/addresses.ts'
import { AF_INET, AF_INET6, AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM } from './posix/constants.ts'
import { inet_ntop } from './posix/inet.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

const EXAMPLES: Readonly<Record<string, Endpoint>> = {
  'tcp://[::1]:4444': { type: SOCK_STREAM, family: AF_INET6, host: '::1', port: 4444 },
  'tcp://127.0.0.1:0': { type: SOCK_STREAM, family: AF_INET, host: '127.0.0.1', port: 0 },
  'udp://example.com:53': { type: SOCK_DGRAM, family: undefined, host: 'example.com', port: 53 },
  'tcp://my_host-1:http': { type: SOCK_STREAM, family: undefined, host: 'my_host-1', port: 'http' },
  'tcp://*:4444': { type: SOCK_STREAM, family: undefined, host: null, port: 4444 },
  'udp://[fe80::1%eth0]:5353': {
    type: SOCK_DGRAM,
    family: AF_INET6,
    host: 'fe80::1',
    scope: 'eth0',
    port: 5353,
  },
  'tcp://[fe80::1%2]:80': { type: SOCK_STREAM, family: AF_INET6, host: 'fe80::1', scope: 2, port: 80 },
  'unix:/run/x.sock': { type: SOCK_STREAM, family: AF_UNIX, path: '/run/x.sock' },
  'unix:a b/señal.sock': { type: SOCK_STREAM, family: AF_UNIX, path: 'a b/señal.sock' },
  'unix:@name': { type: SOCK_STREAM, family: AF_UNIX, abstract: 'name' },
  'unix:@': { type: SOCK_STREAM, family: AF_UNIX, abstract: '' },
  'unix:%40file': { type: SOCK_STREAM, family: AF_UNIX, path: '@file' },
  'unix:%2F/two': { type: SOCK_STREAM, family: AF_UNIX, path: '//two' },
  'unix:100%25': { type: SOCK_STREAM, family: AF_UNIX, path: '100%' },
  'unix-dgram:/run/log': { type: SOCK_DGRAM, family: AF_UNIX, path: '/run/log' },
  'unix-seqpacket:@a%00b': { type: SOCK_SEQPACKET, family: AF_UNIX, abstract: 'a\0b' },
  'unix:@%FF%00%FE': { type: SOCK_STREAM, family: AF_UNIX, abstract: bytes(0xff, 0, 0xfe) },
}

test('an endpoint says a type and an address, and is written as it was read', () => {
  for (const [text, endpoint] of Object.entries(EXAMPLES)) {
    assert.deepEqual(parseEndpoint(text), endpoint, text)
    assert.equal(formatEndpoint(endpoint), text)
    assert.deepEqual(checkEndpoint(endpoint), endpoint)
  }
})

test('what can be written in more than one way is read in each', () => {
  assert.deepEqual(parseEndpoint('tcp://:80'), parseEndpoint('tcp://*:80'))
  assert.deepEqual(parseEndpoint('unix:///run/x.sock'), parseEndpoint('unix:/run/x.sock'))
  assert.deepEqual(parseEndpoint('unix:/%72un/x%2esock'), parseEndpoint('unix:/run/x.sock'))
})

/** What is wrong, the character under which the mark stands (`$` is the end), and what the error says. */
const MISTAKES: readonly (readonly [text: string, at: string, says: RegExp])[] = [
  ['', '$', /begins with tcp:\/\/, udp:\/\//],
  ['localhost:80', 'localhost:80', /begins with/],
  ['http://x:80', 'http', /begins with/],
  ['tcp:x:80', 'x:80', /\/\/ follows/],
  ['tcp://host', '$', /a colon and a port/],
  ['tcp://host:', '$', /port's number, or a service's name, is missing/],
  ['tcp://host:80/path', '/path', /nothing else stands behind the port/],
  ['tcp://user@host:80', '@host', /a host's name has letters/],
  ['tcp://a b:80', ' b', /a host's name has letters/],
  ['tcp://señal:80', 'ñal', /a host's name has letters/],
  ['tcp://::1:80', '::1', /in brackets, as \[::1\]/],
  ['tcp://fe80::1%eth0:80', 'fe80', /in brackets/],
  ['tcp://[::1:80', '$', /a bracket closes/],
  ['tcp://[::g]:80', '::g', /in brackets stands an IPv6 address/],
  ['tcp://[127.0.0.1]:80', '127', /in brackets stands an IPv6 address/],
  ['tcp://[::1]80', '80', /a colon and a port/],
  ['tcp://[fe80::1%]:80', ']', /an interface's index or its name/],
  ['tcp://[fe80::1%a/b]:80', 'a/b', /an interface's index or its name/],
  ['tcp://127.1:80', '127.1', /four decimal numbers/],
  ['tcp://0x7f.1:80', '0x7f', /four decimal numbers/],
  ['tcp://010.0.0.1:80', '010', /four decimal numbers/],
  ['tcp://256.0.0.1:80', '256', /four decimal numbers/],
  ['tcp://2130706433:80', '2130706433', /four decimal numbers/],
  ['tcp://host:-1', '-1', /a port is a number/],
  ['unix:', '$', /a path is missing/],
  ['unix://run/x', '//run', /without \/\//],
  ['unix:50%', '%', /write %25/],
  ['unix:a%00b', 'a%', /no NUL byte/],
]

const LIMITS: typeof MISTAKES = [
  ['tcp://host:65536', '65536', /from 0 to 65535/],
  ['tcp://host:00000080', '00000080', /from 0 to 65535/],
  ['tcp://[fe80::1%0]:80', '0]', /numbered from 1/],
  ['tcp://[fe80::1%4294967296]:80', '4294967296', /numbered from 1/],
  [`unix:${'x'.repeat(108)}`, 'xxx', /has 108 bytes, and 107/],
  [`tcp://${'a'.repeat(254)}:80`, 'aaa', /253 characters at most/],
]

test('a mistake is shown where it stands, with what belongs there', () => {
  for (const [list, kind] of [
    [MISTAKES, TypeError],
    [LIMITS, RangeError],
  ] as const) {
    for (const [text, at, says] of list) {
      const error = thrown(() => parseEndpoint(text))
      assert.ok(error instanceof kind, `${text}: ${error}`)
      const [first, line = '', mark = ''] = error.message.split('\n')
      assert.match(first!, says, text)
      const start = at === '$' ? text.length : text.indexOf(at)
      assert.equal(line, `  ${text.slice(0, 76)}`)
      assert.equal(mark, `  ${' '.repeat(start)}^`, error.message)
    }
  }
})

test('control characters are not repeated, and long text is shown around the mistake', () => {
  const dirty = thrown(() => parseEndpoint('tcp://ho\x1b[31m\nst:80'))
  assert.equal(dirty.message.split('\n').length, 3)
  assert.ok(!dirty.message.includes('\x1b'))
  const far = thrown(() => parseEndpoint(`unix:${'x'.repeat(300)}%`))
  const [, line = '', mark = ''] = far.message.split('\n')
  assert.equal(line[mark.length - 1], '%')
  assert.ok(line.length < 80)
  assert.throws(() => parseEndpoint('x'.repeat(5000)), { name: 'RangeError', message: /1,024 characters/ })
  assert.throws(() => parseEndpoint(80 as never), { name: 'TypeError', message: /an endpoint is text/ })
})

test('what has no text is refused', () => {
  assert.throws(() => formatEndpoint({ family: AF_UNIX }, SOCK_STREAM), RangeError)
  assert.throws(() => formatEndpoint({ family: AF_INET, address: '::1', port: 1 }, SOCK_STREAM), TypeError)
  assert.throws(() => formatEndpoint({ family: 16, pid: 1, groups: 0 }, SOCK_DGRAM), RangeError)
  assert.throws(
    () => formatEndpoint({ family: AF_INET, address: '127.0.0.1', port: 1 }, SOCK_SEQPACKET),
    RangeError,
  )
  assert.throws(() => formatEndpoint(null as never), TypeError)
})

test('an endpoint made by hand passes the same grammar', () => {
  const named = { type: SOCK_STREAM, host: 'example.com', port: 80 } as const
  assert.deepEqual(checkEndpoint({ ...named, family: AF_INET6 }), { ...named, family: AF_INET6 })
  for (const wrong of [
    { ...named, host: 'a:b' },
    { ...named, host: 'a/b' },
    { ...named, host: 7 },
    { ...named, port: 65536 },
    { ...named, port: null },
    { ...named, type: 9 },
    { ...named, family: AF_UNIX },
    { ...named, host: '127.0.0.1', family: AF_INET6 },
    { ...named, scope: 'eth0' },
    { family: AF_UNIX, type: SOCK_STREAM, path: '' },
    {},
    null,
  ])
    assert.throws(
      () => checkEndpoint(wrong as never),
      (error: Error) => /^(Type|Range)Error$/.test(error.name),
    )
})

const port = fc.integer({ min: 0, max: 65535 })
const name = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('%', '@', '/', '\0', '\n', 'a', ':', '\ud800', '\ufeff'),
    maxLength: 20,
  }),
  fc.uint8Array({ maxLength: UNIX_PATH_MAX }),
)
const internet: fc.Arbitrary<Address> = fc.oneof(
  fc.record({ family: fc.constant(AF_INET), address: fc.ipV4(), port }),
  fc.record(
    {
      family: fc.constant(AF_INET6),
      address: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((each) => inet_ntop(AF_INET6, each)),
      port,
      scopeId: fc.integer({ min: 1, max: 0xffffffff }),
    },
    { requiredKeys: ['family', 'address', 'port'] },
  ),
)
const unix: fc.Arbitrary<Address> = fc.oneof(
  name.map((path) => ({ family: AF_UNIX, path }) as const).filter(isPath),
  name.map((abstract) => ({ family: AF_UNIX, abstract }) as const),
)

function isPath({ path }: { path: string | Uint8Array }): boolean {
  return path.length > 0 && !(typeof path === 'string' ? path.includes('\0') : path.includes(0))
}

/** The bytes of a name: that it is text or bytes does not matter to the system. */
function named(value: string | Uint8Array | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value).toString('hex')
}

test('every address comes back from its text', () => {
  fc.assert(
    fc.property(internet, fc.constantFrom(SOCK_STREAM, SOCK_DGRAM), (address, type) => {
      const read = parseEndpoint(formatEndpoint(address, type))
      assert.ok('host' in read && 'address' in address)
      const { host, port, scope, family } = read
      const scopeId = scope === undefined ? {} : { scopeId: scope }
      assert.deepEqual({ family, address: host, port, ...scopeId }, { ...address })
      assert.equal(read.type, type)
    }),
  )
  fc.assert(
    fc.property(unix, fc.constantFrom(SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET), (address, type) => {
      const text = formatEndpoint(address, type)
      const read = parseEndpoint(text)
      assert.ok('path' in read || 'abstract' in read, formatAddress(address))
      assert.ok(address.family === AF_UNIX && read.family === AF_UNIX)
      assert.equal(named(read.path), named(address.path))
      assert.equal(named(read.abstract), named(address.abstract))
      assert.equal(read.type, type)
      assert.equal(formatEndpoint(read), text)
    }),
  )
})

test('whatever is read gives an endpoint that survives the way to text and back, or a TypeError or RangeError', () => {
  const part = fc.constantFrom(
    ...['tcp', 'udp', 'unix', 'unix-dgram', ':', '//', '/', '[', ']', '::1', '%', '%41', 'eth0', '*', '@'],
    ...['127.0.0.1', 'host', '.', '-', '80', '0', '65536', 'http', ' ', '\0', 'ñ', '\ud800', '1e3'],
  )
  const soup = fc.oneof(
    fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom('tcp://', 'udp://', 'unix:', 'unix-dgram:@'), fc.string())
      .map((two) => two.join('')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(soup, (text) => {
      let endpoint: Endpoint
      try {
        endpoint = parseEndpoint(text)
      } catch (error) {
        assert.ok(error instanceof TypeError || error instanceof RangeError, String(error))
        return
      }
      assert.deepEqual(parseEndpoint(formatEndpoint(endpoint)), endpoint)
    }),
    { numRuns: 2000 },
  )
})

function thrown(body: () => unknown): Error {
  try {
    body()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}
