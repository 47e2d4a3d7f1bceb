import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const child = fileURLToPath(new URL('./full-queue.child.js', import.meta.url))
const FRAMES = 60

function ip(...args: string[]): void {
  const { status, stderr, error } = spawnSync('ip', args, { encoding: 'utf8' })
  assert.equal(status, 0, `ip ${args.join(' ')}: ${error?.message ?? stderr}`)
}

const able = process.getuid?.() === 0 && spawnSync('tc', ['-V']).error === undefined
const skip = able || process.env.CI ? false : 'it needs root, ip and tc'

test('a full queue of an interface (ENOBUFS) is waited for, and no frame is lost', { skip }, () => {
  const name = `soquete-queue-${process.pid}`
  ip('netns', 'add', name)
  try {
    ip('-n', name, 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1')
    for (const link of ['v0', 'v1']) ip('-n', name, 'link', 'set', link, 'up')
    // Three frames fit, and one goes a millisecond.
    const shaper = 'qdisc add dev v0 root tbf rate 8mbit burst 2000 limit 4000'.split(' ')
    ip('netns', 'exec', name, 'tc', ...shaper)
    const command = ['netns', 'exec', name, process.execPath, child, 'v0', 'v1', String(FRAMES)]
    const { stdout, stderr } = spawnSync('ip', command, { encoding: 'utf8', timeout: 20_000 })
    assert.equal(stderr, '')
    const { received, retries } = JSON.parse(stdout) as { received: number; retries: number }
    assert.equal(received, FRAMES)
    assert.ok(retries > 0, 'the queue never was full')
    assert.ok(retries < 10 * FRAMES, `${retries} tries for ${FRAMES} frames`)
  } finally {
    ip('netns', 'delete', name)
  }
})
