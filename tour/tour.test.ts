import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CHAPTER_NAMES } from './chapters.ts'
import { GOLDEN, WRITES } from './golden.ts'

const MAIN = join(import.meta.dirname, 'main.js')

function tour(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { NO_COLOR: _, ...inherited } = process.env
  const env = { ...inherited, COLUMNS: '72', ...environment }
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { env, timeout: 60_000 })
  return { status, stdout: stdout.toString(), stderr: stderr.toString() }
}

for (const language of ['en', 'es']) {
  const name = `the whole tour in '${language}': every text, and every call of every party`
  test(name, { timeout: 90_000 }, () => {
    const { status, stdout, stderr } = tour(['--lang', language])
    const seen = settled(stdout)
    const file = join(GOLDEN, `tour.${language}.txt`)
    if (WRITES) writeFileSync(file, seen)
    assert.deepEqual(seen.split('\n'), readFileSync(file, 'utf8').split('\n'))
    assert.deepEqual([status, stderr], [0, ''])
  })
}

test('one chapter by its name, in the language of the environment', () => {
  const { status, stdout } = tour(['socketpair'], { SOQUETE_LANG: 'es' })
  assert.equal(status, 0)
  assert.match(stdout, /^8 · Un par de sockets/)
  assert.match(stdout, /\n✓ 1 capítulo, todo como debe ser, en \d+,\d s\n$/)
})

test('--list names the chapters', () => {
  const { status, stdout } = tour(['--list', '--lang', 'en'])
  assert.equal(status, 0)
  assert.deepEqual(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
    [...CHAPTER_NAMES],
  )
  assert.match(stdout, /^handshake {2,}Handshake {2,}guide 000, «send\(\) y recv\(\)»$/m)
})

test('a mistake on the command line is status 2', () => {
  const { status, stdout, stderr } = tour(['nowhere', '--lang', 'en'])
  assert.deepEqual([status, stdout], [2, ''])
  assert.match(stderr, /no chapter is called nowhere/)
})

test('a chapter that goes wrong is said, and is status 1', () => {
  const { status, stdout } = tour(['client-server', '--lang', 'en'], { TMPDIR: '/nonexistent' })
  assert.equal(status, 1)
  assert.match(stdout, /✗ the chapter could not be played: ENOENT/)
  assert.match(stdout, /\n✗ 1 of 1 chapter went wrong, in \d+\.\d s: client-server\n$/)
})

/** What is the same in every run: without numbers that the system chose, and without who was quicker. */
function settled(stdout: string): string {
  const lines = stdout.split('\n').filter((line) => !/ … {3}\S+$/.test(line) && !/^ {8}/.test(line))
  return byParty(lines.map(masked)).join('\n')
}

function masked(line: string): string {
  return line
    .replace(/(process|proceso) \d+/g, '$1 N')
    .replace(/\b127\.0\.0\.1:\d{4,}/g, '127.0.0.1:PORT')
    .replace(/(getaddrinfo\("127.0.0.1", )"\d+"/, '$1"PORT"')
    .replace(/((?:socket|accept)\(.*?\) = )\d+/, '$1FD')
    .replace(/(socketpair\(.*\) = )\d+, \d+/, '$1FD, FD')
    .replace(/\/tmp\/soquete-\w+/g, '/tmp/FOLDER')
    .replace(/@[0-9a-f]{5}\b/g, '@NAME')
    .replace(/ {3}[\d.,]+ ms$/, '')
    .replace(/[\d.,]+ s(:|$)/, 'TIME$1')
    .replace(/(received|lost|sent|reset after) [1-9]\d* (of|,)?/g, '$1 SOME $2')
    .replace(/, (had|tenía) .*/, ', $1 SOME')
    .replace(/^( +[A-Z]) [▶▷◀] /, '$1   ')
    .trimEnd()
}

/** Lines that stand together and belong to parties, party by party: each one's own order is always the same. */
function byParty(lines: readonly string[]): string[] {
  const result: string[] = []
  let block: string[] = []
  const flush = () => {
    result.push(...block.sort((a, b) => letter(a).localeCompare(letter(b))))
    block = []
  }
  for (const line of lines) {
    if (letter(line) === '') flush()
    if (letter(line) === '') result.push(line)
    else block.push(line)
  }
  flush()
  return result
}

function letter(line: string): string {
  return /^ {3,}([A-Z]) {3}\S/.exec(line)?.[1] ?? ''
}
