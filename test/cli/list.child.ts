import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  AF_INET,
  AF_INET6,
  AF_PACKET,
  AF_UNIX,
  ETH_P_ARP,
  kernel,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
} from '../../src/index.ts'
import { loopback, Scope } from '../errors/loopback.ts'
import { ip, layCable } from '../namespace.ts'
import { listed, portOf, until } from '../netlink/listing.ts'
import { type Event, readEvents, schemaMistakes } from './json-lines.ts'
import { type Bench, cliTest, soqueteLine } from './running.ts'

// Nobody else is in this network: what is listed is what these tests have made.
layCable()
ip('addr add 10.0.0.1/24 dev v0')
// Somebody whose answer never comes: frames go to the other end of the cable, where nobody has that address.
ip('neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0')

/** A name that would clear the screen and write backwards. */
const HOSTILE = 'evil\x1b[2J\u202ename'

/** A test with sockets of its own. */
function withSockets(name: string, body: (bench: Bench, scope: Scope) => Promise<void>): void {
  cliTest(name, async (bench) => {
    const scope = new Scope()
    try {
      await body(bench, scope)
    } finally {
      await scope.close()
    }
  })
}

/** Gives the port on which a server has closed first. */
async function leaveTimeWait(scope: Scope): Promise<number> {
  const [client, server] = await scope.connected()
  const port = portOf(server)
  await server.close()
  await client.recv(1)
  await client.close()
  return port
}

/** A listener in whose queue of four wait three. */
async function fillQueue(scope: Scope): Promise<number> {
  const listener = scope.listener(4)
  for (let i = 0; i < 3; i++) await scope.socket().connect(listener.getsockname())
  return portOf(listener)
}

/** A connection whose server does not read what it was sent; gives the server's port. */
async function closeWindow(scope: Scope): Promise<number> {
  const [client, server] = await scope.connected()
  const sending = client.send(new Uint8Array(1 << 24)).catch(() => {})
  scope.onClose(() => sending)
  await until(
    () => listed(client),
    ({ timer }) => timer?.kind === 'probe',
  )
  return portOf(server)
}

/** A server that has read up to the end, and has not closed; gives its port. */
async function forgetToClose(scope: Scope): Promise<number> {
  const [client, server] = await scope.connected()
  client.shutdown(SHUT_WR)
  await server.recv(1)
  await until(
    () => listed(client),
    ({ state }) => state === 'FIN_WAIT2',
  )
  return portOf(server)
}

/** One of everything that programs can have between them here. */
async function furnish(scope: Scope): Promise<void> {
  await fillQueue(scope)
  await leaveTimeWait(scope)
  await closeWindow(scope)
  await forgetToClose(scope)
  const [talking] = await scope.connected()
  await talking.send(new Uint8Array(99))
  scope.listener(9, { family: AF_INET6, address: '::', port: 0 })
  const [one, other] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM, loopback(0, '10.0.0.1'))]
  await other.connect(one.getsockname())
  await one.sendto(new Uint8Array(5), one.getsockname())
  scope.listener(3, scope.unixAddress())
  scope.bound(SOCK_DGRAM, { family: AF_UNIX, abstract: HOSTILE })
  const [left] = scope.pair(SOCK_SEQPACKET)
  await left.send(new Uint8Array(3))
  const [, spouse] = scope.pair()
  await spouse.close()
  const packets = scope.own(kernel.socket(AF_PACKET, SOCK_DGRAM, 0))
  packets.bind({ family: AF_PACKET, protocol: ETH_P_ARP, ifindex: 1 })
}

/** A line of --json, as far as these tests look at it. */
interface Told extends Event {
  readonly proto: string
  readonly type: string
  readonly state: string
  readonly local?: string
  readonly localAddress?: string
  readonly localPort?: number
  readonly peerAddress?: string
  readonly peerPort?: number
  readonly recvQueue: number
  readonly sendQueue: number
  readonly inode: number
  readonly cookie: string
  readonly processes: readonly { readonly pid: number; readonly descriptors: readonly number[] }[]
  readonly peerProcesses: readonly { readonly pid: number }[]
  readonly timer?: { readonly kind: string; readonly expires: number }
}

/** What --json tells, without what is there because the command runs: its own streams. */
async function told(bench: Bench, ...args: string[]): Promise<Told[]> {
  const running = bench.soquete(['ls', '--json', ...args])
  const { stdout } = await running.ends()
  const all = readEvents(stdout) as Told[]
  assert.deepEqual(all.flatMap(schemaMistakes), [])
  const isOwn = ({ pid }: { pid: number }) => pid === running.child.pid
  return all.filter(({ processes, peerProcesses }) => ![...processes, ...peerProcesses].some(isOwn))
}

/** The lines of ss(8), as words, by what tells the socket: its cookie, or a Unix socket's inode. */
function ss(bench: Bench, ...args: string[]): Map<string, string[]> {
  const file = join(bench.directory, 'ss')
  // Into a file: Node's pipes to a child are Unix sockets, and would be listed too.
  const output = openSync(file, 'w')
  execFileSync('ss', ['-HneOp', ...args], { stdio: ['ignore', output, 'inherit'] })
  closeSync(output)
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return new Map(
    lines.map((line) => {
      const words = line.trim().split(/\s+/)
      return [words.find((word) => word.startsWith('sk:')) ?? `inode ${words[5]}`, words]
    }),
  )
}

