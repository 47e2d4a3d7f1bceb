import assert from 'node:assert/strict'
import { memoryStack } from '../../examples/stacks/memory-network.ts'
import { describeFailure, loadProgram } from '../../src/node/index.ts'
import type { Output, Stack } from '../../src/socket/index.ts'
import { interop, type Stage } from '../interop/stage.ts'
import { test } from '../leak-check.ts'

/** A program of examples/guides that runs: what it says, line by line, and how it ends. */
export interface Actor {
  says(pattern: RegExp): Promise<RegExpMatchArray>
  /** Types something for it. */
  write(text: string): void
  ends(status?: number): Promise<void>
}

/** Where programs meet: the kernel, each a process of its own, or one network in memory. */
export interface Theatre {
  start(program: string, ...args: readonly (string | number)[]): Actor
  /** A path for a Unix socket. */
  path(): string
}

/** A scene of portable programs: played by processes on the kernel, and once more in one process in memory. */
export function portable(name: string, scene: (theatre: Theatre) => Promise<void>): void {
  onKernel(name, scene)
  test(`memory · ${name}`, () => inMemory(scene))
}

/** A scene that needs processes, threads, or the kernel's own state. */
export function onKernel(name: string, scene: (stage: Stage) => Promise<void>): void {
  interop(`kernel · ${name}`, [], scene)
}

/** The port, or the path, that a server says it listens on. */
export async function whereOf(server: Actor): Promise<string> {
  const [, where = ''] = await server.says(/^listening on (?:.*:)?(.*)$/)
  return where
}

async function inMemory(scene: (theatre: Theatre) => Promise<void>): Promise<void> {
  const stack = memoryStack()
  const cast: MemoryActor[] = []
  const start = (program: string, ...args: readonly (string | number)[]) => {
    const actor = new MemoryActor(program, stack, args.map(String))
    cast.push(actor)
    return actor
  }
  await scene({ start, path: () => `/memory/${cast.length}` })
  await Promise.all(cast.map((actor) => actor.ended))
}

/** A program in this process. What it says, on whichever output, is heard in lines, as a process's is. */
class MemoryActor implements Actor {
  readonly ended: Promise<number>
  readonly #name: string
  #keyboard: ReadableStreamDefaultController<Uint8Array> | null = null
  readonly #typed = new ReadableStream<Uint8Array>({
    start: (keyboard) => {
      this.#keyboard = keyboard
    },
  })
  #text = ''
  #wake: (() => void) | null = null

  constructor(name: string, stack: Stack, args: readonly string[]) {
    this.#name = name
    const output: Output = {
      write: async (text) => {
        this.#text += typeof text === 'string' ? text : new TextDecoder().decode(text)
        this.#wake?.()
      },
    }
    this.ended = this.#run(stack, args, output).finally(() => this.#wake?.())
  }

  async #run(stack: Stack, args: readonly string[], output: Output): Promise<number> {
    const file = new URL(`../../examples/guides/${this.#name}.js`, import.meta.url)
    const program = await loadProgram(file.pathname)
    try {
      return (await program(stack, args, { stdin: this.#typed, stdout: output, stderr: output })) ?? 0
    } catch (error) {
      await output.write(await describeFailure(error))
      return 1
    }
  }

  async says(pattern: RegExp): Promise<RegExpMatchArray> {
    let running = true
    void this.ended.then(() => (running = false))
    for (;;) {
      for (let end = this.#text.indexOf('\n'); end >= 0; end = this.#text.indexOf('\n')) {
        const match = pattern.exec(this.#text.slice(0, end))
        this.#text = this.#text.slice(end + 1)
        if (match !== null) return match
      }
      if (!running) throw new Error(`${this.#name} did not say ${pattern}`)
      await Promise.race([this.ended, new Promise<void>((resolve) => (this.#wake = resolve))])
    }
  }

  write(text: string): void {
    this.#keyboard?.enqueue(new TextEncoder().encode(text))
  }

  async ends(status = 0): Promise<void> {
    assert.equal(await this.ended, status, `the status of ${this.#name}`)
  }
}
