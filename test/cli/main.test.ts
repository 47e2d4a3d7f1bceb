import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ALL_COMMANDS, COMMANDS } from '../../src/cli/commands.ts'
import { quoted } from '../../src/cli/shell/shells.ts'
import { TOPICS } from '../../src/cli/topics/topics.ts'
import { type Bench, cliTest, soqueteLine } from './running.ts'

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'))

/** What terminals obey; a message has none of it but the ends of its lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones
const CONTROL = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/

async function output(
  bench: Bench,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { stdout, stderr } = await bench.soquete(args, { env }).ends()
  assert.equal(stderr, '')
  return stdout.toString()
}

/** For sh. */
const LINE = soqueteLine([]).map(quoted).join(' ')

/** What a heading begins with, where there are colours. */
const BOLD = '\x1b[1m'

cliTest("soquete --version says the package's version", async (bench) => {
  for (const args of [['--version'], ['--lang', 'es', '--version']])
    assert.equal(await output(bench, args), `${version}\n`)
})

cliTest('help is the same page however one asks for it', async (bench) => {
  const all = await output(bench, ['help'])
  for (const args of [[], ['--help'], ['-h'], ['--lang', 'en'], ['--color=auto'], ['--help', '--lang=en']])
    assert.equal(await output(bench, args), all, args.join(' '))
  for (const { name } of ALL_COMMANDS) assert.match(all, new RegExp(`\\n {2}${name} `))
  for (const { name } of TOPICS) assert.match(all, new RegExp(`\\n {2}help ${name} `))
  const echo = await output(bench, ['help', 'echo'])
  for (const args of [
    ['echo', '--help'],
    ['echo', '-h', 'and', 'more'],
    ['--help', 'echo'],
    ['--lang=en', 'echo', '-h'],
  ])
    assert.equal(await output(bench, args), echo, args.join(' '))
})

cliTest('each command and each topic has its page', async (bench) => {
  for (const { name, texts } of ALL_COMMANDS) {
    const page = await output(bench, ['help', name], { COLUMNS: '200' })
    assert.ok(page.startsWith(`soquete ${name}\n  ${texts.en.summary}\n`), page)
  }
  for (const { name, load } of TOPICS) {
    const [title] = (await load())('es')
    assert.ok((await output(bench, ['help', name, '--lang', 'es'])).startsWith(`${title!.heading}\n`), name)
  }
})

cliTest('the language is that of --lang, of SOQUETE_LANG, or of the locale', async (bench) => {
  const none = { SOQUETE_LANG: '', LC_ALL: '', LC_MESSAGES: '', LANG: '' }
  const cases: readonly (readonly [args: readonly string[], env: Record<string, string>, heading: string])[] =
    [
      [[], {}, 'Usage'],
      [[], { LANG: 'es_AR.UTF-8' }, 'Uso'],
      [[], { LANG: '\x1b[31m' }, 'Usage'],
      [[], { LANG: 'es', LC_ALL: 'C' }, 'Usage'],
      [[], { SOQUETE_LANG: 'en', LC_ALL: 'es' }, 'Usage'],
      [['--lang=es'], { SOQUETE_LANG: 'en' }, 'Uso'],
      [['echo', '--help', '--lang', 'es'], {}, 'Uso'],
    ]
  for (const [args, env, heading] of cases)
    assert.ok(
      (await output(bench, args, { ...none, ...env })).includes(`\n${heading}\n`),
      JSON.stringify([args, env]),
    )
})

