import { IPPROTO_TCP } from '../../socket/posix/constants.ts'
import type { Arena } from '../packet/arena.ts'
import { buildTcp, sealTcp, TCP_HEADER } from '../packet/tcp.ts'
import { TcpOptions } from '../packet/tcp-options.ts'
import type { Path } from '../path.ts'

/** What a segment without a connection says. */
export interface Bare {
  readonly path: Path
  readonly localPort: number
  readonly remotePort: number
  readonly seq: number
  readonly ack: number
  readonly flags: number
  readonly window: number
  /** TSval and TSecr; null without the option. */
  readonly timestamps: readonly [number, number] | null
}

const options = new TcpOptions()

/** Sends a segment for which there is no connection: a reset, or what TIME-WAIT answers. */
export function sendBare(arena: Arena, bare: Bare): void {
  options.clear()
  if (bare.timestamps !== null) {
    options.timestamps = true
    options.tsVal = bare.timestamps[0]
    options.tsEcr = bare.timestamps[1]
  }
  const length = TCP_HEADER + options.length
  const slot = arena.allocate(length)
  if (slot < 0) return
  const view = arena.view(slot)
  const at = arena.start(slot)
  buildTcp(view, at, bare.localPort, bare.remotePort, bare.seq, bare.ack, length, bare.flags, bare.window, 0)
  options.build(view, at + TCP_HEADER)
  sealTcp(view, at, at + length, bare.path.pseudoHeader(IPPROTO_TCP))
  bare.path.send(slot, IPPROTO_TCP, 64, 0)
  arena.release(slot)
}
