import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import type { RoundTrips } from '../../src/cli/ping/totals.ts'
import { ip, layCable } from '../namespace.ts'
import { EchoHost, type Fate } from './echo-host.ts'
import { readEvents, schemaMistakes } from './json-lines.ts'
import { type Bench, cliTest, type StartOptions } from './running.ts'
import { soqueteWithoutNetRaw } from './unprivileged.ts'

layCable()
EchoHost.connect()
ip('addr add fe80::a/64 dev v0 nodad')
// That nobody is there turns out soon.
writeFileSync('/proc/sys/net/ipv4/neigh/v0/retrans_time_ms', '20')

const SPANISH: StartOptions = { env: { SOQUETE_LANG: 'es' } }

/** One line of the answer to `-c 1`, and the figures below. */
function answered(address: string, ttl = 64): RegExp {
  const time = '\\d+\\.?\\d*'
  return new RegExp(
    `^64 bytes from ${address}: icmp_seq=1 ttl=${ttl} time=${time} ms\n\n` +
      `--- ${address} ping statistics ---\n` +
      '1 packets transmitted, 1 received, 0% packet loss, time \\d+ ms\n' +
      `rtt min/avg/max/mdev = ${time}/${time}/${time}/0\\.000 ms\n$`,
    'm',
  )
}

async function ping(bench: Bench, args: readonly string[], status = 0, options?: StartOptions) {
  const { stdout, stderr } = await bench.soquete(['ping', ...args], options).ends(status)
  return { stdout: stdout.toString(), stderr }
}

function hostTest(
  name: string,
  fate: (sequence: number) => Fate,
  body: (bench: Bench) => Promise<void>,
): void {
  cliTest(name, async (bench) => {
    const host = new EchoHost(fate)
    try {
      await body(bench)
    } finally {
      await host.close()
    }
  })
}

cliTest('an answer over IPv4, by a raw socket', async (bench) => {
  const { stdout, stderr } = await ping(bench, ['-c', '1', '127.0.0.1'])
  assert.equal(stderr, '')
  assert.match(stdout, /^PING 127\.0\.0\.1 \(127\.0\.0\.1\) 56\(84\) bytes of data, by a raw socket\n/)
  assert.match(stdout, answered('127.0.0.1'))
})

cliTest('answers over IPv6, to a name and to an address of a link', async (bench) => {
  const { stdout } = await ping(bench, ['-6', '-c', '2', '-i', '10ms', 'fe80::a%v0'])
  assert.match(stdout, /^64 bytes from fe80::a%v0: icmp_seq=1 ttl=64 time=/m)
  assert.match(stdout, /^2 packets transmitted, 2 received, 0% packet loss/m)
  assert.match((await ping(bench, ['-c', '1', '::1'])).stdout, answered('::1'))
})

cliTest('in Spanish', async (bench) => {
  const { stdout } = await ping(bench, ['-c', '1', '127.0.0.1'], 0, SPANISH)
  const lines = [
    '^PING 127\\.0\\.0\\.1 \\(127\\.0\\.0\\.1\\) con 56\\(84\\) bytes de datos, por un socket raw',
    '64 bytes de 127\\.0\\.0\\.1: icmp_seq=1 ttl=64 tiempo=\\d\\S* ms',
    '',
    '--- estadísticas de ping a 127\\.0\\.0\\.1 ---',
    '1 paquetes enviados, 1 recibidos, 0% de paquetes perdidos, tiempo \\d+ ms',
    'rtt mín/med/máx/mdev = \\S+ ms',
    '$',
  ]
  assert.match(stdout, new RegExp(lines.join('\n')))
})

