import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Address, kernel } from '../../src/index.ts'
import { listSockets, type SocketKind } from '../../src/netlink/index.ts'
import { type Bench, cliTest, type Running, soqueteLine } from './running.ts'

/** A use that docs/cli.md tells of. */
export interface Use {
  readonly number: number
  readonly title: string
  /** The tool that one knows, and soquete: a command line each. */
  readonly lines: readonly [string, string]
}

export const PAGE = join(import.meta.dirname, '../../../docs/cli.md')

/** The uses in the page's order. */
export function usesOf(page: string): Use[] {
  const sections = page.matchAll(/^### (\d+)\. (.*)\n\n```sh\n(.*)\n(.*)\n```$/gm)
  return [...sections].map(([, number, title, original, ours]) => ({
    number: Number(number),
    title: title!,
    lines: [original!, ours!],
  }))
}

export const USES: readonly Use[] = usesOf(readFileSync(PAGE, 'utf8'))

/** Where one line is run: a directory of its own, and ports that are free in place of those in the line. */
export interface Scene {
  readonly directory: string
  /** A port of the line is this one here. */
  port(said: number): number
  /** Runs the line. */
  run(input?: string | Uint8Array): Running
  /** Runs another program beside it. */
  beside(program: string, ...args: string[]): Running
  soquete(...args: string[]): Running
  file(name: string, content?: string | Uint8Array): string
}

const tried = new Set<number>()

/** Tries a use: what comes of the tool's line and of soquete's must be the same. */
export function use(
  number: number,
  ports: readonly number[],
  play: (scene: Scene) => Promise<unknown>,
): void {
  const found = USES.find((each) => each.number === number)
  assert.ok(found, `docs/cli.md has no use ${number}`)
  tried.add(number)
  cliTest(`use ${number}: ${found.title}`, async (bench) => {
    const [original, ours] = await Promise.all(
      found.lines.map(async (line, index) => play(await prepare(bench, line, ports, String(index)))),
    )
    assert.deepEqual(ours, original)
  })
}

/** Uses that no test has tried. */
export function untried(): number[] {
  return USES.map(({ number }) => number).filter((number) => !tried.has(number))
}

async function prepare(bench: Bench, line: string, ports: readonly number[], name: string): Promise<Scene> {
  const directory = bench.subdirectory(name)
  const shim = join(directory, 'soquete')
  writeFileSync(shim, `#!/bin/sh\nexec ${soqueteLine([]).join(' ')} "$@"\n`)
  chmodSync(shim, 0o755)
  const first = await freePorts()
  const actual = new Map(ports.map((port, index) => [port, first + index]))
  const here = line.replace(/\b\d{4}\b/g, (said) => String(actual.get(Number(said)) ?? said))
  const options = { cwd: directory, env: { PATH: `${directory}:${process.env.PATH}` } }
  return {
    directory,
    port: (said) => actual.get(said)!,
    // exec: what is interrupted is the command, and not a shell around it.
    run: (input) =>
      bench.program('sh', ['-c', /[|;]/.test(here) ? here : `exec ${here}`], {
        ...options,
        ...(input === undefined ? {} : { input }),
      }),
    beside: (program, ...args) => bench.program(program, args, options),
    soquete: (...args) => bench.soquete(args, options),
    file: (file, content) => {
      const path = join(directory, file)
      if (content !== undefined) writeFileSync(path, content)
      return path
    },
  }
}

/** The first of ten ports that nobody has. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + 10 * Math.floor(1200 * Math.random())
    const taken = await listSockets(kernel, { kinds: ['tcp', 'udp'] })
    const held = taken.flatMap(({ local }) => portIn(local))
    if (!held.some((port) => port >= first && port < first + 10)) return first
  }
}

function portIn(address: Address | null): number[] {
  return address !== null && 'port' in address ? [address.port as number] : []
}

/** Waits until somebody listens at a port, or receives there. */
export async function isThere(port: number, kind: SocketKind = 'tcp'): Promise<void> {
  for (;;) {
    const found = await listSockets(kernel, {
      kinds: [kind],
      localPort: port,
      ...(kind === 'tcp' ? { states: ['LISTEN' as const] } : {}),
    })
    if (found.length > 0) return
    await sleep(10)
  }
}

/** Waits until a file is there. */
export async function exists(path: string): Promise<void> {
  while (!existsSync(path)) await sleep(10)
}