function isUnix({ proto }: Told): boolean {
  return proto.startsWith('unix')
}

function keyOf(socket: Told): string {
  const { cookie, inode } = socket
  return isUnix(socket) ? `inode ${inode}` : `sk:${BigInt(cookie).toString(16)}`
}

const NETIDS: Readonly<Record<string, string>> = { stream: 'u_str', dgram: 'u_dgr', seqpacket: 'u_seq' }
const PACKETS: Readonly<Record<string, string>> = { dgram: 'p_dgr', raw: 'p_raw' }
const STATES: Readonly<Record<string, string>> = { ESTABLISHED: 'ESTAB', CLOSE: 'UNCONN' }

function agree(socket: Told, words: readonly string[]): void {
  const [netid, state, received, sent, local, peer] = words
  const line = words.join(' ')
  const types = isUnix(socket) ? NETIDS : socket.proto === 'packet' ? PACKETS : {}
  assert.equal(types[socket.type] ?? socket.proto, netid, line)
  assert.equal(STATES[socket.state] ?? socket.state.replace(/_|(?=\d)/g, '-'), state, line)
  assert.equal(socket.recvQueue, Number(received), line)
  // Of packet sockets ss(8) does not tell what waits to be sent.
  if (socket.proto !== 'packet') assert.equal(socket.sendQueue, Number(sent), line)
  const end = (address = '0.0.0.0', port: number | string = '*') => `${address}:${port}`
  if (!isUnix(socket) && local?.startsWith('1')) {
    assert.equal(end(socket.localAddress, socket.localPort), local, line)
    assert.equal(end(socket.peerAddress, socket.peerPort), peer, line)
  }
  const users = [...line.matchAll(/pid=(\d+),fd=(\d+)/g)].map(([, pid, fd]) => `${pid} ${fd}`)
  const ours = socket.processes.flatMap(({ pid, descriptors }) => descriptors.map((fd) => `${pid} ${fd}`))
  assert.deepEqual(ours.sort(), users.sort(), line)
}

withSockets('soquete ls tells what ss tells', async (bench, scope) => {
  await furnish(scope)
  const ours = await told(bench, '-tux0')
  const theirs = ss(bench, '-antux0')
  const states = new Set(ours.map(({ state }) => state))
  for (const state of ['LISTEN', 'ESTABLISHED', 'TIME_WAIT', 'FIN_WAIT2', 'CLOSE_WAIT', 'CLOSE'])
    assert.ok(states.has(state), state)
  const protos = new Set(ours.map(({ proto }) => proto))
  for (const proto of ['tcp', 'udp', 'unix', 'unix-dgram', 'unix-seqpacket', 'packet'])
    assert.ok(protos.has(proto), proto)
  assert.deepEqual(ours.map(keyOf).sort(), [...theirs.keys()].sort())
  for (const socket of ours) {
    assert.deepEqual([socket.v, socket.event], [1, 'socket'])
    agree(socket, theirs.get(keyOf(socket))!)
  }
})

withSockets('soquete ls chooses as ss does', async (bench, scope) => {
  await furnish(scope)
  const port = await fillQueue(scope)
  const same: readonly (readonly [ours: string, theirs: string])[] = [
    ['-t --state listening', '-t state listening'],
    ['-t --state ESTAB,time-wait', '-t state established state time-wait'],
    ['-t --state connected', '-t state connected'],
    ['-t --state bucket', '-t state bucket'],
    ['-tl6', '-tl6'],
    ['-ta4', '-ta4'],
    ['-ux --state unconn,listen', '-ux state unconnected state listening'],
    [`-t --port ${port}`, `-ta sport = ${port} or dport = ${port}`],
    [`-t ${port}`, `-ta sport = ${port} or dport = ${port}`],
    [`--local-port ${port}`, `-ta sport = ${port}`],
    [`--remote-port ${port}`, `-ta dport = ${port}`],
    [`-t --local-port ${port} -l`, `-tl sport = ${port}`],
    [`tcp://127.0.0.1:${port}`, `-ta src 127.0.0.1:${port} or dst 127.0.0.1:${port}`],
    [`tcp://*:${port}`, `-ta sport = ${port} or dport = ${port}`],
  ]
  for (const [args, theirs] of same) {
    const ours = (await told(bench, ...args.split(' '))).map(keyOf)
    assert.ok(ours.length > 0, args)
    assert.deepEqual(ours.sort(), [...ss(bench, ...theirs.split(' ')).keys()].sort(), args)
  }
})

