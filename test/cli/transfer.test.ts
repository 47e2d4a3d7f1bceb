import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cliTest, portOf, soqueteLine } from './running.ts'

const FILE = randomBytes(3_000_000)

cliTest(
  'listen and connect: a file goes from one to the other, byte for byte, and both end',
  async (bench) => {
    const path = join(bench.directory, 'file')
    writeFileSync(path, FILE)
    const server = bench.soquete(['listen', '0'], { input: '' })
    const port = portOf(await server.listens())
    await bench.soquete(['connect', '--send', path, port]).ends()
    assert.deepEqual((await server.ends()).stdout, FILE)
  },
)

cliTest('a peer that half-closes still gets its answer', async (bench) => {
  const server = bench.program(
    'socat',
    ['-t5', 'TCP-LISTEN:0,bind=127.0.0.1', 'SYSTEM:cat; echo that was all'],
    {},
  )
  // socat does not say where it listens: ask the kernel.
  let port: string | undefined
  while (port === undefined) {
    const { stdout } = await bench.program('ss', ['-tlnpH']).ends()
    const line = stdout
      .toString()
      .split('\n')
      .find((each) => each.includes(`pid=${server.child.pid},`))
    port = line?.match(/127\.0\.0\.1:(\d+)/)?.[1]
  }
  const { stdout } = await bench.soquete(['connect', port], { input: 'one\ntwo\n' }).ends()
  assert.equal(stdout.toString(), 'one\ntwo\nthat was all\n')
})

cliTest('--on-eof: half-close, close, keep and a time', async (bench) => {
  const server = bench.soquete(['echo', '-v', 'tcp://:0'])
  const port = portOf(await server.listens())
  const ask = (onEof: string) => bench.soquete(['connect', '--on-eof', onEof, port], { input: 'hola\n' })
  assert.equal((await ask('half-close').ends()).stdout.toString(), 'hola\n')
  await ask('close').ends()
  const keeping = ask('keep')
  await keeping.says(/hola/, 'stdout')
  assert.equal(keeping.child.exitCode, null)
  keeping.interrupt()
  await keeping.ends(130)
  const silent = bench.program('nc', ['-l', '-v', '127.0.0.1', '0'])
  const [, quiet] = await silent.says(/(?:Listening|listening) on .* (\d+)/)
  await bench.soquete(['connect', '--on-eof', '200ms', quiet!], { input: 'hola\n' }).ends()
})

cliTest('failures have exit statuses of their own', async (bench) => {
  const closed = bench.soquete(['listen', '0'])
  const port = portOf(await closed.listens())
  closed.interrupt()
  await closed.ends(130)
  const { stderr } = await bench.soquete(['connect', port]).ends(3)
  assert.match(
    stderr,
    /^soquete: cannot connect to 127\.0\.0\.1:\d+: connection refused \(ECONNREFUSED\)\n {2}Nobody listens/,
  )
  await bench.soquete(['connect', 'name.invalid:1']).ends(5)
  await bench.soquete(['connect', '/nowhere/to.sock']).ends(3)
  const idle = bench.soquete(['listen', '0', '--idle', '200ms'])
  const client = bench.soquete(['connect', portOf(await idle.listens())])
  assert.match((await idle.ends(4)).stderr, /nothing has moved for 200 ms/)
  client.end()
  await client.ended
  assert.match(
    (await bench.soquete(['listen', '0', '-w', '100ms']).ends(4)).stderr,
    /nobody has connected for 100 ms/,
  )
})

cliTest('what nobody can connect to is said so, in words', async (bench) => {
  for (const args of [
    ['connect', '*:51216'],
    ['connect', ':0'],
    ['relay', '0', '*:80'],
  ]) {
    const { stderr } = await bench.soquete(args).ends(2)
    assert.match(stderr, /^soquete: tcp:\/\/\S+ names no (host|port) to connect to; .*\n$/)
  }
})

cliTest('a reset is a failure, and what came before it is written out', async (bench) => {
  const script = `
import socket, struct
s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()
print('listening on', s.getsockname()[1], flush=True)
c, _ = s.accept(); c.sendall(b'before'); c.recv(5)
c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); c.close()`
  const server = bench.program('python3', ['-c', script])
  const [, port] = await server.says(/listening on (\d+)/, 'stdout')
  const client = bench.soquete(['connect', port!])
  await client.says(/before/, 'stdout')
  client.write('after')
  assert.match((await client.ends(6)).stderr, /ECONNRESET/)
})

cliTest('datagrams: lines are messages, and answers are waited for', async (bench) => {
  const server = bench.soquete(['echo', 'udp://:0', '-v'])
  const where = await server.listens()
  const { stdout } = await bench.soquete(['connect', where], { input: 'one\ntwo\n' }).ends()
  assert.equal(stdout.toString(), 'one\ntwo\n')
  const script = `
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0))
print('listening on', s.getsockname()[1], flush=True)
while True: print('got', s.recv(100), flush=True)`
  const counter = bench.program('python3', ['-c', script])
  const [, port] = await counter.says(/listening on (\d+)/, 'stdout')
  const send = (args: string[], input: string) =>
    bench.soquete(['connect', `udp://:${port}`, '--on-eof', 'close', ...args], { input }).ends()
  await send([], 'a\nb')
  await send(['--split', 'eof'], 'c\nd\n')
  await send(['--split', '2'], 'efghi')
  await counter.says(/b'i'/, 'stdout')
  counter.interrupt('SIGKILL')
  const heard = [...(await counter.ended).stdout.toString().matchAll(/got b'(.*)'/g)].map(([, said]) => said)
  assert.deepEqual(heard, ['a\\n', 'b', 'c\\nd\\n', 'ef', 'gh', 'i'])
})

