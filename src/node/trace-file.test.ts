import assert from 'node:assert/strict'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { traceToDescriptor } from './trace-file.ts'

test("a trace's times are those of the machine's monotonic clock", () => {
  const folder = mkdtempSync(join(tmpdir(), 'soquete-trace-'))
  const fd = openSync(join(folder, 'trace'), 'w')
  try {
    const monotonic = () => Number(process.hrtime.bigint()) / 1e6
    const tracer = traceToDescriptor(fd, 'somebody')
    const before = monotonic()
    tracer.event({ type: 'wait', time: performance.now(), socket: 1, call: 1, syscall: 'recv' })
    const after = monotonic()
    const [header = '', event = ''] = readFileSync(join(folder, 'trace'), 'utf8').split('\n')
    assert.deepEqual(JSON.parse(header), {
      soquete: 'trace',
      version: 1,
      party: 'somebody',
      process: process.pid,
    })
    const { time } = JSON.parse(event) as { time: number }
    assert.ok(time > before - 0.1 && time < after + 0.1, `${before} ${time} ${after}`)
  } finally {
    closeSync(fd)
    rmSync(folder, { recursive: true })
  }
})
