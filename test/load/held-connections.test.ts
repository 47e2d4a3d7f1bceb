import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from '../leak-check.ts'

const CONNECTIONS = 5000
const DESCRIPTORS = 2 * CONNECTIONS + 1000

const hard = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()
const tooFew = hard !== 'unlimited' && Number(hard) < DESCRIPTORS

test(
  '5,000 connections held at once, all in use, then none left',
  async () => {
    const program = fileURLToPath(new URL('held-connections.child.js', import.meta.url))
    const command = `ulimit -n ${DESCRIPTORS} && exec "$0" "$@"`
    const args = ['--enable-source-maps', program, String(CONNECTIONS)]
    const { stdout } = await promisify(execFile)('sh', ['-c', command, process.execPath, ...args], {
      timeout: 50_000,
    })
    assert.equal(stdout.trim(), '0', 'descriptors left')
  },
  { timeout: 60_000, skip: tooFew && `this user may have ${hard} descriptors only` },
)
