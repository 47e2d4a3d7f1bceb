import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LANGUAGES, type Language } from '../../socket/language.ts'
import { type Command, command } from './command.ts'
import { choice, count, duration, file, port, size } from './kinds.ts'
import { flag, value, valueOr, values } from './option.ts'
import { parseArguments } from './parse-arguments.ts'
import { place } from './place.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  wait: value(duration, 'w'),
  size: valueOr(size, 1500, 's'),
  max: valueOr(count, 10),
  port: value(port, 'p'),
  how: valueOr(choice(['fast', 'slow']), 'fast'),
  file: values(file, 'f'),
  loud: flag('l'),
  quiet: flag('q'),
} as const

const text = {
  summary: '',
  examples: [],
  notes: [],
  options: { wait: '', size: '', max: '', port: '', how: '', file: '', loud: '', quiet: '' },
}

function sendCommand(more: Partial<Command> = {}): Command<typeof OPTIONS> {
  const made = command({
    name: 'send',
    operands: [
      { kind: place, least: 1, most: 1 },
      { kind: file, least: 0, most: 2 },
    ],
    options: OPTIONS,
    examples: [],
    texts: { en: text, es: text },
    load: () => Promise.reject(new Error('it is never run')),
  })
  return { ...made, ...more } as unknown as Command<typeof OPTIONS>
}

const SEND = sendCommand()
const WITH_REST = sendCommand({ rest: 'PROGRAM' })

function parse(line: string, of = SEND) {
  return parseArguments(of, line === '' ? [] : line.split(' '), 'en')
}

test('what nobody says has its fallback', () => {
  const { values: said, operands, rest, common } = parse('4444')
  assert.deepEqual(said, {
    ...{
      wait: undefined,
      size: 1500,
      max: 10,
      port: undefined,
      how: 'fast',
      file: [],
      loud: false,
      quiet: false,
    },
    ...{ help: false, lang: undefined, color: 'auto' },
  })
  assert.deepEqual(common, { help: false, lang: undefined, color: 'auto' })
  assert.deepEqual([operands, rest], [['4444'], []])
})

test('values stand behind an option, behind =, or behind a letter', () => {
  for (const line of [
    '4444 --wait 5s',
    '--wait=5s 4444',
    '-w 5s 4444',
    '-w5s 4444',
    '4444 -lw5s',
    '-lqw 5s 4444',
  ])
    assert.equal(parse(line).values.wait, 5000, line)
  const { loud, quiet, wait } = parse('-lqw5s 4444').values
  assert.deepEqual([loud, quiet, wait], [true, true, 5000])
  assert.deepEqual(parse('-l -l --loud 4444').values.loud, true)
})

test('an option that may be repeated keeps the order in which it was said', () => {
  assert.deepEqual(parse('-f a 4444 --file=b -fc').values.file, ['a', 'b', 'c'])
})

test('behind -- nothing is an option', () => {
  assert.deepEqual(parse('4444 -- --loud -x').operands, ['4444', '--loud', '-x'])
  const { operands, rest } = parse('4444 one -- --loud -- 5', WITH_REST)
  assert.deepEqual(
    [operands, rest],
    [
      ['4444', 'one'],
      ['--loud', '--', '5'],
    ],
  )
  assert.deepEqual(parse('4444 -').operands, ['4444', '-'])
})

test('a negative number is an operand, unless its first digit is an option', () => {
  const { operands, values: said } = parse('4444 -98 -l -7')
  assert.deepEqual([operands, said.loud], [['4444', '-98', '-7'], true])
  const digits = sendCommand({ options: { ...OPTIONS, ipv4: flag('4') } as never })
  assert.equal((parse('4444 -4', digits).values as { ipv4?: boolean }).ipv4, true)
})

test('whoever asks for help need not have the operands right', () => {
  assert.equal(parse('--help').common.help, true)
  assert.equal(parse('-h a b c d e').common.help, true)
  assert.throws(() => parse('--help --loudd'), UsageError)
})

type Mistake = readonly [args: readonly string[], message: string, hint: string | undefined]

const SEE = { en: 'See soquete send --help', es: 'Mirá soquete send --help' }