cliTest('without privileges and without permission, what to do is said', async (bench) => {
  const english = await soqueteWithoutNetRaw(bench, ['ping', '127.0.0.1']).ends(9)
  assert.equal(english.stdout.length, 0)
  assert.match(
    english.stderr,
    /^soquete: cannot ping: neither a raw socket nor an ICMP datagram socket is perm/,
  )
  assert.match(english.stderr, /root.*sudo setcap cap_net_raw\+ep \/.*\n.*net\.ipv4\.ping_group_range/)
  const spanish = await soqueteWithoutNetRaw(bench, ['ping', '::1'], SPANISH).ends(9)
  assert.match(spanish.stderr, /^soquete: no se puede hacer ping: .*\n.*setcap.*\n.*ping_group_range/)
})

cliTest('without privileges, but with permission, by an ICMP datagram socket', async (bench) => {
  writeFileSync('/proc/sys/net/ipv4/ping_group_range', '0 0')
  for (const address of ['127.0.0.1', '::1']) {
    const { stdout, stderr } = await soqueteWithoutNetRaw(bench, ['ping', '-c', '1', address]).ends()
    assert.equal(stderr, '')
    assert.match(stdout.toString(), /by an ICMP datagram socket\n/)
    assert.match(stdout.toString(), answered(address))
  }
})

hostTest(
  'no answer in time',
  () => [],
  async (bench) => {
    const args = ['-c', '2', '-i', '50ms', '-W', '100ms', EchoHost.address]
    const { stdout } = await ping(bench, args, 1)
    assert.match(stdout, /^No answer to icmp_seq=1 within 100 ms\nNo answer to icmp_seq=2 within 100 ms\n$/m)
    assert.match(
      stdout,
      /\n\n--- 10\.0\.0\.9 ping statistics ---\n2 packets transmitted, 0 received, 100% pack/,
    )
    assert.doesNotMatch(stdout, /rtt/)
    const json = await ping(bench, ['--json', ...args], 1)
    assert.deepEqual(readEvents(json.stdout).flatMap(schemaMistakes), [])
    const spanish = await ping(bench, args, 1, SPANISH)
    assert.match(spanish.stdout, /^Sin respuesta a icmp_seq=2 en 100 ms\n[\s\S]* 100% de paquetes perdidos/m)
  },
)

const STRANGE: Readonly<Record<number, Fate>> = {
  1: [0],
  2: [0, 1],
  3: [],
  4: [450],
  5: { type: 3, code: 13 },
}

hostTest(
  'answers that come twice, late, never; and that somebody says why',
  (sequence) => STRANGE[sequence] ?? [],
  async (bench) => {
    const args = ['-c', '10', '-i', '100ms', '-W', '250ms', '--json', EchoHost.address]
    const { stdout } = await ping(bench, args)
    const events = readEvents(stdout)
    assert.deepEqual(events.flatMap(schemaMistakes), [])
    const { event, host, address, size, socket } = events[0]!
    assert.deepEqual([event, host, address, size, socket], ['pinging', '10.0.0.9', '10.0.0.9', 56, 'raw'])
    const told = events.slice(1, -1).map((each) => {
      const { event: what, sequence, duplicate, late, reason, from } = each
      return [what, sequence, duplicate && 'twice', late && 'late', reason && `${reason}, ${from}`]
        .filter(Boolean)
        .join(' ')
    })
    assert.deepEqual(told.sort(), [
      'error 5 prohibited, 10.0.0.254',
      'reply 1',
      'reply 2',
      'reply 2 twice',
      'reply 4 late',
      'timeout 10',
      'timeout 3',
      'timeout 4',
      'timeout 6',
      'timeout 7',
      'timeout 8',
      'timeout 9',
    ])
    const { rtt, ...summary } = events.at(-1)!
    const { sent, received, duplicates, errors, late, loss } = summary
    const { min, avg, max, mdev } = rtt as RoundTrips
    assert.deepEqual(
      { event: summary.event, sent, received, duplicates, errors, late, loss },
      { event: 'pinged', sent: 10, received: 3, duplicates: 1, errors: 1, late: 1, loss: 70 },
    )
    assert.ok(min <= avg && avg <= max && max >= 400 && mdev > 0)
  },
)

