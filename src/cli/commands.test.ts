import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PLAIN } from '../node/paint.ts'
import { LANGUAGES } from '../socket/language.ts'
import { ALL_COMMANDS } from './commands.ts'
import { COMMON_OPTIONS } from './frame/common-options.ts'
import { commandHelp, overallHelp } from './frame/help.ts'
import { parseArguments } from './frame/parse-arguments.ts'
import { TOPICS } from './topics/topics.ts'

/** The words of a command line as a shell would read it, up to what is the shell's own: `| sort`, `> file`. */
function wordsOfLine(line: string): string[] {
  const [own = ''] = line.split(/ [|<>&]|2>/)
  return [...own.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare!,
  )
}

for (const command of ALL_COMMANDS) {
  test(`soquete ${command.name}: each example is understood, and explained in each language`, () => {
    assert.ok(command.examples.length > 0)
    for (const line of command.examples) {
      const words = wordsOfLine(line.slice(line.indexOf('soquete ')))
      assert.equal(words[1], command.name, line)
      parseArguments(command, words.slice(2), 'en')
    }
    for (const language of LANGUAGES)
      assert.equal(command.texts[language].examples.length, command.examples.length, language)
  })

  test(`soquete ${command.name}: no two options have one letter, and none hides a common one`, () => {
    const table = Object.entries({ ...COMMON_OPTIONS, ...command.options })
    const letters = table.flatMap(([, { short }]) => short ?? [])
    assert.equal(new Set(letters).size, letters.length, letters.join(' '))
    for (const name of Object.keys(COMMON_OPTIONS)) assert.ok(!Object.hasOwn(command.options, name), name)
  })
}

for (const language of LANGUAGES) {
  for (const width of [40, 80, 140]) {
    test(`help in ${language} fits ${width} columns`, () => {
      const page = { width, paint: PLAIN }
      const pages = [
        overallHelp(ALL_COMMANDS, TOPICS, language, page),
        ...ALL_COMMANDS.map((each) => commandHelp(each, language, page)),
      ]
      for (const text of pages) {
        const wide = text.split('\n').filter((line) => line.length > width)
        // What somebody would paste is not broken.
        assert.deepEqual(
          wide.filter((line) => !/^ {4}\S|^ {2}soquete |^ {2}-|^ {6}--/.test(line)),
          [],
        )
      }
    })
  }
}
