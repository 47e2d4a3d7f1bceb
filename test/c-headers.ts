import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'

/** A C compiler, which is asked what the system's headers say; nothing that it makes has to run. */
export interface Compiler {
  readonly arch: 'x64' | 'arm64'
  readonly command: string
  /** Why a test that needs it is skipped; not in CI, where it then fails. */
  readonly skip: string | false
}

const CROSS = { x64: 'x86_64-linux-gnu-gcc', arm64: 'aarch64-linux-gnu-gcc' } as const

export const COMPILERS: readonly Compiler[] = (['x64', 'arm64'] as const).map((arch) => {
  const command = arch === process.arch ? 'gcc' : CROSS[arch]
  const missing = spawnSync(command, ['--version']).error !== undefined
  return { arch, command, skip: missing && !process.env.CI ? `${command} is not installed` : false }
})

function run({ command }: Compiler, args: readonly string[], source: string): string {
  const all = ['-D_GNU_SOURCE', '-x', 'c', ...args, '-']
  const { status, stdout, stderr } = spawnSync(command, all, { input: source, encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return stdout
}

/** Fails with the compiler's words when a program does not hold: it is made of static assertions. */
export function assertCompiles(compiler: Compiler, lines: readonly string[]): void {
  run(compiler, ['-fsyntax-only'], `${lines.join('\n')}\n`)
}

function includes(headers: readonly string[]): string {
  return headers.map((header) => `#include <${header}>\n`).join('')
}

/** Names of the macros that headers define. */
export function macros(compiler: Compiler, headers: readonly string[]): string[] {
  const defined = run(compiler, ['-E', '-dM'], includes(headers))
  return [...defined.matchAll(/^#define (\w+)\b(?!\()/gm)].map((match) => match[1]!)
}

/** Headers as the compiler reads them, without comments and conditions. */
export function preprocessed(compiler: Compiler, headers: readonly string[]): string {
  return run(compiler, ['-E', '-P'], includes(headers))
}
