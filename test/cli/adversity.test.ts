import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { selfSigned } from '../node/certificate.ts'
import { type Bench, cliTest, portOf, type Running, soqueteLine } from './running.ts'

/** Listens by Python, and does with a connection `c` what the lines say. */
async function server(bench: Bench, ...lines: string[]): Promise<string> {
  const script = [
    'import socket, ssl, sys, time',
    "s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()",
    "print('listening on', s.getsockname()[1], flush=True)",
    'c, _ = s.accept()',
    ...lines,
  ].join('\n')
  const [, port] = await bench
    .program('python3', ['-c', script, bench.directory])
    .says(/listening on (\d+)/, 'stdout')
  return port!
}

/** Runs soquete as a shell's line, with what `before` and `behind` say around it. */
function inShell(bench: Bench, before: string, args: readonly string[], behind = ''): Running {
  return bench.program('sh', ['-c', `${before} exec "$@" ${behind}`, 'sh', ...soqueteLine(args)])
}

function identity(bench: Bench): string[] {
  const { cert, key } = selfSigned()
  const [certFile, keyFile] = ['cert.pem', 'key.pem'].map((name) => join(bench.directory, name)) as [
    string,
    string,
  ]
  writeFileSync(certFile, cert)
  writeFileSync(keyFile, key)
  return ['--cert', certFile, '--key', keyFile]
}

const NEVER = 'time.sleep(60)'

cliTest('--idle ends what waits for a peer, or a reader, that takes nothing', async (bench) => {
  const deaf = await server(bench, NEVER)
  await inShell(bench, '', ['connect', '--idle', '300ms', deaf], '< /dev/zero').ends(4)
  const flood = bench.soquete(['listen', '0', '--send', '/dev/zero'])
  const reader = bench.soquete(['connect', '-d', '--idle', '300ms', portOf(await flood.listens())])
  reader.child.stdout?.pause()
  assert.match((await reader.says(/nothing has moved/)).input, /300 ms/)
  reader.child.stdout?.resume()
  await reader.ends(4)
})

cliTest('relay --idle resets both sides when one takes nothing', async (bench) => {
  const deaf = await server(bench, NEVER)
  const relay = bench.soquete(['relay', '--idle', '300ms', '0', deaf])
  const client = inShell(bench, '', ['connect', portOf(await relay.listens())], '< /dev/zero')
  await client.ends(6)
  relay.interrupt()
  const { stderr } = await relay.ends()
  assert.match(stderr, /^soquete: (tcp:\/\/\S+): nothing has moved/m)
  assert.doesNotMatch(stderr, /(tcp:\/\/\S+): \1:/)
})

cliTest('listen -k ends when nobody reads what it writes, or its input cannot be read', async (bench) => {
  const left = bench.soquete(['listen', '-k', '0'])
  const port = portOf(await left.listens())
  left.child.stdout?.destroy()
  const [talking, waiting] = [1, 2].map(() => bench.soquete(['connect', port]))
  talking!.write('hello\n')
  assert.equal((await left.ends(141)).stderr.split('\n').length, 2, left.story())
  await Promise.all([talking!.ended, waiting!.ended])

  const full = inShell(bench, '', ['listen', '-k', '0'], '> /dev/full')
  bench.soquete(['connect', portOf(await full.listens())]).write('hello\n')
  const { stderr } = await full.ends(1)
  assert.equal(stderr.match(/cannot write stdout: ENOSPC/g)?.length, 1, stderr)

  const unread = inShell(bench, '', ['listen', '-k', '0'], '< /')
  assert.match((await unread.ends(1)).stderr, /cannot read stdin: EISDIR/)
  const echo = bench.soquete(['echo', '0'])
  const connected = inShell(bench, '', ['connect', portOf(await echo.listens())], '< /')
  assert.match((await connected.ends(1)).stderr, /cannot read stdin: EISDIR/)
})

cliTest('a file to send: missing, it is told before anything is opened; a FIFO may wait', async (bench) => {
  const missing = bench.soquete(['--lang', 'es', 'listen', '-k', '--send', '/no/such', '0'])
  assert.match((await missing.ends(1)).stderr, /^soquete: no se puede leer \/no\/such: ENOENT/)
  const fifo = join(bench.directory, 'fifo')
  await bench.program('mkfifo', [fifo]).ends()
  const echo = bench.soquete(['echo', '0'])
  const port = portOf(await echo.listens())
  const waiting = bench.soquete(['connect', '-v', '--send', fifo, port])
  await waiting.says(/connected/)
  waiting.interrupt()
  await waiting.ends(130)
  // Nobody ever writes, and the peer has ended: it is waited for no longer.
  await bench.soquete(['connect', '--send', fifo, await server(bench, 'c.close()', NEVER)]).ends()
  const sending = bench.soquete(['connect', '-v', '--send', fifo, port])
  await sending.says(/connected/)
  bench.program('sh', ['-c', `echo hola > ${fifo}`])
  assert.equal((await sending.ends()).stdout.toString(), 'hola\n')
})

