import type { TcpState } from '../../socket/options/tcp-info.ts'
import { lists, python, pythonConnected, pythonFull } from './provoking.ts'

export interface StateFacts {
  /** As RFC 9293 writes it. */
  readonly rfc: string
  /** As ss(8) writes it. */
  readonly ss: string
  /** As TCP_INFO and the kernel's tables have it. */
  readonly linux: TcpState
  /** Settings of the system that decide how long it lasts. */
  readonly settings: readonly string[]
  readonly see?: string
  readonly also: readonly string[]
  /** Of RFC 9293. */
  readonly sections: readonly string[]
}

/** Fills the way from a to b, so that nothing more can be sent. */
const FULL_OF_DATA = 'a.setblocking(False); a.send(bytes(1 << 26))'

/** In the order of a connection's life. */
export const STATES = {
  CLOSED: {
    rfc: 'CLOSED',
    ss: 'UNCONN',
    linux: 'CLOSE',
    settings: [],
    also: ['LISTEN', 'SYN_SENT', 'RST'],
    sections: ['3.3.2', '3.10.7.1'],
  },
  LISTEN: {
    rfc: 'LISTEN',
    ss: 'LISTEN',
    linux: 'LISTEN',
    settings: ['net.core.somaxconn'],
    see: 'nc -l 127.0.0.1 4444 & sleep 1; soquete ls --state LISTEN; kill $!',
    also: ['backlog', 'SYN_RECEIVED', 'EADDRINUSE', 'SO_REUSEADDR'],
    sections: ['3.5', '3.10.7.2'],
  },
  SYN_SENT: {
    rfc: 'SYN-SENT',
    ss: 'SYN-SENT',
    linux: 'SYN_SENT',
    settings: ['net.ipv4.tcp_syn_retries', 'net.ipv4.tcp_syn_linear_timeouts'],
    see: lists('SYN_SENT', pythonFull('s = socket(); s.setblocking(False); s.connect_ex(l.getsockname())')),
    also: ['ETIMEDOUT', 'EINPROGRESS', 'ECONNREFUSED', 'backlog'],
    sections: ['3.5', '3.10.7.3'],
  },
  SYN_RECEIVED: {
    rfc: 'SYN-RECEIVED',
    ss: 'SYN-RECV',
    linux: 'SYN_RECV',
    settings: ['net.ipv4.tcp_synack_retries', 'net.ipv4.tcp_max_syn_backlog', 'net.ipv4.tcp_syncookies'],
    see: lists(
      'SYN_RECV',
      python(
        'l = create_server(("127.0.0.1", 0)); l.setsockopt(IPPROTO_TCP, TCP_DEFER_ACCEPT, 9); a = create_connection(l.getsockname())',
      ),
    ),
    also: ['backlog', 'LISTEN', 'SYN_SENT'],
    sections: ['3.5', '3.10.7.4'],
  },
  ESTABLISHED: {
    rfc: 'ESTABLISHED',
    ss: 'ESTAB',
    linux: 'ESTABLISHED',
    settings: ['net.ipv4.tcp_retries2', 'net.ipv4.tcp_keepalive_time'],
    see: lists('ESTABLISHED', pythonConnected('pass')),
    also: ['CLOSE_WAIT', 'FIN_WAIT_1', 'ETIMEDOUT'],
    sections: ['3.4', '3.8.4'],
  },
  FIN_WAIT_1: {
    rfc: 'FIN-WAIT-1',
    ss: 'FIN-WAIT-1',
    linux: 'FIN_WAIT1',
    settings: ['net.ipv4.tcp_orphan_retries', 'net.ipv4.tcp_retries2', 'net.ipv4.tcp_max_orphans'],
    see: lists('FIN_WAIT_1', pythonConnected(`${FULL_OF_DATA}; a.shutdown(SHUT_WR)`)),
    also: ['FIN_WAIT_2', 'CLOSING', 'SO_LINGER', 'half-close'],
    sections: ['3.6', '3.10.4', '3.10.7.4'],
  },
  FIN_WAIT_2: {
    rfc: 'FIN-WAIT-2',
    ss: 'FIN-WAIT-2',
    linux: 'FIN_WAIT2',
    settings: ['net.ipv4.tcp_fin_timeout'],
    see: lists('FIN_WAIT_2', pythonConnected('a.shutdown(SHUT_WR)')),
    also: ['CLOSE_WAIT', 'TIME_WAIT', 'half-close'],
    sections: ['3.6', '3.6.1'],
  },
  CLOSE_WAIT: {
    rfc: 'CLOSE-WAIT',
    ss: 'CLOSE-WAIT',
    linux: 'CLOSE_WAIT',
    settings: [],
    see: lists('CLOSE_WAIT', pythonConnected('a.shutdown(SHUT_WR)')),
    also: ['EOF', 'EMFILE', 'LAST_ACK', 'FIN_WAIT_2'],
    sections: ['3.6', '3.10.7.4'],
  },
  CLOSING: {
    rfc: 'CLOSING',
    ss: 'CLOSING',
    linux: 'CLOSING',
    settings: ['net.ipv4.tcp_orphan_retries', 'net.ipv4.tcp_retries2'],
    see: lists('CLOSING', pythonConnected(`${FULL_OF_DATA}; a.shutdown(SHUT_WR); b.shutdown(SHUT_WR)`)),
    also: ['FIN_WAIT_1', 'TIME_WAIT'],
    sections: ['3.6'],
  },
  LAST_ACK: {
    rfc: 'LAST-ACK',
    ss: 'LAST-ACK',
    linux: 'LAST_ACK',
    settings: ['net.ipv4.tcp_orphan_retries'],
    see: lists('LAST_ACK', pythonConnected(`b.shutdown(SHUT_WR); ${FULL_OF_DATA}; a.close()`)),
    also: ['CLOSE_WAIT', 'TIME_WAIT'],
    sections: ['3.6', '3.10.7.4'],
  },
  TIME_WAIT: {
    rfc: 'TIME-WAIT',
    ss: 'TIME-WAIT',
    linux: 'TIME_WAIT',
    settings: ['net.ipv4.tcp_max_tw_buckets', 'net.ipv4.tcp_tw_reuse'],
    see: 'nc -l 127.0.0.1 4444 & sleep 1; nc -N 127.0.0.1 4444 < /dev/null; soquete ls --state TIME_WAIT',
    also: ['SO_REUSEADDR', 'EADDRINUSE', 'EADDRNOTAVAIL', 'SO_LINGER'],
    sections: ['3.4.2', '3.6.1', '3.10.7.4'],
  },
} as const satisfies Readonly<Record<string, StateFacts>>

