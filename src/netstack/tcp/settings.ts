import { MILLISECOND, SECOND } from '../time.ts'

/** What may be chosen for a whole layer, or for a connection; times in nanoseconds. */
export interface TcpSettings {
  /** Bytes that wait for the peer's acknowledgement, at most: SO_SNDBUF. */
  readonly sendBuffer: number
  /** Bytes that wait for the user, at most: SO_RCVBUF. */
  readonly receiveBuffer: number
  /** The maximum segment lifetime: TIME-WAIT lasts twice as long (RFC 9293 3.4.2 has 2 minutes; Linux 30 seconds). */
  readonly msl: number
  /** Bounds of the retransmission timeout. RFC 6298 (2.4) wants a second; Linux takes 200 ms, and so do we. */
  readonly rtoMin: number
  readonly rtoMax: number
  /** R1: retries after which the user is told of trouble (SHLD-10). */
  readonly retries1: number
  /** R2: retries after which the connection is given up; 15 are more than 100 seconds (SHLD-11). */
  readonly retries2: number
  /** R2 of a SYN: 7 are more than 3 minutes (MUST-23). */
  readonly synRetries: number
  /** An acknowledgement waits so long at most: less than half a second (MUST-40). */
  readonly delayedAck: number
  /** MUST-28: not less than two hours. */
  readonly keepIdle: number
  readonly keepInterval: number
  readonly keepCount: number
  /** How long who has closed, and cannot receive, waits for the peer's FIN. */
  readonly finTimeout: number
  /** Whether SYNs offer these. */
  readonly windowScaling: boolean
  readonly timestamps: boolean
  readonly sack: boolean
  /** Challenge ACKs in a second, of all connections together: RFC 5961 section 7. */
  readonly challengeAcks: number
  /** Connections in TIME-WAIT at most; beyond that, the oldest ends. */
  readonly timeWaits: number
}

export const USUAL_SETTINGS: TcpSettings = {
  sendBuffer: 1 << 18,
  receiveBuffer: 1 << 18,
  msl: 30 * SECOND,
  rtoMin: 200 * MILLISECOND,
  rtoMax: 120 * SECOND,
  retries1: 3,
  retries2: 15,
  synRetries: 7,
  delayedAck: 40 * MILLISECOND,
  keepIdle: 7200 * SECOND,
  keepInterval: 75 * SECOND,
  keepCount: 9,
  finTimeout: 60 * SECOND,
  windowScaling: true,
  timestamps: true,
  sack: true,
  challengeAcks: 100,
  timeWaits: 16_384,
}
