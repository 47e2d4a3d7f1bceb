import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const RUNNER = fileURLToPath(new URL('../src/node/main.js', import.meta.url))
const WITNESS = new URL('./witness.js', import.meta.url).href

/** Milliseconds that a program of the tour may take. */
const LIMIT = 10_000

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** A guide's program in a process of its own. What its sockets do is written into files of `folder`. */
export class ProgramProcess {
  readonly pid: number
  stdout = ''
  stderr = ''
  readonly ended: Promise<number>
  readonly #child: ChildProcess
  readonly #program: string
  #over = false

  constructor(program: string, args: readonly string[], folder: string, language: string) {
    const file = fileURLToPath(new URL(`../examples/guides/${program}.js`, import.meta.url))
    const options = `${process.env.NODE_OPTIONS ?? ''} --import ${WITNESS}`
    this.#program = program
    this.#child = spawn(process.execPath, [RUNNER, file, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: options, SOQUETE_TOUR: folder, SOQUETE_LANG: language },
    })
    running.add(this.#child)
    this.pid = this.#child.pid ?? 0
    this.#child.stdin?.on('error', () => {}) // It has left already.
    this.#child.stdout?.on('data', (chunk) => {
      this.stdout += chunk
    })
    this.#child.stderr?.on('data', (chunk) => {
      this.stderr += chunk
    })
    this.ended = this.#end()
  }

  async #end(): Promise<number> {
    const timer = setTimeout(() => this.stop(), LIMIT)
    const status = await new Promise<number>((resolve) => {
      this.#child.once('error', (error) => {
        this.stderr += error.message
        resolve(1)
      })
      this.#child.once('close', (code) => resolve(code ?? 1))
    })
    clearTimeout(timer)
    running.delete(this.#child)
    this.#over = true
    return status
  }

  /** Waits until its output holds this. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.stdout)
      if (match !== null) return match
      if (this.#over) throw new Error(`${this.#program}: ${this.stderr.trim() || this.stdout.trim()}`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }

  pressEnter(): void {
    this.#child.stdin?.end('\n')
  }

  stop(): void {
    this.#child.kill('SIGKILL')
  }
}
