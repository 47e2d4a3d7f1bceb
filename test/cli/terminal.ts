import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type Bench, type Running, type StartOptions, soqueteLine } from './running.ts'
import { Screen } from './screen.ts'

/** Seen from dist/test/cli. */
const RUNNER = join(import.meta.dirname, '../../../test/cli/terminal.py')

/** Why no terminal can be had here; false where it can, and in CI, where it must. */
export function whyNoTerminal(): string | false {
  const works = spawnSync('python3', ['--version']).status === 0
  return works || process.env.CI ? false : 'python3 is not installed, it makes the terminal'
}

/** The soquete command on a terminal of its own, and what stands on its screen. */
export class OnTerminal {
  readonly running: Running
  readonly screen = new Screen()
  readonly #watchers = new Set<() => void>()

  constructor(
    bench: Bench,
    args: readonly string[],
    [rows, columns]: readonly [number, number],
    { env }: StartOptions = {},
  ) {
    const size = [`${rows}`, `${columns}`]
    this.running = bench.program('python3', [RUNNER, ...size, ...soqueteLine(args)], {
      env: { TERM: 'xterm', ...env },
    })
    const decoder = new TextDecoder()
    this.running.child.stdout?.on('data', (bytes: Buffer) => {
      this.screen.take(decoder.decode(bytes, { stream: true }))
      for (const wake of this.#watchers) wake()
      this.#watchers.clear()
    })
  }

  type(text: string): void {
    this.running.write(`type ${JSON.stringify(text)}\n`)
  }

  /** Once the command is suspended, lets it go on. */
  resume(): void {
    this.running.write('resume\n')
  }

  resize(rows: number, columns: number): void {
    this.running.write(`resize ${rows} ${columns}\n`)
  }

  /** Waits until the screen as a whole matches; gives its lines. */
  async shows(pattern: RegExp): Promise<string[]> {
    for (;;) {
      const lines = this.screen.lines
      if (pattern.test(lines.join('\n'))) return lines
      const more = new Promise<'more'>((resolve) => this.#watchers.add(() => resolve('more')))
      const next = await Promise.race([more, this.running.ended])
      if (next !== 'more') assert.fail(`the screen never showed ${pattern}, but\n${lines.join('\n')}`)
    }
  }
}
