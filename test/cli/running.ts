import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as nodeTest } from 'node:test'
import { fileURLToPath } from 'node:url'

/** The command's program, for Node. */
export const SOQUETE = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

export interface StartOptions {
  /** Added to the environment, which else has English for a language and no colours. */
  readonly env?: Readonly<Record<string, string>>
  /** Its whole input; without it the input stays open for write(). */
  readonly input?: string | Uint8Array
  readonly cwd?: string
}

export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** A program that runs: the soquete command, or one that it is compared with. */
export class Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  readonly #line: string
  readonly #stdout: Buffer[] = []
  #stderr = ''
  #fate = ''
  readonly #watchers = new Set<() => void>()

  constructor(program: string, args: readonly string[], { env, input, cwd }: StartOptions = {}) {
    this.#line = [
      program === process.execPath ? 'soquete' : program,
      ...args.filter((arg) => arg !== SOQUETE),
    ].join(' ')
    this.child = spawn(program, args, {
      stdio: 'pipe',
      env: { ...process.env, LC_ALL: 'C.UTF-8', SOQUETE_LANG: 'en', NO_COLOR: '1', ...env },
      ...(cwd === undefined ? {} : { cwd }),
    })
    this.child.stdout?.on('data', (bytes: Buffer) => this.#heard(() => this.#stdout.push(bytes)))
    this.child.stderr?.on('data', (bytes: Buffer) => this.#heard(() => (this.#stderr += bytes)))
    this.child.stdin?.on('error', () => {}) // It has left; its exit status tells why.
    this.ended = new Promise((resolve, reject) => {
      this.child.on('error', reject)
      this.child.on('close', (status, signal) => {
        this.#heard(() => (this.#fate = signal ?? `exit ${status}`))
        resolve({ status, signal, stdout: Buffer.concat(this.#stdout), stderr: this.#stderr })
      })
    })
    this.ended.catch(() => {})
    if (input !== undefined) this.child.stdin?.end(input)
  }

  write(text: string | Uint8Array): void {
    this.child.stdin?.write(text)
  }

  /** Ends its input. */
  end(): void {
    this.child.stdin?.end()
  }

  interrupt(signal: NodeJS.Signals = 'SIGINT'): void {
    this.child.kill(signal)
  }

  /** Waits until what it has said, on the output or among the messages, matches. */
  async says(pattern: RegExp, where: 'stdout' | 'stderr' = 'stderr'): Promise<RegExpExecArray> {
    for (;;) {
      const said = where === 'stderr' ? this.#stderr : Buffer.concat(this.#stdout).toString()
      const match = pattern.exec(said)
      if (match !== null) return match
      if (this.#fate !== '') assert.fail(`it never said ${pattern} on ${where}\n${this.story()}`)
      await new Promise<void>((resolve) => this.#watchers.add(resolve))
    }
  }

  /** Waits for its end, which must be this exit status. */
  async ends(status = 0): Promise<Ended> {
    const ended = await this.ended
    assert.equal(ended.status, status, `it did not end with ${status}\n${this.story()}`)
    return ended
  }

  /** Where a server says that it listens; the last part of it is the port or the path. */
  async listens(): Promise<string> {
    const [, where] = await this.says(/listening on (\S+)/)
    return where!
  }

  /** What it was, what it has said, and how it ended. */
  story(): string {
    const stdout = Buffer.concat(this.#stdout)
      .subarray(0, 2000)
      .toString('latin1')
      .replace(/[^\n -~]/g, '·')
    return `$ ${this.#line}\n${stdout}\n-- stderr\n${this.#stderr.slice(0, 4000)}\n-- ${this.#fate || 'it still runs'}`
  }

  #heard(note: () => void): void {
    note()
    for (const wake of this.#watchers) wake()
    this.#watchers.clear()
  }
}

/** What a test of the command line has: programs that it starts are ended with it, and a directory of its own. */
export interface Bench {
  readonly directory: string
  soquete(args: readonly string[], options?: StartOptions): Running
  program(name: string, args: readonly string[], options?: StartOptions): Running
  /** A directory in its own. */
  subdirectory(name: string): string
}

interface TestOptions {
  readonly timeout?: number
  readonly skip?: string | false
}

export function cliTest(
  name: string,
  body: (bench: Bench) => Promise<void>,
  options: TestOptions = {},
): void {
  nodeTest(name, { timeout: options.timeout ?? 30_000, skip: options.skip ?? false }, async (t) => {
    const directory = mkdtempSync(join(tmpdir(), 'soquete-cli-'))
    const started: Running[] = []
    const start = (program: string, args: readonly string[], startOptions?: StartOptions) => {
      const running = new Running(program, args, startOptions)
      started.push(running)
      return running
    }
    try {
      await Promise.race([
        body({
          directory,
          soquete: (args, startOptions) => start(process.execPath, [SOQUETE, ...args], startOptions),
          program: start,
          subdirectory: (name) => {
            const path = join(directory, name)
            mkdirSync(path)
            return path
          },
        }),
        new Promise((_resolve, reject) => t.signal.addEventListener('abort', () => reject(t.signal.reason))),
      ])
    } catch (error) {
      for (const running of started) t.diagnostic(running.story())
      throw error
    } finally {
      for (const running of started) running.child.kill('SIGKILL')
      await Promise.allSettled(started.map((running) => running.ended))
      rmSync(directory, { recursive: true, force: true })
    }
  })
}

/** The command line that runs the soquete command. */
export function soqueteLine(args: readonly string[]): string[] {
  return [process.execPath, SOQUETE, ...args]
}

/** The port of an endpoint as a server says it. */
export function portOf(endpoint: string): string {
  return endpoint.slice(endpoint.lastIndexOf(':') + 1)
}