hostTest(
  'late and twofold answers, in words',
  (sequence) => (sequence === 1 ? [150, 160] : [300]),
  async (bench) => {
    const args = ['-c', '2', '-i', '50ms', '-W', '100ms', '-w', '10s', EchoHost.address]
    const english = await ping(bench, args)
    assert.match(english.stdout, /^64 bytes from 10\.0\.0\.9: icmp_seq=1 .* ms \(late\)$/m)
    assert.match(english.stdout, /^64 bytes from 10\.0\.0\.9: icmp_seq=1 .* ms \(DUP!\)$/m)
    assert.match(english.stdout, /, 2 received, \+\d late, \+1 duplicates, /)
    const spanish = await ping(bench, args, 0, SPANISH)
    assert.match(spanish.stdout, /icmp_seq=1 .* ms \(tarde\)$/m)
    assert.match(spanish.stdout, /, 2 recibidos, \+\d tarde, \+1 duplicados, /)
  },
)

const TROUBLES: readonly (readonly [type: number, code: number, english: string, spanish: string])[] = [
  [3, 0, 'network unreachable', 'red inalcanzable'],
  [3, 1, 'host unreachable', 'host inalcanzable'],
  [3, 2, 'protocol unreachable', 'protocolo inalcanzable'],
  [3, 3, 'port unreachable', 'puerto inalcanzable'],
  [3, 4, 'too big for the next link (mtu=1400)', 'demasiado grande para el enlace siguiente (mtu=1400)'],
  [3, 13, 'forbidden by a filter', 'prohibido por un filtro'],
  [11, 0, 'time to live exceeded', 'se agotó el tiempo de vida'],
  [12, 0, 'a field of the header is bad', 'un campo del encabezado está mal'],
]

hostTest(
  'what routers say, with who said so',
  (sequence) => {
    const [type, code] = TROUBLES[sequence - 1]!
    return { type, code, rest: code === 4 ? 1400 : 0 }
  },
  async (bench) => {
    const args = ['-c', `${TROUBLES.length}`, '-i', '2ms', '-W', '5s', EchoHost.address]
    const english = await ping(bench, args, 1)
    const spanish = await ping(bench, args, 1, SPANISH)
    for (const [index, [, , inEnglish, inSpanish]] of TROUBLES.entries()) {
      assert.ok(
        english.stdout.includes(`From 10.0.0.254 icmp_seq=${index + 1} ${inEnglish}\n`),
        english.stdout,
      )
      assert.ok(spanish.stdout.includes(`De 10.0.0.254 icmp_seq=${index + 1} ${inSpanish}\n`), spanish.stdout)
    }
    assert.match(english.stdout, /, 0 received, \+8 errors, 100% packet loss/)
  },
)

cliTest('a host that is not there, as this machine finds out', async (bench) => {
  const { stdout } = await ping(bench, ['-c', '1', '-W', '5', '10.0.0.77'], 1)
  assert.match(stdout, /^From 10\.0\.0\.1 icmp_seq=1 host unreachable$/m)
})

cliTest('a network to which no route leads: told each time, explained once', async (bench) => {
  const { stdout, stderr } = await ping(bench, ['-c', '3', '-i', '5ms', '203.0.113.1'], 1)
  assert.equal(
    stderr.split('soquete: cannot send to 203.0.113.1: network unreachable (ENETUNREACH)\n').length,
    4,
  )
  assert.equal(stderr.match(/^ {2}\S.*route/gm)?.length, 1, stderr)
  assert.match(stdout, /^3 packets transmitted, 0 received, \+3 errors, 100% packet loss/m)
})

