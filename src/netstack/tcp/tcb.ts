import type { Chance } from '../chance.ts'
import type { Arena } from '../packet/arena.ts'
import { TcpOptions } from '../packet/tcp-options.ts'
import type { Path } from '../path.ts'
import type { Alarm, Due, Time } from '../time.ts'
import type { BufferPool } from './buffer-pool.ts'
import { ByteRing } from './byte-ring.ts'
import type { TcpCounters } from './counters.ts'
import { NewReno } from './new-reno.ts'
import { Reassembly } from './reassembly.ts'
import { RoundTrip } from './round-trip.ts'
import type { Segment } from './segment.ts'
import type { TcpSettings } from './settings.ts'
import { CLOSED } from './state.ts'
import { keyOfPath, TableNode } from './table-node.ts'

/**
 * Who is told when something has changed: hints, each once for a change, never from inside a call of the user's. So it
 * may call the connection.
 */
export interface ConnectionSink {
  connected(): void
  readable(): void
  writable(): void
  /** An urgent pointer has come, or advanced (MUST-32). */
  urgent(): void
  /** The peer has closed: what is unread is the rest. */
  ended(): void
  /** The connection is no more, or never came to be: an errno. */
  failed(error: number): void
  /** Trouble that may pass, as an errno: R1 is reached, or ICMP told so (MUST-47). */
  troubled(error: number): void
}

// Edges that the sink has yet to be told of.
export const CONNECTED = 1
export const READABLE = 2
export const WRITABLE = 4
export const URGENT = 8
export const ENDED = 16
export const FAILED = 32
export const TROUBLED = 64

/** What a connection needs of the layer that it is in. */
export interface Host {
  readonly arena: Arena
  readonly time: Time
  readonly chance: Chance
  readonly counters: TcpCounters
  readonly buffers: BufferPool
  /** A connection that a listener's SYN made is established. */
  established(tcb: Tcb): void
  /** A connection is CLOSED: nobody finds it any more. */
  gone(tcb: Tcb): void
  /** A connection goes into TIME-WAIT: what remains of it is small, and the layer's. */
  timeWait(tcb: Tcb): void
  /** Answers a segment that no connection can have sent with a reset: `<SEQ=SEG.ACK><CTL=RST>`. */
  refuse(tcb: Tcb, segment: Segment): void
  /** May a challenge ACK be sent: RFC 5961 section 7. */
  mayChallenge(): boolean
}

/** The send sequence variables: RFC 9293 section 3.3.1. Numbers from 0 to 2³² − 1. */
export class SendSequence {
  una = 0
  nxt = 0
  wnd = 0
  up = 0
  wl1 = 0
  wl2 = 0
  iss = 0
  /** MAX.SND.WND of RFC 5961 and of 3.8.6.2.1. */
  maxWnd = 0
  /** The window scale of what the peer announces. */
  shift = 0
  /** Whether `up` is ahead of what was acknowledged. */
  urgent = false
  /** The sequence number of the first byte in the buffer. */
  base = 0
  /** The user has closed: FIN follows the buffer's last byte. */
  fin = false
}

/** The receive sequence variables. */
export class ReceiveSequence {
  nxt = 0
  /** What is announced from `nxt` on. */
  wnd = 0
  up = 0
  irs = 0
  shift = 0
  /** Whether `up` is ahead of what the user has read. */
  urgent = false
  /** The sequence number of the peer's FIN, when one came before what precedes it; −1 otherwise. */
  fin = -1
}

/** Beyond all times: a deadline that is not set. */
export const NEVER = Number.POSITIVE_INFINITY

/** A connection's state: the transmission control block. What happens to it is in the files beside. */
export class Tcb extends TableNode {
  readonly host: Host
  readonly settings: TcpSettings
  readonly path: Path
  readonly localPort: number
  readonly remotePort: number
  readonly pseudoHeader: number

  state = CLOSED
  /** SYN-RECEIVED was reached by a passive OPEN (MUST-11). */
  passive = false
  /** Nobody will receive any more: the user has closed. */
  orphan = false
  /** The errno that it ended with, until the user was told. */
  error = 0
  softError = 0
  sink: ConnectionSink | null = null
  edges = 0

  readonly snd = new SendSequence()
  readonly rcv = new ReceiveSequence()
  readonly sendRing: ByteRing
  readonly receiveRing: ByteRing
  readonly reassembly = new Reassembly()
  readonly congestion = new NewReno()
  readonly roundTrip: RoundTrip
  /** Those of the segment that is being built. */
  readonly options = new TcpOptions()

  // What the two ends have agreed on.
  timestamps = false
  windowScaling = false
  /** Both ends tell of what came out of order: RFC 2018. */
  sack = false
  /** SendMSS: what the peer said (MUST-15). */
  sendMss = 0
  /** Eff.snd.MSS: data bytes of a segment, with the options that each has (MUST-16). */
  mss = 0
  /** The largest segment that came lately: what counts as full-sized. */
  receiveMss = 0

  // RFC 7323
  tsRecent = 0
  tsRecentAt = 0
  tsOffset = 0
  lastAckSent = 0

  // What is under way and what is sent again.
  /** What is sent again next, up to `resendEnd`. */
  resend = 0
  resendEnd = 0
  dupAcks = 0
  recovering = false
  recover = 0
  retries = 0
  backoff = 0
  timedSeq = 0
  timedAt = -1
  lastSentAt = 0
  lastReceivedAt = 0
  probes = 0
  /** A probe beyond the window, or data that waits too long for a larger segment. */
  forced = false

  // Acknowledgements
  ackNow = false
  unacknowledged = 0

  // What the user has chosen.
  noDelay = false
  cork = false
  keepAlive = false
  keepIdle: number
  keepInterval: number
  keepCount: number
  /** R2 as a time; 0 for that of the settings (MUST-21). */
  userTimeout = 0
  ttl = 64
  tos = 0
  sendBuffer: number
  receiveBuffer: number
  /** A call found no room, and wants to hear when there is some. */
  wantsRoom = false

  // Deadlines, for one alarm.
  readonly alarm: Alarm
  resendAt = NEVER
  firstSentAt = 0
  ackAt = NEVER
  keepAt = NEVER
  finishAt = NEVER

  segmentsIn = 0
  segmentsOut = 0
  retransmitted = 0
  bytesAcked = 0
  bytesReceived = 0

  constructor(
    host: Host,
    settings: TcpSettings,
    path: Path,
    localPort: number,
    remotePort: number,
    pseudoHeader: number,
    due: Due,
  ) {
    super(keyOfPath(path, localPort, remotePort))
    this.host = host
    this.settings = settings
    this.path = path
    this.localPort = localPort
    this.remotePort = remotePort
    this.pseudoHeader = pseudoHeader
    this.sendRing = new ByteRing(host.buffers)
    this.receiveRing = new ByteRing(host.buffers)
    this.roundTrip = new RoundTrip(settings.rtoMin, settings.rtoMax)
    this.keepIdle = settings.keepIdle
    this.keepInterval = settings.keepInterval
    this.keepCount = settings.keepCount
    this.sendBuffer = settings.sendBuffer
    this.receiveBuffer = settings.receiveBuffer
    this.alarm = host.time.alarm(due)
  }
}
