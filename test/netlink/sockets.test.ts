import assert from 'node:assert/strict'
import {
  type Address,
  AF_NETLINK,
  AF_UNIX,
  kernel,
  NETLINK_ROUTE,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_SEQPACKET,
  SocketError,
} from '../../src/index.ts'
import { type ListedSocket, listSockets, type SocketFilter } from '../../src/netlink/index.ts'
import { rejection } from '../errors/failing.ts'
import { scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { inodeOf, listed } from './listing.ts'

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
