import { errno } from '../../socket/posix/errno.ts'
import { add, diff, gt, inWindow, leq, lt } from '../packet/sequence.ts'
import { ACK, FIN, RST, SYN, URG } from '../packet/tcp.ts'
import { SECOND } from '../time.ts'
import { acknowledge, updateWindow } from './acknowledge.ts'
import { enterTimeWait, finish } from './endings.ts'
import { output } from './output.ts'
import { receiveText, receiveUrgent } from './receive.ts'
import type { Segment } from './segment.ts'
import {
  CLOSE_WAIT,
  CLOSED,
  CLOSING,
  ESTABLISHED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  LAST_ACK,
  SYN_RECEIVED,
  SYN_SENT,
  TIME_WAIT,
} from './state.ts'
import { synSent } from './syn-sent.ts'
import { CONNECTED, type Tcb, WRITABLE } from './tcb.ts'
import { sendSyn, startFinTimer } from './timers.ts'
import { challenge } from './transmit.ts'

/** RFC 7323 section 5.5: a timestamp that has not changed for so long says nothing. */
const PAWS_IDLE = 24 * 86_400 * SECOND

/** A segment for a connection that is neither CLOSED, LISTEN nor TIME-WAIT: RFC 9293 section 3.10.7.3 and 3.10.7.4. */
export function segmentArrives(tcb: Tcb, segment: Segment): void {
  tcb.segmentsIn++
  if (tcb.state === SYN_SENT) synSent(tcb, segment)
  else synchronized(tcb, segment)
  if (tcb.state !== CLOSED && tcb.state !== TIME_WAIT) output(tcb)
}

function synchronized(tcb: Tcb, segment: Segment): void {
  const { flags } = segment
  if (isOldOpening(tcb, segment)) return
  if ((flags & RST) !== 0) {
    receiveReset(tcb, segment)
    return
  }
  const up = add(segment.seq, segment.up)
  if (!checkTimestamp(tcb, segment) || !checkSequence(tcb, segment)) return
  tcb.lastReceivedAt = tcb.host.time.now
  tcb.probes = 0
  if ((flags & SYN) !== 0) {
    // RFC 5961 section 4.2; a passive opening goes back to LISTEN.
    if (tcb.state === SYN_RECEIVED && tcb.passive) finish(tcb, 0)
    else challenge(tcb)
    return
  }
  if ((flags & ACK) === 0) return
  if (tcb.state === SYN_RECEIVED && !open(tcb, segment)) return
  if (!acknowledge(tcb, segment)) return
  if (!finAcknowledged(tcb)) return
  if ((flags & URG) !== 0) receiveUrgent(tcb, up)
  receiveText(tcb, segment)
}

/** In SYN-RECEIVED the SYN comes again: our answer was lost. It goes out again without waiting for its timer. */
function isOldOpening(tcb: Tcb, segment: Segment): boolean {
  if (tcb.state !== SYN_RECEIVED || segment.seq !== tcb.rcv.irs) return false
  if ((segment.flags & (SYN | ACK | RST)) !== SYN) return false
  tcb.timedAt = -1
  sendSyn(tcb)
  return true
}

/** Second: RFC 5961 section 3.2. Only the very next sequence number resets. */
function receiveReset(tcb: Tcb, segment: Segment): void {
  const { rcv } = tcb
  if (segment.seq === rcv.nxt) beReset(tcb)
  else if (inWindow(segment.seq, rcv.nxt, rcv.wnd)) challenge(tcb)
}

/** The user is told that this was an abort, and no close (MUST-12). */
function beReset(tcb: Tcb): void {
  const { counters } = tcb.host
  if (tcb.state === SYN_RECEIVED) {
    counters.AttemptFails++
    finish(tcb, tcb.passive ? 0 : errno.ECONNREFUSED)
    return
  }
  if (tcb.state === ESTABLISHED || tcb.state === CLOSE_WAIT) counters.EstabResets++
  const isDone = tcb.state === CLOSING || tcb.state === LAST_ACK
  finish(tcb, isDone ? 0 : tcb.state === CLOSE_WAIT ? errno.EPIPE : errno.ECONNRESET)
}

