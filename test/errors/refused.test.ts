import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { AF_INET6, AF_UNIX, SO_BROADCAST, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM } from '../../src/index.ts'
import { test } from '../leak-check.ts'
import { fails } from './failing.ts'
import { loopback, type Scope, scoped } from './loopback.ts'

const byte = new Uint8Array([1])
const NOBODY = 65534

/** As anybody but root, to whom nothing is denied. */
async function withoutPrivileges(body: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return body()
  process.seteuid?.(NOBODY)
  try {
    await body()
  } finally {
    process.seteuid?.(0)
  }
}

test(
  'ECONNREFUSED: TCP, where nobody listens',
  scoped(async (scope) => {
    const about = await scope.refusingAddress()
    const client = scope.socket()
    const error = await fails(() => client.connect(about), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
      about,
    })
    assert.match((await error.explain()).join(' '), /Nobody listens there/)
  }),
)

test(
  'ECONNREFUSED: a connected UDP socket learns it by the next call, of sending or of receiving',
  scoped(async (scope) => {
    const about = await scope.refusingAddress(SOCK_DGRAM)
    const client = scope.socket(undefined, SOCK_DGRAM)
    await client.connect(about)
    await client.send(byte)
    await fails(() => client.recv(10), { code: 'ECONNREFUSED', syscall: 'recv' })
    await client.send(byte)
    await fails(() => sendUntilRefused(client), { code: 'ECONNREFUSED', syscall: 'send' })
  }),
)

async function sendUntilRefused(client: ReturnType<Scope['socket']>): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    await client.send(byte)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test(
  'ECONNREFUSED: a Unix path without a listener, and a listener of another kind: EPROTOTYPE',
  scoped(async (scope) => {
    const about = scope.unixAddress()
    const bound = scope.bound(SOCK_STREAM, about)
    const connect = (type: number) => {
      const client = scope.socket(AF_UNIX, type)
      return () => client.connect(about)
    }
    await fails(connect(SOCK_STREAM), { code: 'ECONNREFUSED', syscall: 'connect', about })
    await fails(connect(SOCK_DGRAM), { code: 'EPROTOTYPE', syscall: 'connect', about })
    await fails(connect(SOCK_SEQPACKET), { code: 'EPROTOTYPE', syscall: 'connect', about })
    await bound.close()
    await fails(connect(SOCK_STREAM), { code: 'ECONNREFUSED', syscall: 'connect', about })
    await fails(connect(SOCK_DGRAM), { code: 'ECONNREFUSED', syscall: 'connect', about })
    const sender = scope.socket(AF_UNIX, SOCK_DGRAM)
    await fails(() => sender.sendto(byte, about), { code: 'ECONNREFUSED', syscall: 'sendto', about })
    await fails(() => sender.sendmsg({ buffers: [byte], to: about }), {
      code: 'ECONNREFUSED',
      syscall: 'sendmsg',
      about,
    })
  }),
)

test(
  'ECONNREFUSED: a file that is no socket, and an abstract name that nobody has',
  scoped(async (scope) => {
    const path = scope.path()
    writeFileSync(path, '')
    const client = scope.socket(AF_UNIX)
    for (const about of [
      { family: AF_UNIX, path },
      { family: AF_UNIX, abstract: 'soquete-nobody' },
    ] as const)
      await fails(() => client.connect(about), { code: 'ECONNREFUSED', syscall: 'connect', about })
  }),
)

test(
  'ENOENT, ENOTDIR: a path where nothing stands',
  scoped(async (scope) => {
    const client = scope.socket(AF_UNIX)
    const about = scope.unixAddress()
    const error = await fails(() => client.connect(about), { code: 'ENOENT', syscall: 'connect', about })
    assert.match((await error.explain()).join(' '), /start the server first/)
    const inside = { family: AF_UNIX, path: `${scope.path()}/deeper` } as const
    await fails(() => client.bind(inside), { code: 'ENOENT', syscall: 'bind', about: inside })
    const file = scope.path()
    writeFileSync(file, '')
    const below = { family: AF_UNIX, path: `${file}/below` } as const
    await fails(() => client.connect(below), { code: 'ENOTDIR', syscall: 'connect', about: below })
    const sender = scope.socket(AF_UNIX, SOCK_DGRAM)
    await fails(() => sender.sendto(byte, about), { code: 'ENOENT', syscall: 'sendto', about })
  }),
)

test(
  'EACCES: a broadcast address, until SO_BROADCAST is set',
  scoped(async (scope) => {
    const client = scope.socket(undefined, SOCK_DGRAM)
    const about = loopback(9, '127.255.255.255')
    await fails(() => client.connect(about), { code: 'EACCES', syscall: 'connect', about })
    await fails(() => client.sendto(byte, about), { code: 'EACCES', syscall: 'sendto', about })
    client.setsockopt(SO_BROADCAST, true)
    await client.connect(about)
  }),
)

test(
  'EACCES: a port below 1024 that only root may bind, and a path that must not be written',
  scoped(async (scope) => {
    const about = scope.unixAddress()
    scope.listener(undefined, about)
    if (about.family === AF_UNIX) chmodSync(String(about.path), 0)
    await withoutPrivileges(async () => {
      const client = scope.socket(AF_UNIX)
      await fails(() => client.connect(about), { code: 'EACCES', syscall: 'connect', about })
      const low = loopback(1)
      const error = await fails(() => scope.socket().bind(low), {
        code: 'EACCES',
        syscall: 'bind',
        about: low,
      })
      assert.match((await error.explain()).join(' '), /below 1024/)
    })
  }),
)

test(
  'EAFNOSUPPORT, EINVAL: an address of another family than the socket',
  scoped(async (scope) => {
    const inet = scope.socket()
    const inet6Address = { family: AF_INET6, address: '::1', port: 9 } as const
    const unixAddress = { family: AF_UNIX, path: '/as/long/as/an/address/of/IPv4' } as const
    for (const about of [inet6Address, unixAddress]) {
      await fails(() => inet.bind(about), { code: 'EAFNOSUPPORT', syscall: 'bind', about })
      await fails(() => inet.connect(about), { code: 'EAFNOSUPPORT', syscall: 'connect', about })
      const datagrams = scope.socket(undefined, SOCK_DGRAM)
      await fails(() => datagrams.sendto(byte, about), { code: 'EAFNOSUPPORT', syscall: 'sendto', about })
    }
    const unix = scope.socket(AF_UNIX)
    const about = loopback(9)
    await fails(() => unix.bind(about), { code: 'EINVAL', syscall: 'bind', about })
    await fails(() => unix.connect(about), { code: 'EINVAL', syscall: 'connect', about })
  }),
)
