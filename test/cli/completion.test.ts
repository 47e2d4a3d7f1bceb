import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ALL_COMMANDS } from '../../src/cli/commands.ts'
import { type Command, command } from '../../src/cli/frame/command.ts'
import { choice, duration, file } from '../../src/cli/frame/kinds.ts'
import { flag, type Kind, value, valueOr, values } from '../../src/cli/frame/option.ts'
import { place } from '../../src/cli/frame/place.ts'
import { completionScript } from '../../src/cli/shell/completion.ts'
import { quoted, SHELLS, type Shell } from '../../src/cli/shell/shells.ts'
import { LANGUAGES } from '../../src/socket/language.ts'
import { cliTest, soqueteLine } from './running.ts'
import { ShellLine, without } from './shell-line.ts'

const SOQUETE_FUNCTION = `soquete() { ${soqueteLine([]).map(quoted).join(' ')} "$@"; }`

const network: Kind<string> = {
  placeholder: 'INTERFACE',
  needs: 'text',
  completion: 'interface',
  read: (said) => said,
}

/** What a shell would run if it took the text for more than text. */
const HOSTILE = `it's "so" [x] (y) a:b\\ $(touch run) \`touch run\` \${IFS} %s #`

const text = {
  summary: HOSTILE,
  examples: [],
  options: {
    file: HOSTILE,
    interface: 'where',
    to: 'whom',
    how: 'how',
    loud: 'say more',
    wait: 'how long',
  },
  notes: [],
}

/** Every kind of option and operand that there is. */
const SEND = command({
  name: 'send',
  operands: [
    { kind: place, least: 1, most: 1 },
    { kind: file, least: 0, most: 2 },
  ],
  rest: 'PROGRAM',
  options: {
    file: value(file, 'f'),
    interface: value(network, 'i'),
    to: values(place, 't'),
    how: valueOr(choice(['fast', 'slow']), 'fast'),
    loud: flag('l'),
    wait: value(duration),
  },
  examples: [],
  texts: { en: text, es: text },
  load: () => Promise.reject(new Error('it is never run')),
})

const SAY = command({
  name: 'say',
  operands: [{ kind: choice(['hello', 'help']), least: 1, most: 1 }],
  options: {},
  examples: [],
  texts: { en: { ...text, summary: 'say it', options: {} }, es: { ...text, summary: 'say it', options: {} } },
  load: () => Promise.reject(new Error('it is never run')),
})

const TABLE: readonly Command[] = [SEND, SAY]

const LONG = ['--color', '--file', '--help', '--how', '--interface', '--lang', '--loud', '--to', '--wait']
const SHORT = ['-f', '-h', '-i', '-l', '-t']
const ENDPOINTS = ['tcp://', 'tls://', 'udp://', 'unix-dgram:', 'unix-seqpacket:', 'unix:']
const FILES = ['one.txt', 'other.txt']

/** What is offered for the last word, without what has been typed of it up to `=` and `unix:`. */
const OFFERS: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ['soquete ', ['say', 'send']],
  ['soquete --lang es s', ['say', 'send']],
  ['soquete --lang=es s', ['say', 'send']],
  ['soquete --', ['--color', '--help', '--lang', '--version']],
  ['soquete nobody ', []],
  ['soquete say h', ['hello', 'help']],
  ['soquete say hello h', []],
  ['soquete say --wait', []],
  ['soquete send --', LONG],
  ['soquete send -', [...LONG, ...SHORT]],
  ['soquete send --how ', ['fast', 'slow']],
  ['soquete send --how=', ['fast', 'slow']],
  ['soquete send --how=sl', ['slow']],
  ['soquete send --wait ', []],
  ['soquete send --wait=', []],
  ['soquete send --file o', FILES],
  ['soquete send --file=o', FILES],
  ['soquete send -f o', FILES],
  ['soquete send -lf o', FILES],
  ['soquete send --interface l', ['lo']],
  ['soquete send -i l', ['lo']],
  ['soquete send t', ['tcp://', 'tls://']],
  ['soquete send tcp:', ['tcp://']],
  ['soquete send tcp:/', ['tcp://']],
  ['soquete send tcp://:80/', []],
  ['soquete send unix', ENDPOINTS.slice(3)],
  ['soquete send unix:o', FILES],
  ['soquete send unix:@o', []],
  ['soquete send ./o', FILES.map((name) => `./${name}`)],
  ['soquete send --to u', ENDPOINTS.slice(2)],
  ['soquete send --to=u', ENDPOINTS.slice(2)],
  ['soquete send --to=tcp:', ['tcp://']],
  ['soquete send --to=unix:o', FILES],
  ['soquete send --to tcp://:1 --to', ['--to']],
  ['soquete send tcp://:80 o', FILES],
  ['soquete send --wait 5s --how=fast -l tcp://[::1]:80 o', FILES],
  ['soquete send tcp://:80 one.txt o', FILES],
  ['soquete send tcp://:80 one.txt other.txt o', []],
  ['soquete send -- ', []],
  ['soquete send -- -', []],
  ['soquete send -- o', []],
  ['soquete send tcp://:80 -- o', []],
]