cliTest(
  'a command line without sense ends with 2, one message on stderr and nothing on stdout',
  async (bench) => {
    const cases: readonly (readonly [args: readonly string[], said: string])[] = [
      [['ecoh'], "there is no command 'ecoh'\n  Did you mean soquete echo?"],
      [['endpoint'], "there is no command 'endpoint'\n  Did you mean soquete help endpoints?"],
      [['frobnicate'], "there is no command 'frobnicate'\n  See soquete --help"],
      [['__proto__'], "there is no command '__proto__'\n  See soquete --help"],
      [[''], "there is no command ''\n  See soquete --help"],
      [['-v'], 'soquete has no option -v\n  See soquete --help'],
      [['--', 'echo'], 'soquete has no option --\n  See soquete --help'],
      [['--lang'], '--lang needs a value: en|es\n  See soquete help --help'],
      [['--lang', 'fr'], '--lang fr: must be one of en, es'],
      [
        ['--lang', '--help'],
        '--lang needs a value, and --help looks like an option; if it is the value:\n    --lang=--help',
      ],
      [['echo', '--lang'], '--lang needs a value: en|es\n  See soquete echo --help'],
      [['--lang', 'es', 'echo', '--lang', 'en'], '--lang se dice una sola vez'],
      [['help', 'ecko'], 'COMMAND|TOPIC ecko: must be one of'],
      [['help', 'echo', 'more'], "'more' is one too many\n  See soquete help --help"],
      [['completion'], 'bash|zsh|fish is missing\n  See soquete completion --help'],
      [['echo', '--__proto__=x'], 'soquete echo has no option --__proto__\n  See soquete echo --help'],
      [['echo', '--max=0'], '--max 0: must be a whole number from 1 on'],
      [
        ['echo', 'tcp://localhost'],
        '"tcp://localhost" is no endpoint: a colon and a port follow the host, as in :4444',
      ],
    ]
    for (const [args, said] of cases) {
      const { stdout, stderr } = await bench.soquete(args).ends(2)
      assert.equal(stdout.toString(), '')
      assert.ok(stderr.startsWith(`soquete: ${said}`), `${args.join(' ')}\n${stderr}`)
    }
  },
)

cliTest('nothing that somebody typed moves the cursor of a terminal', async (bench) => {
  const [red, title, c1] = ['\x1b[31m', '\x1b]0;x\x07', '\x9b2J']
  for (const [status, ...args] of [
    [2, red],
    [2, `--${title}`],
    [2, 'help', title],
    [2, 'echo', `--max=${red}`],
    [2, 'echo', '--max', `-${c1}`],
    [2, 'echo', `tcp://${c1}:80`],
    [2, 'echo', `--${red}`],
    [1, 'echo', `unix:/nowhere/${red}${c1}`],
  ] as const) {
    const { stderr } = await bench.soquete(args).ends(status)
    assert.doesNotMatch(stderr, CONTROL, JSON.stringify(args))
  }
})

cliTest('however long what somebody typed is, the message about it is short', async (bench) => {
  const long = 'x'.repeat(100_000)
  for (const args of [
    [long],
    [`--${long}`],
    ['echo', long],
    ['echo', '--max', long],
    ['help', long],
    ['--lang', long],
  ]) {
    const { stderr } = await bench.soquete(args).ends(2)
    assert.ok(stderr.length < 600, `${stderr.length}: ${stderr.slice(0, 700)}`)
  }
  const many = await bench.soquete(['echo', ...Array.from({ length: 20_000 }, () => '1')]).ends(2)
  assert.match(many.stderr, /'1' is one too many/)
})

cliTest('who reads the output may leave: that has a status of its own, and no message', async (bench) => {
  for (const args of [['--help'], ['completion', 'bash'], ['--version'], ['echo', '--json', 'tcp://:0']]) {
    const running = bench.soquete(args)
    running.child.stdout?.destroy()
    const { stderr } = await running.ends(141)
    assert.equal(stderr, '', args.join(' '))
  }
})

cliTest('an output that cannot be written is a failure, said once', async (bench) => {
  for (const args of ['--help', '--version', 'completion fish', 'echo --json tcp://:0']) {
    const { stderr } = await bench.program('sh', ['-c', `exec ${LINE} ${args} > /dev/full`]).ends(1)
    assert.match(stderr, /^soquete: cannot write the output: .*ENOSPC.*\n$/, args)
  }
})

