import assert from 'node:assert/strict'
import {
  AF_INET,
  AF_PACKET,
  BPF_ABS,
  BPF_B,
  BPF_H,
  BPF_JEQ,
  BPF_JMP,
  BPF_JUMP,
  BPF_K,
  BPF_LD,
  BPF_RET,
  BPF_STMT,
  ETH_P_ALL,
  ETH_P_IP,
  ICMP_FILTER,
  type Inet4Address,
  type Instruction,
  IP_HDRINCL,
  IPPROTO_ICMP,
  IPPROTO_UDP,
  MSG_DONTWAIT,
  PACKET_FANOUT,
  PACKET_FANOUT_CBPF,
  PACKET_FANOUT_DATA,
  PACKET_FANOUT_FLAG_UNIQUEID,
  PACKET_IGNORE_OUTGOING,
  PACKET_STATISTICS,
  SO_ATTACH_FILTER,
  SO_RCVBUF,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
  socket,
} from '../../src/index.ts'
import { loopback, type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { LOOPBACK } from './system.ts'

const skip = process.geteuid!() === 0 || process.env.CI ? false : 'raw and packet sockets need root'

/** Takes UDP datagrams to this port: of IPv4 packets that begin with their header, which has no options. */
function toPort(port: number): Instruction[] {
  return [
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x45, 0, 5),
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_UDP, 0, 3),
    BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 22),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, port, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, 0xffff),
    BPF_STMT(BPF_RET | BPF_K, 0),
  ]
}

/** A packet socket of loopback, which sees datagrams to this receiver alone; with ETH_P_ALL also as they leave. */
function watcher(scope: Scope, receiver: Socket, protocol: number = ETH_P_ALL): Socket {
  const watching = scope.own(socket(AF_PACKET, SOCK_DGRAM, 0))
  watching.setsockopt(SO_ATTACH_FILTER, toPort((receiver.getsockname() as Inet4Address).port))
  watching.bind({ family: AF_PACKET, protocol, ifindex: LOOPBACK })
  return watching
}

async function sendTo(scope: Scope, receiver: Socket, count: number, length = 10): Promise<void> {
  const sender = scope.socket(AF_INET, SOCK_DGRAM)
  for (let index = 0; index < count; index++)
    await sender.sendto(new Uint8Array(length), receiver.getsockname())
}

test(
  'PACKET_STATISTICS counts what passes the filter, and begins again; PACKET_IGNORE_OUTGOING halves it',
  scoped(async (scope) => {
    const receiver = scope.bound(SOCK_DGRAM)
    const watching = watcher(scope, receiver)
    await sendTo(scope, receiver, 5)
    // Loopback shows each packet twice: as it leaves, and as it comes.
    assert.deepEqual(watching.getsockopt(PACKET_STATISTICS), { packets: 10, drops: 0 })
    assert.deepEqual(watching.getsockopt(PACKET_STATISTICS), { packets: 0, drops: 0 })
    watching.setsockopt(PACKET_IGNORE_OUTGOING, true)
    await sendTo(scope, receiver, 5)
    assert.deepEqual(watching.getsockopt(PACKET_STATISTICS), { packets: 5, drops: 0 })
  }),
  { skip },
)

test(
  'PACKET_STATISTICS counts what was dropped for want of room',
  scoped(async (scope) => {
    const receiver = scope.bound(SOCK_DGRAM)
    const watching = watcher(scope, receiver)
    watching.setsockopt(SO_RCVBUF, 0)
    await sendTo(scope, receiver, 30, 1000)
    const { packets, drops } = watching.getsockopt(PACKET_STATISTICS)
    assert.equal(packets, 60)
    assert.ok(drops > 30 && drops < 60, `${drops} drops`)
  }),
  { skip },
)