function offeredOf(line: string, words: readonly string[]): string[] {
  const typed = /\S*$/.exec(line)![0]
  const before = /^(?:--[\w-]+=)?(?:unix:)?/.exec(typed)![0]
  return words
    .map((word) => (word.startsWith(before) ? word.slice(before.length) : word).replace(/=$/, ''))
    .sort()
}

async function inDirectory(body: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'soquete-completion-'))
  try {
    for (const name of [...FILES, 'two words']) writeFileSync(join(directory, name), '')
    mkdirSync(join(directory, 'within'))
    await body(directory)
    assert.deepEqual(readdirSync(directory).sort(), [...FILES, 'two words', 'within'])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A shell that has read the script of these commands. */
async function withShell(
  shell: 'bash' | 'zsh',
  body: (line: ShellLine) => Promise<void>,
  {
    commands = TABLE,
    before = '',
  }: { readonly commands?: readonly Command[]; readonly before?: string } = {},
): Promise<void> {
  const script = await completionScript(shell, commands, 'en')
  await inDirectory(async (directory) => {
    const line = new ShellLine(shell, before + script, directory)
    try {
      await body(line)
    } finally {
      await line.close()
    }
  })
}

/** Of what stands in place of the last word; bash sees words that end at colons and equal signs too. */
async function offers(line: ShellLine, typed: string, words: RegExp): Promise<string[]> {
  const inserted = await line.insertsAll(typed)
  if (inserted === typed) return []
  const kept = words.exec(typed)![0]
  assert.ok(inserted.startsWith(kept), inserted)
  return offeredOf(typed, inserted.slice(kept.length).trim().split(/\s+/))
}

const UP_TO_SPACE = /^.*\s/
const UP_TO_BREAK = /^.*[\s:=@]/

const timeout = 60_000

test('bash offers what the table of commands says', { timeout, skip: without('bash') }, () =>
  withShell('bash', async (line) => {
    for (const [typed, offered] of OFFERS) {
      const got = await offers(line, typed, UP_TO_BREAK)
      const whole = offered.map((word) => (typed.includes('tcp:') && word === 'tcp://' ? '//' : word))
      assert.deepEqual(got, [...whole].sort(), typed)
    }
    assert.deepEqual(await offers(line, 'soquete send ', UP_TO_BREAK), ENDPOINTS)
    assert.deepEqual(await offers(line, 'soquete send -l --lo', UP_TO_BREAK), [], 'it has been said')
    assert.deepEqual(await offers(line, 'soquete send tcp://:80 > o', UP_TO_BREAK), FILES)
  }),
)

test('bash finishes words as they are typed on', { timeout, skip: without('bash') }, () =>
  withShell('bash', async (line) => {
    assert.equal(await line.completes('soquete sen'), 'soquete send ')
    assert.equal(await line.completes('soquete send tc'), 'soquete send tcp://', 'with no space behind it')
    assert.equal(await line.completes('soquete send unix:wi'), 'soquete send unix:within/')
    assert.equal(await line.completes('soquete send tcp://:80 tw'), 'soquete send tcp://:80 two\\ words ')
    assert.equal(await line.completes('soquete send --file="tw'), 'soquete send --file="two words" ')
    assert.equal(await line.completes('true; soquete sen'), 'true; soquete send ')
  }),
)

test('bash offers the same when colons and equal signs break no words', {
  timeout,
  skip: without('bash'),
}, () => {
  const before = `set -u; COMP_WORDBREAKS=\${COMP_WORDBREAKS//[:=]}\n`
  return withShell(
    'bash',
    async (line) => {
      for (const [typed, offered] of OFFERS)
        assert.deepEqual(await offers(line, typed, UP_TO_SPACE), [...offered].sort(), typed)
      assert.equal(await line.completes('soquete send --to=tc'), 'soquete send --to=tcp://')
      assert.equal(await line.completes('soquete send unix:wi'), 'soquete send unix:within/')
    },
    { before },
  )
})

test('zsh offers what the table of commands says', { timeout, skip: without('zsh') }, () =>
  withShell('zsh', async (line) => {
    for (const [typed, offered] of OFFERS)
      assert.deepEqual(await offers(line, typed, UP_TO_SPACE), [...offered].sort(), typed)
    assert.deepEqual(await offers(line, 'soquete send -l --lo', UP_TO_SPACE), [], 'it has been said')
    assert.deepEqual(await offers(line, 'soquete send tcp://:80 > o', UP_TO_SPACE), FILES)
    assert.equal(await line.completes('soquete send tc'), 'soquete send tcp://', 'with no space behind it')
    assert.equal(await line.completes('soquete send tcp://:80 tw'), 'soquete send tcp://:80 two\\ words ')
  }),
)

test('zsh explains, and takes explanations for text', { timeout, skip: without('zsh') }, () =>
  withShell('zsh', async (line) => {
    const commands = await line.lists('soquete s')
    assert.ok(commands.includes(`send  -- ${HOSTILE}`), commands)
    const options = await line.lists('soquete send --')
    assert.ok(options.includes(`--file       -- ${HOSTILE}`), options)
    assert.match(options, /--how +-- how\s/)
  }),
)

test('zsh finds the script as a file of its fpath', { timeout, skip: without('zsh') }, () =>
  inDirectory(async (directory) => {
    writeFileSync(join(directory, 'within', '_soquete'), await completionScript('zsh', TABLE, 'en'))
    const line = new ShellLine('zsh', `fpath=(${directory}/within $fpath); compinit -D -u\n`, directory)
    try {
      // Of two calls the first one reads the file.
      for (let call = 0; call < 2; call++)
        assert.equal(await line.completes('soquete send --lou'), 'soquete send --loud ')
    } finally {
      await line.close()
    }
  }),
)

/** What fish offers for each of the lines: words and their explanations. */
async function fishOffers(
  lines: readonly string[],
  directory: string,
): Promise<(readonly [string, string])[][]> {
  const script = await completionScript('fish', TABLE, 'en')
  const program = `${script}\nfor line in $argv; complete -C $line; echo ----; end`
  const home = mkdtempSync(join(tmpdir(), 'soquete-fish-'))
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', program, ...lines], {
    cwd: directory,
    encoding: 'utf8',
    timeout,
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', HOME: home },
  })
  rmSync(home, { recursive: true, force: true })
  assert.equal(stderr, '')
  return stdout
    .split('----\n')
    .slice(0, -1)
    .map((answer) =>
      answer
        .split('\n')
        .slice(0, -1)
        .map((row): readonly [string, string] => {
          const [word = '', says = ''] = row.split('\t')
          return [word, says]
        }),
    )
}

