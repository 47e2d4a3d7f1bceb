import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  AF_INET,
  AF_PACKET,
  if_nametoindex,
  kernel,
  SO_TIMESTAMPING,
  SOCK_DGRAM,
  SOCK_RAW,
  SOF_TIMESTAMPING_RX_SOFTWARE,
  SOF_TIMESTAMPING_SOFTWARE,
} from '../../src/index.ts'
import { fromHex, toHex } from '../../src/trace/index.ts'
import type { Scope } from '../errors/loopback.ts'
import { CABLE, ip, layCable } from '../namespace.ts'
import { type Block, hasTcpdump, readByTcpdump, readPcapng } from '../trace/pcapng-reader.ts'
import { capture, captureTest, interfaces, packets, pair, text } from './capturing.ts'
import { SOQUETE } from './running.ts'

layCable()
ip('addr add 10.0.0.1/24 dev v0')
ip(`neigh add 10.0.0.9 lladdr ${CABLE.other.address} dev v0`)

/** A datagram in VLAN 5, of priority 3. */
const TAGGED = fromHex(
  '020000000002 020000000001 81006005 0800'.replaceAll(' ', '') +
    '4500001e 00004000 40110000 0a000001 0a000009 03e81092 000a0000 6869'.replaceAll(' ', ''),
)

/** Datagrams that leave by the cable. */
async function sendAlong(scope: Scope, ...words: readonly string[]): Promise<void> {
  const sender = scope.socket(AF_INET, SOCK_DGRAM)
  for (const each of words)
    await sender.sendto(text(each), { family: AF_INET, address: '10.0.0.9', port: 4242 })
}

captureTest('what the filter lets through of lo is in the file, and nothing else', async (bench, scope) => {
  const [sender, receiver, port] = pair(scope)
  const [, stranger] = pair(scope)
  const path = scope.path()
  const before = BigInt(Date.now()) * 1_000_000n
  const started = await capture(bench, ['-i', 'lo', '-w', path, '-c', '2', 'udp', 'and', 'port', `${port}`])
  for (const [words, to] of [
    ['first', receiver],
    ['not this', stranger],
    ['second', receiver],
  ] as const)
    await sender.sendto(text(words), to.getsockname())
  const { stdout, stderr } = await started.ends()
  assert.equal(stdout.length, 0)
  assert.equal(stderr, 'soquete: capturing on lo; Ctrl-C ends it\nsoquete: 2 packets, 95 B, 0 dropped\n')
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
})

