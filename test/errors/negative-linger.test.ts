import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from '../leak-check.ts'

test('SO_LINGER set to a negative time by its bytes does not have close() stop the thread', () => {
  const program = fileURLToPath(new URL('negative-linger.child.js', import.meta.url))
  const { status, signal } = spawnSync(process.execPath, [program], { timeout: 4000, killSignal: 'SIGKILL' })
  assert.deepEqual([status, signal], [7, null])
})
