import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '../leak-check.ts'

const SOAK = process.env.SOQUETE_SOAK !== undefined
const program = fileURLToPath(new URL('properties.child.js', import.meta.url))

interface Outcome {
  readonly status: string
  readonly output: string
  /** What was being tried when it ended. */
  readonly trying: string
}

/** Runs a property in a process and a folder of its own. */
async function run(name: string, seed: number, milliseconds: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'soquete-fuzz-'))
  try {
    const args = ['--expose-gc', '--enable-source-maps', program, name, String(seed), String(milliseconds)]
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-20_000)
      })
    const limit = setTimeout(() => child.kill('SIGKILL'), milliseconds + 20_000)
    const status = await new Promise<string>((resolve) => {
      child.once('close', (code, signal) => resolve(signal ?? String(code)))
    })
    clearTimeout(limit)
    return { status, output, trying: readTrying(folder) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readTrying(folder: string): string {
  try {
    return readFileSync(join(folder, 'trying.json'), 'utf8').slice(0, 4000)
  } catch {
    return 'nothing'
  }
}

/** A property that runs for a while from a seed that nobody has tried, or the one in SOQUETE_SEED. */
function property(words: string, name: string, seconds: number): void {
  const milliseconds = 1000 * (SOAK ? 12 * seconds : seconds)
  const body = async (t: { diagnostic(text: string): void }) => {
    const seed = Number(process.env.SOQUETE_SEED ?? Math.floor(Math.random() * 2 ** 31))
    const { status, output, trying } = await run(name, seed, milliseconds)
    const done = /^\d+ runs$/m.exec(output)
    if (status === '0' && done !== null) {
      t.diagnostic(`${done[0]} from seed ${seed}`)
      return
    }
    throw new Error(
      `the process ended with ${status}; again: SOQUETE_SEED=${seed} node scripts/test.js fuzz\n` +
        `${output}\nIt was trying ${trying}`,
    )
  }
  test(words, body, { timeout: milliseconds + 30_000 })
}

property('every call of a socket takes whatever it is given, traced or not', 'calls', 2.5)
property('every call without a socket takes whatever it is given', 'functions', 1)
property('no byte outside a view is sent or written, whatever memory it is of', 'memory', 1.5)
property('what a call was given may be spoilt while it waits', 'tampering', 0)
