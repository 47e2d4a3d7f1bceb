import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, type TestContext } from 'node:test'
import { isInternetAddress } from '../../src/index.ts'
import { Scope } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'

/** Where a server is to stand: a folder of its own, and a port that was free a moment ago. */
export interface Place {
  readonly folder: string
  readonly port: number
}

/** Somebody else's server program. */
export interface Program {
  readonly name: string
  /** Why it cannot be started here, in words; null when it can. */
  readonly lack: () => string | null
  /** What must be done in the place before; gives the command that starts it. */
  readonly prepare: (place: Place) => readonly string[]
  /** The line of its output that says that it is ready. */
  readonly ready: RegExp
  /** What asks it to end at once. */
  readonly signal: NodeJS.Signals
}

/** Milliseconds for a server to start or to end. */
const PATIENCE = 30_000

/**
 * Starts a server for the tests of this file, and gives what declares them. Where the program is missing they are
 * skipped, and on CI they fail.
 */
export function withServer(
  program: Program,
): (name: string, body: (place: Place, t: TestContext) => Promise<void>) => void {
  const lack = program.lack()
  const skip = lack === null || process.env.CI !== undefined ? false : lack
  let server: Running | null = null
  before(async () => {
    if (lack === null) server = await Running.start(program)
  })
  after(() => server?.stop())
  return (name, body) =>
    test(
      `${program.name}: ${name}`,
      async (t) => {
        if (server === null) throw new Error(`on CI this must be there: ${lack}`)
        await body(server.place, t)
      },
      { skip },
    )
}

class Running {
  readonly place: Place
  readonly #child: ChildProcess
  readonly #program: Program

  private constructor(program: Program, place: Place, child: ChildProcess) {
    this.#program = program
    this.place = place
    this.#child = child
  }

  static async start(program: Program): Promise<Running> {
    const place = { folder: mkdtempSync(join(tmpdir(), 'soquete-node-')), port: await freePort() }
    const [command, ...args] = program.prepare(place) as [string, ...string[]]
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: place.folder })
    const running = new Running(program, place, child)
    try {
      await running.#ready()
      return running
    } catch (error) {
      await running.stop()
      throw error
    }
  }

  async #ready(): Promise<void> {
    const said: string[] = []
    await new Promise<void>((resolve, reject) => {
      const { name, ready } = this.#program
      const fail = (how: string) => reject(new Error(`${name} ${how}:\n${said.join('\n')}`))
      const timer = setTimeout(() => fail('is not ready in time'), PATIENCE)
      for (const output of [this.#child.stdout!, this.#child.stderr!]) {
        createInterface({ input: output }).on('line', (line) => {
          if (said.length < 100) said.push(line)
          if (!ready.test(line)) return
          clearTimeout(timer)
          resolve()
        })
      }
      this.#child.once('error', (error) => fail(error.message)).once('exit', () => fail('has ended'))
    })
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined) {
      const exited = once(this.#child, 'exit')
      this.#child.kill(this.#program.signal)
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), PATIENCE)
      await exited
      clearTimeout(timer)
    }
    rmSync(this.place.folder, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const scope = new Scope()
  const address = scope.bound().getsockname()
  await scope.close()
  if (!isInternetAddress(address)) throw new TypeError('a socket without a port')
  return address.port
}

/** Of setpriv: that a program ends with the process that started it. */
export const BOUND = ['setpriv', '--pdeathsig'] as const

/** Does a command run? */
export function runs(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0
}