cliTest('-q: the first line and the figures', async (bench) => {
  const { stdout } = await ping(bench, ['-q', '-c', '2', '-i', '5ms', '127.0.0.1'])
  assert.match(stdout, /^PING .*\n\n--- .*\n2 packets transmitted, 2 received, .*\nrtt .*\n$/)
  const json = await ping(bench, ['-q', '--json', '-c', '2', '-i', '5ms', '127.0.0.1'])
  assert.deepEqual(
    json.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).event),
    ['pinging', 'pinged'],
  )
})

cliTest('sizes, from nothing to what needs fragments', async (bench) => {
  for (const [size, address, whole] of [
    ['0', '127.0.0.1', 28],
    ['65507', '127.0.0.1', 65535],
    ['9000', '::1', 9048],
  ] as const) {
    const { stdout } = await ping(bench, ['-s', size, '-c', '1', address])
    assert.match(stdout, new RegExp(`^PING .* ${size}\\(${whole}\\) bytes of data`))
    assert.match(stdout, new RegExp(`^${8 + Number(size)} bytes from ${address}: icmp_seq=1 `, 'm'))
  }
})

hostTest(
  '--deadline: asks until so many were answered, and no longer than that',
  (sequence) => (sequence < 4 ? [] : [0]),
  async (bench) => {
    const patient = await ping(bench, ['-c', '1', '-i', '10ms', '-w', '20s', EchoHost.address])
    assert.match(patient.stdout, /^4 packets transmitted, 1 received, 75% packet loss/m)
    const short = await ping(bench, ['-c', '1', '-i', '10s', '-w', '50ms', EchoHost.address], 1)
    assert.match(short.stdout, /^1 packets transmitted, 0 received, 100% packet loss/m)
  },
)

cliTest('a name that nobody has, and words that make no sense', async (bench) => {
  const unknown = await ping(bench, ['nowhere.invalid'], 5)
  assert.match(unknown.stderr, /^soquete: cannot resolve nowhere\.invalid: /)
  for (const [args, said] of [
    [[], /^soquete: HOST is missing\n {2}See soquete ping --help/],
    [['-c', '0', '::1'], /^soquete: -c 0: must be a whole number from 1 on/],
    [['-i', 'x', '::1'], /^soquete: -i x: must be a duration of 1ms or more/],
    [['-i', '0.5ms', '::1'], /^soquete: -i 0\.5ms: must be a duration of 1ms or more/],
    [['-W', '0', '::1'], /^soquete: -W 0: must be a duration/],
    [['-t', '0', '::1'], /^soquete: -t 0: must be a whole number from 1 to 255/],
    [['-t', '256', '::1'], /^soquete: -t 256: /],
    [['-s', '65508', '::1'], /^soquete: -s 65508: must be a number of bytes from 0 to 65507/],
    [
      ['--intervall', '1s', '::1'],
      /^soquete: soquete ping has no option --intervall\n {2}Did you mean --interval\?/,
    ],
    [['::1', '::1'], /^soquete: '::1' is one too many/],
  ] as const) {
    const { stdout, stderr } = await ping(bench, args, 2)
    assert.equal(stdout, '')
    assert.match(stderr, said)
  }
})

cliTest('Ctrl-C ends it with the figures', async (bench) => {
  const started = bench.soquete(['ping', '-i', '20ms', '127.0.0.1'])
  await started.says(/icmp_seq=3/, 'stdout')
  started.interrupt()
  const { stdout } = await started.ends()
  const [, sent, received] = /\n(\d+) packets transmitted, (\d+) received, /.exec(stdout.toString()) ?? []
  // One may be on its way.
  assert.ok(Number(received) >= 3 && Number(sent) - Number(received) <= 1, stdout.toString())
})

hostTest(
  'Ctrl-C while nobody answers ends it at once, without an answer',
  () => [],
  async (bench) => {
    const started = bench.soquete(['ping', '-W', '1h', EchoHost.address])
    await started.says(/PING/, 'stdout')
    started.interrupt()
    const { stdout } = await started.ends(1)
    assert.match(stdout.toString(), / 0 received, /)
  },
)
