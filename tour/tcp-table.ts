import { readFileSync } from 'node:fs'
import { TCP_STATES, type TcpState } from '../src/socket/index.ts'

/** A TCP socket of IPv4, as the kernel lists it. */
export interface TcpRow {
  /** `127.0.0.1:4444` */
  readonly local: string
  readonly remote: string
  readonly state: TcpState
  /** Seconds until its timer goes off; in TIME_WAIT, until it is gone. */
  readonly seconds: number
}

/** Ticks that /proc counts a second in, on every architecture: USER_HZ. */
const TICKS = 100

/** /proc/net/tcp: proc_pid_net(5). */
export function tcpTable(): TcpRow[] {
  const lines = readFileSync('/proc/net/tcp', 'utf8').trimEnd().split('\n').slice(1)
  return lines.map((line) => {
    const [, local = '', remote = '', state = '', , timer = ''] = line.trim().split(/\s+/)
    return {
      local: address(local),
      remote: address(remote),
      state: TCP_STATES[Number.parseInt(state, 16)] ?? 'NONE',
      seconds: Number.parseInt(timer.split(':')[1] ?? '0', 16) / TICKS,
    }
  })
}

/** The kernel prints an address as a number of a little-endian machine: `0100007F:115C`. */
function address(text: string): string {
  const [host = '', port = ''] = text.split(':')
  const bytes = (host.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
  return `${bytes.reverse().join('.')}:${Number.parseInt(port, 16)}`
}
