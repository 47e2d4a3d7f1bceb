import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const RUNNER = fileURLToPath(new URL('../../src/node/main.js', import.meta.url))

/** Milliseconds that an example may take. */
const LIMIT = 20_000

/** Runs a program without the right to raw sockets and packet sockets, root or not: capabilities(7). */
export const UNPRIVILEGED: readonly string[] = ['setpriv', '--bounding-set', '-net_raw']

/** An example in a process of its own, as its user starts it. */
export class Example {
  stdout = ''
  stderr = ''
  /** Resolves with its exit status. */
  readonly ended: Promise<number | string>
  readonly #child: ChildProcess
  #wake: () => void = () => {}

  constructor(name: string, args: readonly string[], before: readonly string[] = []) {
    const file = fileURLToPath(new URL(`../../examples/${name}.js`, import.meta.url))
    const [program, ...rest] = [...before, process.execPath, RUNNER, file, ...args] as [string, ...string[]]
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#hear('stdout', text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#hear('stderr', text))
    this.#child = child
    this.ended = this.#end()
  }

  #hear(stream: 'stdout' | 'stderr', text: string): void {
    this[stream] = (this[stream] + text).slice(-100_000)
    this.#wake()
  }

  async #end(): Promise<number | string> {
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), LIMIT)
    const status = await new Promise<number | string>((resolve, reject) => {
      this.#child.once('error', reject)
      this.#child.once('close', (code, signal) => resolve(code ?? signal ?? 'gone'))
    })
    clearTimeout(limit)
    this.#wake()
    return status
  }

  /** Waits until it has printed something that matches. */
  async prints(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.stdout)) {
      if (this.#child.exitCode !== null) throw new Error(`it ended early: ${this.stdout}${this.stderr}`)
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  /** SIGINT is Ctrl-C; SIGSTOP holds it up until SIGCONT. */
  signal(name: 'SIGINT' | 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(name)
  }
}

/** Runs an example to its end. */
export async function run(
  name: string,
  args: readonly string[],
  before: readonly string[] = [],
): Promise<{ status: number | string; stdout: string; stderr: string }> {
  const example = new Example(name, args, before)
  const status = await example.ended
  return { status, stdout: example.stdout, stderr: example.stderr }
}
