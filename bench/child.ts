import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Writable } from 'node:stream'

/** Seconds that a child may take to leave once its stdin has ended. */
const PATIENCE = 2

/** What a child says: one line of JSON. */
export type Answer = Record<string, number | string>

/** A process that answers in lines of JSON, and that does not outlive its time. */
export class Child {
  readonly #process: ChildProcess
  readonly #input: Writable
  readonly #lines: AsyncIterator<string>
  readonly #exited: Promise<unknown>
  #stderr = ''

  /** Starts the command, and kills it if it still runs after so many seconds. */
  constructor(command: readonly string[], seconds: number) {
    const [program, ...args] = command as [string, ...string[]]
    const child = spawn(program, args, { stdio: 'pipe' })
    this.#process = child
    this.#input = child.stdin
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    this.#input.on('error', () => {}) // It has left; the answer that does not come will tell.
    child.stderr.on('data', (text) => (this.#stderr += text))
    const timer = setTimeout(() => this.#kill(`it was killed after ${seconds} s`), seconds * 1000)
    this.#exited = once(child, 'close')
      .catch((error: Error) => (this.#stderr += error.message))
      .finally(() => clearTimeout(timer))
  }

  /** The next line that it says. */
  async answer(): Promise<Answer> {
    const { done, value } = await this.#lines.next()
    if (!done) return JSON.parse(value)
    await this.#exited
    throw new Error('it ended without an answer')
  }

  /** Asks a peer for its figures. */
  report(): Promise<Answer> {
    this.#input.write('report\n')
    return this.answer()
  }

  /** Ends its stdin, which asks it to leave, and sees that it does. */
  async stop(): Promise<void> {
    this.#input.end()
    const timer = setTimeout(() => this.#kill('it did not leave'), PATIENCE * 1000)
    await this.#exited
    clearTimeout(timer)
  }

  /** The line of its stderr that says most: the error above a stack trace, or the last one. */
  get complaint(): string | undefined {
    const lines = this.#stderr.trim().split('\n')
    return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1)
  }

  #kill(reason: string): void {
    this.#stderr += `${reason}\n`
    this.#process.kill('SIGKILL')
  }
}

/** Lets `use` work with a child that is ready, and ends the child in any case. */
export async function withChild<Result>(
  command: readonly string[],
  seconds: number,
  use: (child: Child, ready: Answer) => Promise<Result>,
): Promise<Result> {
  const child = new Child(command, seconds)
  try {
    return await use(child, await child.answer())
  } catch (error) {
    await child.stop()
    throw child.complaint ? new Error(child.complaint, { cause: error }) : error
  } finally {
    await child.stop()
  }
}

/** The answer of a program that works for a while, says what it saw, and ends. */
export function resultOf(command: readonly string[], seconds: number): Promise<Answer> {
  return withChild(command, seconds, async (_child, answer) => answer)
}
