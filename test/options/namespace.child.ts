import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import {
  type Address,
  AF_INET,
  AF_INET6,
  AF_PACKET,
  type Inet6Address,
  IP_ADD_MEMBERSHIP,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IPV6_FL_A_GET,
  IPV6_FL_F_CREATE,
  IPV6_FL_S_EXCL,
  IPV6_FLOWINFO_SEND,
  IPV6_FLOWLABEL_MGR,
  IPV6_JOIN_ANYCAST,
  IPV6_JOIN_GROUP,
  IPV6_LEAVE_ANYCAST,
  IPV6_LEAVE_GROUP,
  IPV6_MULTICAST_IF,
  IPV6_MULTICAST_LOOP,
  MCAST_JOIN_SOURCE_GROUP,
  MCAST_LEAVE_SOURCE_GROUP,
  PACKET_ADD_MEMBERSHIP,
  PACKET_DROP_MEMBERSHIP,
  PACKET_MR_PROMISC,
  SO_BINDTODEVICE,
  SO_REUSEPORT,
  SOCK_DGRAM,
  type Socket,
  socket,
  TCP_FASTOPEN,
  TCP_FASTOPEN_CONNECT,
  TCP_FASTOPEN_KEY,
  TCP_INFO,
  TCP_SAVE_SYN,
  TCP_SAVED_SYN,
  TCPI_OPT_SYN_DATA,
} from '../../src/index.ts'
import { loopback, Scope } from '../errors/loopback.ts'

// Runs one scenario in a network that is this process's own, and so may be changed: see namespace.test.ts.

function ip(words: string): void {
  execFileSync('ip', words.split(' '))
}

function sysctl(name: string, value: number): void {
  writeFileSync(`/proc/sys/net/${name}`, String(value))
}

/** An interface that leads nowhere; gives its index. */
function makeInterface(...addresses: string[]): number {
  ip('tuntap add dev nowhere0 mode tun')
  ip('link set nowhere0 up multicast on')
  for (const address of addresses)
    ip(`address add ${address} dev nowhere0 ${address.includes(':') ? 'nodad' : ''}`.trim())
  // /sys shows the interfaces of the network that it was mounted in.
  const line = execFileSync('ip', ['-o', 'link', 'show', 'nowhere0'], { encoding: 'utf8' })
  return Number.parseInt(line, 10)
}

const GROUP = '239.255.42.8'
const GROUP6 = 'ff15::42:8'

async function bytesOf(receiver: Socket): Promise<number[]> {
  const bytes: number[] = []
  while (receiver.unread > 0) bytes.push((await receiver.recv(1))[0]!)
  return bytes
}

function portOf(s: Socket): number {
  return (s.getsockname() as Inet6Address).port
}

