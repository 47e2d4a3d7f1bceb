import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { IDEAS, type IdeaName } from '../../src/cli/explain/ideas.ts'
import { PAGE_NAMES } from '../../src/cli/explain/names.ts'
import type { Page } from '../../src/cli/explain/page.ts'
import { pageOf } from '../../src/cli/explain/pages.ts'
import { STATES, type StateName } from '../../src/cli/explain/states.ts'
import { lack } from '../interop/tools.ts'
import { unshare, whyNone } from '../namespace.ts'

const SOQUETE = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

/** What the command line of an idea must print. */
const IDEAS_SHOWN: Readonly<Record<IdeaName, RegExp>> = {
  EOF: /^b'last'\nb''\n$/,
  'half-close': /^b''\nb'still here'\n$/,
  RST: /\[Errno 104\]/,
  SIGPIPE: /\byes ended with 141\b/,
  backlog: /^1\n2\n3\n[\s\S]*TimeoutError/,
  SO_LINGER: /\[Errno 104\]/,
  SO_REUSEADDR: /\[Errno 98\]/,
  SO_REUSEPORT: /^two listeners at \('127\.0\.0\.1', 4444\)\n$/,
  // An acknowledgement is put off by 40 ms at least.
  TCP_NODELAY: /^\d+ ms\n(?:\d+ ms\n)*(?:[4-9]\d|\d{3,}) ms\n/,
}

/** What a page's command line must print. */
function shown({ kind, name, number, words }: Page): RegExp {
  if (kind === 'idea') return IDEAS_SHOWN[name as IdeaName]
  if (kind === 'state') {
    const { rfc, ss, linux } = STATES[name as StateName]
    return new RegExp(`\\b(?:${[name, rfc, ss, linux].join('|')})\\b`)
  }
  return new RegExp(`\\b${name}\\b|\\[Errno ${number}\\]|${words ?? name}`)
}

const lacking = whyNone() || (lack('Python') ?? lack('nc') ?? false)

suite('command lines of pages let one see what they say', { concurrency: 4, skip: lacking }, () => {
  let directory = ''

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'soquete-provoking-'))
    const script = join(directory, 'soquete')
    writeFileSync(script, `#!/bin/sh\nexec '${process.execPath}' '${SOQUETE}' "$@"\n`)
    chmodSync(script, 0o755)
  })

  after(() => rmSync(directory, { recursive: true, force: true }))

  for (const page of PAGE_NAMES.map((name) => pageOf(name, 'en')).filter(({ see }) => see !== undefined)) {
    test(`${page.name}: ${page.see!.command.slice(0, 60)}`, { timeout: 30_000 }, async () => {
      const output = await runAlone(page.see!.command, directory, shown(page))
      assert.match(output, shown(page))
    })
  }
})

test('each idea that has a command line is looked at', () => {
  assert.deepEqual(Object.keys(IDEAS_SHOWN), Object.keys(IDEAS))
})

/** Runs a line in a network of its own, until it ends or has said what it must; what it leaves behind ends too. */
async function runAlone(line: string, path: string, until: RegExp): Promise<string> {
  const [program, ...args] = unshare() as [string, ...string[]]
  const child = spawn(program, [...args, 'sh', '-c', 'ip link set lo up; eval "$1"', 'sh', line], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${path}:${process.env.PATH}`, LC_ALL: 'C.UTF-8', SOQUETE_LANG: 'en' },
  })
  try {
    return await outputOf(child, until)
  } finally {
    // Its group: what it has started in the background waits some seconds.
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {} // All of it has ended.
  }
}

function outputOf(child: ChildProcess, until: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const heard = (text: string) => {
      output = (output + text).slice(-20_000)
      if (until.test(output)) resolve(output)
    }
    for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', heard)
    child.once('error', reject)
    child.once('close', () => resolve(output))
  })
}