cliTest('nothing waits for the time of --on-eof when the peer has ended', async (bench) => {
  const echo = bench.soquete(['echo', '0'])
  const port = portOf(await echo.listens())
  const { stdout } = await bench.soquete(['connect', '--on-eof', '1h', port], { input: 'hola\n' }).ends()
  assert.equal(stdout.toString(), 'hola\n')
})

cliTest('SIGINT and SIGTERM end a handshake of TLS, each with its own exit status', async (bench) => {
  const deaf = () => server(bench, "print('accepted', flush=True)", NEVER)
  for (const [name, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const script = `
import socket, subprocess, sys
s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()
p = subprocess.Popen([*sys.argv[2:], f'tls://localhost:{s.getsockname()[1]}'])
c, _ = s.accept(); c.recv(1); p.send_signal(int(sys.argv[1])); print(p.wait())`
    const signal = name === 'SIGINT' ? '2' : '15'
    const line = soqueteLine(['connect'])
    const { stdout } = await bench.program('python3', ['-c', script, signal, ...line]).ends()
    assert.equal(stdout.toString(), `${status}\n`)
  }
  const listening = bench.soquete(['listen', ...identity(bench), 'tls://:0'])
  const port = portOf(await listening.listens())
  const silent = bench.program('nc', ['-v', '127.0.0.1', port])
  await silent.says(/succeeded|open/i)
  listening.interrupt('SIGTERM')
  await listening.ends(143)
  const late = bench.soquete(['connect', '-w', '300ms', `tls://localhost:${await deaf()}`])
  assert.match((await late.ends(4)).stderr, /no TLS handshake within 300 ms/)
})

cliTest('listen: a client that never speaks TLS keeps no other waiting', async (bench) => {
  const listening = bench.soquete(['listen', ...identity(bench), 'tls://:0'], { input: '' })
  const port = portOf(await listening.listens())
  const silent = bench.program('nc', ['-v', '127.0.0.1', port])
  await silent.says(/succeeded|open/i)
  await bench.soquete(['connect', '--insecure', `tls://localhost:${port}`], { input: 'hola\n' }).ends()
  assert.equal((await listening.ends()).stdout.toString(), 'hola\n')
})

cliTest('TLS whose TCP ends before it has said so is broken off, and has not ended', async (bench) => {
  identity(bench)
  const tls = (last: string) =>
    server(
      bench,
      'x = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)',
      "x.load_cert_chain(sys.argv[1] + '/cert.pem', sys.argv[1] + '/key.pem')",
      "t = x.wrap_socket(c, server_side=True); t.sendall(b'half of it'); t.recv(5)",
      last,
    )
  const ask = async (last: string, ...options: string[]) => {
    const where = `tls://localhost:${await tls(last)}`
    return bench.soquete(['connect', '--insecure', ...options, where], { input: 'hello' })
  }
  // Nothing of ours shall be unread there, or the close would be a reset.
  const cut = await (await ask('t.close()', '--on-eof', 'keep')).ends(6)
  assert.equal(cut.stdout.toString(), 'half of it')
  assert.match(cut.stderr, /^soquete: tls:\/\/\S+: the connection ended without TLS saying so/)
  assert.equal((await (await ask('t.unwrap().close()')).ends()).stdout.toString(), 'half of it')
  const relay = bench.soquete(['relay', '--insecure', '0', `tls://localhost:${await tls('t.close()')}`])
  await bench.soquete(['connect', portOf(await relay.listens())], { input: 'hello' }).ends(6)
})

cliTest('many connections warn of nothing', async (bench) => {
  const echo = bench.soquete(['echo', '0'])
  const relay = bench.soquete(['relay', '0', portOf(await echo.listens())])
  const kept = bench.soquete(['listen', '-k', '0'])
  const script = `
import socket, sys
for port in sys.argv[1:]:
  all = [socket.create_connection(('127.0.0.1', int(port))) for _ in range(40)]
  for c in all: c.sendall(b'hola')
  if port == sys.argv[1]:
    for c in all: assert c.recv(4) == b'hola'`
  const ports = [portOf(await relay.listens()), portOf(await kept.listens())]
  await bench.program('python3', ['-c', script, ...ports]).ends()
  for (const each of [relay, kept]) each.interrupt()
  for (const each of [relay, kept]) assert.match((await each.ends()).stderr, /^soquete: listening \S+ \S+\n$/)
})

const UNIX_CLIENTS = `
import os, socket, sys
def client(name):
  c = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); c.bind(sys.argv[2] + name); return c
def fill(c):
  c.settimeout(0.3)
  try:
    for _ in range(2000): c.sendto(b'x', sys.argv[1])
  except TimeoutError: pass
`

cliTest('echo, relay: a Unix socket that takes no answers keeps nobody else waiting', async (bench) => {
  const path = join(bench.directory, 'echo.sock')
  const echo = bench.soquete(['echo', `unix-dgram:${path}`])
  await echo.listens()
  const front = join(bench.directory, 'relay.sock')
  const relay = bench.soquete(['relay', `unix-dgram:${front}`, `unix-dgram:${path}`])
  await relay.listens()
  const script = `${UNIX_CLIENTS}
fill(client('deaf'))
good = client('good'); good.settimeout(0.5)
for _ in range(20):
  good.sendto(b'hola', sys.argv[1])
  try: print(good.recv(10)); break
  except TimeoutError: pass`
  for (const where of [path, front]) {
    const names = join(bench.directory, where === path ? 'a-' : 'b-')
    const { stdout } = await bench.program('python3', ['-c', script, where, names]).ends()
    assert.equal(stdout.toString(), "b'hola'\n")
  }
  for (const each of [relay, echo]) each.interrupt()
  for (const each of [relay, echo]) await each.ends()
})

cliTest('relay: a target that takes no datagrams does not stop Ctrl-C', async (bench) => {
  const path = join(bench.directory, 'relay.sock')
  const script = `${UNIX_CLIENTS}
target = client('target'); print('bound', flush=True); sys.stdin.readline()
fill(client('client')); print('full', flush=True); sys.stdin.readline()`
  const clients = bench.program('python3', ['-c', script, path, `${bench.directory}/`])
  await clients.says(/bound/, 'stdout')
  const relay = bench.soquete(['relay', `unix-dgram:${path}`, `unix-dgram:${bench.directory}/target`])
  await relay.listens()
  clients.write('\n')
  await clients.says(/full/, 'stdout')
  relay.interrupt()
  await relay.ends()
})

cliTest('listen -k: a sender that cannot be answered is not the end', async (bench) => {
  const path = join(bench.directory, 'k.sock')
  const kept = bench.soquete(['listen', '-k', `unix-dgram:${path}`])
  await kept.listens()
  const script = `${UNIX_CLIENTS}
client('gone').sendto(b'one', sys.argv[1]); os.unlink(sys.argv[2] + 'gone')`
  await bench.program('python3', ['-c', script, path, `${bench.directory}/`]).ends()
  await kept.says(/one/, 'stdout')
  kept.write('hello\n')
  await kept.says(/cannot send to .*gone.*ENOENT/)
  bench.soquete(['connect', '--on-eof', 'close', `unix-dgram:${path}`], { input: 'two' })
  await kept.says(/two/, 'stdout')
  kept.interrupt()
  await kept.ends()
})

cliTest(
  'relay: with few descriptors, new senders of datagrams take the place of silent ones',
  async (bench) => {
    const echo = bench.soquete(['echo', 'udp://:0'])
    const target = await echo.listens()
    const relay = inShell(bench, 'ulimit -n 64;', ['relay', 'udp://:0', target])
    const script = `
import socket, sys
for _ in range(150):
  c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); c.settimeout(20)
  c.sendto(b'hola', ('127.0.0.1', int(sys.argv[1]))); assert c.recv(9) == b'hola'`
    await bench.program('python3', ['-c', script, portOf(await relay.listens())]).ends()
    relay.interrupt()
    assert.doesNotMatch((await relay.ends()).stderr, /EMFILE/)
  },
)

cliTest('what fails in a handshake of TLS is said in words', async (bench) => {
  const kept = bench.soquete(['listen', '-k', ...identity(bench), 'tls://:0'])
  const port = portOf(await kept.listens())
  await bench.program('nc', ['-N', '127.0.0.1', port], { input: 'GET / HTTP/1.0\r\n\r\n' }).ended
  await kept.says(/tls:\/\/\S+: TLS failed: http request\n/)
  const leaves = await server(bench, 'c.recv(5000); c.close()', NEVER)
  const client = bench.soquete(['--lang', 'es', 'connect', `tls://localhost:${leaves}`])
  assert.match((await client.ends(10)).stderr, /falló TLS: el otro lado se fue durante el handshake\n {2}/)
})

cliTest('--exec refuses what it could not do', async (bench) => {
  const refused = bench.soquete(['listen', '-k', '--exec', '--hex', '0', '--', 'cat'])
  assert.match((await refused.ends(2)).stderr, /--exec does not go with --hex/)
})