async function device(scope: Scope): Promise<void> {
  makeInterface()
  const sockets = ['lo', 'nowhere0'].map((name) => {
    const s = scope.socket(AF_INET, SOCK_DGRAM)
    s.setsockopt(SO_REUSEPORT, true)
    s.setsockopt(SO_BINDTODEVICE, name)
    return s
  })
  const [near, far] = sockets as [Socket, Socket]
  near.bind(loopback())
  far.bind(near.getsockname())
  const sender = scope.socket(AF_INET, SOCK_DGRAM)
  for (let byte = 0; byte < 10; byte++) await sender.sendto(Uint8Array.of(byte), near.getsockname())
  assert.deepEqual(await bytesOf(near), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  assert.equal(far.unread, 0)
  await near.close()
  await sender.sendto(Uint8Array.of(1), far.getsockname()).catch(() => {})
  assert.equal(far.unread, 0)
}

/** A receiver of IPv6, and senders from two addresses, whose bytes tell which is which. */
function stage6(scope: Scope): { receiver: Socket; ifindex: number; heard: () => Promise<number[]> } {
  const ifindex = makeInterface('2001:db8::1/64', '2001:db8::2/64')
  const receiver = scope.bound(SOCK_DGRAM, { family: AF_INET6, address: '::', port: 0 })
  const senders = ['2001:db8::1', '2001:db8::2'].map((address) => {
    const sender = scope.bound(SOCK_DGRAM, { family: AF_INET6, address, port: 0 })
    sender.setsockopt(IPV6_MULTICAST_IF, ifindex)
    return sender
  })
  const port = portOf(receiver)
  const heard = async () => {
    for (const [index, sender] of senders.entries())
      await sender.sendto(Uint8Array.of(index + 1), { family: AF_INET6, address: GROUP6, port })
    return bytesOf(receiver)
  }
  return { receiver, ifindex, heard }
}

async function group6(scope: Scope): Promise<void> {
  const { receiver, ifindex, heard } = stage6(scope)
  assert.deepEqual(await heard(), [])
  receiver.setsockopt(IPV6_JOIN_GROUP, { multiaddr: GROUP6, ifindex })
  assert.deepEqual(await heard(), [1, 2])
  receiver.setsockopt(IPV6_LEAVE_GROUP, { multiaddr: GROUP6, ifindex })
  assert.deepEqual(await heard(), [])
}

async function source6(scope: Scope): Promise<void> {
  const { receiver, ifindex, heard } = stage6(scope)
  const of = (source: string) => ({ group: GROUP6, interface: ifindex, source })
  receiver.setsockopt(MCAST_JOIN_SOURCE_GROUP, of('2001:db8::2'))
  assert.deepEqual(await heard(), [2])
  receiver.setsockopt(MCAST_JOIN_SOURCE_GROUP, of('2001:db8::1'))
  assert.deepEqual(await heard(), [1, 2])
  receiver.setsockopt(MCAST_LEAVE_SOURCE_GROUP, of('2001:db8::2'))
  assert.deepEqual(await heard(), [1])
}

async function loop(scope: Scope): Promise<void> {
  const ifindex = makeInterface('192.0.2.1/24', '2001:db8::1/64')
  const receiver = scope.bound(SOCK_DGRAM, loopback(0, '0.0.0.0'))
  receiver.setsockopt(IP_ADD_MEMBERSHIP, { multiaddr: GROUP, ifindex })
  const sender = scope.socket(AF_INET, SOCK_DGRAM)
  sender.setsockopt(IP_MULTICAST_IF, { ifindex })
  const to: Address = { family: AF_INET, address: GROUP, port: portOf(receiver) }
  const receiver6 = scope.bound(SOCK_DGRAM, { family: AF_INET6, address: '::', port: 0 })
  receiver6.setsockopt(IPV6_JOIN_GROUP, { multiaddr: GROUP6, ifindex })
  const sender6 = scope.socket(AF_INET6, SOCK_DGRAM)
  sender6.setsockopt(IPV6_MULTICAST_IF, ifindex)
  const to6: Address = { family: AF_INET6, address: GROUP6, port: portOf(receiver6) }
  for (const on of [true, false]) {
    sender.setsockopt(IP_MULTICAST_LOOP, on)
    sender6.setsockopt(IPV6_MULTICAST_LOOP, on)
    await sender.sendto(Uint8Array.of(4), to)
    await sender6.sendto(Uint8Array.of(6), to6)
    assert.deepEqual([await bytesOf(receiver), await bytesOf(receiver6)], on ? [[4], [6]] : [[], []])
  }
}

async function anycast(scope: Scope): Promise<void> {
  // A router may have any anycast address; a host only such as are of a network of its own.
  sysctl('ipv6/conf/all/forwarding', 1)
  const acaddr = '2001:db8:7::7'
  const target: Address = { family: AF_INET6, address: acaddr, port: 9 }
  const ifindex = makeInterface()
  const s = scope.socket(AF_INET6, SOCK_DGRAM)
  await assert.rejects(scope.socket(AF_INET6, SOCK_DGRAM).connect(target), { code: 'ENETUNREACH' })
  s.setsockopt(IPV6_JOIN_ANYCAST, { acaddr, ifindex })
  assert.match(readFileSync('/proc/net/anycast6', 'utf8'), /nowhere0 +20010db8000700000000000000000007/)
  await scope.socket(AF_INET6, SOCK_DGRAM).connect(target)
  s.setsockopt(IPV6_LEAVE_ANYCAST, { acaddr, ifindex })
  assert.doesNotMatch(readFileSync('/proc/net/anycast6', 'utf8'), /20010db80007/)
}

async function flowLabel(scope: Scope): Promise<void> {
  const label = 0x12345
  const listener = scope.bound(undefined, { family: AF_INET6, address: '::1', port: 0 })
  listener.setsockopt(TCP_SAVE_SYN, 1)
  listener.listen()
  const client = scope.socket(AF_INET6)
  const request = { dst: '::1', label, action: IPV6_FL_A_GET, share: IPV6_FL_S_EXCL, flags: IPV6_FL_F_CREATE }
  client.setsockopt(IPV6_FLOWLABEL_MGR, request)
  client.setsockopt(IPV6_FLOWINFO_SEND, true)
  const to = { ...(listener.getsockname() as Inet6Address), flowinfo: label }
  const [server] = await Promise.all([listener.accept(), client.connect(to)])
  scope.own(server)
  const syn = server.getsockopt(TCP_SAVED_SYN)
  assert.equal(new DataView(syn.buffer, syn.byteOffset).getUint32(0) & 0xfffff, label)
  const had = client.getsockopt(IPV6_FLOWLABEL_MGR)
  assert.deepEqual([had.label, had.dst, had.share], [label, '::1', IPV6_FL_S_EXCL])
}

async function promiscuous(scope: Scope): Promise<void> {
  const ifindex = makeInterface()
  const s = scope.own(socket(AF_PACKET, SOCK_DGRAM, 0))
  const promiscuity = () => {
    const line = execFileSync('ip', ['-d', '-o', 'link', 'show', 'nowhere0'], { encoding: 'utf8' })
    return Number(/promiscuity (\d+)/.exec(line)?.[1])
  }
  assert.equal(promiscuity(), 0)
  s.setsockopt(PACKET_ADD_MEMBERSHIP, { ifindex, type: PACKET_MR_PROMISC })
  assert.equal(promiscuity(), 1)
  s.setsockopt(PACKET_DROP_MEMBERSHIP, { ifindex, type: PACKET_MR_PROMISC })
  assert.equal(promiscuity(), 0)
}

async function fastOpen(scope: Scope): Promise<void> {
  // Clients and listeners.
  sysctl('ipv4/tcp_fastopen', 3)
  const listener = scope.bound()
  listener.setsockopt(TCP_FASTOPEN, 5)
  listener.setsockopt(TCP_FASTOPEN_KEY, new Uint8Array(16).fill(7))
  listener.listen()
  // The first connection brings the client a cookie, which it shows at the second.
  for (const round of [1, 2]) {
    const client = scope.socket()
    client.setsockopt(TCP_FASTOPEN_CONNECT, true)
    await client.connect(listener.getsockname())
    assert.equal(client.getsockopt(TCP_INFO).segsOut === 0, round === 2)
    assert.equal(await client.send(new Uint8Array(100)), 100)
    const server = scope.own(await listener.accept())
    if (round === 2) assert.equal(server.unread, 100, 'they came with the SYN')
    assert.equal((await server.recv(1000)).length, 100)
    const bit = client.getsockopt(TCP_INFO).options & TCPI_OPT_SYN_DATA
    assert.equal(bit, round === 2 ? TCPI_OPT_SYN_DATA : 0)
  }
}

/** By the first option in the scenario's name. */
const SCENARIOS: Readonly<Record<string, (scope: Scope) => Promise<void>>> = {
  SO_BINDTODEVICE: device,
  IPV6_JOIN_GROUP: group6,
  MCAST_JOIN_SOURCE_GROUP: source6,
  IP_MULTICAST_LOOP: loop,
  IPV6_JOIN_ANYCAST: anycast,
  IPV6_FLOWLABEL_MGR: flowLabel,
  PACKET_ADD_MEMBERSHIP: promiscuous,
  TCP_FASTOPEN: fastOpen,
}

const title = process.argv[2] ?? ''
const scenario = SCENARIOS[/^\w+/.exec(title)?.[0] ?? ''] ?? assert.fail(`no scenario ${title}`)
ip('link set lo up')
const scope = new Scope()
try {
  await scenario(scope)
} finally {
  await scope.close()
}
console.log(`ok ${title}`)
