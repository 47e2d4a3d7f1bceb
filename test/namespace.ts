import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { test } from './leak-check.ts'

/** Milliseconds that all tests of one file may take. */
const LIMIT = 60_000

/** How a program is started in a network namespace of its own, which is gone when it ends. */
export function unshare(): string[] {
  const user = process.getuid?.() === 0 ? [] : ['--map-root-user']
  return ['unshare', ...user, '--net']
}

let why: string | false | undefined

/** Why no namespace can be made here; false where it can, and in CI, where it must. */
export function whyNone(): string | false {
  if (why !== undefined) return why
  const [program, ...args] = unshare() as [string, ...string[]]
  const works = spawnSync(program, [...args, 'ip', '-j', 'link']).status === 0
  why = works || process.env.CI ? false : "needs 'unshare --net' and ip: run as root, with iproute2"
  return why
}

/**
 * Runs the tests of a file, whose name ends in `.child.ts`, in a network namespace of their own. As root there they
 * may do what they like: nobody else sees it, and nothing of it stays. `lacking` is what else they need and is not here.
 */
export function testsInNamespace(words: string, file: URL, lacking: string | false = false): void {
  const body = async (t: { diagnostic(text: string): void }) => {
    const { status, output } = await run(fileURLToPath(file))
    const count = (what: string) => Number(new RegExp(`^. ${what} (\\d+)$`, 'm').exec(output)?.[1])
    assert.equal(status, 0, output)
    assert.ok(count('pass') > 0 && count('skipped') === 0, output)
    t.diagnostic(`${count('pass')} tests in a network namespace`)
  }
  test(words, body, { timeout: LIMIT + 5000, skip: whyNone() || lacking })
}

async function run(file: string): Promise<{ status: number | string | null; output: string }> {
  const [program, ...args] = unshare() as [string, ...string[]]
  const node = [process.execPath, '--expose-gc', '--enable-source-maps', '--test-reporter=spec', file]
  // The runner's own child would answer in a language that only the runner understands.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const child = spawn(program, [...args, ...node], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-100_000)
    })
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT)
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (status, signal) => resolve({ status: status ?? signal, output }))
    })
  } finally {
    clearTimeout(limit)
  }
}

/** Runs ip(8) with the words of a line; gives what it prints. */
export function ip(line: string): string {
  return execFileSync('ip', line.split(' '), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** What ip(8) lists, as it tells it to programs. */
export function ipJson(line: string): Record<string, unknown>[] {
  return JSON.parse(ip(line)) as Record<string, unknown>[]
}

/** The two ends of an Ethernet cable, with fixed addresses; no IP address but those that a test gives. */
export const CABLE = {
  one: { name: 'v0', address: '02:00:00:00:00:01' },
  other: { name: 'v1', address: '02:00:00:00:00:02' },
} as const

/** Has lo up, and a cable. */
export function layCable(): void {
  ip('link set lo up')
  ip('link add v0 type veth peer name v1')
  for (const { name, address } of [CABLE.one, CABLE.other]) {
    ip(`link set ${name} addrgenmode none address ${address}`)
    ip(`link set ${name} up`)
  }
}

/** Another machine: a network namespace with nothing in it but lo, which goes when this process does. */
export class Machine {
  /** By which ip(8) moves links there: `link set v1 netns PID`. */
  readonly pid: number

  private constructor(pid: number) {
    this.pid = pid
  }

  static async start(): Promise<Machine> {
    // It ends when its input does, which only this process holds.
    const child = spawn('unshare', ['--net', 'sh', '-c', 'echo here && exec cat'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve)
      child.once('error', reject)
    })
    child.unref()
    for (const stream of [child.stdin, child.stdout]) (stream as Socket).unref()
    const machine = new Machine(child.pid as number)
    machine.run('ip link set lo up')
    return machine
  }

  /** Runs lines of the shell there, up to the first that fails. */
  run(...lines: string[]): void {
    const words = [`--net=/proc/${this.pid}/ns/net`, 'sh', '-ec', lines.join('\n')]
    execFileSync('nsenter', words, { stdio: ['ignore', 'pipe', 'pipe'] })
  }
}
