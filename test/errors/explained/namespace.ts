import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from '../../leak-check.ts'
import type { Told } from './situation.ts'

const CHILD = fileURLToPath(new URL('situations.child.js', import.meta.url))

/** The reason for which these tests are skipped; on CI they fail instead. */
export const skip: string | false = reason()

function reason(): string | false {
  if (process.env.CI) return false
  if (process.geteuid?.() !== 0) return 'network namespaces are made by root'
  const missing = ['unshare', 'ip'].find((command) => spawnSync(command, ['--version']).error !== undefined)
  return missing === undefined ? false : `${missing} is not installed`
}

interface Expected {
  readonly code: string
  readonly en: readonly string[]
  readonly es: readonly string[]
}

interface Stage {
  /** Commands of a shell that come before; `lo` is up. */
  readonly setup?: string
  /** Of unshare(1), instead of those that give a network of its own. */
  readonly flags?: readonly string[]
}

/**
 * A test that runs situations in namespaces of their own, and compares what their errors say word by word: a change
 * of a sentence is deliberate.
 */
export function explains(
  title: string,
  expected: Readonly<Record<string, Expected>>,
  stage: Stage = {},
): void {
  test(
    title,
    async () => {
      assert.deepEqual(await runSituations(Object.keys(expected), stage), expected)
    },
    { skip, timeout: 30_000 },
  )
}

/** A network of one's own: `v0`, 10.1.1.1, and nobody at its other end. */
export const VETH = `
ip link add v0 index 20 type veth peer name v1 index 21
ip addr add 10.1.1.1/24 dev v0
ip link set v0 up
ip link set v1 up`

/** They end with their first process, and with them whatever it has started. */
const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']

/** Runs situations in namespaces of their own. */
export async function runSituations(
  names: readonly string[],
  { setup = '', flags }: Stage = {},
): Promise<Record<string, Told>> {
  const network = flags === undefined ? 'ip link set lo up; mount -t sysfs none /sys' : ''
  const script = `set -e; ${network}\n${setup}\nexec "$0" "$@"`
  const command = ['sh', '-c', script, process.execPath, '--enable-source-maps', CHILD, ...names]
  const { stdout } = await promisify(execFile)('unshare', [...(flags ?? NAMESPACES), ...command], {
    timeout: 25_000,
  })
  return JSON.parse(stdout) as Record<string, Told>
}

/** Has the resolver read a text instead of this machine's configuration. */
export function resolvConf(text: string): string {
  return `
mount -t tmpfs none /mnt
printf '%s' '${text}' > /mnt/resolv.conf
mount --bind /mnt/resolv.conf /etc/resolv.conf
echo '127.0.0.1 localhost' > /mnt/hosts
mount --bind /mnt/hosts /etc/hosts`
}