/** PAWS: RFC 7323 section 5.3, R1 to R3. */
function checkTimestamp(tcb: Tcb, segment: Segment): boolean {
  if (!tcb.timestamps) return true
  const { options } = segment
  // Section 3.2: once agreed on, each segment has them.
  if (!options.timestamps) return false
  const { now } = tcb.host.time
  if (lt(options.tsVal, tcb.tsRecent) && now - tcb.tsRecentAt < PAWS_IDLE) {
    tcb.host.counters.PAWSEstab++
    tcb.ackNow = true
    return false
  }
  if (leq(segment.seq, tcb.lastAckSent)) {
    tcb.tsRecent = options.tsVal
    tcb.tsRecentAt = now
  }
  return true
}

/** First: is it in the window? What is outside of it is cut off. */
function checkSequence(tcb: Tcb, segment: Segment): boolean {
  const { rcv } = tcb
  const length = segment.length + ((segment.flags >> 1) & 1) + (segment.flags & 1)
  const isNext = segment.seq === rcv.nxt
  if (length === 0) {
    if (isNext || inWindow(segment.seq, rcv.nxt, rcv.wnd)) return true
  } else if (rcv.wnd === 0) {
    // MUST-66: ACK and URG count, its text does not, which probes want to hear.
    tcb.ackNow = true
    if (isNext) segment.length = 0
    segment.flags &= ~FIN
    return isNext
  } else if (
    inWindow(segment.seq, rcv.nxt, rcv.wnd) ||
    inWindow(add(segment.seq, length - 1), rcv.nxt, rcv.wnd)
  ) {
    trim(tcb, segment)
    return true
  }
  tcb.ackNow = true
  return false
}

function trim(tcb: Tcb, segment: Segment): void {
  const { rcv } = tcb
  const before = diff(rcv.nxt, segment.seq)
  if (before > 0 && (segment.flags & SYN) === 0) {
    const cut = Math.min(before, segment.length)
    segment.seq = add(segment.seq, cut)
    segment.at += cut
    segment.length -= cut
    // Something in it came a second time: the sender has not heard of it.
    tcb.ackNow = true
  }
  const beyond = diff(add(segment.seq, segment.length), add(rcv.nxt, rcv.wnd))
  if (beyond < 0 || (beyond === 0 && (segment.flags & FIN) === 0)) return
  segment.length -= beyond
  segment.flags &= ~FIN
  tcb.ackNow = true
}

/** Fifth, in SYN-RECEIVED: the handshake's end. */
function open(tcb: Tcb, segment: Segment): boolean {
  const { snd } = tcb
  if (!gt(segment.ack, snd.una) || gt(segment.ack, snd.nxt)) {
    tcb.host.refuse(tcb, segment)
    return false
  }
  snd.wl1 = add(segment.seq, -1)
  tcb.state = snd.fin ? FIN_WAIT_1 : ESTABLISHED
  updateWindow(tcb, segment)
  tcb.edges |= CONNECTED | WRITABLE
  if (tcb.passive) tcb.host.established(tcb)
  return (tcb.state as number) !== CLOSED
}

/** Is our FIN acknowledged? Gives false when nothing remains to be done. */
function finAcknowledged(tcb: Tcb): boolean {
  const { snd } = tcb
  if (!snd.fin || tcb.sendRing.length > 0 || snd.una !== snd.nxt || snd.una !== add(snd.base, 1)) return true
  if (tcb.state === FIN_WAIT_1) {
    tcb.state = FIN_WAIT_2
    startFinTimer(tcb)
  } else if (tcb.state === CLOSING) {
    enterTimeWait(tcb)
    return false
  } else if (tcb.state === LAST_ACK) {
    finish(tcb, 0)
    return false
  }
  return true
}