for (const args of [[], ['-i', 'any']]) {
  const words = ['all interfaces', ...args].join(' ')
  captureTest(`${words}: each is described before its first packet`, async (bench, scope) => {
    const path = scope.path()
    const started = await capture(bench, [...args, '-w', path, '-c', '2', 'udp port 4242'])
    await sendAlong(scope, 'along the cable')
    assert.match((await started.ends()).stderr, /capturing on all interfaces/)
    const file = readFileSync(path)
    assert.deepEqual(
      readPcapng(file).map(({ type }) => type),
      [0x0a0d0d0a, 1, 6, 1, 6],
    )
    // Both ends of a cable have theirs.
    assert.deepEqual(interfaces(file), [toHex(text('v0')), toHex(text('v1'))])
    const [out, into] = packets(file)
    assert.deepEqual([out?.options, into?.options], [[[2, '02000000']], [[2, '01000000']]])
    assert.equal(out?.bytes, into?.bytes)
  })
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

captureTest(
  'held up, it has the times at which packets came, and says how many found no room',
  async (bench, scope) => {
    const [sender, receiver, port] = pair(scope)
    const path = scope.path()
    const started = await capture(bench, ['-i', 'lo', '-w', path, 'udp', 'port', `${port}`])
    await stamping(scope)
    started.interrupt('SIGSTOP')
    const before = BigInt(Date.now()) * 1_000_000n
    for (let i = 0; i < 2000; i++) await sender.sendto(new Uint8Array(8000), receiver.getsockname())
    const after = BigInt(Date.now() + 1) * 1_000_000n
    await new Promise((resolve) => setTimeout(resolve, 50))
    started.interrupt('SIGCONT')
    while (readFileSync(path).length < 40_000) await new Promise((resolve) => setTimeout(resolve, 5))
    started.interrupt()
    const { stderr } = await started.ends()
    const [, captured, dropped] = /^soquete: (\d+) packets, .*, (\d+) dropped$/m.exec(stderr) ?? []
    const times = packets(readFileSync(path)).map(({ time }) => BigInt(String(time)))
    assert.equal(times.length, Number(captured))
    assert.ok(Number(dropped) > 0)
    assert.ok(times.every((time) => time >= before && time <= after))
    assert.ok(
      times.some((time) => time % 1000n !== 0n),
      'nanoseconds',
    )
  },
)

captureTest('Ctrl-C ends it, and the file is whole', async (bench, scope) => {
  const path = scope.path()
  const started = await capture(bench, ['-i', 'v1', '-w', path])
  const raw = scope.own(kernel.socket(AF_PACKET, SOCK_RAW, 0))
  raw.bind({ family: AF_PACKET, protocol: 0x88b5, ifindex: if_nametoindex('v0') })
  const frame = Uint8Array.of(2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5, ...text('a frame of our own'))
  await raw.send(frame)
  // It is written at once, and not only at the end.
  while (!readFileSync(path).includes('a frame of our own'))
    await new Promise((resolve) => setTimeout(resolve, 5))
  started.interrupt()
  await started.ends()
  assert.deepEqual(
    packets(readFileSync(path)).map(({ bytes }) => bytes),
    [toHex(frame)],
  )
})

captureTest('-w - is a file on the standard output, a packet at a time', async (bench, scope) => {
  const started = await capture(bench, ['-i', 'v0', '-w', '-', 'udp'])
  for (const words of ['first', 'second']) {
    await sendAlong(scope, words)
    await started.says(new RegExp(words), 'stdout')
  }
  started.interrupt()
  const { stdout, stderr } = await started.ends()
  assert.match(stderr, /\nsoquete: 2 packets, /)
  assert.equal(packets(stdout).length, 2)
  if (hasTcpdump) assert.match(readByTcpdump(stdout)[1] as string, /10\.0\.0\.9\.4242: UDP, length 6/)
})

captureTest('who reads along may leave: it ends, and says what it had', async (bench, scope) => {
  const started = await capture(bench, ['-i', 'v0', '-w', '-', 'udp'])
  await sendAlong(scope, 'one')
  await started.says(/one/, 'stdout')
  started.child.stdout?.destroy()
  await sendAlong(scope, 'two')
  const { stderr } = await started.ends(141)
  assert.match(stderr, /^soquete: capturing on v0.*\nsoquete: \d packets, .*\n$/)
})

/** Runs a program where `$1/files` is a disk of 64 KiB; then writes out what is in a file there. */
const ON_A_SMALL_DISK = `
  mkdir "$1/files" && mount -t tmpfs -o size=64k none "$1/files"
  file=$1/files/x.pcapng
  shift
  "$@" "$file" udp
  status=$?
  cat "$file"
  exit $status`

captureTest('a full disk is told, and what was captured can be read', async (bench, scope) => {
  const command = [process.execPath, SOQUETE, 'capture', '-i', 'v0', '-w']
  const words = ['--mount', 'sh', '-c', ON_A_SMALL_DISK, 'sh', bench.directory, ...command]
  const started = bench.program('unshare', words)
  await started.says(/capturing on v0/)
  const sender = scope.socket(AF_INET, SOCK_DGRAM)
  const to = { family: AF_INET, address: '10.0.0.9', port: 4242 } as const
  for (let i = 0; i < 200; i++) await sender.sendto(new Uint8Array(1000), to)
  const { stdout, stderr } = await started.ends(1)
  const [, held] =
    /\nsoquete: cannot write \S+x\.pcapng: no space left on device \(ENOSPC\)\n {2}It holds (\d+) whole packets, and can be read\.\n$/.exec(
      stderr,
    ) ?? []
  assert.ok(Number(held) > 10, stderr)
  const found = packets(stdout)
  assert.equal(found.length, Number(held))
  assert.ok(found.every(({ length, bytes }) => length === 1042 && bytes?.length === 2 * 1042))
  if (hasTcpdump) assert.equal(readByTcpdump(stdout).length, found.length)
})

captureTest('--snap keeps the beginning of each packet, and its length', async (bench, scope) => {
  const path = scope.path()
  const started = await capture(bench, ['-i', 'v0', '-w', path, '--snap', '50', '-c', '1', 'udp'])
  await sendAlong(scope, 'a packet that is longer than that')
  await started.ends()
  const file = readFileSync(path)
  assert.equal(readPcapng(file)[1]?.snapLength, 50)
  const [packet] = packets(file)
  assert.deepEqual([packet?.bytes?.length, packet?.length], [2 * 50, 42 + 33])
})

captureTest('a VLAN tag, which the kernel takes out, stands in the packet again', async (bench, scope) => {
  const path = scope.path()
  const started = await capture(bench, ['-i', 'v1', '-w', path, '--print', '-c', '1', 'udp'])
  const raw = scope.own(kernel.socket(AF_PACKET, SOCK_RAW, 0))
  await raw.sendto(TAGGED, { family: AF_PACKET, protocol: 0x8100, ifindex: if_nametoindex('v0') })
  const { stdout } = await started.ends()
  assert.match(stdout.toString(), / {2}10\.0\.0\.1:1000 > 10\.0\.0\.9:4242 {2}UDP {2}2 bytes\n/)
  const file = readFileSync(path)
  const [packet] = packets(file)
  assert.deepEqual([packet?.bytes, packet?.length], [toHex(TAGGED), TAGGED.length])
  if (hasTcpdump) assert.match(readByTcpdump(file, ['-e'])[0] as string, /vlan 5, p 3, ethertype IPv4/)
})

function isUp(name: string): boolean {
  return execFileSync('ip', ['-o', 'link', 'show', name], { encoding: 'utf8' }).includes('state UP')
}

captureTest('an interface that comes while it captures has its name', async (bench, scope) => {
  const path = scope.path()
  const started = await capture(bench, ['-w', path, '-c', '2', 'arp'])
  ip('link add late0 type veth peer name late1')
  for (const name of ['late0', 'late1']) ip(`link set ${name} addrgenmode none up`)
  // A link that has just come up drops what is sent, until the kernel has noticed that both ends are.
  for (const name of ['late0', 'late1']) while (!isUp(name)) await sleep(10)
  const arp = { family: AF_PACKET, protocol: 0x0806, ifindex: if_nametoindex('late0') } as const
  const frame = Uint8Array.of(...new Uint8Array(6).fill(255), 2, 0, 0, 0, 0, 3, 8, 6, ...new Uint8Array(46))
  const raw = scope.own(kernel.socket(AF_PACKET, SOCK_RAW, 0))
  await raw.sendto(frame, arp)
  await started.ends()
  ip('link delete late0')
  assert.deepEqual(interfaces(readFileSync(path)), [toHex(text('late0')), toHex(text('late1'))])
})

captureTest('a file that cannot be made is told, before anything is captured', async (bench) => {
  const path = join(bench.directory, 'none', 'x.pcapng')
  const { stderr } = await bench.soquete(['capture', '-w', path]).ends(1)
  assert.equal(stderr, `soquete: cannot write ${path}: no such file or directory (ENOENT)\n`)
  const spanish = bench.soquete(['capture', '-w', path], { env: { SOQUETE_LANG: 'es' } })
  assert.match((await spanish.ends(1)).stderr, /^soquete: no se puede escribir .*\(ENOENT\)\n$/)
})
