import assert from 'node:assert/strict'
import {
  type Address,
  AF_PACKET,
  ETH_P_ALL,
  ETH_P_ARP,
  ETH_P_IP,
  if_nametoindex,
  kernel,
  MSG_TRUNC,
  PACKET_BROADCAST,
  PACKET_HOST,
  PACKET_MULTICAST,
  PACKET_OTHERHOST,
  PACKET_OUTGOING,
  type PacketAddress,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
} from '../../src/index.ts'
import { ARPHRD_ETHER, ARPHRD_LOOPBACK } from '../../src/netlink/index.ts'
import { loopback, type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { CABLE, ip, layCable } from '../namespace.ts'

layCable()

/** For experiments: IEEE 802. Nobody else speaks it here. */
const ETHERTYPE = 0x88b5

const near = if_nametoindex(CABLE.one.name)
const far = if_nametoindex(CABLE.other.name)
const data = new TextEncoder().encode('of a frame')

function open(scope: Scope, type: number, protocol: number, ifindex: number): Socket {
  // Protocol 0 receives nothing until bind() says what, and from where.
  const socket = scope.own(kernel.socket(AF_PACKET, type, 0))
  socket.bind({ family: AF_PACKET, protocol, ifindex })
  return socket
}

function macBytes(address: string): number[] {
  return address.split(':').map((part) => Number.parseInt(part, 16))
}

/** An Ethernet frame: to, from, type, data. */
function frame(to: string, from: string, type: number): Uint8Array {
  return Uint8Array.of(...macBytes(to), ...macBytes(from), type >> 8, type & 0xff, ...data)
}

/** Where a packet came from, as the other end of the cable sees it. */
function sender(pkttype: number): PacketAddress {
  return {
    family: AF_PACKET,
    protocol: ETHERTYPE,
    ifindex: far,
    hatype: ARPHRD_ETHER,
    pkttype,
    address: CABLE.one.address,
  }
}

const RECEIVERS: [string, number, string][] = [
  ['its own address', PACKET_HOST, CABLE.other.address],
  ['everybody', PACKET_BROADCAST, 'ff:ff:ff:ff:ff:ff'],
  ['a group', PACKET_MULTICAST, '01:00:5e:00:00:01'],
  ['somebody else', PACKET_OTHERHOST, '02:00:00:00:00:99'],
]

for (const [who, pkttype, address] of RECEIVERS) {
  test(
    `a whole frame to ${who} goes along the cable as it was built`,
    scoped(async (scope) => {
      const one = open(scope, SOCK_RAW, ETHERTYPE, near)
      const other = open(scope, SOCK_RAW, ETHERTYPE, far)
      const bytes = frame(address, CABLE.one.address, ETHERTYPE)
      assert.equal(await one.send(bytes), bytes.length)
      assert.deepEqual(await other.recvfrom(2000), { data: bytes, from: sender(pkttype) })
    }),
  )

  test(
    `data to ${who} is put into a frame by the kernel, and taken out again`,
    scoped(async (scope) => {
      const one = open(scope, SOCK_DGRAM, ETHERTYPE, near)
      const other = open(scope, SOCK_DGRAM, ETHERTYPE, far)
      const whole = open(scope, SOCK_RAW, ETHERTYPE, far)
      await one.sendto(data, { family: AF_PACKET, protocol: ETHERTYPE, ifindex: near, address })
      assert.deepEqual(await other.recvfrom(2000), { data, from: sender(pkttype) })
      assert.deepEqual(await whole.recv(2000), frame(address, CABLE.one.address, ETHERTYPE))
    }),
  )
}

test(
  'only the protocol that was asked for comes, and only from that interface',
  scoped(async (scope) => {
    const sockets = [
      open(scope, SOCK_DGRAM, ETH_P_ARP, far),
      open(scope, SOCK_DGRAM, ETHERTYPE, near),
      open(scope, SOCK_DGRAM, ETHERTYPE, 0),
      open(scope, SOCK_DGRAM, ETH_P_ALL, far),
    ]
    const one = open(scope, SOCK_RAW, ETHERTYPE, near)
    await one.send(frame(CABLE.other.address, CABLE.one.address, ETHERTYPE))
    const heard = await Promise.all(
      sockets.map((socket) => socket.recvfrom(2000, 0, { timeout: 30 }).catch((error: unknown) => error)),
    )
    assert.deepEqual(
      heard.map((answer) => Object(answer).code ?? Object(answer).from),
      ['ETIMEDOUT', 'ETIMEDOUT', sender(PACKET_HOST), sender(PACKET_HOST)],
    )
  }),
)

test(
  'a socket that asks for everything sees what its own machine sends, too',
  scoped(async (scope) => {
    const all = open(scope, SOCK_RAW, ETH_P_ALL, near)
    const one = open(scope, SOCK_RAW, ETHERTYPE, near)
    await one.send(frame(CABLE.other.address, CABLE.one.address, ETHERTYPE))
    const { from } = await all.recvfrom(2000)
    assert.deepEqual(from, { ...sender(PACKET_OUTGOING), ifindex: near })
  }),
)

test(
  'our own UDP datagram on lo, with its headers and without the first',
  scoped(async (scope) => {
    const [whole, network] = [open(scope, SOCK_RAW, ETH_P_IP, 1), open(scope, SOCK_DGRAM, ETH_P_IP, 1)]
    const receiver = scope.bound(SOCK_DGRAM)
    const udp = scope.bound(SOCK_DGRAM)
    await udp.sendto(data, receiver.getsockname())
    const [source, target] = [udp, receiver].map((each) => (each.getsockname() as { port: number }).port)
    const { data: packet, from } = await network.recvfrom(2000)
    assert.deepEqual(from, {
      family: AF_PACKET,
      protocol: ETH_P_IP,
      ifindex: 1,
      hatype: ARPHRD_LOOPBACK,
      pkttype: PACKET_HOST,
      address: '00:00:00:00:00:00',
    })
    const view = new DataView(packet.buffer, packet.byteOffset)
    assert.equal(packet[0], 0x45)
    assert.deepEqual(
      [view.getUint16(20), view.getUint16(22), view.getUint16(24)],
      [source, target, 8 + data.length],
    )
    assert.deepEqual(packet.subarray(28), data)
    const ethernet = await whole.recv(2000)
    assert.deepEqual(ethernet.subarray(0, 14), Uint8Array.of(...new Array<number>(12).fill(0), 8, 0))
    assert.deepEqual(ethernet.subarray(14), packet)
    assert.deepEqual(await receiver.recv(100), data)
  }),
)

test(
  'the name of a packet socket, before and after bind',
  scoped(async (scope) => {
    const socket = scope.own(kernel.socket(AF_PACKET, SOCK_RAW, 0))
    const unbound: Address = { family: AF_PACKET, protocol: 0, ifindex: 0, hatype: 0, pkttype: 0 }
    assert.deepEqual(socket.getsockname(), unbound)
    socket.bind({ family: AF_PACKET, protocol: ETHERTYPE, ifindex: near })
    assert.deepEqual(socket.getsockname(), {
      family: AF_PACKET,
      protocol: ETHERTYPE,
      ifindex: near,
      hatype: ARPHRD_ETHER,
      pkttype: 0,
      address: CABLE.one.address,
    })
  }),
)

test(
  'a frame that is longer than the buffer says so',
  scoped(async (scope) => {
    const one = open(scope, SOCK_RAW, ETHERTYPE, near)
    const other = open(scope, SOCK_RAW, ETHERTYPE, far)
    const bytes = frame(CABLE.other.address, CABLE.one.address, ETHERTYPE)
    await one.send(bytes)
    const buffer = new Uint8Array(16)
    const { length, flags } = await other.recvmsg(buffer, MSG_TRUNC)
    assert.deepEqual([length, flags & MSG_TRUNC, buffer], [bytes.length, MSG_TRUNC, bytes.subarray(0, 16)])
  }),
)

test(
  'interfaces that are not there, and frames that do not fit',
  scoped(async (scope) => {
    const nowhere: Address = { family: AF_PACKET, protocol: ETHERTYPE, ifindex: 0x7ffffff0 }
    const socket = scope.own(kernel.socket(AF_PACKET, SOCK_RAW, 0))
    assert.throws(() => socket.bind(nowhere), { code: 'ENODEV', address: `packet%${nowhere.ifindex}` })
    await assert.rejects(socket.sendto(new Uint8Array(60), nowhere), { code: 'ENXIO' })
    const one = open(scope, SOCK_RAW, ETHERTYPE, near)
    await assert.rejects(one.send(new Uint8Array(9000)), { code: 'EMSGSIZE' })
    await assert.rejects(one.send(new Uint8Array(3)), { code: 'EINVAL' })
  }),
)

test(
  'an interface that goes down wakes who waits there, and comes back',
  scoped(async (scope) => {
    const one = open(scope, SOCK_RAW, ETHERTYPE, near)
    const other = open(scope, SOCK_RAW, ETHERTYPE, far)
    const down = assert.rejects(other.recv(2000), { code: 'ENETDOWN', syscall: 'recv' })
    ip(`link set ${CABLE.other.name} down`)
    await down
    ip(`link set ${CABLE.other.name} up`)
    const again = other.recv(2000)
    const bytes = frame(CABLE.other.address, CABLE.one.address, ETHERTYPE)
    // The link is there a moment after the command; a frame that goes before is lost.
    let arrived = false
    void again.then(() => {
      arrived = true
    })
    for (let i = 0; i < 200 && !arrived; i++) {
      await one.send(bytes)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    assert.deepEqual(await again, bytes)
  }),
)

test(
  'a loopback capture hears a datagram twice: as it goes, and as it comes',
  scoped(async (scope) => {
    const all = open(scope, SOCK_DGRAM, ETH_P_ALL, 1)
    await scope.socket(loopback().family, SOCK_DGRAM).sendto(data, loopback(9))
    const kinds: (number | undefined)[] = []
    for (let i = 0; i < 2; i++) kinds.push(((await all.recvfrom(2000)).from as PacketAddress).pkttype)
    assert.deepEqual(kinds, [PACKET_OUTGOING, PACKET_HOST])
  }),
)
