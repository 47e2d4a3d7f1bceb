import assert from 'node:assert/strict'
import { readdirSync, readlinkSync } from 'node:fs'
import { test as nodeTest, type TestContext } from 'node:test'
import { kernelThread } from '../src/kernel/kernel-stack.ts'

interface TestOptions {
  /** Milliseconds; a test that hangs fails with its own name. */
  readonly timeout?: number
  readonly skip?: string | false
}

/** A test that must leave nothing: no descriptor of a socket, no timer, no waiting call. */
export function test(
  name: string,
  body: (t: TestContext) => Promise<void> | void,
  options: TestOptions = {},
): void {
  nodeTest(name, { timeout: options.timeout ?? 30_000, skip: options.skip ?? false }, async (t) => {
    const before = held()
    await body(t)
    await settle(before)
    assert.deepEqual(held(), before, 'something was left open: descriptors, timers or waiting calls')
  })
}

interface Held {
  readonly sockets: number
  readonly timers: number
  readonly waiting: number
}

function held(): Held {
  return { sockets: openSockets(), timers: timers(), waiting: kernelThread().reactor.waiting }
}

/** What has been closed may need a turn of the loop to be gone. */
async function settle(before: Held): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    const now = held()
    if (now.sockets <= before.sockets && now.timers <= before.timers && now.waiting <= before.waiting) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length
}

/** Descriptors of this process that are sockets. */
export function openSockets(): number {
  let count = 0
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      if (readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:')) count++
    } catch {
      // The descriptor of readdir itself is gone by now.
    }
  }
  return count
}
