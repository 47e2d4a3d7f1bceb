import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { COLOURS, PLAIN } from '../src/node/paint.ts'
import { CHAPTERS } from './chapters.ts'
import { GOLDEN, readPerformance, WRITES, writePerformance } from './golden.ts'
import { LANGUAGES, type Language } from './languages.ts'
import { perform } from './perform.ts'
import { report } from './report.ts'

/** Recorded chapters: strangers, three parties, threads, and a scene that prints and reads the kernel's table. */
const RECORDED = ['handshake', 'relay', 'threads', 'closing-server-first'] as const

if (WRITES) for (const name of RECORDED) writePerformance(name, await perform(CHAPTERS[name], 'en'))

for (const name of RECORDED) {
  for (const language of Object.keys(LANGUAGES) as Language[]) {
    for (const width of [72, 116, 160]) {
      test(`${name} as it is shown in '${language}', ${width} columns wide`, async () => {
        const performance = await readPerformance(name)
        const { lines, good } = report(name, performance, { texts: LANGUAGES[language], width, paint: PLAIN })
        const file = join(GOLDEN, name, `${language}-${width}.txt`)
        if (WRITES) writeFileSync(file, `${lines.join('\n')}\n`)
        assert.equal(`${lines.join('\n')}\n`, readFileSync(file, 'utf8'))
        assert.equal(good, true)
      })
    }
  }
}

test('colours change nothing but colours', async () => {
  const performance = await readPerformance('handshake')
  const options = { texts: LANGUAGES.en, width: 116 }
  const coloured = report('handshake', performance, { ...options, paint: COLOURS }).lines.join('\n')
  const plain = report('handshake', performance, { ...options, paint: PLAIN }).lines.join('\n')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how colours are written
  assert.equal(coloured.replace(/\x1b\[\d+m/g, ''), plain)
})

test('what went wrong is said, and the chapter is not good', async () => {
  const performance = await readPerformance('handshake')
  const [first, ...others] = performance.scenes
  const [server, client] = first!.cast
  const failed = { ...client!, status: 1, stdout: '', stderr: 'soquete: cannot connect\n' }
  const scenes = [{ ...first!, cast: [server!, failed] }, ...others]
  const options = { texts: LANGUAGES.en, width: 116, paint: PLAIN }
  const { lines, good } = report('handshake', { ...performance, scenes }, options)
  assert.equal(good, false)
  assert.ok(lines.includes('   ✗ the client ended with status 1: soquete: cannot connect'))
  assert.ok(!lines.includes('   ✓ handshake accepted'))

  const other = { ...client!, stdout: 'something else\n' }
  const said = report(
    'handshake',
    { ...performance, scenes: [{ ...first!, cast: [server!, other] }, ...others] },
    options,
  )
  assert.ok(said.lines.includes('   ✗ the client printed something else: something else'))

  const broken = report('handshake', { scenes: [], traces: [], failure: 'no room' }, options)
  assert.equal(broken.good, false)
  assert.ok(broken.lines.includes('   ✗ the chapter could not be played: no room'))
})

test('TIME_WAIT at the wrong end, and clients in the wrong order, are noticed', async () => {
  const options = { texts: LANGUAGES.en, width: 116, paint: PLAIN }
  const closing = await readPerformance('closing-server-first')
  const scenes = closing.scenes.map((scene) => ({ ...scene, table: [] }))
  assert.equal(report('closing-server-first', { ...closing, scenes }, options).good, false)
  const threads = await readPerformance('threads')
  const [scene] = threads.scenes
  const late = { ...scene!, scene: { ...scene!.scene, firstAnswered: 0 } }
  assert.equal(report('threads', { ...threads, scenes: [late] }, options).good, false)
})
