import {
  AF_INET6,
  IPV6_V6ONLY,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
} from '../../../src/index.ts'
import type { Scope } from '../loopback.ts'
import { held } from './held.ts'
import { at, becomeNobody, errorOf, NOBODY, type Situations } from './situation.ts'

/** A connection whose server's side has closed first: TIME_WAIT is there. */
async function closedByServer(scope: Scope, reuse: boolean): Promise<void> {
  const listener = scope.socket()
  if (reuse) listener.setsockopt(SO_REUSEADDR, true)
  listener.bind(at(4444))
  listener.listen()
  const client = scope.socket()
  const [server] = await Promise.all([listener.accept(), client.connect(at(4444))])
  await server.close()
  await client.recv(1)
  await client.close()
  await listener.close()
}

async function bindError(scope: Scope, address: ReturnType<typeof at>, prepare?: (socket: Socket) => void) {
  const socket = scope.socket(address.family)
  prepare?.(socket)
  const error = await errorOf(() => socket.bind(address))
  // Whoever explains may come late.
  await socket.close()
  return error
}

export const addresses: Situations = {
  'another process listens': async (scope) => {
    await held(scope, 'tcp')
    return bindError(scope, at(4444))
  },
  "another user's process listens": async (scope) => {
    await held(scope, 'tcp')
    becomeNobody()
    return bindError(scope, at(4444))
  },
  'this process listens': (scope) => {
    scope.listener(undefined, at(4444))
    return bindError(scope, at(4444))
  },
  'this process is bound and does not listen': (scope) => {
    scope.bound(SOCK_STREAM, at(4444))
    return bindError(scope, at(4444))
  },
  'another process is bound and does not listen': async (scope) => {
    await held(scope, 'bound')
    return bindError(scope, at(4444))
  },
  'a UDP socket is bound': (scope) => {
    scope.bound(SOCK_DGRAM, at(4444))
    return errorOf(() => scope.socket(undefined, SOCK_DGRAM).bind(at(4444)))
  },
  'a wildcard stands in the way': (scope) => {
    scope.listener(undefined, at(4444, '0.0.0.0'))
    return bindError(scope, at(4444))
  },
  'a wildcard is wanted': (scope) => {
    scope.listener(undefined, at(4444))
    return bindError(scope, at(4444, '0.0.0.0'))
  },
  'the IPv6 wildcard takes IPv4': async (scope) => {
    await held(scope, 'tcp6')
    return bindError(scope, at(4444, '127.0.0.1'))
  },
  'IPv4 stands in the way of the IPv6 wildcard': (scope) => {
    scope.listener(undefined, at(4444))
    return bindError(scope, at(4444, '::'))
  },
  'listen, where another listens': async (scope) => {
    const [first, second] = [scope.socket(), scope.socket()]
    for (const each of [first, second]) {
      each.setsockopt(SO_REUSEADDR, true)
      each.bind(at(4444))
    }
    first.listen()
    return errorOf(() => second.listen())
  },
  'SO_REUSEPORT on one side': (scope) => {
    scope.listener(undefined, at(4444))
    return bindError(scope, at(4444), (socket) => socket.setsockopt(SO_REUSEPORT, true))
  },
  'SO_REUSEPORT of another user': (scope) => {
    process.seteuid?.(NOBODY)
    const holder = scope.socket()
    process.seteuid?.(0)
    holder.setsockopt(SO_REUSEPORT, true)
    holder.bind(at(4444))
    holder.listen()
    return bindError(scope, at(4444), (socket) => socket.setsockopt(SO_REUSEPORT, true))
  },
  'a connection of a client has the port': async (scope) => {
    scope.listener(undefined, at(4444))
    const client = scope.socket()
    client.bind(at(40000))
    await client.connect(at(4444))
    return bindError(scope, at(40000))
  },
  'TIME_WAIT, without SO_REUSEADDR': async (scope) => {
    await closedByServer(scope, true)
    return bindError(scope, at(4444))
  },
  'TIME_WAIT, with SO_REUSEADDR here': async (scope) => {
    await closedByServer(scope, false)
    return bindError(scope, at(4444), (socket) => socket.setsockopt(SO_REUSEADDR, true))
  },
  'no port left to bind': async (scope) => {
    for (let port = 40000; port < 40004; port++) scope.listener(undefined, at(port))
    return bindError(scope, at(0))
  },
  'no port left to connect': async (scope) => {
    const listener = scope.listener(undefined, at(4444))
    for (let i = 0; i < 4; i++) {
      await scope.socket().connect(at(4444))
      scope.own(await listener.accept())
    }
    return errorOf(() => scope.socket().connect(at(4444)))
  },
  'a connection that exists': async (scope) => {
    scope.listener(undefined, at(4444))
    const [first, second] = [scope.socket(), scope.socket()]
    for (const each of [first, second]) {
      each.setsockopt(SO_REUSEADDR, true)
      each.bind(at(5555))
    }
    await first.connect(at(4444))
    return errorOf(() => second.connect(at(4444)))
  },
  'an address of nobody': (scope) => bindError(scope, at(4444, '192.0.2.1')),
  'an IPv6 address of nobody': (scope) => bindError(scope, at(4444, '2001:db8::1')),
  'IPv6 is off': (scope) => bindError(scope, at(4444, '::1')),
  'an address that is not ready': (scope) => bindError(scope, at(4444, '2001:db8::2')),
  'a multicast address for a stream': (scope) => errorOf(() => scope.socket().connect(at(4444, '224.0.0.1'))),
  'a broadcast address for a stream': (scope) =>
    errorOf(() => scope.socket().connect(at(4444, '127.255.255.255'))),
  'an IPv6 multicast address for a stream': (scope) => bindError(scope, at(4444, 'ff02::1')),
  'a link-local address without a scope': (scope) => bindError(scope, at(4444, 'fe80::1')),
  'an interface that there is not': (scope) =>
    bindError(scope, { family: AF_INET6, address: 'fe80::1', port: 4444, scopeId: 99 }),
  'a device that there is not': (scope) =>
    errorOf(() => scope.socket().setsockopt(1, 25, new TextEncoder().encode('nope0\0'))),
  'refused, nobody listens': (scope) => errorOf(() => scope.socket().connect(at(4444))),
  'refused, UDP': async (scope) => {
    const client = scope.socket(undefined, SOCK_DGRAM)
    await client.connect(at(4444))
    await client.send(new Uint8Array(1))
    return errorOf(() => client.recv(1))
  },
  'refused, another address listens': async (scope) => {
    scope.listener(undefined, at(4444, '::1'))
    return errorOf(() => scope.socket().connect(at(4444)))
  },
  'refused, IPv6 alone listens': async (scope) => {
    const listener = scope.socket(AF_INET6)
    listener.setsockopt(IPV6_V6ONLY, true)
    listener.bind(at(4444, '::'))
    listener.listen()
    return errorOf(() => scope.socket().connect(at(4444)))
  },
  'refused, UDP is there instead': async (scope) => {
    scope.bound(SOCK_DGRAM, at(4444))
    return errorOf(() => scope.socket().connect(at(4444)))
  },
  'refused, and then somebody listens': async (scope) => {
    const error = await errorOf(() => scope.socket().connect(at(4444)))
    scope.listener(undefined, at(4444))
    return error
  },
}
