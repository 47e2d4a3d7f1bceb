import assert from 'node:assert/strict'
import { lack, python } from '../interop/tools.ts'
import { type Bench, cliTest, type Running } from './running.ts'

/**
 * A server that knows nothing of calculators: for each line that comes it sends the next of its answers, in pieces. Behind
 * the last one it closes, resets, or waits.
 */
const SERVER = `
import json, socket, struct, sys, time
answers, end = json.loads(sys.argv[1]), sys.argv[2]
listener = socket.create_server(("127.0.0.1", 0))
print("listening on", listener.getsockname()[1], flush=True)
peer, _ = listener.accept()
peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
lines = peer.makefile("rb")
for pieces in answers:
    lines.readline()
    for piece in pieces:
        peer.sendall(piece.encode())
        time.sleep(0.02)
if end == "reset":
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
if end == "wait":
    lines.readline()
    lines.read()
if end == "shut":
    peer.shutdown(socket.SHUT_WR)
    lines.read()
lines.close()
peer.close()
`

type End = 'close' | 'reset' | 'wait' | 'shut'

interface Scene {
  readonly answers: readonly (readonly string[])[]
  readonly end?: End
  readonly args?: readonly string[]
  readonly line?: string
}

async function asked(
  bench: Bench,
  { answers, end = 'wait', args = [], line = '3 4 +' }: Scene,
): Promise<Running> {
  const server = bench.program(python, ['-c', SERVER, JSON.stringify(answers), end])
  const [, port] = await server.says(/listening on (\d+)/, 'stdout')
  return bench.soquete(['calc', ...args, `:${port}`], { input: `${line}\n` })
}

function foreign(name: string, body: (bench: Bench) => Promise<void>): void {
  cliTest(name, body, { skip: lack('Python') ?? false })
}

const WELL = [['OK\n'], ['OK\n']] as const

foreign('answers that come in pieces, with carriage returns, are whole', async (bench) => {
  const answers = [['O', 'K', '\r', '\n'], ['OK\n'], ['RES', 'ULT ', '-1', '2\n']]
  assert.equal((await (await asked(bench, { answers })).ends()).stdout.toString(), '-12\n')
})

foreign('what a server that knows more says to it is taken as it is', async (bench) => {
  const answers = [['OK\n'], ['OK\n'], ['RESULT 0.75\n']]
  assert.equal(
    (await (await asked(bench, { answers, line: '1.5 2 pow' })).ends()).stdout.toString(),
    '0.75\n',
  )
  const failing = await asked(bench, { answers: [...WELL, [`FAIL ${'a long reason '.repeat(20)}\n`]] })
  assert.match(
    (await failing.ends(1)).stderr,
    /^soquete: line 1: \+ → FAIL a long reason .* a long reason \n$/,
  )
})

const GARBAGE: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'another protocol': [['HTTP/1.1 400 Bad Request\r\n', 'Connection: close\r\n\r\n']],
  'an answer that does not fit an operand': [['RESULT 3\n']],
  'an answer that does not fit an operator': [...WELL, ['OK\n']],
  'no words at all': [['\n']],
  'a result without a number': [...WELL, ['RESULT\n']],
  'an answer twice': [['OK\nOK\n'], ['OK\n'], ['RESULT 7\n']],
  'an answer without an end': [['9'.repeat(5000)]],
}

for (const [what, answers] of Object.entries(GARBAGE)) {
  foreign(`a server that gives ${what} is no calculator`, async (bench) => {
    const { stdout, stderr } = await (await asked(bench, { answers })).ends(1)
    assert.equal(stdout.length, 0)
    assert.match(stderr, /^soquete: tcp:\S+ does not speak the calculator's protocol: it answered '.' with '/)
  })
}

foreign('control characters of a server do not reach the terminal', async (bench) => {
  const answers = [...WELL, ['RESULT 7\u001b]0;title\u0007\n']]
  const { stdout } = await (await asked(bench, { answers })).ends()
  assert.equal(stdout.toString(), '7\\x1b]0;title\\x07\n')
  const failing = await (await asked(bench, { answers: [['FAIL \u001b[2J\n']] })).ends(1)
  assert.match(failing.stderr, /FAIL \\x1b\[2J\n$/)
})

for (const end of ['close', 'reset', 'shut'] as const) {
  foreign(`a server that leaves in the middle (${end}) is said so`, async (bench) => {
    const { stderr } = await (await asked(bench, { answers: [['OK\n']], end })).ends(6)
    assert.match(stderr, /^soquete: tcp:\S+ has closed the connection, and has not answered '4'\n/)
  })
}

foreign('a server that leaves in the middle of an answer has not answered', async (bench) => {
  const { stdout, stderr } = await (
    await asked(bench, { answers: [...WELL, ['RESULT 7']], end: 'shut' })
  ).ends(6)
  assert.equal(stdout.length, 0)
  assert.match(stderr, /has closed the connection, and has not answered '\+'\n$/)
})

foreign('a server that is silent is waited for as long as --timeout says', async (bench) => {
  const client = await asked(bench, { answers: [['OK\n']], args: ['--timeout', '300ms'] })
  assert.match((await client.ends(4)).stderr, /^soquete: tcp:\S+ has not answered '4' within 300 ms\n$/)
})

foreign('where nobody listens it says why, with the exit status for it', async (bench) => {
  const { stderr } = await bench.soquete(['calc', ':1', '-e', '3 4 +']).ends(3)
  assert.match(stderr, /ECONNREFUSED/)
})
