import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Seen from dist/test/trace. */
const READER = join(import.meta.dirname, '../../../test/trace/read-pcapng.py')

/** A block of a pcapng file; the fields are those of its kind. */
export interface Block {
  readonly type: number
  readonly linkType?: number
  readonly snapLength?: number
  readonly interface?: number
  /** Nanoseconds. */
  readonly time?: string
  /** In hex. */
  readonly bytes?: string
  readonly length?: number
  readonly options: readonly (readonly [code: number, hex: string])[]
}

/** Why files cannot be read here; false where they can, and in CI, where they must. */
export function whyNoReader(): string | false {
  const works = spawnSync('python3', ['--version']).status === 0
  return works || process.env.CI ? false : 'python3 is not installed, it reads the files'
}

/** What another program finds in a pcapng file. */
export function readPcapng(file: Uint8Array): Block[] {
  const options = { input: file, encoding: 'utf8', maxBuffer: 1 << 26 } as const
  return JSON.parse(execFileSync('python3', [READER], options)) as Block[]
}

/** Is tcpdump(8) here as well? It is not needed: python3 reads the same files. */
export const hasTcpdump: boolean = spawnSync('tcpdump', ['--version']).status === 0

/** The packets as tcpdump(8) sees them, a line each. */
export function readByTcpdump(file: Uint8Array): string[] {
  const options = ['-n', '-tttt', '--nano', '-r', '-']
  const { status, stdout, stderr } = spawnSync('tcpdump', options, { input: file, encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return stdout.trim().split('\n')
}
