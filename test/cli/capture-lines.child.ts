import assert from 'node:assert/strict'
import { join } from 'node:path'
import {
  AF_INET,
  AF_INET6,
  type InternetAddress,
  IP_OPTIONS,
  SOCK_DGRAM,
  type Socket,
} from '../../src/index.ts'
import { ip, layCable } from '../namespace.ts'
import { capture, captureTest, pair, text } from './capturing.ts'
import { readEvents, schemaMistakes } from './json-lines.ts'
import { SOQUETE, type StartOptions } from './running.ts'
import { soqueteWithoutNetRaw } from './unprivileged.ts'

layCable()

const SPANISH: StartOptions = { env: { SOQUETE_LANG: 'es' } }

function portOfSocket(socket: Socket): number {
  return (socket.getsockname() as InternetAddress).port
}

captureTest('without a file, a line a packet; in Spanish too', async (bench, scope) => {
  const [sender, receiver, port] = pair(scope)
  const args = ['-i', 'lo', '-c', '1', `port ${port}`]
  const [english, spanish] = [await capture(bench, args), await capture(bench, args, SPANISH)]
  await sender.sendto(text('hello'), receiver.getsockname())
  const what = `127\\.0\\.0\\.1:${portOfSocket(sender)} > 127\\.0\\.0\\.1:${port}  UDP  5 bytes\n$`
  const time = '^\\d\\d:\\d\\d:\\d\\d\\.\\d{6}'
  assert.match((await english.ends()).stdout.toString(), new RegExp(`${time}  lo in       ${what}`))
  const { stdout, stderr } = await spanish.ends()
  assert.match(stdout.toString(), new RegExp(`${time}  lo entra    ${what}`))
  assert.equal(
    stderr,
    'soquete: capturando en lo; Ctrl-C termina\nsoquete: 1 paquetes, 47 B, 0 descartados\n',
  )
})

