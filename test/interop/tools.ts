import { spawnSync } from 'node:child_process'
import { networkInterfaces } from 'node:os'
import { AF_INET, IPPROTO_ICMP, kernel, SOCK_RAW } from '../../src/index.ts'

/** What a test needs of the machine, besides Soquete. */
export type Tool = 'C' | 'Python' | 'nc' | 'socat' | 'IPv6' | 'raw sockets'

/** The languages that peers are written in; each peer exists in both, with the same command line. */
export const LANGUAGES = ['C', 'Python'] as const
export type Language = (typeof LANGUAGES)[number]

/** The interpreter itself: what is called python3 may be a script that looks for it at every start. */
export let python = 'python3'

/** Of setpriv: that a tool ends with the process that started it. */
const BINDING = ['--pdeathsig', 'TERM', 'true']

const PROBES: Readonly<Record<Tool, () => string | null>> = {
  C: () => (runs('gcc', ['--version']) ? null : 'gcc is not installed, it compiles the peers in C'),
  Python() {
    const { status, stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'])
    if (status !== 0) return 'python3 is not installed, it runs the peers in Python'
    python = stdout.toString().trim()
    return null
  },
  nc() {
    if (!runs('setpriv', BINDING)) return 'setpriv of util-linux is not installed, it binds nc to the test'
    const { stderr } = spawnSync('nc', ['-h'])
    return stderr?.includes('OpenBSD') ? null : 'nc is not installed, or is not netcat-openbsd'
  },
  socat() {
    if (!runs('setpriv', BINDING)) return 'setpriv of util-linux is not installed, it binds socat to the test'
    return runs('socat', ['-V']) ? null : 'socat is not installed'
  },
  'raw sockets'() {
    try {
      void kernel.socket(AF_INET, SOCK_RAW, IPPROTO_ICMP).close()
      return null
    } catch {
      return 'raw sockets need the capability CAP_NET_RAW, which root has'
    }
  },
  IPv6() {
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
    return addresses.some(({ address }) => address === '::1') ? null : 'this machine has no ::1, no IPv6'
  },
}

const found = new Map<Tool, string | null>()

/** Why a tool cannot be used here, in words; null when it can. */
export function lack(tool: Tool): string | null {
  if (!found.has(tool)) found.set(tool, PROBES[tool]())
  return found.get(tool) ?? null
}

function runs(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0
}