cliTest('who reads messages may leave: the status says what there is to say', async (bench) => {
  const usage = bench.soquete(['frobnicate'])
  usage.child.stderr?.destroy()
  await usage.ends(2)
  const both = bench.soquete(['--help'])
  both.child.stderr?.destroy()
  both.child.stdout?.destroy()
  await both.ends(141)
  const taken = bench.soquete(['echo', 'tcp://192.0.2.1:4444'])
  taken.child.stderr?.destroy()
  await taken.ends(8)
})

cliTest('streams that are closed from the start are as if nobody read them', async (bench) => {
  for (const [closed, status] of [
    ['--help >&-', 0],
    ['--help <&-', 0],
    ['--help 2>&-', 0],
    ['frobnicate 2>&-', 2],
    ['frobnicate <&- >&- 2>&-', 2],
  ] as const)
    await bench.program('sh', ['-c', `exec ${LINE} ${closed}`]).ends(status)
})

cliTest('an environment that is empty is enough', async (bench) => {
  const { stdout, stderr } = await bench.program('env', ['-i', ...soqueteLine(['help'])]).ends()
  assert.match(stdout.toString(), /^soquete\n/)
  assert.equal(stderr, '')
})

cliTest('whatever COLUMNS says, the page can be read', async (bench) => {
  const usual = await output(bench, ['help'], { COLUMNS: '100' })
  for (const nonsense of ['', '-1', 'Infinity'])
    assert.equal(await output(bench, ['help'], { COLUMNS: nonsense }), usual, nonsense)
  const narrow = await output(bench, ['help'], { COLUMNS: '1' })
  assert.equal(narrow, await output(bench, ['help'], { COLUMNS: '20' }))
  assert.equal(
    await output(bench, ['help', 'quantities'], { COLUMNS: '9999' }),
    await output(bench, ['help', 'quantities'], { COLUMNS: '110' }),
  )
})

cliTest('colours are there when they are asked for', async (bench) => {
  const plain = await output(bench, ['help'])
  assert.doesNotMatch(plain, CONTROL)
  for (const args of [
    ['help', '--color=always'],
    ['--color', 'always'],
    ['--help', '--color=always'],
  ]) {
    const coloured = await output(bench, args)
    assert.ok(coloured.includes(BOLD))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
    assert.equal(coloured.replace(/\x1b\[\d+m/g, ''), plain)
  }
  assert.ok((await output(bench, ['echo', '--help', '--color=always'])).includes(BOLD))
})

/** Tells at the end which libraries of C were loaded. */
const WITNESS = `process.on('exit', () => {
  const { sharedObjects } = process.report.getReport()
  process.stderr.write(sharedObjects.some((name) => name.includes('koffi')) ? 'C' : 'no C')
})`

cliTest('what opens no socket loads none of the stack', async (bench) => {
  const file = join(bench.directory, 'witness.mjs')
  writeFileSync(file, WITNESS)
  const env = { NODE_OPTIONS: `--import ${file}` }
  for (const [status, ...args] of [
    [0, '--version'],
    [0, '--help'],
    [0, 'echo', '--help'],
    [0, 'help', 'json'],
    [0, 'completion', 'zsh'],
    [2, 'echo', '--max=0'],
    [2, 'ecoh'],
  ] as const) {
    const { stderr } = await bench.soquete(args, { env }).ends(status)
    assert.match(stderr, /no C$/, args.join(' '))
  }
  const { stderr } = await bench.soquete(['echo', 'tcp://192.0.2.1:4444'], { env }).ends(8)
  assert.match(stderr, /C$/)
  assert.doesNotMatch(stderr, /no C$/)
})

cliTest('every command takes the options that are for all', async (bench) => {
  for (const { name } of COMMANDS) {
    const page = await output(bench, [name, '--help', '--lang=es', '--color', 'never'])
    assert.match(page, /\nUso\n/, name)
  }
})
