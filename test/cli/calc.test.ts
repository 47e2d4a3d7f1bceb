import assert from 'node:assert/strict'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readEvents, schemaMistakes } from './json-lines.ts'
import { type Bench, cliTest, portOf, type Running } from './running.ts'

const RUNNER = fileURLToPath(new URL('../../src/node/main.js', import.meta.url))
const GUIDES = fileURLToPath(new URL('../../examples/guides/', import.meta.url))

/** A program of the guides, as a process of its own. */
function guide(bench: Bench, name: string, ...args: readonly string[]): Running {
  return bench.program(process.execPath, [RUNNER, `${GUIDES}${name}.js`, ...args])
}

async function serving(bench: Bench, ...args: readonly string[]): Promise<[server: Running, where: string]> {
  const server = bench.soquete(['calc', '--serve', ...args, 'tcp://:0'])
  return [server, await server.listens()]
}

cliTest('a line is a calculation, and its result all that is written', async (bench) => {
  const [server, where] = await serving(bench)
  const sum = await bench.soquete(['calc', where], { input: '3 4 +\n' }).ends()
  assert.deepEqual([sum.stdout.toString(), sum.stderr], ['7\n', ''])
  const spread = await bench.soquete(['calc', where], { input: '3\n\n4\r\n+\n -7 2 /' }).ends()
  assert.equal(spread.stdout.toString(), '7\n-3\n')
  const said = await bench.soquete(['calc', '-v', '-e', '3 4 +', '--eval=-5 6 *', where]).ends()
  assert.equal(said.stdout.toString(), '7\n-30\n')
  assert.match(said.stderr, /^soquete: 3 → OK\n[\s\S]*\+ → RESULT 7\n/)
  server.interrupt()
  await server.ends()
})

cliTest('what fails is told with its line, the next one begins anew, and the status is 1', async (bench) => {
  const [, where] = await serving(bench)
  const lines = ['3 4 +', '1 0 /', '3 x +', '5 6 *', '3 + 4', '3+4', '(3 + 4) * 2', '8 9']
  const { stdout, stderr } = await bench.soquete(['calc', where], { input: lines.join('\n') }).ends(1)
  assert.equal(stdout.toString(), '7\n30\n')
  assert.deepEqual(
    stderr.trim().split('\n'),
    [
      'line 2: / → FAIL division by zero',
      'line 3: x → FAIL neither a whole number nor one of + - * /',
      ...['3 4 +', '3 4 +', '3 4 +'].map(
        (instead, index) =>
          `line ${5 + index}: the calculator is postfix, the operator comes behind its two operands: ${instead}`,
      ),
      'the input has ended, and no operator came for: 8 9',
    ].map((said) => `soquete: ${said}`),
  )
})

cliTest('a message that fails alone changes nothing: another may come in its place', async (bench) => {
  const [, where] = await serving(bench)
  const { stdout } = await bench.soquete(['calc', where], { input: '3\nfour\n4\n+\n' }).ends(1)
  assert.equal(stdout.toString(), '7\n')
})

cliTest("the client calculates with the guides' server", async (bench) => {
  const server = guide(bench, 'calculator-server', '0', '1')
  const [, port] = await server.says(/listening on .*:(\d+)/, 'stdout')
  const client = bench.soquete(['calc', `:${port}`], { input: '3 4 +\n9223372036854775807 1 +\n1 2' })
  const { stdout, stderr } = await client.ends(1)
  assert.equal(stdout.toString(), '7\n')
  assert.match(stderr, /line 2: \+ → FAIL the result is beyond 64 bits\n/)
  await server.says(/left in the middle of a calculation/, 'stdout')
  await server.ends()
})

