import assert from 'node:assert/strict'
import { readEvents, schemaMistakes } from './json-lines.ts'
import { cliTest } from './running.ts'

cliTest('soquete explain shows a page, in the language of whoever asks', async (bench) => {
  const { stdout } = await bench.soquete(['explain', 'EADDRINUSE']).ends()
  for (const part of [
    /^EADDRINUSE\n {2}98 · Address already in use\n/,
    /\bbind\(\)/,
    /SO_REUSEADDR/,
    /What to do/,
  ])
    assert.match(stdout.toString(), part)
  const spanish = await bench.soquete(['explain', '98', '--lang', 'es']).ends()
  assert.match(spanish.stdout.toString(), /^EADDRINUSE\n {2}98 · [\s\S]*Qué hacer/)
})

cliTest('a negative number is an operand, and not an option', async (bench) => {
  const { stdout } = await bench.soquete(['explain', '-98']).ends()
  assert.match(stdout.toString(), /^EADDRINUSE$/m)
  const two = await bench.soquete(['explain', '--json', '-2']).ends()
  assert.deepEqual(
    readEvents(two.stdout).map(({ name }) => name),
    ['ENOENT', 'EAI_NONAME'],
  )
})

cliTest('soquete explain shows several pages, each once, or the one that a message means', async (bench) => {
  const several = bench.soquete(['explain', 'time-wait', 'ESTAB', 'TIME_WAIT'])
  const titles = /^(TIME_WAIT|ESTABLISHED)(?=[ ,\n])/gm
  assert.deepEqual((await several.ends()).stdout.toString().match(titles), ['TIME_WAIT', 'ESTABLISHED'])
  const message = await bench.soquete(['explain', 'bind:', 'Address', 'already', 'in', 'use']).ends()
  assert.match(message.stdout.toString(), /^EADDRINUSE$/m)
})

cliTest('soquete explain --json writes a line for each page, with its parts', async (bench) => {
  const { stdout } = await bench.soquete(['explain', '--json', 'EPIPE', 'FIN-WAIT-2']).ends()
  const events = readEvents(stdout)
  assert.deepEqual(events.flatMap(schemaMistakes), [])
  const [error = {}, state = {}] = events
  assert.deepEqual([error.v, error.event, error.kind, error.name], [1, 'page', 'error', 'EPIPE'])
  assert.deepEqual([error.number, error.words], [32, 'Broken pipe'])
  assert.deepEqual([state.kind, state.name, state.number], ['state', 'FIN_WAIT_2', 5])
  const [{ from, to }] = state.transitions as [{ from: string; to: string }]
  assert.deepEqual([from, to], ['FIN_WAIT_1', 'FIN_WAIT_2'])
})

cliTest('without a name it lists all pages', async (bench) => {
  const { stdout } = await bench.soquete(['explain']).ends()
  assert.match(stdout.toString(), /^ {2}ECONNREFUSED +Connection refused$/m)
  assert.match(stdout.toString(), /^ {2}TIME_WAIT +the connection is over/m)
  const programs = await bench.soquete(['explain', '--json']).ends()
  const events = readEvents(programs.stdout)
  assert.deepEqual(events.flatMap(schemaMistakes), [])
  assert.ok(events.length > 80 && events.every(({ event }) => event === 'entry'))
})

cliTest('a name without a page is said so, and what may be meant', async (bench) => {
  const near = await bench.soquete(['explain', 'EPIPE', 'EADDRINUS']).ends(2)
  assert.equal(near.stdout.length, 0)
  assert.match(near.stderr, /'EADDRINUS'\n {2}Did you mean soquete explain EADDRINUSE\?\n$/)
  const foreign = await bench.soquete(['explain', 'EEXIST', '--lang=es']).ends(2)
  assert.match(foreign.stderr, /^soquete: EEXIST es el error 17/)
  const nonsense = await bench.soquete(['explain', 'xyzzyxyzzy']).ends(2)
  assert.match(nonsense.stderr, /lists all pages/)
})
