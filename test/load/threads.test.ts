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

/** Ends so many threads in the middle of their traffic, in a process of its own: a crash would take this one along. */
async function endThreads(how: string, times: number): Promise<{ sockets: number; epolls: number }[]> {
  const program = fileURLToPath(new URL('ended-threads.child.js', import.meta.url))
  const args = ['--enable-source-maps', program, how, String(times)]
  const run = promisify(execFile)(process.execPath, args, { timeout: 290_000 })
  const { stdout } = await run.catch((error: { signal: string; stderr: string }) => {
    return assert.fail(`the process ended with ${error.signal}: ${error.stderr.slice(0, 500)}`)
  })
  return JSON.parse(stdout)
}

const TIMES = scaled(20, 300)

for (const [how, words, times] of [
  ['terminate', 'that its parent terminates', TIMES],
  ['nested', 'that is terminated with its parent', TIMES / 2],
  ['exit', 'that ends itself by process.exit()', TIMES],
] as const) {
  test(
    `a thread ${words} in the middle of its traffic leaves no descriptor and does no harm, ${times} times`,
    async () => {
      const left = await endThreads(how, times)
      assert.deepEqual(left, Array(times).fill({ sockets: 0, epolls: 0 }))
    },
    { timeout: 300_000 },
  )
}

test(
  'a thread that is terminated by a parent without sockets of its own does no harm',
  async () => {
    // Its descriptors are left: nobody knows of them.
    assert.equal((await endThreads('stranger', 10)).length, 10)
  },
  { timeout: 120_000 },
)
