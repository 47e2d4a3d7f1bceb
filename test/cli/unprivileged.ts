import { type Bench, type Running, SOQUETE, type StartOptions } from './running.ts'

/** The command without the right to raw sockets and packet sockets, root or not: capabilities(7). */
export function soqueteWithoutNetRaw(bench: Bench, args: readonly string[], options?: StartOptions): Running {
  return bench.program('setpriv', ['--bounding-set', '-net_raw', process.execPath, SOQUETE, ...args], options)
}
