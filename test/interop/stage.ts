import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Socket } from '../../src/index.ts'
import { test } from '../leak-check.ts'
import { compile, PEERS } from './compiler.ts'
import { Peer } from './peer.ts'
import { Story } from './story.ts'
import { type Language, lack, python, type Tool } from './tools.ts'

/** Of node: it runs the file of a program. */
const RUNNER = join(import.meta.dirname, '../../src/node/main.js')

/** Milliseconds for one test, of which the longest moves some megabytes. */
const DEADLINE = 10_000

let names = 0

/** A test with other programs. Without what it needs it is skipped, and on CI it fails. */
export function interop(name: string, needs: readonly Tool[], body: (stage: Stage) => Promise<void>): void {
  const missing = needs.map(lack).filter((reason) => reason !== null)
  if (missing.length === 0) test(name, () => perform(body))
  else if (process.env.CI)
    test(name, () => Promise.reject(new Error(`on CI this must be there: ${missing.join('; ')}`)))
  else test(name, () => {}, { skip: missing.join('; ') })
}

async function perform(body: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = new Stage()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${DEADLINE} ms`)), DEADLINE)
  })
  try {
    await Promise.race([body(stage), late])
  } catch (error) {
    await stage.clear()
    const said = (error as Error).message
    throw new Error(`${said}\n\nWhat was said:\n${stage.story}\n`, { cause: error })
  } finally {
    clearTimeout(timer)
    await stage.clear()
  }
}

/** Where a test plays: its peers, sockets and paths, all gone when it ends, and the story that comes of it. */
export class Stage {
  readonly story = new Story()
  readonly #peers: Peer[] = []
  readonly #sockets: Socket[] = []
  #folder: string | null = null

  /** Starts peers/<program> in one of the two languages. */
  peer(language: Language, program: string, ...args: readonly (string | number)[]): Peer {
    const rest = args.map(String)
    // -S: they need nothing of the site's packages. -B: no caches beside the sources.
    const interpreter = [python, '-S', '-B', join(PEERS, `${program}.py`)]
    const command = language === 'C' ? [compile(program), ...rest] : [...interpreter, ...rest]
    return this.#spawn(language, command)
  }

  /** Starts a tool that would wait for ever: should this process die, it is told to end too. */
  tool(program: 'nc' | 'socat', ...args: readonly (string | number)[]): Peer {
    return this.#spawn(program, ['setpriv', '--pdeathsig', 'TERM', program, ...args.map(String)])
  }

  /** Starts a program of examples/guides, as its reader would. */
  start(program: string, ...args: readonly (string | number)[]): Peer {
    const file = join(import.meta.dirname, `../../examples/guides/${program}.js`)
    return this.#spawn(program, [process.execPath, RUNNER, file, ...args.map(String)])
  }

  #spawn(name: string, command: readonly string[]): Peer {
    const peer = new Peer(name, command, this.story)
    this.#peers.push(peer)
    return peer
  }

  /** What Soquete's side does, for the story. */
  tell(text: string): void {
    this.story.tell('Soquete', text)
  }

  /** Has a socket closed at the end, also when the test fails. */
  keep(socket: Socket): Socket {
    this.#sockets.push(socket)
    return socket
  }

  /** A path that nobody uses, removed with all that stands beside it. */
  path(): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'soquete-interop-'))
    return join(this.#folder, `${names++}.sock`)
  }

  /** An abstract name that nobody uses. */
  abstractName(): string {
    return `soquete-interop-${process.pid}-${names++}`
  }

  async clear(): Promise<void> {
    await Promise.all(this.#sockets.map((socket) => socket.close()))
    await Promise.all(this.#peers.map((peer) => peer.stop()))
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true })
  }
}
