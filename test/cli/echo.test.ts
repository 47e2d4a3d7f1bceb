import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { cliTest, portOf } from './running.ts'

cliTest(
  'soquete echo sends back a stream to nc, byte for byte, and ends when it is interrupted',
  async (bench) => {
    const server = bench.soquete(['echo', '-v', 'tcp://:0'])
    const where = await server.listens()
    assert.match(where, /^tcp:\/\/127\.0\.0\.1:\d+$/)
    const sent = randomBytes(1 << 20)
    const client = bench.program('nc', ['-N', '127.0.0.1', portOf(where)], { input: sent })
    const { stdout } = await client.ends()
    assert.deepEqual(stdout, sent)
    await server.says(/closed: 1\.0 MiB received, 1\.0 MiB sent/)
    server.interrupt()
    await server.ends()
  },
)

cliTest('soquete echo sends back datagrams, sequenced packets and Unix streams at once', async (bench) => {
  const path = join(bench.directory, 'echo.sock')
  const server = bench.soquete([
    'echo',
    path,
    'udp://:0',
    `unix-dgram:${path}.dgram`,
    `unix-seqpacket:${path}.packets`,
  ])
  const [, udp] = await server.says(/listening on (udp:\S+)/)
  await server.says(/listening on unix-seqpacket:/)
  const ask = (address: string) => bench.program('socat', ['-t', '1', '-', address], { input: 'hola' })
  const clients = [
    ask(`UNIX-CONNECT:${path}`),
    ask(`UDP:127.0.0.1:${portOf(udp!)}`),
    ask(`UNIX-SENDTO:${path}.dgram,bind=${path}.own`),
    ask(`UNIX-CONNECT:${path}.packets,type=5`),
  ]
  for (const client of clients) assert.equal((await client.ends()).stdout.toString(), 'hola')
})

cliTest(
  'soquete echo lets a connection finish when it is interrupted, and ends at once the second time',
  async (bench) => {
    const server = bench.soquete(['echo', 'tcp://:0'])
    const port = portOf(await server.listens())
    const client = bench.program('nc', ['-N', '127.0.0.1', port])
    client.write('one\n')
    await client.says(/one\n/, 'stdout')
    server.interrupt()
    await server.says(/finishing/)
    client.write('two\n')
    await client.says(/two\n/, 'stdout')
    await bench.program('nc', ['-z', '127.0.0.1', port]).ends(1)
    server.interrupt()
    const { signal } = await server.ended
    assert.equal(signal, 'SIGINT')
  },
)

cliTest('soquete echo --json tells programs what happens', async (bench) => {
  const server = bench.soquete(['echo', '--json', 'tcp://:0'])
  const [, port] = await server.says(/"listening".*tcp:\/\/127\.0\.0\.1:(\d+)/, 'stdout')
  await bench.program('nc', ['-N', '127.0.0.1', port!], { input: 'hola' }).ends()
  await server.says(/"closed"/, 'stdout')
  server.interrupt()
  const { stdout } = await server.ends()
  const events = stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    events.map(({ v, event }) => `${v} ${event}`),
    ['1 listening', '1 connected', '1 closed'],
  )
  assert.equal(events[2].received, 4)
})

cliTest('a port that is taken is said so, with its holder and an exit status of its own', async (bench) => {
  const first = bench.soquete(['echo', 'tcp://:0'])
  const where = await first.listens()
  const { stderr } = await bench.soquete(['echo', where]).ends(8)
  assert.match(stderr, /^soquete: cannot bind 127\.0\.0\.1:\d+: .*EADDRINUSE/)
  assert.match(stderr, new RegExp(`${first.child.pid}`))
})
