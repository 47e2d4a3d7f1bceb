import { add, diff, geq, gt, leq, lt } from '../packet/sequence.ts'
import { FIN, SYN } from '../packet/tcp.ts'
import { MILLISECOND } from '../time.ts'
import type { Segment } from './segment.ts'
import { NEVER, type Tcb, WRITABLE } from './tcb.ts'
import { challenge, sendPiece, startResendTimer, timestampNow } from './transmit.ts'

/** The ACK of a segment in a synchronized state: RFC 9293 section 3.10.7.4, fifth. False when it is not acceptable. */
export function acknowledge(tcb: Tcb, segment: Segment): boolean {
  const { snd } = tcb
  if (gt(segment.ack, snd.nxt) || lt(segment.ack, add(snd.una, -snd.maxWnd))) {
    // MAY-12, RFC 5961 section 5.2: what was never sent, or was acknowledged long ago, injects no data.
    challenge(tcb)
    return false
  }
  const before = snd.wnd
  const isUpdate = geq(segment.ack, snd.una)
  const isDuplicate =
    segment.ack === snd.una &&
    segment.length === 0 &&
    (segment.flags & (SYN | FIN)) === 0 &&
    snd.nxt !== snd.una &&
    segment.wnd * 2 ** snd.shift === snd.wnd
  if (isUpdate) updateWindow(tcb, segment)
  if (gt(segment.ack, snd.una)) newlyAcknowledged(tcb, segment)
  else if (isDuplicate && snd.wnd > 0) duplicate(tcb)
  else if (!isDuplicate && segment.ack === snd.una && snd.wnd !== before) tcb.dupAcks = 0
  if (isUpdate && snd.wnd === 0) stillThere(tcb)
  if (before === 0 && snd.wnd > 0) reopened(tcb)
  return true
}

/** SND.WL1 and SND.WL2 keep old segments from changing the window. */
export function updateWindow(tcb: Tcb, segment: Segment): void {
  const { snd } = tcb
  if (!(lt(snd.wl1, segment.seq) || (snd.wl1 === segment.seq && leq(snd.wl2, segment.ack)))) return
  snd.wnd = (segment.flags & SYN) !== 0 ? segment.wnd : segment.wnd * 2 ** snd.shift
  snd.wl1 = segment.seq
  snd.wl2 = segment.ack
  if (snd.wnd > snd.maxWnd) snd.maxWnd = snd.wnd
}

/** MUST-37: as long as probes are answered, a closed window may stay so for ever. */
function stillThere(tcb: Tcb): void {
  tcb.retries = 0
  tcb.firstSentAt = tcb.host.time.now
}

/** The window was closed: what was sent beyond it, the peer has thrown away. */
function reopened(tcb: Tcb): void {
  const { snd } = tcb
  tcb.retries = 0
  tcb.backoff = 0
  tcb.resendAt = NEVER
  if (snd.nxt === snd.una) return
  tcb.resend = snd.una
  tcb.resendEnd = snd.nxt
  startResendTimer(tcb)
}

function newlyAcknowledged(tcb: Tcb, segment: Segment): void {
  const { congestion, snd } = tcb
  const bytes = diff(segment.ack, snd.una)
  const flight = diff(snd.nxt, snd.una)
  measure(tcb, segment)
  snd.una = segment.ack
  forget(tcb, segment.ack)
  tcb.retries = 0
  tcb.backoff = 0
  tcb.bytesAcked += bytes
  if (tcb.recovering && lt(segment.ack, tcb.recover)) {
    // A partial acknowledgement: the next segment is lost too (RFC 6582 section 3.2 (3)).
    congestion.deflate(bytes)
    sendPiece(tcb, snd.una, tcb.mss)
  } else {
    if (tcb.recovering) congestion.leaveRecovery(diff(snd.nxt, snd.una))
    else congestion.acknowledged(bytes, flight + tcb.mss >= congestion.cwnd)
    tcb.recovering = false
    tcb.dupAcks = 0
    if (gt(segment.ack, tcb.recover)) tcb.recover = add(segment.ack, -1)
  }
  if (leq(tcb.resendEnd, snd.una)) tcb.resend = tcb.resendEnd = snd.una
  // RFC 6298 (5.2), (5.3)
  tcb.resendAt = NEVER
  if (snd.nxt !== snd.una) startResendTimer(tcb)
}

/** By the timer of one segment at a time, else by timestamps, which also tell of what was sent again (RFC 7323 4). */
function measure(tcb: Tcb, segment: Segment): void {
  const { options } = segment
  if (tcb.timedAt >= 0) {
    if (lt(segment.ack, tcb.timedSeq)) return
    tcb.roundTrip.measured(tcb.host.time.now - tcb.timedAt)
    tcb.timedAt = -1
  } else if (tcb.timestamps && options.timestamps && options.tsEcr !== 0) {
    const ticks = diff(timestampNow(tcb), options.tsEcr)
    if (ticks >= 0) tcb.roundTrip.measured(Math.max(1, ticks) * MILLISECOND)
  }
}

/** What is acknowledged leaves the buffer. */
function forget(tcb: Tcb, ack: number): void {
  const { sendRing, snd } = tcb
  const bytes = Math.min(diff(ack, snd.base), sendRing.length)
  if (bytes > 0) {
    sendRing.drop(bytes)
    snd.base = add(snd.base, bytes)
  }
  if (snd.urgent && geq(ack, snd.up)) snd.urgent = false
  if (!tcb.wantsRoom || sendRing.length > (tcb.sendBuffer * 2) / 3) return
  tcb.wantsRoom = false
  tcb.edges |= WRITABLE
}

/** RFC 5681 section 3.2 */
function duplicate(tcb: Tcb): void {
  const { congestion, snd } = tcb
  if (lt(tcb.resend, tcb.resendEnd)) return
  tcb.dupAcks++
  if (tcb.recovering) {
    congestion.inflate()
    return
  }
  // RFC 6582 section 3.2 (1): duplicates of what a timeout sent again are no news.
  if (tcb.dupAcks !== 3 || leq(snd.una, tcb.recover)) return
  tcb.host.counters.TCPFastRetrans++
  tcb.recovering = true
  tcb.recover = snd.nxt
  congestion.enterRecovery(diff(snd.nxt, snd.una))
  sendPiece(tcb, snd.una, tcb.mss)
}
