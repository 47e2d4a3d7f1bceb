import { execFileSync } from 'node:child_process'
import type { Programs } from './programs.ts'

export type PeerName = 'soquete' | 'node:net' | 'node:dgram' | 'C' | 'Bun'

/** One who is measured: a peer, and what runs it. */
export interface Contender {
  readonly peer: PeerName
  /** As 'Node v20.20.2'. C has none. */
  readonly runtime: string | undefined
  /** The command that runs this contender's version of a program, as 'echo'. */
  command(program: string, ...args: readonly (string | number)[]): string[]
}

/** How the files of each peer's programs end, as in peers/echo-net.ts. */
const NODE_PEERS = [
  ['soquete', 'soquete'],
  ['node:net', 'net'],
  ['node:dgram', 'dgram'],
] as const

export function findContenders(programs: Programs, nodes: readonly string[]): Contender[] {
  const contenders = nodes.flatMap((node) => nodeContenders(programs, node))
  contenders.push({
    peer: 'C',
    runtime: undefined,
    command: (program, ...args) => programs.server(programs.peer(program), ...args),
  })
  const bun = versionOf('bun')
  if (bun !== undefined) {
    contenders.push({
      peer: 'Bun',
      runtime: `Bun ${bun}`,
      command: (program, ...args) => programs.server('bun', programs.script(`${program}-bun`), ...args),
    })
  }
  return contenders
}

function nodeContenders(programs: Programs, node: string): Contender[] {
  const version = versionOf(node)
  if (version === undefined) throw new Error(`${node} does not run`)
  return NODE_PEERS.map(([peer, ending]) => ({
    peer,
    runtime: `Node ${version}`,
    // All of them, so that their options do not differ; only the measurement of memory needs it.
    command: (program, ...args) =>
      programs.server(node, '--expose-gc', programs.script(`${program}-${ending}`), ...args),
  }))
}

function versionOf(binary: string): string | undefined {
  try {
    return execFileSync(binary, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return undefined
  }
}
