import assert from 'node:assert/strict'
import {
  AF_INET,
  AF_UNIX,
  IPPROTO_TCP,
  MessageVector,
  MSG_OOB,
  SO_RCVBUF,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SOL_SOCKET,
  socket,
  socketpair,
  TCP_KEEPIDLE,
  TCP_NODELAY,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'
import { fails } from './failing.ts'
import { loopback, scoped } from './loopback.ts'

const byte = new Uint8Array([1])

test(
  'EDESTADDRREQ: a datagram that nobody says where to send',
  scoped(async (scope) => {
    const udp = scope.socket(AF_INET, SOCK_DGRAM)
    const expected = { code: 'EDESTADDRREQ' } as const
    const error = await fails(() => udp.send(byte), { ...expected, syscall: 'send' })
    assert.match((await error.explain()).join(' '), /sendto\(\)/)
    await fails(() => udp.sendmsg({ buffers: [byte] }), { ...expected, syscall: 'sendmsg' })
    const vector = new MessageVector(2, 8)
    vector.set(0, byte)
    await fails(() => udp.sendmmsg(vector), { ...expected, syscall: 'sendmmsg' })
  }),
)

test(
  'EISCONN: connecting a listener, and naming the peer of a connected Unix stream',
  scoped(async (scope) => {
    const listener = scope.listener()
    const own = listener.getsockname()
    await fails(() => listener.connect(own), { code: 'EISCONN', syscall: 'connect', about: own })
    const [unix] = scope.pair()
    const path = scope.unixAddress()
    await fails(() => unix.sendto(byte, path), { code: 'EISCONN', syscall: 'sendto', about: path })
  }),
)

test(
  'EISCONN: connecting a connected stream again',
  scoped(async (scope) => {
    for (const connected of await scope.connected()) {
      const about = connected.getpeername()
      await fails(() => connected.connect(about), { code: 'EISCONN', syscall: 'connect', about })
    }
  }),
)

test(
  'EALREADY: connecting while a connect is under way',
  scoped(async (scope) => {
    const listener = scope.listener(0)
    const about = listener.getsockname()
    await scope.socket().connect(about)
    const late = scope.socket()
    const first = late.connect(about, { timeout: 50 })
    await fails(() => late.connect(about), { code: 'EALREADY', syscall: 'connect', about })
    await fails(() => first, { code: 'ETIMEDOUT', syscall: 'connect', about, words: 'timed out after 50 ms' })
  }),
)

test(
  'EINVAL: accept without listen, listen on a connection, accept after shutdown',
  scoped(async (scope) => {
    const expected = { code: 'EINVAL' } as const
    const bound = scope.bound()
    await fails(() => bound.accept(), { ...expected, syscall: 'accept' })
    const [client] = await scope.connected()
    await fails(() => client.listen(), { ...expected, syscall: 'listen' })
    const unix = scope.socket(AF_UNIX)
    await fails(() => unix.listen(), { ...expected, syscall: 'listen' })
    const listener = scope.listener()
    const waiting = fails(() => listener.accept(), { ...expected, syscall: 'accept' })
    listener.shutdown(0)
    await waiting
    await fails(() => bound.serve(() => {}), { ...expected, syscall: 'accept' })
  }),
)

test(
  'EINVAL: accept on a connection',
  scoped(async (scope) => {
    const expected = { code: 'EINVAL', syscall: 'accept' } as const
    for (const each of [...(await scope.connected()), ...scope.pair()])
      await fails(() => each.accept({ timeout: 500 }), expected)
  }),
)

test(
  'EOPNOTSUPP: calls that a type of socket does not have',
  scoped(async (scope) => {
    const expected = { code: 'EOPNOTSUPP' } as const
    for (const family of [AF_INET, AF_UNIX]) {
      const datagrams = scope.socket(family, SOCK_DGRAM)
      if (family === AF_INET) datagrams.bind(loopback())
      await fails(() => datagrams.listen(), { ...expected, syscall: 'listen' })
      await fails(() => datagrams.accept(), { ...expected, syscall: 'accept' })
    }
    const udp = scope.bound(SOCK_DGRAM)
    await udp.connect(udp.getsockname())
    await fails(() => udp.send(byte, MSG_OOB), { ...expected, syscall: 'send' })
    const [packets] = scope.pair(SOCK_SEQPACKET)
    await fails(() => packets.send(byte, MSG_OOB), { ...expected, syscall: 'send' })
    const unix = scope.socket(AF_UNIX)
    const about = scope.unixAddress()
    await fails(() => unix.sendto(byte, about), { ...expected, syscall: 'sendto', about })
    await fails(() => socketpair(AF_INET, SOCK_STREAM), { ...expected, syscall: 'socketpair' })
  }),
)

test(
  'EMSGSIZE: a datagram that is too long',
  scoped(async (scope) => {
    const udp = scope.bound(SOCK_DGRAM)
    const about = udp.getsockname()
    const bytes = new Uint8Array(65_508)
    const expected = { code: 'EMSGSIZE' } as const
    await fails(() => udp.sendto(bytes, about), { ...expected, syscall: 'sendto', about })
    await fails(() => udp.sendmsg({ buffers: [bytes], to: about }), {
      ...expected,
      syscall: 'sendmsg',
      about,
    })
    await udp.connect(about)
    const error = await fails(() => udp.send(bytes), { ...expected, syscall: 'send' })
    assert.match((await error.explain()).join(' '), /65,507/)
    assert.equal(await udp.send(bytes.subarray(1)), 65_507)
    const [unix] = scope.pair(SOCK_DGRAM)
    await fails(() => unix.send(new Uint8Array(16 << 20)), { ...expected, syscall: 'send' })
  }),
)

test(
  'EAFNOSUPPORT, ESOCKTNOSUPPORT, EPROTONOSUPPORT, EINVAL: sockets that do not exist',
  scoped(async () => {
    const makes = { socket, socketpair } as const
    for (const syscall of ['socket', 'socketpair'] as const) {
      const make = makes[syscall]
      await fails(() => make(99, SOCK_STREAM), { code: 'EAFNOSUPPORT', syscall })
      await fails(() => make(-1, SOCK_STREAM), { code: 'EAFNOSUPPORT', syscall })
      await fails(() => make(AF_INET, 4), { code: 'ESOCKTNOSUPPORT', syscall })
      await fails(() => make(AF_UNIX, 4), { code: 'ESOCKTNOSUPPORT', syscall })
      await fails(() => make(AF_INET, SOCK_DGRAM, IPPROTO_TCP), { code: 'EPROTONOSUPPORT', syscall })
      await fails(() => make(AF_UNIX, SOCK_STREAM, 99), { code: 'EPROTONOSUPPORT', syscall })
      await fails(() => make(AF_INET, SOCK_STREAM, -1), { code: 'EINVAL', syscall })
      await fails(() => make(AF_INET, 15), { code: 'EINVAL', syscall })
    }
  }),
)

test(
  'EINVAL: a type of socket with a flag that does not exist',
  scoped(async (scope) => {
    const unknown = 0x100
    const make = () => scope.socket(AF_INET, SOCK_STREAM | unknown)
    await fails(make, { code: 'EINVAL', syscall: 'socket' })
    await fails(() => scope.pair(SOCK_STREAM | unknown), { code: 'EINVAL', syscall: 'socketpair' })
  }),
)

test(
  'ENOPROTOOPT: an option that the socket does not have is named',
  scoped(async (scope) => {
    const udp = scope.socket(AF_INET, SOCK_DGRAM)
    const words = 'this socket has no option TCP_NODELAY'
    const expected = { code: 'ENOPROTOOPT' } as const
    await fails(() => udp.getsockopt(TCP_NODELAY), { code: 'EOPNOTSUPP', syscall: 'getsockopt', words })
    await fails(() => udp.setsockopt(TCP_NODELAY, true), { ...expected, syscall: 'setsockopt', words })
    const number = 12_345
    await fails(() => udp.getsockopt(SOL_SOCKET, number, 4), { ...expected, syscall: 'getsockopt' })
    await fails(() => udp.setsockopt(SOL_SOCKET, number, new Uint8Array(4)), {
      ...expected,
      syscall: 'setsockopt',
    })
    const unix = scope.socket(AF_UNIX)
    await fails(() => unix.getsockopt(TCP_NODELAY), { code: 'EOPNOTSUPP', syscall: 'getsockopt', words })
  }),
)

test(
  'EINVAL: options with values that the kernel refuses',
  scoped(async (scope) => {
    const udp = scope.socket(AF_INET, SOCK_DGRAM)
    const expected = { code: 'EINVAL', syscall: 'setsockopt' } as const
    await fails(() => scope.socket().setsockopt(TCP_KEEPIDLE, 0), expected)
    await fails(() => udp.setsockopt(SOL_SOCKET, SO_RCVBUF.number, new Uint8Array(3)), expected)
    await fails(() => udp.setsockopt(SOL_SOCKET, SO_RCVBUF.number, new Uint8Array(0)), expected)
  }),
)