cliTest('listen for datagrams: the conversation is with the first who sent', async (bench) => {
  const server = bench.soquete(['listen', 'udp://:0'])
  const port = portOf(await server.listens())
  const client = bench.program('nc', ['-u', '127.0.0.1', port])
  client.write('hola\n')
  await server.says(/hola/, 'stdout')
  server.write('qué tal\n')
  await client.says(/qué tal/, 'stdout')
  const stranger = bench.soquete(['connect', `udp://:${port}`], { input: 'me too\n' })
  await stranger.ends(3)
  server.interrupt()
  const { stdout } = await server.ends(130)
  assert.equal(stdout.toString(), 'hola\n')
})

cliTest(
  'listen -k: many clients at once, what is typed goes to all, a failing one is nobody else’s',
  async (bench) => {
    const path = join(bench.directory, 'many.sock')
    const server = bench.soquete(['listen', '-k', '-v', '0', path])
    const port = portOf(await server.listens())
    const [first, second, third] = [
      ['connect', port],
      ['connect', port],
      ['connect', path],
    ].map((args) => bench.soquete(args))
    for (const [index, client] of [first!, second!, third!].entries()) {
      client.write(`client ${index}\n`)
      await server.says(new RegExp(`client ${index}`), 'stdout')
    }
    server.write('to all\n')
    for (const client of [first!, second!, third!]) await client.says(/to all/, 'stdout')
    first!.interrupt('SIGKILL')
    await server.says(/closed/)
    server.write('to those who are left\n')
    for (const client of [second!, third!]) await client.says(/who are left/, 'stdout')
    server.interrupt()
    await second!.ends()
    await third!.ends()
    await server.ends()
  },
)

cliTest('listen -k --send gives a file to everybody', async (bench) => {
  const path = join(bench.directory, 'file')
  writeFileSync(path, FILE)
  const server = bench.soquete(['listen', '-k', '--send', path, '0'])
  const port = portOf(await server.listens())
  const clients = [1, 2, 3].map(() => bench.program('nc', ['-d', '127.0.0.1', port]))
  for (const client of clients) assert.deepEqual((await client.ends()).stdout, FILE)
  server.interrupt()
  await server.ends()
})

cliTest('listen -k --exec hands each connection to a command', async (bench) => {
  const server = bench.soquete([
    'listen',
    '-k',
    '--exec',
    '0',
    '--',
    'sh',
    '-c',
    'echo "you are $SOQUETE_PEER"; exec sort',
  ])
  const port = portOf(await server.listens())
  const sorted = await bench.program('nc', ['-N', '127.0.0.1', port], { input: 'b\na\n' }).ends()
  assert.match(sorted.stdout.toString(), /^you are tcp:\/\/127\.0\.0\.1:\d+\na\nb\n$/)
  const missing = bench.soquete(['listen', '-k', '--exec', '0', '--', '/no/such/command'])
  const other = portOf(await missing.listens())
  await bench.program('nc', ['-N', '127.0.0.1', other], { input: '' }).ended
  await missing.says(/ENOENT/)
  assert.equal(missing.child.exitCode, null)
})

cliTest('--hex shows what moves, --json tells it', async (bench) => {
  const server = bench.soquete(['echo', '0'])
  const port = portOf(await server.listens())
  const shown = await bench.soquete(['connect', '-x', port], { input: 'hola\n' }).ends()
  assert.equal(
    shown.stderr,
    `> 00000000  68 6f 6c 61 0a                                    |hola.|\n` +
      `< 00000000  68 6f 6c 61 0a                                    |hola.|\n`,
  )
  const told = await bench.soquete(['connect', '--json', port], { input: 'hola\n' }).ends()
  const events = told.stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    events.map(({ v, event }) => `${v} ${event}`),
    ['1 connected', '1 sent', '1 received', '1 closed'],
  )
  assert.equal(Buffer.from(events[2].bytes, 'base64').toString(), 'hola\n')
})

cliTest('connect -z tells who listens; --retry waits until somebody does', async (bench) => {
  const server = bench.soquete(['echo', '0'])
  const port = Number(portOf(await server.listens()))
  const free = bench.soquete(['listen', '0'])
  const closed = portOf(await free.listens())
  free.interrupt()
  await free.ended
  const { stdout } = await bench.soquete(['connect', '-z', `${port}`, closed]).ends(3)
  assert.match(
    stdout.toString(),
    new RegExp(`^tcp://127.0.0.1:${port}  open  .*\n.*:${closed}  connection refused`),
  )
  const patient = bench.soquete(['connect', '-z', '--retry', '20s', '-v', closed])
  await patient.says(/tried again/)
  bench.soquete(['echo', closed])
  await patient.ends()
})

cliTest('a stuck reader of the output does not stop Ctrl-C', async (bench) => {
  const server = bench.soquete(['listen', '0', '--send', '/dev/zero'])
  const port = portOf(await server.listens())
  const script = `
import array, fcntl, signal, subprocess, sys, termios
p = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
waiting = array.array('i', [0])
while waiting[0] < 65536: fcntl.ioctl(p.stdout, termios.FIONREAD, waiting)
p.send_signal(signal.SIGINT)
print(p.stderr.readline().decode(), end='')
p.send_signal(signal.SIGINT)
print(p.wait())`
  const { stdout } = await bench
    .program('python3', ['-c', script, ...soqueteLine(['connect', '-d', port])])
    .ends()
  assert.equal(stdout.toString(), 'soquete: finishing; Ctrl-C again ends at once\n-2\n')
})
