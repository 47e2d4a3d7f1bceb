import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { ALL_COMMANDS } from '../../src/cli/commands.ts'
import { textsIn } from '../../src/cli/explain/catalogue.ts'
import { contents, contentsPage } from '../../src/cli/explain/contents.ts'
import { ERROR_GROUPS, errorsOf, numberOf } from '../../src/cli/explain/errors.ts'
import { findPages } from '../../src/cli/explain/find.ts'
import { layout } from '../../src/cli/explain/layout.ts'
import { PAGE_NAMES } from '../../src/cli/explain/names.ts'
import { pageOf } from '../../src/cli/explain/pages.ts'
import { STATES } from '../../src/cli/explain/states.ts'
import { renderPage } from '../../src/cli/frame/page.ts'
import { parseArguments } from '../../src/cli/frame/parse-arguments.ts'
import { PLAIN } from '../../src/node/paint.ts'
import { ADVICE_EN } from '../../src/socket/advice-en.ts'
import { LANGUAGES } from '../../src/socket/language.ts'
import { TCP_STATES } from '../../src/socket/options/tcp-info.ts'
import { agreesWithC, Statements } from '../c-statements.ts'
import { lack } from '../interop/tools.ts'

const CODES = ERROR_GROUPS.flatMap((group) => errorsOf(group))

test('every code that calls on sockets give has one page, and so has every state of TCP', () => {
  const advised = Object.keys(ADVICE_EN).filter((key) => !key.includes(' '))
  assert.deepEqual(CODES.map(([code]) => code).sort(), advised.sort())
  assert.equal(new Set(PAGE_NAMES).size, PAGE_NAMES.length)
  // NEW_SYN_RECV is how the kernel keeps SYN_RECV.
  for (const state of TCP_STATES.filter((each) => each !== 'NONE' && each !== 'NEW_SYN_RECV'))
    assert.equal(pageOf(findPages(state)[0] ?? '', 'en').kind, 'state', state)
})

const numbers = new Statements(['errno.h', 'netdb.h', 'netinet/tcp.h'])
for (const [code] of CODES) {
  const number = numberOf(code)
  numbers.number(number < 0 ? `-${code}` : code, Math.abs(number))
}
for (const { linux } of Object.values(STATES)) numbers.number(`TCP_${linux}`, TCP_STATES.indexOf(linux))
agreesWithC('the numbers of errors and states are those of the headers', numbers)

test("the words of each code are those of C's library", { skip: lack('Python') ?? false }, () => {
  const program = [
    'import ctypes, json, os, sys',
    'gai = ctypes.CDLL(None).gai_strerror',
    'gai.restype = ctypes.c_char_p',
    'words = lambda n: gai(n).decode() if n < 0 else os.strerror(n)',
    'print(json.dumps([words(n) for n in json.loads(sys.argv[1])]))',
  ]
  const wanted = JSON.stringify(CODES.map(([code]) => numberOf(code)))
  const env = { ...process.env, LC_ALL: 'C' }
  const said = JSON.parse(
    execFileSync('python3', ['-c', program.join('\n'), wanted], { env, encoding: 'utf8' }),
  )
  assert.deepEqual(
    said,
    CODES.map(([, { words }]) => words ?? 'Unknown error'),
  )
})

for (const language of LANGUAGES) {
  test(`in ${language}, each page says what it must, and refers to pages that exist`, () => {
    for (const name of PAGE_NAMES) {
      const page = pageOf(name, language)
      assert.ok(page.means.length > 0 && page.means.every((text) => text !== ''), name)
      for (const other of page.also)
        assert.ok(PAGE_NAMES.includes(other) && other !== name, `${name}: ${other}`)
      assert.ok(page.kind === 'idea' || page.kind === 'state' || (page.calls?.length ?? 0) > 0, name)
      assert.ok(page.see !== undefined || !('shows' in page), name)
      // What nobody can provoke safely has no command line; most can.
      if (page.kind === 'state' && name !== 'CLOSED') assert.ok(page.see !== undefined, name)
    }
  })

  for (const width of [40, 60, 80, 120])
    test(`in ${language}, pages fit ${width} columns, but for what one would paste`, () => {
      const look = { width, paint: PLAIN }
      const { words } = textsIn(language)
      for (const name of PAGE_NAMES) {
        const page = pageOf(name, language)
        const lines = renderPage(layout(page, words, width), look).split('\n')
        // The name of a setting is not broken either.
        const wide = lines.filter(
          (line) => line.length > width && line.trim() !== page.see?.command && /\S\s+\S/.test(line),
        )
        assert.deepEqual(wide, [], name)
      }
      for (const line of renderPage(contentsPage(language), look).split('\n'))
        assert.ok(line.length <= width, line)
    })

  test(`in ${language}, the list has every page once, with a few words`, () => {
    const entries = contents(language).flatMap((group) => group.entries)
    assert.deepEqual(entries.map(({ name }) => name).sort(), [...PAGE_NAMES].sort())
    for (const { name, summary } of entries) assert.ok(summary.length > 3 && summary.length < 60, name)
  })
}

test('both languages name the same settings, options and constants', () => {
  const terms = (text: string): string[] =>
    [...new Set(text.match(/\b(?:net|fs)\.[\w.-]+\w|\b(?:SO|MSG|AF|IP|TCP|CAP|AI|NI|SOCK|SHUT)_\w+/g))].sort()
  for (const name of PAGE_NAMES) {
    const [english, spanish] = LANGUAGES.map((language) => {
      const { kind, means, calls, who, lasts, problem, todo, see } = pageOf(name, language)
      return { kind, text: JSON.stringify([means, calls, who, lasts, problem, todo, see?.shows]) }
    })
    assert.deepEqual(terms(spanish!.text), terms(english!.text), name)
  }
})

test('every setting that a page names is one of the kernel', () => {
  const texts = PAGE_NAMES.map((name) => JSON.stringify(pageOf(name, 'en'))).join('\n')
  const settings = new Set(texts.match(/\b(?:net|fs)\.[\w.-]+\w/g))
  assert.ok(settings.size > 10)
  // Newer than the oldest kernels that still run.
  const recent = ['net.ipv4.tcp_syn_linear_timeouts', 'net.ipv4.tcp_migrate_req']
  for (const setting of settings) {
    const exists = existsSync(`/proc/sys/${setting.replaceAll('.', '/')}`)
    assert.ok(exists || recent.includes(setting), setting)
  }
})

test('command lines of soquete that pages name are understood', () => {
  for (const language of LANGUAGES) {
    const texts = PAGE_NAMES.map((name) => JSON.stringify(pageOf(name, language))).join('\n')
    const lines = texts.match(/soquete [a-z]+(?: --[a-z-]+(?: (?:[A-Z0-9_]+|closed)\b)?)+/g) ?? []
    assert.ok(lines.length > 10)
    for (const line of new Set(lines)) {
      const [, name, ...args] = line.split(' ')
      const command = ALL_COMMANDS.find((each) => each.name === name)
      assert.ok(command !== undefined, line)
      parseArguments(command, args, 'en')
    }
  }
})
