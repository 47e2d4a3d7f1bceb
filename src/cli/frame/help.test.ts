import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COLOURS, PLAIN } from '../../node/paint.ts'
import { command } from './command.ts'
import { commandHelp, overallHelp } from './help.ts'
import { duration, file } from './kinds.ts'
import { flag, value, values } from './option.ts'
import { place } from './place.ts'

const text = {
  summary: 'Sends.',
  examples: [
    'to a port',
    'a file, and one whose name is very long so that the line has to be broken somewhere',
  ],
  options: {
    wait: 'how long',
    attach: 'a file that goes along',
    'with-a-name-that-is-long': 'stands below its name',
    loud: 'say more',
  },
  notes: ['The first.', 'The second.'],
}

const SEND = command({
  name: 'send',
  operands: [
    { kind: place, least: 1, most: 1 },
    { kind: file, least: 0, most: 9 },
  ],
  rest: 'PROGRAM',
  options: {
    wait: value(duration),
    attach: values(file, 'a'),
    'with-a-name-that-is-long': value(duration),
    loud: flag('l'),
  },
  examples: [
    'soquete send 4444',
    'soquete send 4444 a/path/that/is/not/broken/however/narrow/the/terminal/is',
  ],
  texts: { en: text, es: text },
  load: () => Promise.reject(new Error('it is never run')),
})

const TOPIC = {
  name: 'ports',
  summary: { en: 'about ports', es: 'sobre puertos' },
  load: () => assert.fail(),
}

test("a command's page begins with its examples", () => {
  assert.equal(
    commandHelp(SEND, 'en', { width: 80, paint: PLAIN }),
    `soquete send
  Sends.

Examples
  to a port
    soquete send 4444
  a file, and one whose name is very long so that the line has to be broken
  somewhere
    soquete send 4444 a/path/that/is/not/broken/however/narrow/the/terminal/is

Usage
    soquete send [OPTION …] ENDPOINT [FILE …] [-- PROGRAM]

Options
      --wait DURATION  how long
  -a, --attach FILE    a file that goes along (may be repeated)
      --with-a-name-that-is-long DURATION
                       stands below its name
  -l, --loud           say more

For every command
  -h, --help                     show this help; of a command: soquete COMMAND
                                 --help
      --lang en|es               language of messages: English or Spanish;
                                 otherwise LANG decides
      --color auto|always|never  colours: on a terminal, always, or never (as
                                 NO_COLOR says)

  The first.

  The second.
`,
  )
})

test('on a narrow terminal explanations stand below what they explain', () => {
  const page = commandHelp(SEND, 'es', { width: 40, paint: PLAIN })
  assert.match(page, /\n {6}--wait DURATION\n {8}how long\n/)
  assert.match(page, /\nUso\n {4}soquete send \[OPCIÓN …\]/)
})

test('headings and explanations stand out where there are colours, and the words are the same', () => {
  const [plain, coloured] = [PLAIN, COLOURS].map((paint) => commandHelp(SEND, 'en', { width: 80, paint }))
  assert.notEqual(coloured, plain)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
  assert.equal(coloured!.replace(/\x1b\[\d+m/g, ''), plain)
})

test('the page of all lists commands and topics, and shows an example of what does something', () => {
  const about = { ...SEND, name: 'about', examples: ['soquete about'], auxiliary: true } as const
  const page = overallHelp([SEND, about], [TOPIC], 'en', { width: 80, paint: PLAIN })
  assert.match(page, /^soquete\n/)
  assert.match(page, /\nExamples\n {2}to a port\n {4}soquete send 4444\n\n/)
  assert.match(page, /\nCommands\n {2}send {3}Sends\.\n {2}about {2}Sends\.\n/)
  assert.match(page, /\nMore help\n {2}help ports {2}about ports\n/)
  assert.match(page, /\n {6}--version +the version\n/)
  assert.doesNotMatch(page, /soquete about/)
})
