import assert from 'node:assert/strict'
import {
  AF_INET6,
  AF_UNIX,
  isInternetAddress,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'
import { fails } from './failing.ts'
import { loopback, scoped } from './loopback.ts'

for (const [kind, type] of [
  ['TCP', SOCK_STREAM],
  ['UDP', SOCK_DGRAM],
] as const) {
  test(
    `EADDRINUSE: ${kind}; explain() names the holder`,
    scoped(async (scope) => {
      const holder = scope.bound(type)
      if (type === SOCK_STREAM) holder.listen()
      const about = holder.getsockname()
      const late = scope.socket(undefined, type)
      const error = await fails(() => late.bind(about), { code: 'EADDRINUSE', syscall: 'bind', about })
      const explained = (await error.explain()).join(' ')
      assert.match(explained, new RegExp(`Held by this process itself \\(${process.pid}, .*node.*\\)`))
      assert.match(explained, type === SOCK_STREAM ? /LISTEN/ : /bound/)
      assert.match(explained, /Choose another port/)
    }),
  )
}

test(
  'EADDRINUSE: the wildcard address holds every address of the port; explain() names its holder',
  scoped(async (scope) => {
    const holder = scope.listener(undefined, loopback(0, '0.0.0.0'))
    const name = holder.getsockname()
    const about = loopback(isInternetAddress(name) ? name.port : 0)
    const error = await fails(() => scope.socket().bind(about), {
      code: 'EADDRINUSE',
      syscall: 'bind',
      about,
    })
    assert.match(
      (await error.explain()).join(' '),
      new RegExp(`itself \\(${process.pid}, .*on 0\\.0\\.0\\.0:`),
    )
  }),
)

test(
  'EADDRINUSE: a port that only one side shares by SO_REUSEPORT',
  scoped(async (scope) => {
    const holder = scope.listener()
    const about = holder.getsockname()
    const late = scope.socket()
    late.setsockopt(SO_REUSEPORT, true)
    await fails(() => late.bind(about), { code: 'EADDRINUSE', syscall: 'bind', about })
  }),
)

test(
  'EADDRINUSE: listen, when two sockets share an address by SO_REUSEADDR',
  scoped(async (scope) => {
    const [first, second] = [scope.socket(), scope.socket()]
    first.setsockopt(SO_REUSEADDR, true)
    second.setsockopt(SO_REUSEADDR, true)
    first.bind(loopback())
    second.bind(first.getsockname())
    first.listen()
    await fails(() => second.listen(), { code: 'EADDRINUSE', syscall: 'listen' })
  }),
)

test(
  'EADDRINUSE: a Unix path, with a listener and left behind; explain() names the path',
  scoped(async (scope) => {
    const about = scope.unixAddress()
    const holder = scope.listener(undefined, about)
    const late = scope.socket(AF_UNIX)
    const held = await fails(() => late.bind(about), { code: 'EADDRINUSE', syscall: 'bind', about })
    assert.ok((await held.explain()).join(' ').includes(`This process itself (${process.pid}, `))
    await holder.close()
    const error = await fails(() => late.bind(about), { code: 'EADDRINUSE', syscall: 'bind', about })
    assert.ok((await error.explain()).join(' ').includes(`The path ${error.path} is left over`))
  }),
)

test(
  'EADDRINUSE: an abstract name',
  scoped(async (scope) => {
    const about = { family: AF_UNIX, abstract: `soquete-errors-${process.pid}` } as const
    scope.bound(SOCK_DGRAM, about)
    const late = scope.socket(AF_UNIX, SOCK_DGRAM)
    const error = await fails(() => late.bind(about), { code: 'EADDRINUSE', syscall: 'bind', about })
    assert.equal(error.path, `@${about.abstract}`)
  }),
)

test(
  'EADDRNOTAVAIL: an address that this machine does not have',
  scoped(async (scope) => {
    // 192.0.2.0/24 and 2001:db8::/32 are for documentation: RFC 5737, RFC 3849.
    const about = loopback(0, '192.0.2.1')
    const error = await fails(() => scope.socket().bind(about), {
      code: 'EADDRNOTAVAIL',
      syscall: 'bind',
      about,
    })
    assert.match((await error.explain()).join(' '), /is not of this machine, which has .*127\.0\.0\.1/)
    const about6 = { family: AF_INET6, address: '2001:db8::1', port: 0 } as const
    const socket6 = scope.own(socket(AF_INET6, SOCK_STREAM))
    const error6 = await fails(() => socket6.bind(about6), {
      code: 'EADDRNOTAVAIL',
      syscall: 'bind',
      about: about6,
    })
    assert.match(error6.message, /bind \[2001:db8::1\]:0:/)
  }),
)

test(
  'EINVAL: bound a second time, and an IPv6 socket with an IPv4 address',
  scoped(async (scope) => {
    const bound = scope.bound()
    const about = loopback()
    await fails(() => bound.bind(about), { code: 'EINVAL', syscall: 'bind', about })
    const unix = scope.bound(SOCK_STREAM, scope.unixAddress())
    const other = scope.unixAddress()
    await fails(() => unix.bind(other), { code: 'EINVAL', syscall: 'bind', about: other })
    const socket6 = scope.own(socket(AF_INET6, SOCK_STREAM))
    await fails(() => socket6.bind(about), { code: 'EINVAL', syscall: 'bind', about })
    await fails(() => socket6.connect(about), { code: 'EINVAL', syscall: 'connect', about })
  }),
)
