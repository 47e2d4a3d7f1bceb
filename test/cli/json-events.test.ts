import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { EXAMPLE } from '../../src/cli/topics/json.ts'
import { COMMON_FIELDS, EVENTS } from '../../src/cli/topics/json-events.ts'
import { readEvents, schemaMistakes } from './json-lines.ts'
import { cliTest, portOf } from './running.ts'

const SOURCES = join(import.meta.dirname, '../../../src/cli')

cliTest('soquete echo --json writes what soquete help json says', async (bench) => {
  const path = join(bench.directory, 'x.sock')
  const server = bench.soquete(['echo', '--json', 'tcp://:0', path])
  const [, where] = await server.says(/"listening".*"(tcp:[^"]+)"/, 'stdout')
  await bench.program('nc', ['-N', '-U', path], { input: 'hola' }).ends()
  await server.says(/"closed"/, 'stdout')
  const rude = connect(Number(portOf(where!)), '127.0.0.1', () => rude.write('hola'))
  rude.once('data', () => rude.resetAndDestroy())
  await server.says(/"failed"/, 'stdout')
  server.interrupt()
  const events = readEvents((await server.ends()).stdout)
  const names = events.map(({ event }) => event)
  assert.deepEqual(names, ['listening', 'listening', 'connected', 'closed', 'connected', 'failed'])
  assert.deepEqual(events.flatMap(schemaMistakes), [])
  const [, , , closed, connected, failed] = events
  assert.deepEqual([closed!.received, closed!.sent], [4, 4])
  assert.equal(connected!.local, where)
  assert.deepEqual([failed!.peer, failed!.code], [connected!.peer, 'ECONNRESET'])
  for (const { time } of events) assert.equal(new Date(time as string).toISOString(), time)
})

test('the example of soquete help json is good', () => {
  assert.deepEqual(schemaMistakes(JSON.parse(EXAMPLE[1])), [])
})

test('what does not fit the schema is found', () => {
  const listening = { v: 1, event: 'listening', time: '2026-01-31T23:59:59.123Z', endpoint: 'tcp://[::1]:1' }
  assert.deepEqual(schemaMistakes(listening), [])
  assert.deepEqual(schemaMistakes({ ...listening, event: 'toString' }), ['there is no event toString'])
  assert.deepEqual(schemaMistakes({ ...listening, more: 1 }), ['listening has no field more'])
  const { endpoint: _, ...without } = listening
  assert.deepEqual(schemaMistakes(without), ['listening lacks endpoint'])
  assert.deepEqual(schemaMistakes({ ...listening, v: '1' }), ['listening.v is no number: "1"'])
})

test('every event that the sources write is in the table, and every one of the table is in the sources', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('topics/'),
  )
  const sources = files.map((name) => readFileSync(join(SOURCES, name), 'utf8')).join('\n')
  const written = [...sources.matchAll(/events\.emit\(\s*'([\w-]+)'/g)].map(([, event]) => event!)
  assert.deepEqual(
    written.filter((event) => !Object.hasOwn(EVENTS, event)),
    [],
  )
  for (const event of Object.keys(EVENTS)) assert.ok(sources.includes(`'${event}'`), event)
})

test('no event gives a common field a second meaning', () => {
  for (const [name, { fields }] of Object.entries(EVENTS))
    for (const field of Object.keys(fields))
      assert.ok(!Object.hasOwn(COMMON_FIELDS, field), `${name}.${field}`)
})

cliTest('soquete connect and listen --json write what soquete help json says', async (bench) => {
  const server = bench.soquete(['listen', '--json', 'tcp://:0'])
  const [, where] = await server.says(/"listening".*"(tcp:[^"]+)"/, 'stdout')
  const client = bench.soquete(['connect', '--json', where!], { input: 'hola' })
  server.end()
  const closed = bench.soquete(['connect', '--json', '-z', 'unix:/nowhere/x.sock'])
  const said = [(await client.ends()).stdout, (await server.ends()).stdout, (await closed.ends(3)).stdout]
  const events = said.flatMap(readEvents)
  assert.deepEqual(events.flatMap(schemaMistakes), [])
  const names = new Set(events.map(({ event }) => event))
  assert.deepEqual([...names].sort(), ['checked', 'closed', 'connected', 'listening', 'received', 'sent'])
})