test(
  'PACKET_FANOUT with PACKET_FANOUT_DATA: a program says which socket of the group gets a packet',
  scoped(async (scope) => {
    const receiver = scope.bound(SOCK_DGRAM)
    const [first, second] = [watcher(scope, receiver, ETH_P_IP), watcher(scope, receiver, ETH_P_IP)]
    first.setsockopt(PACKET_FANOUT, { id: 0, typeFlags: PACKET_FANOUT_CBPF | PACKET_FANOUT_FLAG_UNIQUEID })
    const { id } = first.getsockopt(PACKET_FANOUT)
    second.setsockopt(PACKET_FANOUT, { id, typeFlags: PACKET_FANOUT_CBPF })
    assert.equal(second.getsockopt(PACKET_FANOUT).id, id)
    for (const chosen of [1, 0]) {
      first.setsockopt(PACKET_FANOUT_DATA, [BPF_STMT(BPF_RET | BPF_K, chosen)])
      await sendTo(scope, receiver, 4)
      const seen = [first, second].map((each) => each.getsockopt(PACKET_STATISTICS).packets)
      assert.deepEqual(seen, chosen === 1 ? [0, 4] : [4, 0])
    }
  }),
  { skip },
)

const ECHO_REQUEST = 8
const ECHO_REPLY = 0

/** An echo request, RFC 792, whose checksum is worked out. */
function echoRequest(identifier: number): Uint8Array {
  const bytes = Uint8Array.of(ECHO_REQUEST, 0, 0, 0, identifier >> 8, identifier & 0xff, 0, 1)
  let sum = (ECHO_REQUEST << 8) + identifier + 1
  sum = (sum & 0xffff) + (sum >> 16)
  new DataView(bytes.buffer).setUint16(2, ~sum & 0xffff)
  return bytes
}

/** Types of the messages of this identifier that a raw socket has received. */
async function typesOf(raw: Socket, identifier: number): Promise<number[]> {
  const types: number[] = []
  for (;;) {
    const packet = await raw.recv(100, MSG_DONTWAIT).catch(() => null)
    if (packet === null) return types
    const at = (packet[0]! & 0xf) * 4
    if (((packet[at + 4]! << 8) | packet[at + 5]!) === identifier) types.push(packet[at]!)
  }
}

test(
  'ICMP_FILTER: a raw socket receives the types that pass, and no others',
  scoped(async (scope) => {
    const identifier = process.pid & 0xffff
    const raw = scope.own(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP))
    await raw.sendto(echoRequest(identifier), loopback())
    assert.deepEqual(await typesOf(raw, identifier), [ECHO_REQUEST, ECHO_REPLY])
    raw.setsockopt(ICMP_FILTER, { pass: [ECHO_REPLY] })
    await raw.sendto(echoRequest(identifier), loopback())
    assert.deepEqual(await typesOf(raw, identifier), [ECHO_REPLY])
    raw.setsockopt(ICMP_FILTER, { block: [ECHO_REPLY] })
    await raw.sendto(echoRequest(identifier), loopback())
    assert.deepEqual(await typesOf(raw, identifier), [ECHO_REQUEST])
  }),
  { skip },
)

test(
  'IP_HDRINCL: the program writes the IP header',
  scoped(async (scope) => {
    const receiver = scope.bound(SOCK_DGRAM)
    const { port } = receiver.getsockname() as Inet4Address
    const raw = scope.own(socket(AF_INET, SOCK_RAW, IPPROTO_UDP))
    raw.setsockopt(IP_HDRINCL, true)
    // The kernel fills in length, identification and checksum; a UDP checksum of 0 is none.
    const packet = new Uint8Array(20 + 8 + 3)
    packet.set([0x45, 0, 0, 31, 0, 0, 0, 0, 64, IPPROTO_UDP, 0, 0, 127, 7, 7, 7, 127, 0, 0, 1])
    packet.set([0x1f, 0x90, port >> 8, port & 0xff, 0, 11, 0, 0, 1, 2, 3], 20)
    await raw.sendto(packet, loopback())
    const { data, from } = await receiver.recvfrom(10, 0, { timeout: 1000 })
    assert.deepEqual(data, Uint8Array.of(1, 2, 3))
    assert.deepEqual(from, loopback(8080, '127.7.7.7'))
  }),
  { skip },
)
