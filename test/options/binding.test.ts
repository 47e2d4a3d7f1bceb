import assert from 'node:assert/strict'
import {
  type Address,
  AF_INET,
  AF_INET6,
  type Inet4Address,
  IP_BIND_ADDRESS_NO_PORT,
  IP_FREEBIND,
  IP_LOCAL_PORT_RANGE,
  IP_TRANSPARENT,
  IPV6_FREEBIND,
  IPV6_TRANSPARENT,
  IPV6_V6ONLY,
  SO_BINDTODEVICE,
  SO_REUSEPORT,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SocketOption,
} from '../../src/index.ts'
import { loopback, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { lacksOption } from './kernel-version.ts'

const isRoot = process.geteuid!() === 0
const skip = isRoot || process.env.CI ? false : 'IP_TRANSPARENT needs root'

// Addresses for documentation, RFC 5737 and RFC 3849: no machine has them.
const FOREIGN: Address = { family: AF_INET, address: '203.0.113.7', port: 0 }
const FOREIGN6: Address = { family: AF_INET6, address: '2001:db8::7', port: 0 }

function bindsForeign(title: string, option: SocketOption<boolean>, address: Address, root: boolean): void {
  const body = scoped(async (scope) => {
    for (const type of [SOCK_STREAM, SOCK_DGRAM]) {
      const s = scope.socket(address.family, type)
      assert.throws(() => s.bind(address), { code: 'EADDRNOTAVAIL' })
      s.setsockopt(option, true)
      s.bind(address)
      assert.equal((s.getsockname() as Inet4Address).address, (address as Inet4Address).address)
    }
  })
  test(`${title}: bind() takes an address that this machine has not`, body, { skip: root && skip })
}

bindsForeign('IP_FREEBIND', IP_FREEBIND, FOREIGN, false)
bindsForeign('IPV6_FREEBIND', IPV6_FREEBIND, FOREIGN6, false)
bindsForeign('IP_TRANSPARENT', IP_TRANSPARENT, FOREIGN, true)
bindsForeign('IPV6_TRANSPARENT', IPV6_TRANSPARENT, FOREIGN6, true)

test(
  'SO_BINDTODEVICE: a socket of lo works as any other there; an interface that is not there is refused',
  scoped(async (scope) => {
    const listener = scope.bound()
    listener.setsockopt(SO_BINDTODEVICE, 'lo')
    listener.listen()
    const client = scope.socket()
    client.setsockopt(SO_BINDTODEVICE, 'lo')
    const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
    scope.own(server)
    assert.equal(server.getsockopt(SO_BINDTODEVICE), 'lo')
    assert.throws(() => scope.socket().setsockopt(SO_BINDTODEVICE, 'nosuch0'), { code: 'ENODEV' })
    assert.throws(() => scope.socket().setsockopt(SO_BINDTODEVICE, 'a-name-too-long0'), {
      name: 'RangeError',
      message: 'SO_BINDTODEVICE takes text of up to 15 bytes, not "a-name-too-long0"',
    })
  }),
)

test(
  'IP_LOCAL_PORT_RANGE: the system chooses a port of these',
  scoped(async (scope) => {
    const range = { low: 40_000, high: 40_999 }
    if (lacksOption(IP_LOCAL_PORT_RANGE)) {
      assert.throws(
        () => scope.socket().setsockopt(IP_LOCAL_PORT_RANGE, range),
        /no option IP_LOCAL_PORT_RANGE/,
      )
      return
    }
    for (let round = 0; round < 20; round++) {
      const s = scope.socket(AF_INET, SOCK_DGRAM)
      s.setsockopt(IP_LOCAL_PORT_RANGE, range)
      s.bind(loopback())
      const { port } = s.getsockname() as Inet4Address
      assert.ok(port >= 40_000 && port <= 40_999, `port ${port}`)
    }
    const wrong = { low: 2, high: 1 }
    assert.throws(() => scope.socket().setsockopt(IP_LOCAL_PORT_RANGE, wrong), { code: 'EINVAL' })
  }),
)

test(
  'IP_BIND_ADDRESS_NO_PORT: bind() takes the address, and connect() the port',
  scoped(async (scope) => {
    const listener = scope.listener()
    const client = scope.socket()
    client.setsockopt(IP_BIND_ADDRESS_NO_PORT, true)
    client.bind(loopback(0, '127.0.0.9'))
    assert.deepEqual(client.getsockname(), loopback(0, '127.0.0.9'))
    const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
    scope.own(server)
    const { address, port } = client.getsockname() as Inet4Address
    assert.equal(address, '127.0.0.9')
    assert.ok(port > 0)
  }),
)

test(
  'IPV6_V6ONLY: with it an IPv4 socket may have the same port, without it not',
  scoped(async (scope) => {
    for (const only of [true, false]) {
      const six = scope.socket(AF_INET6)
      six.setsockopt(IPV6_V6ONLY, only)
      six.bind({ family: AF_INET6, address: '::', port: 0 })
      const four = scope.socket()
      const bind = () => four.bind(loopback((six.getsockname() as Inet4Address).port, '127.9.8.7'))
      if (only) bind()
      else assert.throws(bind, { code: 'EADDRINUSE' })
    }
  }),
)

test(
  'SO_REUSEPORT: all who share a port must say so',
  scoped(async (scope) => {
    const first = scope.socket()
    first.setsockopt(SO_REUSEPORT, true)
    first.bind(loopback())
    assert.throws(() => scope.socket().bind(first.getsockname()), { code: 'EADDRINUSE' })
    const second = scope.socket()
    second.setsockopt(SO_REUSEPORT, true)
    second.bind(first.getsockname())
    assert.deepEqual(second.getsockname(), first.getsockname())
  }),
)