withSockets(
  'soquete ls finds what a process has, by its number, its name, or a part of a path',
  async (bench, scope) => {
    const address = scope.unixAddress()
    scope.listener(3, address)
    scope.listener()
    const path = 'path' in address ? `${address.path}` : ''
    const mine = await told(bench, '--process', `${process.pid}`)
    assert.deepEqual(new Set(mine.map(({ proto }) => proto)).size > 1, true)
    assert.ok(mine.every(({ processes }) => processes.some(({ pid }) => pid === process.pid)))
    assert.equal((await told(bench, path)).length, 1)
    assert.equal((await told(bench, `unix:${path}`)).length, 1)
    assert.equal((await told(bench, `unix-dgram:${path}`)).length, 0)
    assert.deepEqual(await told(bench, '--process', 'no-such-program'), [])
    assert.deepEqual((await told(bench, '--process', 'node')).map(keyOf).sort(), mine.map(keyOf).sort())
  },
)

withSockets('soquete ls tells for how long a connection is in TIME_WAIT', async (bench, scope) => {
  const port = await leaveTimeWait(scope)
  const [waiting] = await told(bench, '--local-port', `${port}`, '--state', 'time-wait')
  const { expires = 0, kind } = waiting?.timer ?? {}
  assert.ok(kind === 'timewait' && expires > 50_000 && expires <= 60_000, `${expires}`)
  const english = bench.soquete(['ls', '--explain', `${port}`])
  const { stdout } = await english.ends()
  assert.match(
    stdout.toString(),
    new RegExp(`^tcp +TIME_WAIT +127.0.0.1:${port} .* closes in (1 m 0|5\\d) s$`, 'm'),
  )
  assert.match(stdout.toString(), /this end closed first.*soquete\s+explain TIME_WAIT/s)
  const spanish = await bench.soquete(['ls', '--lang', 'es', '--explain', `${port}`]).ends()
  assert.match(spanish.stdout.toString(), /^proto +estado .* proceso$/m)
  assert.match(spanish.stdout.toString(), /se cierra en (1 m 0|5\d) s\n.*este lado cerró primero/s)
})

/** What the command says about a port. */
async function explained(bench: Bench, ...args: string[]): Promise<string> {
  const { stdout } = await bench.soquete(['ls', '--explain', ...args]).ends()
  return stdout.toString().replace(/\s+/g, ' ')
}

withSockets('soquete ls --explain says why a socket is as it is', async (bench, scope) => {
  const filling = await explained(bench, `${await fillQueue(scope)}`)
  assert.match(filling, /The queue fills: 3 of 4 wait for accept\(\)/)
  assert.match(filling, new RegExp(`until \\S+ ${process.pid} calls accept\\(\\)`))
  const stuck = await explained(bench, `${await closeWindow(scope)}`)
  assert.match(stuck, /bytes cannot go: the peer's window is closed/)
  assert.match(stuck, /The program has not read [\d,]+ bytes/)
  const forgotten = await explained(bench, `${await forgetToClose(scope)}`)
  assert.match(forgotten, /The peer closed .* ago, or earlier\. The program has read the peer's end/)
  assert.match(forgotten, new RegExp(`Its other end is held by \\S+ ${process.pid}, in CLOSE_WAIT`))
  const remote = { family: AF_INET, address: '10.0.0.9', port: 80 } as const
  const client = scope.socket()
  const connecting = client.connect(remote).catch(() => {})
  scope.onClose(() => connecting)
  assert.match(await explained(bench, '10.0.0.9'), /SYN_SENT: .*Sent (once|\d times) so far, again in /)
})

withSockets('soquete ls shows a hostile name, and does not send it to the terminal', async (bench, scope) => {
  scope.bound(SOCK_DGRAM, { family: AF_UNIX, abstract: HOSTILE })
  const { stdout } = await bench.soquete(['ls', '-x', '@evil']).ends()
  assert.match(stdout.toString(), /^unix-dgram +UNCONN +@evil\\x1b\[2J\\u202ename /m)
  const [exact] = await told(bench, '-x', '@evil')
  assert.equal(exact?.local, 'unix-dgram:@evil%1B[2J\u202ename')
})

withSockets('soquete ls --extended tells the rest', async (bench, scope) => {
  const [client] = await scope.connected()
  const ls = bench.soquete(['ls', '-e', '--local-port', `${portOf(client)}`], { env: { COLUMNS: '100' } })
  const text = (await ls.ends()).stdout.toString()
  for (const fact of [
    /user root \(0\)/,
    /inode \d+/,
    /mss \d+/,
    /receive buffer 0 B of/,
    /held by \S+ \d+ as fd/,
  ])
    assert.match(text, fact)
  assert.deepEqual(
    text.split('\n').filter((line) => line.length > 100 && !line.includes('command:')),
    [],
  )
})

withSockets(
  'soquete ls says whose sockets they are when it may not see by which process',
  async (bench, scope) => {
    const port = portOf(scope.listener())
    // Root without its capabilities is one user among others.
    const helpless = ['--bounding-set=-all', '--inh-caps=-all']
    const ls = bench.program('setpriv', [...helpless, ...soqueteLine(['ls', `${port}`])])
    const { stdout, stderr } = await ls.ends()
    assert.match(stdout.toString(), new RegExp(`:${port} .* user root$`, 'm'))
    assert.match(stderr, /^soquete: \d+ process(es)? may not be looked into/)
    assert.equal(stderr.trim().split('\n').length, 1)
  },
)