captureTest('-x: the bytes below the line; control characters stay what they are', async (bench, scope) => {
  const [sender, receiver, port] = pair(scope)
  const started = await capture(bench, ['-i', 'lo', '-c', '1', '-x', `port ${port}`])
  await sender.sendto(text('\x1b[31mred\x07'), receiver.getsockname())
  const { stdout } = await started.ends()
  const [, ...rows] = stdout.toString().trimEnd().split('\n')
  assert.equal(rows.length, 4)
  assert.match(rows[2]!, /^ {2}00000020 {2}(\S\S ){8} \S\S \S\S 1b 5b 33 31 6d 72 {2}\|.*\.\[31mr\|$/)
  assert.match(rows[3]!, /^ {2}00000030 {2}65 64 07 {42}\|ed\.\|$/)
  assert.match(stdout.toString(), /^[\n -~]+$/)
})

captureTest("no interface's name can move the cursor", async (bench, scope) => {
  ip('link add evil type veth peer name good')
  ip('link set evil addrgenmode none')
  ip('link set evil name \x1b[31mx')
  try {
    const missing = await bench.soquete(['capture', '-i', '\x1b[2Jx']).ends(1)
    assert.match(missing.stderr, /^[\n -~]+$/)
    assert.match(missing.stderr, /\\x1b\[31mx/)
    assert.match((await bench.soquete(['capture', '--list']).ends()).stdout.toString(), /^[\n -~]+$/)
    const wrong = await bench.soquete(['capture', 'tcp', '\x1b]0;x\x07']).ends(2)
    assert.match(wrong.stderr, /^[\n -~·]+$/)
    const [sender, receiver, port] = pair(scope)
    const started = await capture(bench, ['-c', '1', 'udp', 'port', `${port}`])
    await sender.sendto(text('x'), receiver.getsockname())
    await started.ends()
  } finally {
    ip('link delete good')
  }
})

captureTest('--json: what began, each packet, and the figures', async (bench, scope) => {
  const [sender, receiver, port] = pair(scope)
  const filter = `udp and port ${port}`
  const started = bench.soquete(['capture', '-i', 'lo', '--json', '-x', '-c', '1', filter])
  await started.says(/"capturing"/, 'stdout')
  await sender.sendto(text('hello'), receiver.getsockname())
  const { stdout, stderr } = await started.ends()
  assert.equal(stderr, '')
  const events = readEvents(stdout)
  assert.deepEqual(events.flatMap(schemaMistakes), [])
  const times = events.map(({ time }) => Date.parse(String(time)))
  assert.deepEqual(
    times,
    times.toSorted((one, other) => one - other),
  )
  const [start, packet, summary] = events.map(({ v, time, ...said }) => said)
  assert.deepEqual(start, { event: 'capturing', interface: 'lo', filter })
  const { bytes, ...told } = packet!
  assert.deepEqual(told, {
    event: 'packet',
    interface: 'lo',
    direction: 'in',
    length: 47,
    captured: 47,
    packet: {
      protocol: 'UDP',
      source: { address: '127.0.0.1', port: portOfSocket(sender) },
      destination: { address: '127.0.0.1', port },
      bytes: 5,
    },
  })
  assert.equal(Buffer.from(String(bytes), 'base64').subarray(42).toString(), 'hello')
  assert.deepEqual(summary, { event: 'captured', packets: 1, bytes: 47, dropped: 0 })
})

captureTest('--for ends it, and Ctrl-C does; -q says nothing', async (bench) => {
  const timed = await bench.soquete(['capture', '--for', '50ms', '-i', 'v0']).ends()
  assert.equal(timed.stderr, 'soquete: capturing on v0; Ctrl-C ends it\nsoquete: 0 packets, 0 B, 0 dropped\n')
  assert.equal((await bench.soquete(['capture', '-q', '--for', '50ms']).ends()).stderr, '')
  const started = await capture(bench, ['-i', 'v0'])
  started.interrupt()
  assert.match((await started.ends()).stderr, /\nsoquete: 0 packets, 0 B, 0 dropped\n$/)
})

captureTest('on a terminal, while a file is written, how many there are', async (bench, scope) => {
  const [sender, receiver, port] = pair(scope)
  const path = join(bench.directory, 'x.pcapng')
  const line = [process.execPath, SOQUETE, 'capture', '-i', 'lo', '-w', path, '-c', '2', `port ${port}`]
  const quoted = line.map((word) => `'${word}'`).join(' ')
  const started = bench.program('script', ['-qec', `stty cols 80; ${quoted}`, '/dev/null'])
  await started.says(/\r0 packets, 0 B, 0 dropped/, 'stdout')
  await sender.sendto(text('hello'), receiver.getsockname())
  await started.says(/\r1 packets, 47 B, 0 dropped/, 'stdout')
  await sender.sendto(text('hello'), receiver.getsockname())
  const { stdout } = await started.ends()
  assert.ok(stdout.toString().endsWith('\r\x1b[Ksoquete: 2 packets, 94 B, 0 dropped\r\n'), started.story())
})

/** Options of an IPv4 header: no operation three times, and the end. RFC 791 section 3.1. */
const NOTHING_TO_DO = Uint8Array.of(1, 1, 1, 0)

const LOOPBACK: Record<'ip' | 'ip6', InternetAddress> = {
  ip: { family: AF_INET, address: '127.0.0.1', port: 0 },
  ip6: { family: AF_INET6, address: '::1', port: 0 },
}

for (const word of ['ip', 'ip6'] as const) {
  captureTest(`${word}: address and port are found, also behind options`, async (bench, scope) => {
    const [sender, receiver] = [1, 2].map(() => scope.bound(SOCK_DGRAM, LOOPBACK[word])) as [Socket, Socket]
    if (word === 'ip') sender.setsockopt(IP_OPTIONS, NOTHING_TO_DO)
    const { address, port } = receiver.getsockname() as InternetAddress
    const filter = `${word} and host ${address} and udp dst port ${port}`
    const started = await capture(bench, ['-i', 'lo', '-c', '1', filter])
    await sender.sendto(text('hello'), receiver.getsockname())
    const { stdout } = await started.ends()
    assert.match(stdout.toString(), new RegExp(`${address}.*:${port}  UDP  5 bytes`))
  })
}

captureTest('a TCP connection, from its first segment on', async (bench, scope) => {
  const listener = scope.listener()
  const started = await capture(bench, ['-i', 'lo', '-c', '3', 'tcp'])
  await scope.socket().connect(listener.getsockname())
  const { stdout } = await started.ends()
  const lines = stdout.toString().split('\n')
  const flags = lines.flatMap((line) => /TCP {2}(\S+)/.exec(line)?.[1] ?? [])
  assert.deepEqual(flags, ['SYN', 'SYN,ACK', 'ACK'])
})

captureTest('without the capability, what to do is said', async (bench) => {
  const english = await soqueteWithoutNetRaw(bench, ['capture', '-w', join(bench.directory, 'x')]).ends(9)
  assert.equal(english.stdout.length, 0)
  assert.match(
    english.stderr,
    /^soquete: cannot capture: .*CAP_NET_RAW.*\n {2}.*sudo setcap cap_net_raw\+ep \//,
  )
  const spanish = await soqueteWithoutNetRaw(bench, ['capture'], SPANISH).ends(9)
  assert.match(spanish.stderr, /^soquete: no se puede capturar: .*\n {2}.*sudo setcap cap_net_raw\+ep \//)
  // To look which interfaces there are needs no right.
  await soqueteWithoutNetRaw(bench, ['capture', '--list']).ends()
})

captureTest('interfaces that are not there, and words that make no sense', async (bench) => {
  const { stderr } = await bench.soquete(['capture', '-i', 'v00']).ends(1)
  assert.equal(
    stderr,
    'soquete: there is no interface v00\n  Did you mean v0?\n  There are: lo, v1, v0, any\n',
  )
  const spanish = await bench.soquete(['capture', '-i', 'nope0'], SPANISH).ends(1)
  assert.equal(spanish.stderr, 'soquete: no existe la interfaz nope0\n  Existen: lo, v1, v0, any\n')
  for (const [args, said] of [
    [['-c', '0'], /^soquete: -c 0: must be a whole number/],
    [['--for', 'x'], /^soquete: --for x: must be a duration/],
    [['--snap', '0'], /^soquete: --snap 0: must be a size/],
    [['-w', '-', '-x'], /^soquete: --hex would mix with the packets/],
    [['-w', '-', '--json'], /^soquete: --json would mix with the packets/],
    [['--wirte', 'x'], /has no option --wirte\n {2}Did you mean --write\?/],
    [['tcp', 'and', 'prot', '53'], /'prot'\n {2}tcp and prot 53\n {10}\^{4}\n {2}Did you mean port\?\n$/],
  ] as const)
    assert.match((await bench.soquete(['capture', ...args]).ends(2)).stderr, said)
})

captureTest('--list: the interfaces with their addresses', async (bench) => {
  ip('addr add 10.0.0.1/24 dev v0')
  const { stdout } = await bench.soquete(['capture', '--list']).ends()
  assert.match(stdout.toString(), /^lo {2,}up {2,}127\.0\.0\.1\/8 {2}::1\/128$/m)
  assert.match(stdout.toString(), /^v0 {2,}up {2,}veth {2,}10\.0\.0\.1\/24$/m)
  const spanish = await bench.soquete(['capture', '--list'], SPANISH).ends()
  assert.match(spanish.stdout.toString(), /^v0 {2,}activa {2,}veth/m)
  const json = await bench.soquete(['capture', '--list', '--json']).ends()
  const listed = readEvents(json.stdout)
  assert.deepEqual(listed.flatMap(schemaMistakes), [])
  const { event, state, kind, addresses } = listed.find(({ name }) => name === 'v0') ?? {}
  assert.deepEqual([event, state, kind, addresses], ['interface', 'up', 'veth', ['10.0.0.1/24']])
})

captureTest('an interface that goes down ends it, with what there was', async (bench) => {
  const started = await capture(bench, ['-i', 'v0'])
  ip('link set v0 down')
  const { stderr } = await started.ends(7)
  assert.match(
    stderr,
    /\nsoquete: 0 packets, .*\nsoquete: cannot receive messages: network is down \(ENETDOWN\)\n/,
  )
})
