import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { test } from 'node:test'
import { ALL_COMMANDS } from '../../src/cli/commands.ts'
import { EVENTS } from '../../src/cli/topics/json-events.ts'
import { LANGUAGES } from '../../src/socket/language.ts'
import { manualPages } from '../docs/manual-pages.ts'
import { without } from './shell-line.ts'

const ROOT = join(import.meta.dirname, '../../..')

const PAGES = (await manualPages(new Date())).map((page, index) => ({
  ...page,
  name: relative(ROOT, page.file),
  language: LANGUAGES[index]!,
}))

/** What a program says of a page, in a locale: all of it on stderr, and on stdout what it shows. */
function run(program: string, args: readonly string[], locale: string) {
  const env = { PATH: process.env.PATH, LC_ALL: locale, MANWIDTH: '78', MAN_KEEP_FORMATTING: '' }
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env })
  return { status, stdout, stderr }
}

for (const { name, file, written, current, language } of PAGES) {
  test(`${name} says what the tables of commands and topics say`, () => {
    assert.ok(
      written === current,
      `${name} is out of date: write it with 'npm run docs', and look at what has changed`,
    )
  })

  for (const locale of ['C', 'C.UTF-8'])
    test(`man shows ${name} without a warning, in the locale ${locale}`, { skip: without('man') }, () => {
      const { status, stdout, stderr } = run(
        'man',
        ['--warnings', '--no-hyphenation', '--local-file', file],
        locale,
      )
      assert.deepEqual({ status, stderr }, { status: 0, stderr: '' })
      if (locale === 'C') return
      const shown = stdout.replace(/\s+/g, ' ')
      for (const command of ALL_COMMANDS) {
        const { summary, options } = command.texts[language]
        for (const said of [
          `soquete ${command.name}`,
          summary,
          ...command.examples,
          ...Object.values(options),
        ])
          assert.ok(shown.includes(said.replaceAll('…', '...')), `${said} is missing`)
        for (const option of Object.keys(command.options)) assert.ok(shown.includes(`--${option}`), option)
      }
      for (const event of Object.keys(EVENTS)) assert.ok(shown.includes(` ${event} `), event)
    })

  test(`mandoc has no warning about ${name}`, { skip: without('mandoc') }, () => {
    const { stdout, stderr } = run('mandoc', ['-T', 'lint', '-W', 'warning', file], 'C.UTF-8')
    assert.equal(stdout + stderr, '')
  })

  test(`whatis finds what ${name} is about`, { skip: without('lexgrog') }, () => {
    assert.match(run('lexgrog', [file], 'C.UTF-8').stdout, /: "soquete - \S.*"$/m)
  })
}

test('the package brings the pages', () => {
  const { man, files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  assert.deepEqual(man, [PAGES[0]!.name], 'npm links the pages of a list only')
  for (const { name } of PAGES) assert.ok(files.includes(name), name)
})