cliTest(
  "the server calculates for the guides' client and for nc, over TCP and over a path",
  async (bench) => {
    const path = join(bench.directory, 'calc.sock')
    const [server, where] = await serving(bench, '-v', path)
    await server.says(/listening on tcp:/)
    const tcp = /listening on (tcp:\S+)/.exec((await server.says(/[\s\S]*tcp:\S+/))[0])![1]!
    assert.equal(where, `unix:${path}`)
    const client = guide(bench, 'calculator-client', '127.0.0.1', portOf(tcp), '6', '7', '*')
    assert.match((await client.ends()).stdout.toString(), /\* → RESULT 42\n$/)
    await server.says(/tcp:\S+: \* → RESULT 42\n/)
    const netcat = bench.program('nc', ['-N', '-U', path], { input: `8\n2\n/\n${'9'.repeat(70)}\n` })
    const { stdout } = await netcat.ends()
    assert.equal(stdout.toString(), 'OK\nOK\nRESULT 4\nFAIL more than 64 bytes\n')
    await server.says(/unix:\S+#1 closed: 77 B received, 39 B sent/)
    const ours = await bench.soquete(['calc', path, '-e', '1 2 -']).ends()
    assert.equal(ours.stdout.toString(), '-1\n')
  },
)

cliTest('many clients calculate at once, each on its own, within --max', async (bench) => {
  const [server, where] = await serving(bench, '--max', '2')
  const clients = Array.from({ length: 6 }, (_, index) =>
    bench.soquete(['calc', where], { input: `${index}\n`.concat(`${index}\n*\n`) }),
  )
  const results = await Promise.all(clients.map(async (client) => (await client.ends()).stdout.toString()))
  assert.deepEqual(results, ['0\n', '1\n', '4\n', '9\n', '16\n', '25\n'])
  server.interrupt()
  await server.ends()
})

cliTest('an interrupted server lets a calculation finish, and takes no new client', async (bench) => {
  const [server, where] = await serving(bench)
  const client = bench.program('nc', ['-N', '127.0.0.1', portOf(where)])
  client.write('20\n')
  await client.says(/OK\n/, 'stdout')
  server.interrupt()
  await server.says(/finishing/)
  await bench.soquete(['calc', where, '-e', '1 1 +']).ends(3)
  client.write('22\n+\n')
  await client.says(/RESULT 42\n/, 'stdout')
  client.end()
  await server.ends()
})

cliTest('a client that says nothing is disconnected after --idle', async (bench) => {
  const [server, where] = await serving(bench, '--idle', '100ms')
  const client = bench.program('nc', ['127.0.0.1', portOf(where)])
  await server.says(/ETIMEDOUT/)
  client.end()
  await client.ends()
})

cliTest('calc --json tells programs of each message, on both sides', async (bench) => {
  const server = bench.soquete(['calc', '--serve', '--json', 'tcp://:0'])
  const [, where] = await server.says(/"listening".*"(tcp:[^"]+)"/, 'stdout')
  const client = await bench.soquete(['calc', '--json', where!, '-e', '3 4 +', '-e', '1 0 /']).ends(1)
  const asked = readEvents(client.stdout)
  assert.deepEqual(
    asked.map(({ event, peer, message, answer }) => [event, peer, message, answer].join(' ')),
    ['3 OK', '4 OK', '+ RESULT 7', '1 OK', '0 OK', '/ FAIL division by zero'].map(
      (said) => `answered ${where} ${said}`,
    ),
  )
  await server.says(/"closed"/, 'stdout')
  server.interrupt()
  const served = readEvents((await server.ends()).stdout)
  assert.deepEqual([...asked, ...served].flatMap(schemaMistakes), [])
  assert.equal(served.filter(({ event }) => event === 'answered').length, 6)
})

cliTest('a command line that makes no sense is said so', async (bench) => {
  const mistakes: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [['--serve', '-e', '3'], /--eval is for clients/],
    [['1111', '2222'], /a client has one server/],
    [['udp://:9'], /^soquete: udp:\/\/127\.0\.0\.1:9: the calculator speaks over streams/],
    [['--serve', 'unix-seqpacket:@x'], /speaks over streams/],
    [['tls://localhost:9'], /speaks over streams/],
    [['tcp://*:9', '-e', '3'], /names no host to connect to/],
    [[':0', '-e', '3'], /names no port to connect to/],
  ]
  const running = mistakes.map(([args]) => bench.soquete(['calc', ...args]))
  for (const [index, [, says]] of mistakes.entries())
    assert.match((await running[index]!.ends(2)).stderr, says)
})

cliTest('in Spanish', async (bench) => {
  const [, where] = await serving(bench)
  const options = { env: { SOQUETE_LANG: 'es' }, input: '3 + 4\n1 2' }
  const { stderr } = await bench.soquete(['calc', where], options).ends(1)
  assert.match(stderr, /^soquete: línea 1: la calculadora es postfija, [\s\S]* 3 4 \+\n/)
  assert.match(stderr, /la entrada terminó, y faltó el operador de: 1 2\n$/)
})

cliTest('a line without an end is refused', async (bench) => {
  const [, where] = await serving(bench)
  const client = bench.soquete(['calc', where], { input: `3 4 +\n${'9'.repeat(200_000)}` })
  const { stdout, stderr } = await client.ends(1)
  assert.equal(stdout.toString(), '7\n')
  assert.match(stderr, /^soquete: line 2: is longer than 64\.0 KiB\n$/)
})