export type StateName = keyof typeof STATES

/** What makes a connection go from one state to another; each language says it. */
export type Cause =
  | 'listen'
  | 'connect'
  | 'close'
  | 'closeOrShutdown'
  | 'synArrives'
  | 'synMeetsSyn'
  | 'synAckArrives'
  | 'ackArrives'
  | 'finArrives'
  | 'finAndAckArrive'
  | 'ackOfFinArrives'
  | 'resetOrSilence'
  | 'resetOrTimeout'
  | 'timeIsOver'

export interface Transition {
  readonly from: StateName
  readonly to: StateName
  readonly cause: Cause
}

/** Figure 5 of RFC 9293, as Linux goes through it, with the ways in which a connection breaks. */
export const TRANSITIONS: readonly Transition[] = [
  { from: 'CLOSED', to: 'LISTEN', cause: 'listen' },
  { from: 'CLOSED', to: 'SYN_SENT', cause: 'connect' },
  { from: 'LISTEN', to: 'SYN_RECEIVED', cause: 'synArrives' },
  { from: 'LISTEN', to: 'CLOSED', cause: 'close' },
  { from: 'SYN_SENT', to: 'ESTABLISHED', cause: 'synAckArrives' },
  { from: 'SYN_SENT', to: 'SYN_RECEIVED', cause: 'synMeetsSyn' },
  { from: 'SYN_SENT', to: 'CLOSED', cause: 'resetOrSilence' },
  { from: 'SYN_RECEIVED', to: 'ESTABLISHED', cause: 'ackArrives' },
  { from: 'SYN_RECEIVED', to: 'CLOSED', cause: 'resetOrSilence' },
  { from: 'ESTABLISHED', to: 'FIN_WAIT_1', cause: 'closeOrShutdown' },
  { from: 'ESTABLISHED', to: 'CLOSE_WAIT', cause: 'finArrives' },
  { from: 'ESTABLISHED', to: 'CLOSED', cause: 'resetOrSilence' },
  { from: 'FIN_WAIT_1', to: 'FIN_WAIT_2', cause: 'ackOfFinArrives' },
  { from: 'FIN_WAIT_1', to: 'CLOSING', cause: 'finArrives' },
  { from: 'FIN_WAIT_1', to: 'TIME_WAIT', cause: 'finAndAckArrive' },
  { from: 'FIN_WAIT_1', to: 'CLOSED', cause: 'resetOrSilence' },
  { from: 'FIN_WAIT_2', to: 'TIME_WAIT', cause: 'finArrives' },
  { from: 'FIN_WAIT_2', to: 'CLOSED', cause: 'resetOrTimeout' },
  { from: 'CLOSE_WAIT', to: 'LAST_ACK', cause: 'closeOrShutdown' },
  { from: 'CLOSE_WAIT', to: 'CLOSED', cause: 'resetOrSilence' },
  { from: 'CLOSING', to: 'TIME_WAIT', cause: 'ackOfFinArrives' },
  { from: 'CLOSING', to: 'CLOSED', cause: 'resetOrSilence' },
  { from: 'LAST_ACK', to: 'CLOSED', cause: 'ackOfFinArrives' },
  { from: 'TIME_WAIT', to: 'CLOSED', cause: 'timeIsOver' },
]