const MISTAKES: Readonly<Record<Language, readonly Mistake[]>> = {
  en: [
    [[], 'ENDPOINT is missing', SEE.en],
    [['1', '2', '3', '4'], "'4' is one too many", SEE.en],
    [['--lood'], 'soquete send has no option --lood', 'Did you mean --loud?'],
    [['--nothing-like-it'], 'soquete send has no option --nothing-like-it', SEE.en],
    [['--LOUD'], 'soquete send has no option --LOUD', 'Did you mean --loud?'],
    [['-x'], 'soquete send has no option -x', SEE.en],
    [['-lx'], 'soquete send has no option -x', SEE.en],
    [['--__proto__=x'], 'soquete send has no option --__proto__', SEE.en],
    [['--constructor'], 'soquete send has no option --constructor', SEE.en],
    [['--wait'], '--wait needs a value: DURATION', SEE.en],
    [['-w'], '-w needs a value: DURATION', SEE.en],
    [['--how'], '--how needs a value: fast|slow', SEE.en],
    [
      ['--wait', '--loud'],
      '--wait needs a value, and --loud looks like an option; if it is the value:',
      '  --wait=--loud',
    ],
    [['-w', '-5'], '-w needs a value, and -5 looks like an option; if it is the value:', '  --wait=-5'],
    [
      ['--wait', '--'],
      '--wait needs a value, and -- looks like an option; if it is the value:',
      '  --wait=--',
    ],
    [['--loud=yes'], '--loud takes no value', SEE.en],
    [['--loud='], '--loud takes no value', SEE.en],
    [['--wait=1s', '-w', '2s'], '-w may be said once', undefined],
    [
      ['--wait='],
      "--wait '': must be a duration, such as 500ms, 10s, 2m or 1h",
      'See soquete help quantities',
    ],
    [
      ['--wait', ''],
      "--wait '': must be a duration, such as 500ms, 10s, 2m or 1h",
      'See soquete help quantities',
    ],
    [['-s', '0'], '-s 0: must be a size, such as 1500, 64KiB or 1MB', 'See soquete help quantities'],
    [['--max', '1.5'], '--max 1.5: must be a whole number from 1 on', undefined],
    [['-p', '65536'], '-p 65536: must be a port, 1 to 65535', undefined],
    [['--how', 'fats'], '--how fats: must be one of fast, slow', 'Did you mean fast?'],
    [['--how', 'other'], '--how other: must be one of fast, slow', undefined],
    [['--file='], "--file '': must be a file's name", undefined],
    [['--lang', 'fr'], '--lang fr: must be one of en, es', undefined],
    [['--color', 'alwyas'], '--color alwyas: must be one of auto, always, never', 'Did you mean always?'],
    [['4444', ''], "FILE '': must be a file's name", undefined],
    [
      ['tcp://x'],
      '"tcp://x" is no endpoint: a colon and a port follow the host, as in :4444\n  tcp://x\n         ^',
      'See soquete help endpoints',
    ],
  ],
  es: [
    [[], 'falta ENDPOINT', SEE.es],
    [['1', '2', '3', '4'], '«4» sobra', SEE.es],
    [['--lood'], 'soquete send no tiene la opción --lood', '¿Quisiste decir --loud?'],
    [['-x'], 'soquete send no tiene la opción -x', SEE.es],
    [['--wait'], 'a --wait le falta su valor: DURATION', SEE.es],
    [
      ['--wait', '--loud'],
      'a --wait le falta su valor, y --loud parece una opción; si es el valor:',
      '  --wait=--loud',
    ],
    [['--loud=yes'], '--loud no lleva valor', SEE.es],
    [['--wait=1s', '-w', '2s'], '-w se dice una sola vez', undefined],
    [
      ['--wait='],
      "--wait '': debe ser una duración, como 500ms, 10s, 2m o 1h",
      'Mirá soquete help quantities',
    ],
    [['-s', '0'], '-s 0: debe ser un tamaño, como 1500, 64KiB o 1MB', 'Mirá soquete help quantities'],
    [['--max', '1.5'], '--max 1.5: debe ser un número entero desde 1', undefined],
    [['-p', '0'], '-p 0: debe ser un puerto, de 1 a 65535', undefined],
    [['--how', 'fats'], '--how fats: debe ser uno de fast, slow', '¿Quisiste decir fast?'],
    [['--file='], "--file '': debe ser el nombre de un archivo", undefined],
  ],
}

for (const language of LANGUAGES) {
  test(`each mistake is said in ${language}, with what to do about it`, () => {
    for (const [args, message, hint] of MISTAKES[language])
      assert.throws(
        () => parseArguments(SEND, args, language),
        (error: UsageError) => {
          assert.ok(error instanceof UsageError, args.join(' '))
          assert.deepEqual([error.message, error.hint], [message, hint])
          return true
        },
      )
  })
}

test('what cannot be seen is shown escaped, and what is long is cut', () => {
  const long = 'a'.repeat(1_000_000)
  for (const args of [
    [`--\x1b[31m`],
    ['--wait', `\x1b[31m`],
    ['--wait', `-\x1b[31m`],
    [`--wait=\x9b31m${long}`],
    ['--how', '\u202etsaf'],
    [`\x1b]0;title\x07`],
    ['1', '2', '3', `\r\n${long}`],
    [`--${long}`],
    [`tcp://\x1b[2J:80`],
  ])
    assert.throws(
      () => parseArguments(SEND, args, 'en'),
      ({ message, hint = '' }: UsageError) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there
        assert.doesNotMatch(message + hint, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
        assert.ok(message.length < 400, `${message.length}`)
        return true
      },
    )
})

test('whatever stands on a command line, it is understood or is a mistake', () => {
  const word = fc.oneof(
    fc.constantFrom(
      '--wait',
      '--wait=',
      '-w',
      '-lq',
      '--',
      '-',
      '4444',
      '--file',
      '1s',
      '-f',
      '--help',
      '--lang',
    ),
    fc.string({ unit: 'binary' }),
    fc.string().map((said) => `--${said}`),
    fc.string().map((said) => `-${said}`),
  )
  fc.assert(
    fc.property(fc.array(word), fc.constantFrom(...LANGUAGES), (args, language) => {
      try {
        const { operands, rest } = parseArguments(WITH_REST, args, language)
        assert.ok(operands.length + rest.length <= args.length)
      } catch (error) {
        assert.ok(error instanceof UsageError, String(error))
      }
    }),
  )
})
