import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import {
  type Address,
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_UNIX,
  ETH_P_ALL,
  ETH_P_ARP,
  formatAddress,
  if_nametoindex,
  kernel,
  NETLINK_ROUTE,
  SHUT_WR,
  SO_KEEPALIVE,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_SEQPACKET,
} from '../../src/index.ts'
import { type ListedSocket, listSockets, type SocketFilter } from '../../src/netlink/index.ts'
import { loopback, type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { CABLE, ip, layCable } from '../namespace.ts'

// Nobody else is in this network: what is listed is what these tests have made.
layCable()
ip('addr add 10.0.0.1/24 dev v0')
ip('addr add fe80::a/64 dev v0 nodad')
// Somebody whose answer never comes: frames go to the other end of the cable, where nobody has that address.
ip('neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0')

async function only(filter: SocketFilter): Promise<ListedSocket> {
  const [socket, ...others] = await listSockets(kernel, filter)
  assert.ok(socket !== undefined && others.length === 0, `${others.length + 1} sockets`)
  return socket
}

test(
  'a connection that is not answered: SYN_SENT, and when the next try is due',
  scoped(async (scope) => {
    const client = scope.socket()
    const remote: Address = { family: AF_INET, address: '10.0.0.9', port: 80 }
    const connecting = client.connect(remote).catch((error: unknown) => error)
    const found = await only({ kinds: ['tcp'], states: ['SYN_SENT'] })
    assert.deepEqual([found.remote, found.local], [remote, client.getsockname()])
    assert.deepEqual([found.timer?.kind, found.timer?.retrans], ['retransmit', 0])
    assert.ok(found.timer && found.timer.expires > 0 && found.timer.expires <= 1000)
    await client.close()
    await connecting
  }),
)

test(
  'packet sockets, by protocol and interface',
  scoped(async (scope) => {
    const ifindex = if_nametoindex('v0')
    const bound: Address = { family: AF_PACKET, protocol: ETH_P_ARP, ifindex }
    const arp = scope.own(kernel.socket(AF_PACKET, SOCK_DGRAM, 0))
    arp.bind(bound)
    const found = await only({ kinds: ['packet'], memory: true })
    assert.deepEqual(
      [found.type, found.protocol, found.ifindex, found.local, found.remote],
      [SOCK_DGRAM, ETH_P_ARP, ifindex, bound, null],
    )
    assert.equal(found.uid, 0)
    assert.ok(Number(found.memory?.rcvbuf) > 0)
  }),
)

test(
  'an address of a link, with the interface that it belongs to',
  scoped(async (scope) => {
    const scopeId = if_nametoindex('v0')
    const address: Address = { family: AF_INET6, address: 'fe80::a', port: 0, scopeId }
    const socket = scope.bound(SOCK_DGRAM, address)
    const found = await only({ kinds: ['udp'] })
    assert.deepEqual([found.local, found.ifindex], [socket.getsockname(), scopeId])
  }),
)

test(
  'more sockets than fit into one answer',
  scoped(async (scope) => {
    const ports = new Set<number>()
    for (let i = 0; i < 900; i++) ports.add((scope.bound(SOCK_DGRAM).getsockname() as { port: number }).port)
    const found = await listSockets(kernel, { kinds: ['udp'], memory: true })
    assert.deepEqual(found.map(({ local }) => (local as { port: number }).port).sort(), [...ports].sort())
  }),
)

/** One of everything that two programs can have between them here. */
async function furnish(scope: Scope): Promise<void> {
  scope.listener(7)
  scope.listener(9, { family: AF_INET6, address: '::', port: 0 })
  const [client, server] = await scope.connected()
  await client.send(new Uint8Array(99))
  client.setsockopt(SO_KEEPALIVE, true)
  const [halfClosed] = await scope.connected()
  halfClosed.shutdown(SHUT_WR)
  const [first, last] = await scope.connected()
  await first.close()
  await last.recv(1)
  await last.close()
  const [one, other] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM, loopback(0, '10.0.0.1'))]
  await one.connect(other.getsockname())
  scope.listener(3, scope.unixAddress())
  scope.bound(SOCK_DGRAM, { family: AF_UNIX, abstract: 'soquete-furniture' })
  scope.pair(SOCK_SEQPACKET)
  scope
    .own(kernel.socket(AF_PACKET, SOCK_RAW, 0))
    .bind({ family: AF_PACKET, protocol: ETH_P_ALL, ifindex: 1 })
  scope
    .own(kernel.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE))
    .bind({ family: AF_NETLINK, pid: 0, groups: 0 })
  while (server.unread < 99 || (await moving())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Is an acknowledgement still on its way? */
async function moving(): Promise<boolean> {
  const sockets = await listSockets(kernel, { kinds: ['tcp'] })
  return sockets.some(
    ({ state, wqueue }) =>
      ['FIN_WAIT1', 'LAST_ACK'].includes(state) || (state === 'ESTABLISHED' && wqueue > 0),
  )
}

/** States as ss(8) writes them. */
const STATES: Record<string, string> = { ESTABLISHED: 'ESTAB', CLOSE: 'UNCONN' }

/** A line of ss(8): its words, by what tells the socket from others. */
type Row = readonly [netid: string, state: string, rqueue: string, wqueue: string, ...rest: string[]]

/** By the cookie, which ss(8) writes as `sk:1f`; of Unix sockets by the inode, which stands behind the name. */
function ss(file: string): Map<string, Row> {
  const rows = new Map<string, Row>()
  // Into a file: Node's pipes to a child are Unix sockets, and would be listed too.
  const output = openSync(file, 'w')
  execFileSync('ss', ['-HantuxeO0m'], { stdio: ['ignore', output, 'inherit'] })
  closeSync(output)
  const text = readFileSync(file, 'utf8')
  for (const line of text.trim().split('\n')) {
    const words = line.trim().split(/\s+/)
    const cookie = words.find((word) => word.startsWith('sk:'))
    rows.set(cookie ?? `inode ${words[5]}`, words as unknown as Row)
  }
  return rows
}

function keyOf({ kind, cookie, inode }: ListedSocket): string {
  return kind === 'unix' ? `inode ${inode}` : `sk:${cookie.toString(16)}`
}

/** The number behind a name, as `uid:1000`; what is 0 is left out there. */
function number(row: Row, name: string): number {
  return Number(row.find((word) => word.startsWith(`${name}:`))?.slice(name.length + 1) ?? 0)
}

function inet4Text(address: Address | null): string {
  return address === null ? '0.0.0.0:*' : formatAddress(address)
}

function agree(socket: ListedSocket, row: Row): void {
  const [, state, rqueue, wqueue, local, remote] = row
  const named = STATES[socket.state] ?? socket.state.replace(/_|(?=\d)/g, '-')
  const words = row.join(' ')
  assert.deepEqual([named, socket.rqueue], [state, Number(rqueue)], words)
  // Of packet sockets ss(8) does not tell what waits to be sent.
  if (socket.kind !== 'packet') assert.equal(socket.wqueue, Number(wqueue), words)
  if (socket.kind !== 'unix')
    assert.deepEqual([socket.inode, socket.uid ?? 0], [number(row, 'ino'), number(row, 'uid')], words)
  if (socket.family === AF_INET)
    assert.deepEqual([inet4Text(socket.local), inet4Text(socket.remote)], [local, remote])
  const { rcvbuf, sndbuf } = socket.memory ?? {}
  if (socket.memory !== undefined)
    assert.match(words, new RegExp(`skmem:\\(r\\d+,rb${rcvbuf},t\\d+,tb${sndbuf},`))
  if (socket.kind === 'unix' && socket.peerInode !== undefined)
    assert.equal(row[7], `${socket.peerInode}`, words)
}

test(
  'all of it, as ss(8) tells it',
  scoped(async (scope) => {
    await furnish(scope)
    const listed = await listSockets(kernel, { kinds: ['tcp', 'udp', 'unix', 'packet'], memory: true })
    // What is bound and nothing more it tells only when asked.
    const ours = listed.filter(({ kind, state }) => kind !== 'tcp' || state !== 'CLOSE')
    const theirs = ss(scope.path())
    assert.deepEqual(ours.map(keyOf).sort(), [...theirs.keys()].sort())
    const states = new Set(ours.map(({ state }) => state))
    for (const state of ['LISTEN', 'ESTABLISHED', 'TIME_WAIT', 'FIN_WAIT2', 'CLOSE_WAIT'] as const)
      assert.ok(states.has(state), state)
    for (const socket of ours) agree(socket, theirs.get(keyOf(socket)) as Row)
  }),
)

test(
  'netlink sockets, each once',
  scoped(async (scope) => {
    const groups = scope.own(kernel.socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE))
    groups.bind({ family: AF_NETLINK, pid: 0, groups: 0b101 })
    const found = await listSockets(kernel, { kinds: ['netlink'] })
    const cookies = found.map(({ cookie }) => cookie)
    assert.equal(new Set(cookies).size, cookies.length)
    assert.equal(found.filter(({ local }) => (local as { groups: number }).groups === 0b101).length, 1)
  }),
)

test('an empty network lists nothing', async () => {
  ip(`link del ${CABLE.one.name}`)
  assert.deepEqual(await listSockets(kernel, { kinds: ['udp', 'packet'] }), [])
})
