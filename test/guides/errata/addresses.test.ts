import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import {
  AF_INET,
  AF_INET6,
  AF_PACKET,
  AF_UNSPEC,
  AI_PASSIVE,
  BPF_ABS,
  BPF_H,
  BPF_JEQ,
  BPF_JMP,
  BPF_JUMP,
  BPF_K,
  BPF_LD,
  BPF_RET,
  BPF_STMT,
  ETH_P_IP,
  type Instruction,
  inet_pton,
  isInternetAddress,
  SO_ATTACH_FILTER,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  type Socket,
} from '../../../src/socket/index.ts'
import type { Scope } from '../../contract/harness.ts'
import { interop } from '../../interop/stage.ts'
import { at, erratum, portOf } from './erratum.ts'

/** Numbers that the kernel tells in /proc/sys/net. */
function setting(name: string): number[] {
  return readFileSync(`/proc/sys/net/${name}`, 'utf8').trim().split(/\s+/).map(Number)
}

function boundTo(scope: Scope, port: number, address: string, type = SOCK_STREAM): Socket {
  const socket = scope.socket(type)
  socket.bind(at(port, address))
  return socket
}

erratum(1, 'there are 65,536 port numbers, 0 to 65,535; 0 asks for any', (scope) => {
  // An address that nobody else uses.
  const last = scope.socket()
  last.setsockopt(SO_REUSEADDR, true)
  last.bind(at(65535, '127.65.53.5'))
  assert.equal(portOf(last), 65535)
  assert.notEqual(portOf(boundTo(scope, 0, '127.0.0.1')), 0)
  assert.throws(() => scope.socket().bind(at(65536)), RangeError)
})

erratum(2, 'ports below a limit that can be set, 1,024 by default, need a privilege', (scope) => {
  const [limit = 1024] = setting('ipv4/ip_unprivileged_port_start')
  const before = process.geteuid?.() ?? 0
  const socket = scope.socket()
  socket.setsockopt(SO_REUSEADDR, true)
  // Without that privilege, if this is root.
  if (before === 0) process.seteuid?.(65534)
  try {
    if (limit > 0) assert.throws(() => socket.bind(at(limit - 1, '127.65.53.6')), { code: 'EACCES' })
    socket.bind(at(Math.max(limit, 1), '127.65.53.6'))
  } finally {
    process.seteuid?.(before)
  }
})

erratum(3, 'several sockets can have one port: of other addresses, and of other protocols', (scope) => {
  const first = boundTo(scope, 0, '127.65.53.7')
  first.listen()
  const port = portOf(first)
  boundTo(scope, port, '127.65.53.8').listen()
  boundTo(scope, port, '127.65.53.7', SOCK_DGRAM)
  assert.throws(() => boundTo(scope, port, '127.65.53.7'), { code: 'EADDRINUSE' })
})

erratum(
  4,
  'the kernel takes the ports of clients from 32,768 to 60,999, where a server may find one taken',
  async (scope) => {
    const [first = 0, last = 0] = setting('ipv4/ip_local_port_range')
    assert.ok(first < 40_000 && last > 35_000, 'the range that the guide recommends is among them')
    assert.ok(first < 49_152, 'and those begin below the range that the guide calls common')
    const [client] = await scope.connected()
    assert.ok(portOf(client) >= first && portOf(client) <= last)
    assert.throws(() => scope.socket().bind(at(portOf(client))), { code: 'EADDRINUSE' })
  },
)

erratum(
  5,
  'each number of an IPv4 address goes from 0 to 255, and 192.168 is only one beginning of many',
  (scope) => {
    assert.equal(inet_pton(AF_INET, '192.168.0.256'), null)
    assert.deepEqual(inet_pton(AF_INET, '192.168.255.0'), Uint8Array.of(192, 168, 255, 0))
    boundTo(scope, 0, '127.255.255.254')
  },
)

erratum(
  6,
  'without a host, AI_PASSIVE stands for every address of the machine; without AI_PASSIVE it is loopback',
  async ({ stack }) => {
    const hints = { family: AF_INET, type: SOCK_STREAM }
    const [passive] = await stack.getaddrinfo(null, '4096', { ...hints, flags: AI_PASSIVE })
    assert.deepEqual(passive.address, at(4096, '0.0.0.0'))
    const [active] = await stack.getaddrinfo(null, '4096', hints)
    assert.deepEqual(active.address, at(4096))
  },
)

interop('erratum 7: getaddrinfo() is no system call, but a function of the library', ['C'], async () => {
  const { stdout } = spawnSync('gcc', ['-E', '-dM', '-include', 'sys/syscall.h', '-x', 'c', '/dev/null'])
  const calls = new Set(Array.from(stdout.toString().matchAll(/^#define __NR_(\w+)/gm), ([, name]) => name))
  for (const name of ['socket', 'bind', 'listen', 'connect']) assert.ok(calls.has(name), name)
  assert.ok(!calls.has('getaddrinfo'))
})

erratum(8, 'what getaddrinfo() finds decides which socket is needed, so it comes first', async (scope) => {
  const [info] = await scope.stack.getaddrinfo('::1', '4444', { type: SOCK_STREAM })
  assert.equal(info.family, AF_INET6)
  await assert.rejects(scope.socket().connect(info.address), { code: 'EAFNOSUPPORT' })
})

erratum(9, 'AF_UNSPEC is no kind of socket', ({ stack }) => {
  assert.throws(() => stack.socket(AF_UNSPEC, SOCK_STREAM), { code: 'EAFNOSUPPORT' })
})

/** Behind 14 bytes of Ethernet and 20 of IPv4 stands a datagram's port; others on this machine are passed over. */
function datagramsTo(receiver: Socket): Instruction[] {
  const name = receiver.getsockname()
  assert.ok(isInternetAddress(name))
  return [
    BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 36),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, name.port, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, 0xffff),
    BPF_STMT(BPF_RET | BPF_K, 0),
  ]
}

erratum(
  9,
  'a packet socket sees frames of the link layer, below IP',
  async (scope) => {
    // Of no protocol at first: nothing comes before the filter is there.
    const packets = scope.own(scope.stack.socket(AF_PACKET, SOCK_RAW, 0))
    const receiver = scope.bound(SOCK_DGRAM)
    packets.setsockopt(SO_ATTACH_FILTER, datagramsTo(receiver))
    packets.bind({ family: AF_PACKET, protocol: ETH_P_IP, ifindex: 0 })
    const secret = crypto.getRandomValues(new Uint8Array(16))
    await scope.socket(SOCK_DGRAM).sendto(secret, receiver.getsockname())
    let frame: Uint8Array
    do frame = await packets.recv(65536, 0, { timeout: 5000 })
    while (!Buffer.from(frame).includes(Buffer.from(secret)))
    // Ethernet: two addresses, which on loopback are zero, and the type; then the first byte of IPv4.
    assert.equal(Buffer.from(frame.subarray(0, 15)).toString('hex'), `${'00'.repeat(12)}080045`)
  },
  { root: true },
)

erratum(10, 'an accepted connection has the port of its listener', async (scope) => {
  const listener = scope.listener()
  const clients = [scope.socket(), scope.socket()]
  for (const client of clients) {
    await client.connect(listener.getsockname())
    const accepted = scope.own(await listener.accept())
    assert.deepEqual(accepted.getsockname(), listener.getsockname())
    assert.deepEqual(client.getpeername(), listener.getsockname())
  }
})

interop('erratum 11: of an address in Python, the port is a number', ['Python'], async (stage) => {
  const peer = stage.peer('Python', 'address-types')
  await peer.says(/^str int$/)
  await peer.ends()
})
