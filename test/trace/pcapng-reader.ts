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

/** A file of the older format, with nothing in it. */
const EMPTY = Uint8Array.from([
  0xd4,
  0xc3,
  0xb2,
  0xa1,
  2,
  0,
  4,
  ...new Uint8Array(9),
  255,
  255,
  0,
  0,
  1,
  0,
  0,
  0,
])

/** How tcpdump(8) is started: it gives up root's rights, which is not for everybody who is root in a namespace only. */
const TCPDUMP = [['tcpdump'], ['unshare', '--user', 'tcpdump']].find(
  ([program, ...args]) => spawnSync(program!, [...args, '-r', '-'], { input: EMPTY }).status === 0,
)

/** Is tcpdump(8) here as well? It is not needed: python3 reads the same files. */
export const hasTcpdump: boolean = TCPDUMP !== undefined

/** Why nothing can be compared with tcpdump(8); false where it can, and in CI, where it must. */
export function whyNoTcpdump(): string | false {
  return hasTcpdump || process.env.CI ? false : 'needs tcpdump'
}

/** The packets as tcpdump(8) sees them, a line each. */
export function readByTcpdump(file: Uint8Array, args: readonly string[] = ['-tttt', '--nano']): string[] {
  const [program, ...before] = TCPDUMP ?? ['tcpdump']
  const words = [...before, '-n', '-r', '-', ...args]
  const { status, stdout, stderr } = spawnSync(program!, words, { input: file, encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return stdout === '' ? [] : stdout.trim().split('\n')
}
