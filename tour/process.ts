import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { TraceEvent } from '../src/socket/index.ts'
import { parseLine } from '../src/trace/index.ts'

const RUNNER = fileURLToPath(new URL('../src/node/main.js', import.meta.url))

/** Milliseconds that a program of the tour may take. */
const LIMIT = 10_000

/** A guide's program in a process of its own, with what it prints and what its sockets do. */
export class ProgramProcess {
  readonly party: string
  readonly pid: number
  readonly events: TraceEvent[] = []
  stdout = ''
  stderr = ''
  readonly ended: Promise<number>
  readonly #child: ChildProcess

  constructor(program: string, args: readonly string[], party: string) {
    const file = fileURLToPath(new URL(`../examples/guides/${program}.js`, import.meta.url))
    this.party = party
    this.#child = spawn(process.execPath, [RUNNER, file, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, SOQUETE_TRACE: `3:${party}` },
    })
    this.pid = this.#child.pid ?? 0
    this.#child.stdout?.on('data', (chunk) => {
      this.stdout += chunk
    })
    this.#child.stderr?.on('data', (chunk) => {
      this.stderr += chunk
    })
    const traced = this.#readTrace(this.#child.stdio[3] as Readable)
    this.ended = this.#end(traced)
  }

  async #readTrace(stream: Readable): Promise<void> {
    for await (const line of createInterface({ input: stream })) {
      const parsed = parseLine(line)
      if ('type' in parsed) this.events.push(parsed)
    }
  }

  async #end(traced: Promise<void>): Promise<number> {
    const timer = setTimeout(() => this.stop(), LIMIT)
    const status = await new Promise<number>((resolve) => {
      this.#child.once('error', (error) => {
        this.stderr += error.message
        resolve(1)
      })
      this.#child.once('close', (code) => resolve(code ?? 1))
    })
    clearTimeout(timer)
    await traced
    return status
  }

  /** The address that the program says it listens on. */
  async listening(): Promise<string> {
    for (;;) {
      const address = /^listening on (.*)\n/m.exec(this.stdout)?.[1]
      if (address !== undefined) return address
      if (this.#child.exitCode !== null) throw new Error(`${this.party} ended early: ${this.stderr}`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }

  stop(): void {
    this.#child.kill('SIGKILL')
  }
}