test('fish offers what the table of commands says', { timeout, skip: without('fish') }, () =>
  inDirectory(async (directory) => {
    const answers = await fishOffers(
      OFFERS.map(([line]) => line),
      directory,
    )
    for (const [index, [line, offered]] of OFFERS.entries()) {
      const words = answers[index]!.map(([word]) => word)
      assert.deepEqual(offeredOf(line, words), [...offered].sort(), line)
    }
  }),
)

test('fish explains, and takes explanations for text', { timeout, skip: without('fish') }, () =>
  inDirectory(async (directory) => {
    const [commands, options] = await fishOffers(['soquete s', 'soquete send --fi'], directory)
    assert.deepEqual(commands!.at(-1), ['send', HOSTILE])
    assert.deepEqual(options, [['--file', HOSTILE]])
  }),
)

for (const shell of ['bash', 'zsh'] as const) {
  test(
    `source <(soquete completion ${shell}) is all that ${shell} needs`,
    { timeout, skip: without(shell) },
    () =>
      inDirectory(async (directory) => {
        const line = new ShellLine(
          shell,
          `${SOQUETE_FUNCTION}\nsource <(soquete completion ${shell})\n`,
          directory,
        )
        try {
          assert.equal(await line.completes('soquete comp'), 'soquete completion ')
          assert.equal(await line.completes('soquete help quan'), 'soquete help quantities ')
        } finally {
          await line.close()
        }
      }),
  )
}

const CHECK: Readonly<Record<Shell, readonly string[]>> = {
  bash: ['-n'],
  zsh: ['-n'],
  fish: ['--no-config', '--no-execute'],
}

for (const shell of SHELLS) {
  cliTest(
    `soquete completion ${shell} prints a good script in each language`,
    async (bench) => {
      for (const language of LANGUAGES) {
        const { stdout } = await bench.soquete(['completion', shell, '--lang', language]).ends()
        const script = stdout.toString()
        assert.equal(script, await completionScript(shell, ALL_COMMANDS, language))
        const file = join(bench.directory, language)
        writeFileSync(file, script)
        await bench.program(shell, [...CHECK[shell], file]).ends()
        for (const { name, texts } of ALL_COMMANDS) {
          assert.ok(script.includes(name))
          if (shell !== 'bash')
            assert.ok(script.includes(inSingleQuotes(texts[language].summary, shell)), name)
        }
      }
    },
    { skip: without(shell) },
  )
}

function inSingleQuotes(said: string, shell: Shell): string {
  return shell === 'fish' ? said.replace(/[\\']/g, '\\$&') : said.replaceAll("'", "'\\''")
}
