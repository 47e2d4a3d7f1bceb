import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { AF_UNIX, SOCK_STREAM, socketpair } from '../../src/index.ts'
import { openSockets, test } from '../leak-check.ts'
import { epolls } from './descriptors.ts'
import type { Orders } from './echo.worker.ts'
import { scaled } from './scale.ts'

function start(orders: Orders): Worker {
  return new Worker(new URL('echo.worker.js', import.meta.url), { workerData: orders })
}

/** What the thread told, up to its end. */
async function finish(worker: Worker): Promise<unknown[]> {
  const told: unknown[] = []
  worker.on('message', (message) => told.push(message))
  const [code] = await once(worker, 'exit')
  assert.equal(code, 0)
  return told
}

/** The parent has a socket of the kernel before it starts a thread: then it closes what the thread leaves. */
async function usedBefore(): Promise<void> {
  for (const each of socketpair(AF_UNIX, SOCK_STREAM)) await each.close()
}

test(
  'four threads at once, each with an echo server and clients of its own',
  async () => {
    await usedBefore()
    const before = [openSockets(), epolls()]
    const orders = { exit: false, churn: true, clients: 25, messages: scaled(200, 2000) }
    const told = await Promise.all([1, 2, 3, 4].map(() => finish(start(orders))))
    for (const messages of told) assert.deepEqual(messages, ['busy', orders.clients * orders.messages])
    assert.deepEqual([openSockets(), epolls()], before)
  },
  { timeout: 120_000 },
)

for (const [words, how] of [
  ['that its parent terminates', 'terminate'],
  ['that ends itself by process.exit()', 'exit'],
] as const) {
  // In a process of its own: a crash would take this one with it.
  test(
    `a thread ${words} in the middle of its traffic leaves no descriptor and does no harm, twenty times`,
    async () => {
      const program = fileURLToPath(new URL('ended-threads.child.js', import.meta.url))
      const run = promisify(execFile)(process.execPath, ['--enable-source-maps', program, how, '20'], {
        timeout: 50_000,
      })
      const { stdout } = await run.catch((error: { signal: string; stderr: string }) => {
        return assert.fail(`the process ended with ${error.signal}: ${error.stderr.slice(0, 500)}`)
      })
      assert.deepEqual(JSON.parse(stdout), Array(20).fill({ sockets: 0, epolls: 0 }))
    },
    { timeout: 60_000 },
  )
}
