import assert from 'node:assert/strict'
import { readlinkSync } from 'node:fs'
import { release } from 'node:os'
import {
  type Address,
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_UNIX,
  IN6ADDR_LOOPBACK,
  isInternetAddress,
  kernel,
  NETLINK_ROUTE,
  SHUT_WR,
  SO_COOKIE,
  SO_KEEPALIVE,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  SocketError,
} from '../../src/index.ts'
import { type ListedSocket, listSockets, type SocketFilter } from '../../src/netlink/index.ts'
import { rejection } from '../errors/failing.ts'
import { loopback, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'

function inodeOf(socket: Socket): number {
  const link = readlinkSync(`/proc/self/fd/${socket.channel.primitives.fd}`)
  return Number(/^socket:\[(\d+)\]$/.exec(link)?.[1])
}

function portOf(socket: Socket): number {
  const name = socket.getsockname()
  return isInternetAddress(name) ? name.port : 0
}

/** A socket as it is listed. */
async function listed(socket: Socket, filter: SocketFilter = {}): Promise<ListedSocket> {
  const port = portOf(socket)
  const narrow = port === 0 ? {} : { localPort: port }
  const cookie = socket.getsockopt(SO_COOKIE)
  const found = (await listSockets(kernel, { ...narrow, ...filter })).filter((each) => each.cookie === cookie)
  assert.equal(found.length, 1, 'the socket is listed once')
  return found[0] as ListedSocket
}

/** Asks until it is so; what TCP does by itself takes a moment. */
async function until(
  look: () => Promise<ListedSocket>,
  so: (found: ListedSocket) => boolean,
): Promise<ListedSocket> {
  for (let waited = 0; ; waited += 5) {
    const found = await look()
    if (so(found)) return found
    assert.ok(waited < 5000, `still ${found.state}, timer ${found.timer?.kind}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test(
  'a listener: its backlog, who waits in it, and whose it is',
  scoped(async (scope) => {
    const listener = scope.listener(7)
    const address = listener.getsockname()
    const before = await listed(listener, { kinds: ['tcp'] })
    assert.deepEqual(before, {
      kind: 'tcp',
      family: AF_INET,
      type: SOCK_STREAM,
      protocol: 6,
      state: 'LISTEN',
      local: address,
      remote: null,
      inode: inodeOf(listener),
      cookie: listener.getsockopt(SO_COOKIE),
      uid: process.getuid?.(),
      ifindex: 0,
      rqueue: 0,
      wqueue: 7,
      backlog: 7,
    })
    for (let i = 0; i < 3; i++) await scope.socket().connect(address)
    const { rqueue, tcpInfo } = await listed(listener, { states: ['LISTEN'], info: true })
    assert.deepEqual([rqueue, tcpInfo?.unacked, tcpInfo?.sacked], [3, 3, 7])
  }),
)

test(
  'a connection, from both ends: addresses, bytes that wait, memory, what TCP knows',
  scoped(async (scope) => {
    const [client, server] = await scope.connected()
    await client.send(new Uint8Array(1234))
    const near = await listed(client, { info: true, memory: true })
    assert.deepEqual(
      [near.state, near.local, near.remote],
      ['ESTABLISHED', client.getsockname(), server.getsockname()],
    )
    const far = await until(
      () => listed(server, { memory: true }),
      ({ rqueue }) => rqueue === 1234,
    )
    assert.deepEqual([far.local, far.remote], [server.getsockname(), client.getsockname()])
    assert.ok(Number(far.memory?.rmemAlloc) >= 1234)
    assert.ok(Number(far.memory?.rcvbuf) > 0)
    assert.equal(far.tcpInfo, undefined, 'nobody asked')
    assert.equal(near.tcpInfo?.state, 'ESTABLISHED')
    assert.equal(near.tcpInfo?.bytesSent, 1234)
    assert.match(String(near.congestion), /^\w+$/)
  }),
)

test(
  'a sender whose peer does not read: bytes that wait, and the probes of its window',
  scoped(async (scope) => {
    const [client] = await scope.connected()
    const stuck = client.send(new Uint8Array(16 << 20)).catch(() => {})
    const { wqueue, timer } = await until(
      () => listed(client),
      (found) => found.timer?.kind === 'probe',
    )
    assert.ok(wqueue > 0)
    assert.ok(timer && timer.expires > 0 && timer.expires < 120_000)
    await client.close()
    await stuck
  }),
)

test(
  'an idle connection with keepalive: when the next probe is due',
  scoped(async (scope) => {
    const [client] = await scope.connected()
    assert.equal((await listed(client)).timer, undefined)
    client.setsockopt(SO_KEEPALIVE, true)
    const { timer } = await listed(client)
    assert.equal(timer?.kind, 'keepalive')
    assert.ok(timer.expires > 0)
  }),
)

test(
  'one who has ended its stream, and one who was told: FIN_WAIT2 and CLOSE_WAIT',
  scoped(async (scope) => {
    const [client, server] = await scope.connected()
    client.shutdown(SHUT_WR)
    assert.equal((await server.recv(1)).length, 0)
    await until(
      () => listed(client),
      ({ state }) => state === 'FIN_WAIT2',
    )
    assert.equal((await listed(server)).state, 'CLOSE_WAIT')
    assert.deepEqual((await listed(server, { states: ['CLOSE_WAIT'] })).remote, client.getsockname())
  }),
)

test(
  'a connection in TIME_WAIT: nobody holds it, and it counts down',
  scoped(async (scope) => {
    const [client, server] = await scope.connected()
    const [local, remote, localPort] = [client.getsockname(), server.getsockname(), portOf(client)]
    await client.close()
    assert.equal((await server.recv(1)).length, 0)
    await server.close()
    const look = async () => {
      const [found, ...others] = await listSockets(kernel, { localPort, info: true })
      assert.deepEqual(others, [])
      return found as ListedSocket
    }
    const first = await until(look, ({ state }) => state === 'TIME_WAIT')
    assert.deepEqual([first.local, first.remote, first.inode], [local, remote, 0])
    assert.equal(first.tcpInfo, undefined)
    assert.equal(first.timer?.kind, 'timewait')
    assert.ok(first.timer.expires > 50_000 && first.timer.expires <= 60_000, `${first.timer.expires} ms`)
    await new Promise((resolve) => setTimeout(resolve, 60))
    const second = await look()
    const elapsed = first.timer.expires - Number(second.timer?.expires)
    assert.ok(elapsed >= 40 && elapsed < 5000, `after 60 ms it has come ${elapsed} ms nearer`)
  }),
)

test(
  'IPv6: addresses, and whether IPv4 is taken too',
  scoped(async (scope) => {
    const any: Address = { family: AF_INET6, address: '::', port: 0 }
    const listener = scope.listener(3, any)
    const { local, v6only, remote } = await listed(listener)
    assert.deepEqual([local, v6only, remote], [listener.getsockname(), false, null])
    const client = scope.socket()
    await client.connect(loopback(portOf(listener)))
    const server = scope.own(await listener.accept())
    const mapped = await listed(server)
    assert.equal(mapped.family, AF_INET6)
    assert.deepEqual(mapped.remote, server.getpeername())
    const one = scope.bound(SOCK_DGRAM, { family: AF_INET6, address: IN6ADDR_LOOPBACK, port: 0 })
    assert.deepEqual((await listed(one, { families: [AF_INET6] })).local, one.getsockname())
    assert.deepEqual(await listSockets(kernel, { families: [AF_INET], localPort: portOf(one) }), [])
  }),
)

test(
  'UDP, connected and not, with what waits',
  scoped(async (scope) => {
    const one = scope.bound(SOCK_DGRAM)
    const other = scope.bound(SOCK_DGRAM)
    await one.connect(other.getsockname())
    await one.send(new Uint8Array(100))
    const near = await listed(one)
    assert.deepEqual(
      [near.kind, near.type, near.protocol, near.state, near.remote],
      ['udp', SOCK_DGRAM, 17, 'ESTABLISHED', other.getsockname()],
    )
    const far = await listed(other, { kinds: ['udp'], states: ['CLOSE'] })
    assert.deepEqual([far.state, far.remote, far.local], ['CLOSE', null, other.getsockname()])
    assert.ok(far.rqueue >= 100, 'with the bookkeeping of the kernel')
    const found = await listSockets(kernel, { remotePort: portOf(other), localPort: portOf(one) })
    assert.deepEqual(
      found.map(({ inode }) => inode),
      [inodeOf(one)],
    )
  }),
)

test(
  'Unix streams: a listener, who waits in it, and both ends of a connection',
  scoped(async (scope) => {
    const address = scope.unixAddress()
    const listener = scope.listener(5, address)
    const client = scope.socket(AF_UNIX)
    await client.connect(address)
    const waiting = await listed(listener, { kinds: ['unix'] })
    assert.deepEqual(
      [waiting.state, waiting.local, waiting.rqueue, waiting.backlog, waiting.inode],
      ['LISTEN', address, 1, 5, inodeOf(listener)],
    )
    assert.equal(waiting.uid, process.getuid?.())
    const server = scope.own(await listener.accept())
    await server.send(new Uint8Array(77))
    const near = await listed(client, { memory: true })
    assert.deepEqual(
      [near.state, near.local, near.remote, near.peerInode, near.rqueue],
      ['ESTABLISHED', null, address, inodeOf(server), 77],
    )
    // Until they are read they count as the sender's.
    const far = await listed(server, { memory: true })
    assert.ok(Number(far.memory?.wmemAlloc) >= 77)
    assert.deepEqual(far.remote, { family: AF_UNIX })
  }),
)

test(
  'Unix datagrams and packets: abstract names, names that are not text, none at all',
  scoped(async (scope) => {
    const abstract: Address = { family: AF_UNIX, abstract: `soquete-netlink-${process.pid}` }
    const datagrams = scope.bound(SOCK_DGRAM, abstract)
    const { type, state, local, remote } = await listed(datagrams)
    const sender = scope.socket(AF_UNIX, SOCK_DGRAM)
    await sender.connect(abstract)
    assert.deepEqual([type, state, local, remote], [SOCK_DGRAM, 'CLOSE', abstract, null])
    const near = await listed(sender)
    assert.deepEqual([near.state, near.remote], ['ESTABLISHED', abstract])
    const bytes: Address = { family: AF_UNIX, abstract: Uint8Array.of(0xff, 0, process.pid & 0xff, 0xfe) }
    const odd = scope.bound(SOCK_SEQPACKET, bytes)
    const packets = await listed(odd)
    assert.deepEqual([packets.type, packets.local], [SOCK_SEQPACKET, bytes])
    const [one, other] = scope.pair(SOCK_SEQPACKET)
    const unnamed = await listed(one)
    assert.deepEqual(
      [unnamed.local, unnamed.remote, unnamed.peerInode],
      [null, { family: AF_UNIX }, inodeOf(other)],
    )
  }),
)

test(
  'netlink sockets, by their port and groups',
  scoped(async (scope) => {
    const socket = scope.own(kernel.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE))
    socket.bind({ family: AF_NETLINK, pid: 0, groups: 1 })
    const found = await listed(socket, { kinds: ['netlink'], memory: true })
    assert.deepEqual([found.local, found.protocol, found.inode], [socket.getsockname(), 0, inodeOf(socket)])
    assert.ok(Number(found.memory?.rcvbuf) > 0)
  }),
)

const [major = 0, minor = 0] = release().split('.').map(Number)

test(
  'a TCP socket that is bound and nothing more, which Linux lists from 6.8 on',
  scoped(async (scope) => {
    const localPort = portOf(scope.bound())
    const found = await listSockets(kernel, { kinds: ['tcp'], states: ['CLOSE'], localPort })
    const states = found.map(({ state }) => state)
    assert.deepEqual(states, major > 6 || (major === 6 && minor >= 8) ? ['CLOSE'] : [])
  }),
)

test('a kind that the kernel does not list fails when it is asked for, and else is left out', async () => {
  const raw = await listSockets(kernel, { kinds: ['raw'] }).catch((error: unknown) => error)
  if (raw instanceof SocketError) {
    assert.equal(raw.code, 'EPROTONOSUPPORT')
    assert.equal(
      raw.message,
      'cannot list sockets: this kernel does not list raw sockets, for want of CONFIG_INET_RAW_DIAG (EPROTONOSUPPORT)',
    )
  } else assert.ok((raw as ListedSocket[]).every(({ kind }) => kind === 'raw'))
  const kinds = new Set((await listSockets(kernel, { states: ['LISTEN', 'CLOSE'] })).map(({ kind }) => kind))
  assert.ok(kinds.has('netlink'), 'at least that of the question itself')
})

test('filters that make no sense are refused, and signals heeded', async () => {
  const wrong: [unknown, typeof TypeError | typeof RangeError][] = [
    [null, TypeError],
    ['tcp', TypeError],
    [{ kinds: 'tcp' }, TypeError],
    [{ kinds: ['sctp'] }, TypeError],
    [{ states: ['ESTAB'] }, TypeError],
    [{ families: 2 }, TypeError],
    [{ localPort: 0 }, RangeError],
    [{ remotePort: 65536 }, RangeError],
    [{ remotePort: '80' }, RangeError],
  ]
  for (const [filter, type] of wrong)
    assert.ok((await rejection(listSockets(kernel, filter as SocketFilter))) instanceof type)
  const reason = new Error('enough')
  const aborted = listSockets(kernel, {}, { signal: AbortSignal.abort(reason) })
  assert.equal(await rejection(aborted), reason)
})
