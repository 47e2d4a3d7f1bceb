import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** This file runs as dist/bench/programs.js; the C sources stay in bench/. */
const SOURCES = fileURLToPath(new URL('../../bench/', import.meta.url))
const COMPILED = fileURLToPath(new URL('./', import.meta.url))

/** The C programs, in a directory that goes when the bench ends, and the compiled TypeScript ones. */
export class Programs {
  /** Ours for the time of the run: Unix sockets are bound here too. */
  readonly directory: string = mkdtempSync(join(tmpdir(), 'soquete-bench-'))

  constructor() {
    process.once('exit', () => rmSync(this.directory, { recursive: true, force: true }))
    for (const folder of ['load', 'peers']) {
      for (const file of readdirSync(join(SOURCES, folder))) {
        if (file.endsWith('.c')) this.#compile(folder, file.slice(0, -'.c'.length))
      }
    }
  }

  #compile(folder: string, name: string): void {
    const source = join(SOURCES, folder, `${name}.c`)
    const { status, error } = spawnSync(
      'gcc',
      ['-O2', '-pthread', '-o', this.#binary(folder, name), source],
      {
        stdio: 'inherit',
      },
    )
    if (error !== undefined) throw new Error(`gcc is needed for the load generators: ${error.message}`)
    if (status !== 0) throw new Error(`${source} does not compile`)
  }

  #binary(folder: string, name: string): string {
    return join(this.directory, `${folder}-${name}`)
  }

  /** The command of a load generator, on the processor that is the load's. */
  load(name: string, ...args: readonly (string | number)[]): string[] {
    return [this.#binary('load', 'pin'), 'load', this.#binary('load', name), ...args.map(String)]
  }

  /** The command of a C peer whose part is to be the load: the sink of what others send. */
  sink(name: string, ...args: readonly (string | number)[]): string[] {
    return [this.#binary('load', 'pin'), 'load', this.peer(name), ...args.map(String)]
  }

  /** A command on the processors that the load leaves to servers. */
  server(...command: readonly (string | number)[]): string[] {
    return [this.#binary('load', 'pin'), 'server', ...command.map(String)]
  }

  /** A C peer's binary. */
  peer(name: string): string {
    return this.#binary('peers', name)
  }

  /** A TypeScript peer's file. */
  script(name: string): string {
    return join(COMPILED, 'peers', `${name}.js`)
  }
}
