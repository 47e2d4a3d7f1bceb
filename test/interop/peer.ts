import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface, type Interface } from 'node:readline'
import type { Story } from './story.ts'

/** Milliseconds that a peer has to leave when it is asked to, before it is made to. */
const PATIENCE = 2000

/** Another program, that talks to Soquete and says in lines what it sees. */
export class Peer {
  readonly name: string
  readonly #process: ChildProcess
  readonly #story: Story
  readonly #outputs: readonly Interface[]
  /** How: `exit 0`, or a signal's name. */
  readonly #exited: Promise<string>
  /** It has exited, and all that it said has been heard. */
  readonly #ended: Promise<void>
  /** Lines of both its outputs that no says() has passed yet. */
  readonly #heard: string[] = []
  #wake: (() => void) | null = null
  #fate = ''
  #silent = false

  constructor(name: string, command: readonly string[], story: Story) {
    const [program, ...args] = command as [string, ...string[]]
    this.name = name
    this.#story = story
    story.tell(name, `$ ${command.join(' ')}`)
    const child = spawn(program, args, { stdio: 'pipe' })
    this.#process = child
    child.stdin.on('error', () => {}) // It has left; what it said tells why.
    this.#outputs = [child.stdout, child.stderr].map((input) => createInterface({ input }))
    for (const output of this.#outputs) output.on('line', (line) => this.#hear(line))
    this.#exited = new Promise((resolve) => {
      child.on('exit', (code, signal) => resolve(signal ?? `exit ${code}`))
      child.on('error', (error) => resolve(error.message))
    })
    this.#ended = this.#listen()
  }

  #hear(line: string): void {
    this.#story.tell(this.name, line)
    this.#heard.push(line)
    this.#wake?.()
  }

  async #listen(): Promise<void> {
    const silent = this.#outputs.map((output) => new Promise((resolve) => output.on('close', resolve)))
    this.#fate = await this.#exited
    await Promise.all(silent)
    this.#story.tell(this.name, `(${this.#fate})`)
    this.#silent = true
    this.#wake?.()
  }

  /** Waits for a line that matches; those before it are passed over. */
  async says(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      while (this.#heard.length > 0) {
        const match = pattern.exec(this.#heard.shift() as string)
        if (match !== null) return match
      }
      if (this.#silent) throw new Error(`${this.name} did not say ${pattern}: ${this.#fate}`)
      await new Promise<void>((resolve) => (this.#wake = resolve))
      this.#wake = null
    }
  }

  /** The peer listens: where it does, as it says it. */
  async ready(): Promise<string> {
    const [, where] = await this.says(/^ready (\S+)$/)
    return where as string
  }

  write(text: string): void {
    this.#process.stdin?.write(text)
  }

  /** Ends what the peer reads from its standard input. */
  endInput(): void {
    this.#process.stdin?.end()
  }

  /** Waits until the peer has ended by itself: content, or with the status that is asked for. */
  async ends(status = 0): Promise<void> {
    await this.#ended
    const expected = status === 0 ? 'content' : `with status ${status}`
    assert.equal(this.#fate, `exit ${status}`, `${this.name} should have ended ${expected}`)
  }

  /** Has the peer end, whatever it does. */
  async stop(): Promise<void> {
    const child = this.#process
    if (!this.#silent) {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
      await this.#exited
      clearTimeout(timer)
    }
    // A child of its own may still hold its outputs.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy()
    for (const output of this.#outputs) output.close()
    await this.#ended
  }
}
