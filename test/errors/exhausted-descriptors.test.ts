import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from '../leak-check.ts'

/** The loader opens many files at once: fewer descriptors, and the program does not start. */
const LIMIT = 256

/** Runs a program beside this file with at most so many descriptors, and gives what it tells in JSON. */
async function withDescriptors(limit: number, program: string): Promise<unknown> {
  const file = fileURLToPath(new URL(program, import.meta.url))
  const { stdout } = await promisify(execFile)(
    'sh',
    ['-c', `ulimit -n ${limit}; exec "$0" "$@"`, process.execPath, '--enable-source-maps', file],
    { timeout: 20_000 },
  )
  return JSON.parse(stdout)
}

test('EMFILE in accept: serve() tells onError, backs off, and goes on when descriptors are free', async () => {
  const told = (await withDescriptors(LIMIT, 'exhausted-descriptors.child.js')) as Record<string, unknown>
  const { toldWhileExhausted, ...rest } = told
  assert.deepEqual(rest, {
    before: 'echo',
    ownCode: 'EMFILE',
    codes: ['EMFILE'],
    during: 'echo',
    after: ['echo', 'echo', 'echo'],
    message: 'SocketError: cannot accept a connection: too many open descriptors in this process (EMFILE)',
  })
  const times = Number(toldWhileExhausted)
  assert.ok(times >= 2 && times <= 20, `told ${times} times in 400 ms: neither once nor in a spin`)
})

test('EMFILE of the first socket is a SocketError, and the next one may succeed', async () => {
  const told = (await withDescriptors(LIMIT, 'first-socket.child.js')) as string[]
  assert.deepEqual(told, ['socket EMFILE', 'socket EMFILE', 'made'])
})
