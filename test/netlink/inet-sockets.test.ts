import assert from 'node:assert/strict'
import { release } from 'node:os'
import {
  type Address,
  AF_INET,
  AF_INET6,
  IN6ADDR_LOOPBACK,
  kernel,
  SHUT_WR,
  SO_COOKIE,
  SO_KEEPALIVE,
  SOCK_DGRAM,
  SOCK_STREAM,
} from '../../src/index.ts'
import { type ListedSocket, listSockets } from '../../src/netlink/index.ts'
import { loopback, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { inodeOf, listed, portOf, until } from './listing.ts'

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
    const [local, remote] = [client.getsockname(), server.getsockname()]
    // Others may have been connected from the same port.
    const ports = { localPort: portOf(client), remotePort: portOf(server) }
    await client.close()
    assert.equal((await server.recv(1)).length, 0)
    await server.close()
    const look = async () => {
      const [found, ...others] = await listSockets(kernel, { ...ports, info: true })
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
