import assert from 'node:assert/strict'
import {
  AF_INET,
  AF_INET6,
  type ControlMessage,
  cmsg,
  type InternetAddress,
  IP_MTU_DISCOVER,
  IP_PKTINFO,
  IP_PMTUDISC_DO,
  IP_RECVERR,
  IP_RECVTOS,
  IP_RECVTTL,
  IP_TOS,
  IP_TTL,
  IPV6_HOPLIMIT,
  IPV6_MTU_DISCOVER,
  IPV6_PKTINFO,
  IPV6_RECVERR,
  IPV6_RECVHOPLIMIT,
  IPV6_RECVPKTINFO,
  IPV6_RECVTCLASS,
  IPV6_TCLASS,
  MessageVector,
  MSG_ERRQUEUE,
  MSG_FASTOPEN,
  MSG_WAITALL,
  MSG_ZEROCOPY,
  SO_EE_ORIGIN_ICMP,
  SO_EE_ORIGIN_ICMP6,
  SO_EE_ORIGIN_LOCAL,
  SO_EE_ORIGIN_TIMESTAMPING,
  SO_EE_ORIGIN_ZEROCOPY,
  SO_RCVBUF,
  SO_RXQ_OVFL,
  SO_TIMESTAMP,
  SO_TIMESTAMPING,
  SO_TIMESTAMPNS,
  SO_ZEROCOPY,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOF_TIMESTAMPING_OPT_ID,
  SOF_TIMESTAMPING_RX_SOFTWARE,
  SOF_TIMESTAMPING_SOFTWARE,
  SOF_TIMESTAMPING_TX_SOFTWARE,
  type Socket,
  socket,
  TCP_CORK,
  TCP_FASTOPEN,
  TCP_INQ,
  UDP_GRO,
  UDP_SEGMENT,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'

const LOOPBACK: Record<'IPv4' | 'IPv6', InternetAddress> = {
  IPv4: { family: AF_INET, address: '127.0.0.1', port: 0 },
  IPv6: { family: AF_INET6, address: '::1', port: 0 },
}
const hello = new TextEncoder().encode('hello')

/** The index of `lo`, in every network. */
const LO = 1

async function withPair(
  family: keyof typeof LOOPBACK,
  body: (one: Socket, two: Socket) => Promise<void>,
): Promise<void> {
  const [one, two] = [LOOPBACK[family], LOOPBACK[family]].map((address) => {
    const made = socket(address.family, SOCK_DGRAM)
    made.bind(address)
    return made
  }) as [Socket, Socket]
  try {
    await one.connect(two.getsockname())
    await body(one, two)
  } finally {
    await Promise.all([one.close(), two.close()])
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Two ends of a TCP connection. */
async function connection(): Promise<[Socket, Socket]> {
  const listener = socket(AF_INET, SOCK_STREAM)
  listener.bind(LOOPBACK.IPv4)
  listener.listen()
  const one = socket(AF_INET, SOCK_STREAM)
  const [two] = await Promise.all([listener.accept(), one.connect(listener.getsockname())])
  await listener.close()
  return [one, two]
}

/** Sends with that beside it, and gives what came. */
async function pass(one: Socket, two: Socket, control: ControlMessage[] = []) {
  await one.sendmsg({ buffers: [hello], control })
  const message = await two.recvmsg(new Uint8Array(100), 0, { timeout: 5000 })
  assert.equal(message.length, hello.length)
  return message
}

test('IPv4: interface, address, TTL and TOS of a packet, received and chosen for one packet', () =>
  withPair('IPv4', async (one, two) => {
    for (const option of [IP_PKTINFO, IP_RECVTTL, IP_RECVTOS]) two.setsockopt(option, true)
    const plain = await pass(one, two)
    assert.deepEqual(plain.control.get(IP_PKTINFO), { ifindex: LO, specDst: '127.0.0.1', addr: '127.0.0.1' })
    assert.equal(plain.control.get(IP_TTL), 64)
    assert.equal(plain.control.get(IP_TOS), 0)
    assert.equal(plain.control.length, 3)
    assert.equal(plain.control.get(IPV6_PKTINFO), undefined)

    const chosen = await pass(one, two, [cmsg(IP_TTL, 7), cmsg(IP_TOS, 0x10)])
    assert.equal(chosen.control.get(IP_TTL), 7)
    assert.equal(chosen.control.get(IP_TOS), 0x10)

    // Of all addresses of this machine the socket may send from, this one.
    const any = socket(AF_INET, SOCK_DGRAM)
    const from = cmsg(IP_PKTINFO, { ifindex: 0, specDst: '127.9.8.7' })
    await any.sendmsg({ buffers: [hello], to: two.getsockname(), control: [from] })
    const { from: sender } = await two.recvmsg(new Uint8Array(10))
    // `two` is not connected; who sent it is told.
    assert.equal((sender as InternetAddress).address, '127.9.8.7')
    await any.close()
  }))

test('IPv6: interface, address, hop limit and traffic class of a packet, received and chosen', () =>
  withPair('IPv6', async (one, two) => {
    for (const option of [IPV6_RECVPKTINFO, IPV6_RECVHOPLIMIT, IPV6_RECVTCLASS]) two.setsockopt(option, true)
    const plain = await pass(one, two)
    assert.deepEqual(plain.control.get(IPV6_PKTINFO), { ifindex: LO, addr: '::1' })
    assert.equal(plain.control.get(IPV6_HOPLIMIT), 64)
    assert.equal(plain.control.get(IPV6_TCLASS), 0)
    const chosen = await pass(one, two, [
      cmsg(IPV6_HOPLIMIT, 9),
      cmsg(IPV6_TCLASS, 0x20),
      cmsg(IPV6_PKTINFO, { ifindex: LO, addr: '::1' }),
    ])
    assert.equal(chosen.control.get(IPV6_HOPLIMIT), 9)
    assert.equal(chosen.control.get(IPV6_TCLASS), 0x20)
  }))

for (const option of [SO_TIMESTAMP, SO_TIMESTAMPNS]) {
  test(`${option.name}: when a packet came`, () =>
    withPair('IPv4', async (one, two) => {
      two.setsockopt(option, true)
      await pass(one, two)
      const before = BigInt(Date.now()) * 1_000_000n
      const stamp = (await pass(one, two)).control.get(option) as bigint
      const after = BigInt(Date.now() + 1) * 1_000_000n
      assert.ok(stamp >= before - 1_000_000n && stamp <= after, `${before} ≤ ${stamp} ≤ ${after}`)
    }))
}

test('SO_TIMESTAMPING: when a packet left, from the error queue, and when it came', () =>
  withPair('IPv4', async (one, two) => {
    two.setsockopt(SO_TIMESTAMPING, SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE)
    // The kernel begins to stamp what comes a little after the first socket has asked for it.
    while ((await pass(one, two)).control.get(SO_TIMESTAMPING) === undefined) await pause(1)
    const sending = SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_OPT_ID
    one.setsockopt(SO_TIMESTAMPING, sending)
    const waiting = one.recvmsg(new Uint8Array(100), MSG_ERRQUEUE, { timeout: 5000 })
    const message = await pass(one, two)
    const sent = await waiting
    assert.equal(sent.flags & MSG_ERRQUEUE, MSG_ERRQUEUE)
    const why = sent.control.get(IP_RECVERR)!
    assert.equal(why.origin, SO_EE_ORIGIN_TIMESTAMPING)
    assert.equal(why.data, 0, 'the first message')
    const left = sent.control.get(SO_TIMESTAMPING)!.software!
    const came = message.control.get(SO_TIMESTAMPING)!.software!
    assert.equal(sent.control.get(SO_TIMESTAMPING)!.hardware, null)
    assert.ok(left <= came && came - left < 1_000_000_000n, `left ${left}, came ${came}`)
  }))

const ERRORS = {
  IPv4: { option: IP_RECVERR, origin: SO_EE_ORIGIN_ICMP, type: 3, code: 3 },
  IPv6: { option: IPV6_RECVERR, origin: SO_EE_ORIGIN_ICMP6, type: 1, code: 4 },
} as const

for (const family of ['IPv4', 'IPv6'] as const) {
  const { option, origin, type, code } = ERRORS[family]
  test(`${family}: the error queue tells which datagram nobody wanted, and who said so`, () =>
    withPair(family, async (one, two) => {
      const gone = two.getsockname()
      await two.close()
      one.setsockopt(option, true)
      const waiting = one.recvmsg(new Uint8Array(100), MSG_ERRQUEUE, { timeout: 5000 })
      await one.send(hello)
      const message = await waiting
      const error = message.control.get(option)!
      assert.equal(error.code, 'ECONNREFUSED')
      assert.equal(error.origin, origin)
      assert.deepEqual([error.icmpType, error.icmpCode], [type, code])
      assert.equal((error.offender as InternetAddress).address, LOOPBACK[family].address)
      assert.deepEqual(message.from, gone)
      assert.equal(message.length, hello.length)
    }))
}

for (const [family, discover, recverr] of [
  ['IPv4', IP_MTU_DISCOVER, IP_RECVERR],
  ['IPv6', IPV6_MTU_DISCOVER, IPV6_RECVERR],
] as const) {
  test(`${family}: a datagram that is too long for the path, and the path's limit`, async () => {
    const one = socket(LOOPBACK[family].family, SOCK_DGRAM)
    one.setsockopt(recverr, true)
    one.setsockopt(discover, IP_PMTUDISC_DO)
    await one.connect({ ...LOOPBACK[family], port: 9 })
    await assert.rejects(one.send(new Uint8Array(65_530)), { code: 'EMSGSIZE' })
    const error = (await one.recvmsg(new Uint8Array(1), MSG_ERRQUEUE)).control.get(recverr)!
    assert.deepEqual([error.code, error.origin], ['EMSGSIZE', SO_EE_ORIGIN_LOCAL])
    assert.ok(error.info > 60_000 && error.info <= 65_536, `a limit of ${error.info} bytes on lo`)
    await one.close()
  })
}

test('SO_RXQ_OVFL: how many datagrams found no room', () =>
  withPair('IPv4', async (one, two) => {
    two.setsockopt(SO_RCVBUF, 4096)
    two.setsockopt(SO_RXQ_OVFL, true)
    for (let i = 0; i < 100; i++) await one.send(new Uint8Array(1000))
    let received = 0
    let dropped = 0
    while (two.unread > 0) {
      const { control } = await two.recvmsg(new Uint8Array(1000))
      dropped = control.get(SO_RXQ_OVFL) ?? dropped
      received++
    }
    await one.send(hello)
    dropped = (await two.recvmsg(new Uint8Array(1000))).control.get(SO_RXQ_OVFL) ?? dropped
    assert.equal(received + dropped, 100)
    assert.ok(dropped > 50, `${dropped} of 100 were dropped`)
  }))

test('GSO for one message, and GRO told beside another', () =>
  withPair('IPv4', async (one, two) => {
    two.setsockopt(UDP_GRO, true)
    await one.sendmsg({ buffers: [new Uint8Array(1000)], control: [cmsg(UDP_SEGMENT, 300)] })
    const message = await two.recvmsg(new Uint8Array(65535))
    assert.equal(message.length, 1000)
    assert.equal(message.control.get(UDP_GRO), 300)
  }))

test('in a batch: what stands beside each message, and what goes with each', () =>
  withPair('IPv4', async (one, two) => {
    two.setsockopt(IP_RECVTTL, true)
    two.setsockopt(SO_TIMESTAMPNS, true)
    const out = new MessageVector(3, 100)
    for (let i = 0; i < 3; i++) {
      out.set(i, hello)
      if (i > 0) out.setControl(i, [cmsg(IP_TTL, 10 + i)])
    }
    assert.equal(await one.sendmmsg(out), 3)
    const into = new MessageVector(3, 100, { control: 128 })
    for (let received = 0; received < 3; ) {
      const count = await two.recvmmsg(into)
      for (let i = 0; i < count; i++, received++) {
        const control = into.control(i)
        assert.equal(control.get(IP_TTL), [64, 11, 12][received])
        assert.equal(typeof control.get(SO_TIMESTAMPNS), 'bigint')
      }
    }
    assert.throws(() => out.setControl(0, Array(4).fill(cmsg(IP_TTL, 1))), /does not fit into 64 bytes/)
  }))

test('MSG_ZEROCOPY: the error queue tells which sends have done with their memory', async () => {
  const [one, two] = await connection()
  one.setsockopt(SO_ZEROCOPY, true)
  const bytes = new Uint8Array(20_000).fill(3)
  for (let i = 0; i < 3; i++) await one.send(bytes, MSG_ZEROCOPY)
  let received = 0
  while (received < 3 * bytes.length) received += (await two.recv(65536)).length
  const done = new Set<number>()
  while (done.size < 3) {
    const { control } = await one.recvmsg(new Uint8Array(0), MSG_ERRQUEUE, { timeout: 5000 })
    const { origin, info, data } = control.get(IP_RECVERR)!
    assert.equal(origin, SO_EE_ORIGIN_ZEROCOPY)
    for (let index = info; index <= data; index++) done.add(index)
  }
  assert.deepEqual([...done].sort(), [0, 1, 2])
  await Promise.all([one.close(), two.close()])
})

test('TCP_INQ: how much more there is to read', async () => {
  const [one, two] = await connection()
  two.setsockopt(TCP_INQ, true)
  await one.send(new Uint8Array(1000))
  while (two.unread < 1000) await new Promise((resolve) => setImmediate(resolve))
  const { control } = await two.recvmsg(new Uint8Array(300))
  assert.equal(control.get(TCP_INQ), 700)
  await Promise.all([one.close(), two.close()])
})

test('MSG_ZEROCOPY: short sends leave as they are, also when they have to wait', async () => {
  const [one, two] = await connection()
  one.setsockopt(SO_ZEROCOPY, true)
  one.setsockopt(TCP_CORK, true)
  const parts = [1, 2, 3].map((value) => new Uint8Array(20).fill(value))
  for (const part of parts) await one.send(part, MSG_ZEROCOPY)
  one.setsockopt(TCP_CORK, false)
  assert.deepEqual(await two.recv(60, MSG_WAITALL), Uint8Array.from(parts.flatMap((part) => [...part])))
  await Promise.all([one.close(), two.close()])
})

test('MSG_FASTOPEN: what is sent goes with the connection, with a cookie or without', async () => {
  const listener = socket(AF_INET, SOCK_STREAM)
  listener.bind(LOOPBACK.IPv4)
  listener.setsockopt(TCP_FASTOPEN, 5)
  listener.listen()
  for (let i = 0; i < 3; i++) {
    const one = socket(AF_INET, SOCK_STREAM)
    const sent = one.sendto(hello, listener.getsockname(), MSG_FASTOPEN, { timeout: 5000 })
    const two = await listener.accept()
    assert.equal(await sent, hello.length)
    assert.deepEqual(await two.recv(100), hello)
    assert.equal(await one.send(hello), hello.length)
    assert.deepEqual(await two.recv(100), hello)
    await Promise.all([one.close(), two.close()])
  }
  await listener.close()
})
