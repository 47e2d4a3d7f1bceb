import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COLOURS, PLAIN, paintFor } from '../src/node/paint.ts'
import { wrap } from '../src/node/wrap.ts'
import { CHAPTER_NAMES } from './chapters.ts'
import { languageOf } from './languages.ts'
import { type Options, parseOptions } from './options.ts'

test('the language is what the environment says first', () => {
  assert.equal(languageOf({}), 'en')
  assert.equal(languageOf({ LANG: 'es_AR.UTF-8' }), 'es')
  assert.equal(languageOf({ LANG: 'es_AR.UTF-8', LC_MESSAGES: 'C' }), 'en')
  assert.equal(languageOf({ LANG: 'de_DE', LC_MESSAGES: 'C', LC_ALL: 'es' }), 'es')
  assert.equal(languageOf({ LC_ALL: 'es', SOQUETE_LANG: 'en' }), 'en')
  assert.equal(languageOf({ SOQUETE_LANG: '', LANG: 'es' }), 'es')
})

test('the command line chooses chapters and the language', () => {
  const all: Options = { language: 'en', list: false, chapters: CHAPTER_NAMES }
  assert.deepEqual(parseOptions([], {}), all)
  assert.deepEqual(parseOptions(['--lang', 'es', '--list'], {}), { ...all, language: 'es', list: true })
  assert.deepEqual(parseOptions(['--lang=en', 'relay', 'handshake'], { LANG: 'es' }), {
    ...all,
    chapters: ['handshake', 'relay'],
  })
})

test('what is wrong with the command line is said in the language asked for', () => {
  assert.match(
    String(parseOptions(['nothing'], {})),
    /^soquete: no chapter is called nothing\n {2}Chapters: client-server, /,
  )
  assert.match(String(parseOptions(['nada'], { LANG: 'es' })), /^soquete: ningún capítulo se llama nada\n/)
  assert.match(String(parseOptions(['--all'], {})), /^soquete: no option is called --all\n/)
  assert.match(String(parseOptions(['--lang', 'fr'], {})), /^soquete: the tour does not speak 'fr'\n/)
  assert.match(String(parseOptions(['--lang'], {})), /does not speak ''/)
  assert.match(String(parseOptions(['--lang', 'toString'], {})), /does not speak/)
})

test('colours only on a terminal that has them', () => {
  assert.equal(paintFor(true, {}), COLOURS)
  assert.equal(paintFor(false, {}), PLAIN)
  assert.equal(paintFor(true, { NO_COLOR: '1' }), PLAIN)
  assert.equal(paintFor(true, { NO_COLOR: '' }), COLOURS)
  assert.equal(paintFor(true, { TERM: 'dumb' }), PLAIN)
})

test('prose is wrapped, and keeps its indentation', () => {
  assert.deepEqual(wrap('one two three', 10, '  '), ['  one two', '  three'])
  assert.deepEqual(wrap('  one two three', 12, '  '), ['    one two', '    three'])
  assert.deepEqual(wrap('unbreakable', 5, ' '), [' unbreakable'])
  assert.deepEqual(wrap('', 5, ' '), [' '])
})
