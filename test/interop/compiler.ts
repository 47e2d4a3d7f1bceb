import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The sources, seen from dist/test/interop. */
export const PEERS = join(import.meta.dirname, '../../../test/interop/peers')

let folder: string | null = null
const compiled = new Map<string, string>()

/** The program of peers/<name>.c: compiled when first asked for, gone when this process ends. */
export function compile(name: string): string {
  const known = compiled.get(name)
  if (known !== undefined) return known
  const program = join(programs(), name)
  const args = ['-std=gnu17', '-O1', '-Wall', '-Wextra', '-o', program, join(PEERS, `${name}.c`)]
  const { status, stderr } = spawnSync('gcc', args)
  if (status !== 0) throw new Error(`gcc does not compile ${name}.c:\n${stderr}`)
  compiled.set(name, program)
  return program
}

function programs(): string {
  if (folder !== null) return folder
  const made = mkdtempSync(join(tmpdir(), 'soquete-peers-'))
  process.on('exit', () => rmSync(made, { recursive: true, force: true }))
  folder = made
  return made
}
