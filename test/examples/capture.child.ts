import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import {
  AF_INET,
  AF_INET6,
  AF_PACKET,
  type InternetAddress,
  IP_OPTIONS,
  if_nametoindex,
  kernel,
  SO_TIMESTAMPING,
  SOCK_DGRAM,
  SOCK_RAW,
  SOF_TIMESTAMPING_RX_SOFTWARE,
  SOF_TIMESTAMPING_SOFTWARE,
  type Socket,
} from '../../src/index.ts'
import { toHex } from '../../src/trace/index.ts'
import { type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { CABLE, ip, layCable } from '../namespace.ts'
import { type Block, hasTcpdump, readByTcpdump, readPcapng } from '../trace/pcapng-reader.ts'
import { capture, interfaces, packets, pair, text } from './capturing.ts'
import { run, UNPRIVILEGED } from './example.ts'

layCable()
ip('addr add 10.0.0.1/24 dev v0')
ip(`neigh add 10.0.0.9 lladdr ${CABLE.other.address} dev v0`)

test(
  'what the filter lets through of lo is in the file, and nothing else',
  scoped(async (scope) => {
    const [sender, receiver, port] = pair(scope)
    const [, stranger] = pair(scope)
    const path = scope.path()
    const before = BigInt(Date.now()) * 1_000_000n
    const started = await capture('lo', ['-w', path, '-c', '2', '--filter', `udp and port ${port}`])
    for (const [words, to] of [
      ['first', receiver],
      ['not this', stranger],
      ['second', receiver],
    ] as const)
      await sender.sendto(text(words), to.getsockname())
    assert.equal(await started.ended, 0, started.stderr)
    assert.equal(started.stderr, 'captured 2, and dropped 0 for want of room\n')
    const file = readFileSync(path)
    assert.deepEqual(interfaces(file), [toHex(text('lo'))])
    const found = packets(file)
    assert.equal(found.length, 2)
    for (const [index, words] of ['first', 'second'].entries()) {
      const { bytes, length, time, options } = found[index] as Block
      // Ethernet, IPv4, UDP, and what was said.
      assert.equal(length, 14 + 20 + 8 + words.length)
      assert.equal(bytes?.slice(2 * 42), toHex(text(words)))
      assert.deepEqual(options, [[2, '01000000']])
      assert.ok(BigInt(String(time)) > before && BigInt(String(time)) < before + 60_000_000_000n)
    }
    if (hasTcpdump) assert.match(readByTcpdump(file)[1] as string, new RegExp(`\\.${port}: UDP, length 6`))
  }),
)

test(
  'all interfaces: each is described before its first packet, and both ends of a cable have theirs',
  scoped(async (scope) => {
    const path = scope.path()
    const started = await capture(null, ['-w', path, '-c', '2', '--filter', 'udp port 4242'])
    await scope.socket(AF_INET, SOCK_DGRAM).sendto(text('along the cable'), {
      family: AF_INET,
      address: '10.0.0.9',
      port: 4242,
    })
    assert.equal(await started.ended, 0, started.stderr)
    const file = readFileSync(path)
    assert.deepEqual(
      readPcapng(file).map(({ type }) => type),
      [0x0a0d0d0a, 1, 6, 1, 6],
    )
    assert.deepEqual(interfaces(file), [toHex(text('v0')), toHex(text('v1'))])
    const [out, into] = packets(file)
    assert.deepEqual([out?.options, into?.options], [[[2, '02000000']], [[2, '01000000']]])
    assert.equal(out?.bytes, into?.bytes)
  }),
)

test(
  'without a file, a line a packet',
  scoped(async (scope) => {
    const [sender, receiver, port] = pair(scope)
    const { port: from } = sender.getsockname() as { port: number }
    const started = await capture('lo', ['-c', '1', '--filter', `port ${port}`])
    await sender.sendto(text('hello'), receiver.getsockname())
    assert.equal(await started.ended, 0)
    const line = `lo in       127\\.0\\.0\\.1:${from} > 127\\.0\\.0\\.1:${port}  UDP  5 bytes\n$`
    assert.match(started.stdout, new RegExp(`^\\d\\d:\\d\\d:\\d\\d\\.\\d{6}  ${line}`))
  }),
)

/** Options of an IPv4 header: no operation three times, and the end. RFC 791 section 3.1. */
const NOTHING_TO_DO = Uint8Array.of(1, 1, 1, 0)

const LOOPBACK: Record<'ip' | 'ip6', InternetAddress> = {
  ip: { family: AF_INET, address: '127.0.0.1', port: 0 },
  ip6: { family: AF_INET6, address: '::1', port: 0 },
}

for (const word of ['ip', 'ip6'] as const) {
  test(
    `${word}: address and port are found, also behind options`,
    scoped(async (scope) => {
      const [sender, receiver] = [1, 2].map(() => scope.bound(SOCK_DGRAM, LOOPBACK[word])) as [Socket, Socket]
      if (word === 'ip') sender.setsockopt(IP_OPTIONS, NOTHING_TO_DO)
      const { address, port } = receiver.getsockname() as InternetAddress
      const filter = `${word} and host ${address} and udp port ${port}`
      const started = await capture('lo', ['-c', '1', '--filter', filter])
      await sender.sendto(text('hello'), receiver.getsockname())
      assert.equal(await started.ended, 0, started.stderr)
      assert.match(started.stdout, new RegExp(`${address}.*:${port}  UDP  5 bytes`))
    }),
  )
}

/** Resolves when the kernel stamps what comes: a little after the first socket of the machine has asked for it. */
async function stamping(scope: Scope): Promise<void> {
  const [sender, receiver] = pair(scope)
  receiver.setsockopt(SO_TIMESTAMPING, SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE)
  for (;;) {
    await sender.sendto(text('now?'), receiver.getsockname())
    if ((await receiver.recvmsg(new Uint8Array(10))).control.get(SO_TIMESTAMPING) !== undefined) return
  }
}

test(
  'held up, it has the times at which packets came, and says how many found no room',
  scoped(async (scope) => {
    const [sender, receiver, port] = pair(scope)
    const path = scope.path()
    const started = await capture('lo', ['-w', path, '--filter', `udp and port ${port}`])
    await stamping(scope)
    started.signal('SIGSTOP')
    const before = BigInt(Date.now()) * 1_000_000n
    for (let i = 0; i < 2000; i++) await sender.sendto(new Uint8Array(8000), receiver.getsockname())
    const after = BigInt(Date.now() + 1) * 1_000_000n
    await new Promise((resolve) => setTimeout(resolve, 50))
    started.signal('SIGCONT')
    while (readFileSync(path).length < 40_000) await new Promise((resolve) => setTimeout(resolve, 5))
    started.signal('SIGINT')
    assert.equal(await started.ended, 0, started.stderr)
    const [, captured, dropped] =
      /^captured (\d+), and dropped (\d+) for want of room$/m.exec(started.stderr) ?? []
    const times = packets(readFileSync(path)).map(({ time }) => BigInt(String(time)))
    assert.equal(times.length, Number(captured))
    assert.ok(Number(dropped) > 0)
    assert.ok(times.every((time) => time >= before && time <= after))
    assert.ok(
      times.some((time) => time % 1000n !== 0n),
      'nanoseconds',
    )
  }),
)

test(
  'a TCP connection, from its first segment on',
  scoped(async (scope) => {
    const listener = scope.listener()
    const started = await capture('lo', ['-c', '3', '--filter', 'tcp'])
    await scope.socket().connect(listener.getsockname())
    assert.equal(await started.ended, 0)
    const flags = started.stdout.split('\n').flatMap((line) => /TCP {2}(\S+)/.exec(line)?.[1] ?? [])
    assert.deepEqual(flags, ['SYN', 'SYN,ACK', 'ACK'])
  }),
)

test(
  'Ctrl-C ends it, and the file is whole',
  scoped(async (scope) => {
    const path = scope.path()
    const started = await capture('v1', ['-w', path])
    const raw = scope.own(kernel.socket(AF_PACKET, SOCK_RAW, 0))
    raw.bind({ family: AF_PACKET, protocol: 0x88b5, ifindex: if_nametoindex('v0') })
    const frame = new Uint8Array(60).fill(7)
    await raw.send(frame)
    while (readFileSync(path).length < 100) await new Promise((resolve) => setTimeout(resolve, 5))
    started.signal('SIGINT')
    assert.equal(await started.ended, 0, started.stderr)
    assert.deepEqual(
      packets(readFileSync(path)).map(({ bytes }) => bytes),
      [toHex(frame)],
    )
  }),
)

test('without the capability, what to do is said', async () => {
  const { status, stdout, stderr } = await run('capture', ['-i', 'lo', '-c', '1'], UNPRIVILEGED)
  assert.deepEqual([status, stdout], [2, ''])
  assert.match(stderr, /^capture: cannot capture: packet sockets need the capability CAP_NET_RAW\n.*setcap/)
})

test('interfaces and files that are not there, and words that make no sense', async () => {
  const nowhere = await run('capture', ['-i', 'nope0'])
  assert.deepEqual(
    [nowhere.status, nowhere.stderr],
    [2, 'capture: there is no interface nope0; there are lo, v1, v0\n'],
  )
  const nofile = await run('capture', ['-i', 'lo', '-w', '/nowhere/file.pcapng'])
  assert.equal(nofile.status, 2)
  assert.match(nofile.stderr, /^capture: ENOENT/)
  for (const args of [
    ['-c', '0'],
    ['-c', 'x'],
    ['--filter', 'sctp'],
    ['--filter', 'port 0'],
    ['--filter', 'udp or tcp'],
    ['lo'],
    ['-z'],
  ]) {
    const { status, stderr } = await run('capture', args)
    assert.equal(status, 2)
    assert.match(stderr, /^usage: capture /, args.join(' '))
  }
})

test('an interface that goes down ends it', async () => {
  const started = await capture('v0', [])
  ip('link set v0 down')
  assert.equal(await started.ended, 2)
  assert.equal(started.stderr, 'capture: cannot receive a message: network is down (ENETDOWN)\n')
})
