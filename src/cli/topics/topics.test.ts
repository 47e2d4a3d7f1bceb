import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PLAIN } from '../../node/paint.ts'
import { LANGUAGES } from '../../socket/language.ts'
import { renderPage } from '../frame/page.ts'
import { readPlace } from '../frame/place.ts'
import { parseDuration, parseSize } from '../frame/quantities.ts'
import { PARTS } from './endpoints.ts'
import { DURATIONS, SIZES } from './quantities.ts'
import { TOPICS } from './topics.ts'

for (const { name, summary, load } of TOPICS)
  test(`soquete help ${name} fits the terminal in each language, and says something`, async () => {
    const sections = await load()
    for (const language of LANGUAGES) {
      assert.ok(summary[language].length > 10)
      for (const width of [40, 80, 140]) {
        const page = renderPage(sections(language), { width, paint: PLAIN })
        assert.ok(page.split('\n').length > 5)
        const wide = page.split('\n').filter((line) => line.length > width)
        // What somebody would paste is not broken, nor is one word.
        assert.deepEqual(
          wide.filter((line) => /^ {2}\S/.test(line) || (/^ {5}/.test(line) && line.trim().includes(' '))),
          [],
          language,
        )
      }
    }
  })

test('each endpoint that is shown is one', () => {
  for (const { shown } of PARTS)
    for (const [endpoint] of shown) assert.doesNotThrow(() => readPlace(endpoint), endpoint)
})

test('each short form is what is said of it', () => {
  const shorter = PARTS.at(-1)!.shown
  assert.equal(shorter.length, 8)
  for (const [endpoint, says] of shorter)
    for (const language of LANGUAGES)
      assert.deepEqual(readPlace(endpoint), readPlace(says[language]), endpoint)
})

test('each quantity that is shown is as much as is said of it', () => {
  for (const [said, , milliseconds] of DURATIONS) assert.equal(parseDuration(said), milliseconds, said)
  for (const [said, , bytes] of SIZES) assert.equal(parseSize(said), bytes, said)
  for (const [short, long] of [
    ['64k', '64KiB'],
    ['1m', '1MiB'],
    ['1g', '1GiB'],
  ])
    assert.equal(parseSize(short!), parseSize(long!))
})
