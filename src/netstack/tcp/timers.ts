import { errno } from '../../socket/posix/errno.ts'
import { add, diff, gt, lt } from '../packet/sequence.ts'
import { ACK, SYN } from '../packet/tcp.ts'
import { finish, reset } from './endings.ts'
import { output } from './output.ts'
import { CLOSED, FIN_WAIT_2, SYN_RECEIVED, SYN_SENT, TIME_WAIT } from './state.ts'
import { NEVER, type Tcb, TROUBLED } from './tcb.ts'
import { arm, sendPiece, startResendTimer, transmit } from './transmit.ts'

/** The alarm has rung: whatever is due. */
export function runTimers(tcb: Tcb): void {
  const now = tcb.host.time.now
  if (tcb.ackAt <= now) {
    tcb.ackAt = NEVER
    tcb.ackNow = true
  }
  if (tcb.resendAt <= now) timedOut(tcb)
  if (tcb.keepAt <= now) keepAlive(tcb)
  if (tcb.finishAt <= now) finish(tcb, 0)
  else if (tcb.state !== CLOSED) output(tcb)
}

/** The retransmission timer, which probes closed windows too: RFC 6298 section 5, RFC 9293 sections 3.8.3 and 3.8.6.1. */
function timedOut(tcb: Tcb): void {
  const { host, snd } = tcb
  tcb.resendAt = NEVER
  if (isGivenUp(tcb)) {
    reset(tcb, tcb.softError === 0 ? errno.ETIMEDOUT : tcb.softError)
    return
  }
  host.counters.TCPTimeouts++
  tcb.retries++
  if (tcb.retries === tcb.settings.retries1) trouble(tcb, errno.ETIMEDOUT)
  const since = tcb.firstSentAt
  const again = tcb.backoff > 0
  tcb.backoff++
  if (tcb.state === SYN_SENT || tcb.state === SYN_RECEIVED) sendSyn(tcb)
  else if (snd.wnd === 0 || snd.nxt === snd.una) probe(tcb)
  else loseAll(tcb, again)
  tcb.resendAt = NEVER
  startResendTimer(tcb)
  tcb.firstSentAt = since
}

function isGivenUp(tcb: Tcb): boolean {
  const { settings } = tcb
  if (tcb.userTimeout > 0) return tcb.host.time.now - tcb.firstSentAt >= tcb.userTimeout
  const opening = tcb.state === SYN_SENT || tcb.state === SYN_RECEIVED
  return tcb.retries >= (opening ? settings.synRetries : settings.retries2)
}

export function trouble(tcb: Tcb, error: number): void {
  tcb.softError = error
  tcb.edges |= TROUBLED
}

/** <SEQ=ISS><CTL=SYN>, with an ACK in SYN-RECEIVED. */
export function sendSyn(tcb: Tcb): void {
  if (tcb.retries > 0) {
    tcb.retransmitted++
    tcb.host.counters.RetransSegs++
    tcb.timedAt = -1
  } else if (tcb.timedAt < 0) {
    tcb.timedAt = tcb.host.time.now
    tcb.timedSeq = tcb.snd.nxt
  }
  transmit(tcb, tcb.state === SYN_SENT ? SYN : SYN | ACK, tcb.snd.iss, 0)
  startResendTimer(tcb)
}

/** One byte, whatever the window (MUST-36); or, when the window is only small, what fits. */
function probe(tcb: Tcb): void {
  const { snd } = tcb
  sendPiece(tcb, snd.una, Math.max(1, snd.wnd))
}

/** RFC 5681 section 3.1: all that is under way counts as lost. */
function loseAll(tcb: Tcb, again: boolean): void {
  const { snd } = tcb
  tcb.congestion.timedOut(diff(snd.nxt, snd.una), again)
  tcb.recovering = false
  tcb.dupAcks = 0
  tcb.recover = snd.nxt
  tcb.resendEnd = snd.nxt
  const length = Math.min(snd.wnd, tcb.mss, diff(snd.nxt, snd.una))
  const sent = sendPiece(tcb, snd.una, length)
  tcb.resend = add(snd.una, sent)
  if (gt(tcb.resend, tcb.resendEnd) || lt(tcb.resendEnd, snd.una)) tcb.resend = tcb.resendEnd
}

/** Section 3.8.4: a segment without data (SHLD-12) that nobody expects, so that the peer answers. */
function keepAlive(tcb: Tcb): void {
  const { host, snd } = tcb
  const now = host.time.now
  const idle = now - tcb.lastReceivedAt
  const wait = tcb.probes === 0 ? tcb.keepIdle : tcb.keepInterval
  // MUST-26: only while nothing is under way, which has a timer of its own.
  if (snd.nxt !== snd.una || tcb.state === SYN_SENT || tcb.state === SYN_RECEIVED) tcb.keepAt = now + wait
  else if (idle < tcb.keepIdle) tcb.keepAt = tcb.lastReceivedAt + tcb.keepIdle
  else if (tcb.probes >= tcb.keepCount) reset(tcb, tcb.softError === 0 ? errno.ETIMEDOUT : tcb.softError)
  else {
    tcb.probes++
    transmit(tcb, ACK, add(snd.nxt, -1), 0)
    tcb.keepAt = now + tcb.keepInterval
  }
}

/** The user turns keep-alives on or off (MUST-24). */
export function setKeepAlive(tcb: Tcb, on: boolean): void {
  tcb.keepAlive = on
  if (tcb.state === CLOSED || tcb.state === TIME_WAIT) return
  tcb.probes = 0
  tcb.keepAt = on ? tcb.lastReceivedAt + tcb.keepIdle : NEVER
  arm(tcb)
}

/** Nobody will read what comes in FIN-WAIT-2: the peer has so long to close too. */
export function startFinTimer(tcb: Tcb): void {
  if (!tcb.orphan || tcb.state !== FIN_WAIT_2) return
  tcb.finishAt = tcb.host.time.now + tcb.settings.finTimeout
  arm(tcb)
}
