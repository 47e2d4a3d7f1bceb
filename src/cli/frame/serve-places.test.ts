import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { kernel } from '../../kernel/kernel-stack.ts'
import { readPlace } from './place.ts'
import type { Report } from './report.ts'
import { servePlaces } from './serve-places.ts'

/** Nobody hears; `onListening` when a place is told. */
function silent(onListening = () => {}): Report {
  const nothing = async () => {}
  return { listening: async () => onListening(), connected: nothing, closed: nothing, failed: nothing }
}

const service = { connection: async () => {} }

test('servePlaces: asked to end while it begins, it ends, and has not failed', async () => {
  const asked = new AbortController()
  const places = ['tcp://:0', 'tcp://:0'].map(readPlace)
  const limits = { max: 1, signal: asked.signal }
  await servePlaces(
    kernel,
    places,
    service,
    silent(() => asked.abort('SIGINT')),
    limits,
  )
  await servePlaces(kernel, places, service, silent(), limits)
})

test('servePlaces: the file of a Unix socket goes with it, also when another place fails', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'soquete-places-'))
  try {
    const path = join(directory, 'x.sock')
    const places = [path, join(directory, 'no', 'such.sock')].map(readPlace)
    const { signal } = new AbortController()
    await assert.rejects(servePlaces(kernel, places, service, silent(), { max: 1, signal }), {
      code: 'ENOENT',
    })
    assert.equal(existsSync(path), false)
  } finally {
    rmSync(directory, { recursive: true })
  }
})
