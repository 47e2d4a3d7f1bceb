// Starts threads with traffic, ends each in the middle of it, and tells what it has left.
import { once } from 'node:events'
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { AF_UNIX, SOCK_STREAM, socketpair } from '../../src/index.ts'
import { openSockets } from '../leak-check.ts'
import { epolls } from './descriptors.ts'
import type { Orders } from './echo.worker.ts'

/**
 * `terminate`: by its parent; `nested`: by its grandparent, with its parent; `stranger`: by a parent that has never
 * used a socket, and so closes none; `exit`: by itself; `churn`: by its parent, while it makes and closes sockets.
 */
const [, , how = 'terminate', times] = process.argv

// The parent has a socket of the kernel before it starts a thread: then it closes what the thread leaves.
if (how !== 'stranger') for (const each of socketpair(AF_UNIX, SOCK_STREAM)) await each.close()

const before = { sockets: openSockets(), epolls: epolls() }
const left: (typeof before)[] = []
for (let i = 0; i < Number(times); i++) {
  const workerData: Orders = {
    clients: 20,
    messages: 0,
    exit: how === 'exit',
    churn: how === 'churn',
    nested: how === 'nested',
  }
  const worker = new Worker(new URL('echo.worker.js', import.meta.url), { workerData })
  const exit = once(worker, 'exit')
  await once(worker, 'message')
  // One that ends itself may be gone before its word is heard.
  if (how !== 'exit' && openSockets() < before.sockets + 20) throw new Error('the thread has no sockets yet')
  await pause(i % 10)
  if (how !== 'exit') await worker.terminate()
  await exit
  // What a thread leaves is closed when its parent hears of its end.
  await turn()
  left.push({ sockets: openSockets() - before.sockets, epolls: epolls() - before.epolls })
}
console.log(JSON.stringify(left))
