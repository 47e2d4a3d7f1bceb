import { add, diff, lt } from '../packet/sequence.ts'
import { CLOSE_WAIT, CLOSING, ESTABLISHED, FIN_WAIT_1, LAST_ACK } from './state.ts'
import type { Tcb } from './tcb.ts'
import { arm, sendAck, sendPiece, startResendTimer } from './transmit.ts'

/** Sends what may be sent now, data first, because each segment with data acknowledges too (MUST-58). */
export function output(tcb: Tcb): void {
  if (maySendNow(tcb.state)) {
    sendAgain(tcb)
    sendNew(tcb)
  }
  if (tcb.ackNow) sendAck(tcb)
  arm(tcb)
}

function maySendNow(state: number): boolean {
  return (
    state === ESTABLISHED ||
    state === CLOSE_WAIT ||
    state === FIN_WAIT_1 ||
    state === CLOSING ||
    state === LAST_ACK
  )
}

/** What a timeout has taken for lost, as the windows allow. */
function sendAgain(tcb: Tcb): void {
  const { snd } = tcb
  while (lt(tcb.resend, tcb.resendEnd)) {
    if (lt(tcb.resend, snd.una)) tcb.resend = snd.una
    const room = Math.min(tcb.congestion.cwnd, snd.wnd) - diff(tcb.resend, snd.una)
    const length = Math.min(room, diff(tcb.resendEnd, tcb.resend))
    if (length <= 0) return
    const sent = sendPiece(tcb, tcb.resend, length)
    if (sent === 0) return
    tcb.resend = add(tcb.resend, sent)
  }
}

function sendNew(tcb: Tcb): void {
  const { congestion, snd } = tcb
  if (lt(tcb.resend, tcb.resendEnd)) return
  const end = add(snd.base, tcb.sendRing.length)
  restartWhenIdle(tcb)
  for (;;) {
    const flight = diff(snd.nxt, snd.una)
    const queued = diff(end, snd.nxt)
    if (queued < 0 || (queued === 0 && !snd.fin)) return
    const usable = Math.min(congestion.cwnd + limitedTransmit(tcb), snd.wnd) - flight
    const length = Math.min(queued, usable, tcb.mss)
    const isFin = queued === 0 && usable > 0
    if (!isFin && !isWorthSending(tcb, length, queued, flight)) {
      // The probe of a closed window, or the override of silly window avoidance: section 3.8.6.1, 3.8.6.2.1.
      if (flight === 0 && !tcb.cork) startResendTimer(tcb)
      return
    }
    if (sendPiece(tcb, snd.nxt, Math.max(length, 0)) === 0) return
  }
}

/** RFC 3042: the first two duplicates let a segment of new data go each. */
function limitedTransmit(tcb: Tcb): number {
  return tcb.recovering || tcb.dupAcks === 0 || tcb.dupAcks > 2 ? 0 : tcb.dupAcks * tcb.mss
}

/** Nagle (SHLD-7) and the sender's silly window avoidance (MUST-38): section 3.8.6.2.1. */
function isWorthSending(tcb: Tcb, length: number, queued: number, flight: number): boolean {
  if (length <= 0) return false
  if (length >= tcb.mss) return true
  if (length === queued && !tcb.cork && (flight === 0 || tcb.noDelay || tcb.snd.fin)) return true
  if (length === queued && tcb.snd.fin) return true
  return length < queued && length >= tcb.snd.maxWnd / 2
}

/** RFC 5681 section 4.1 */
function restartWhenIdle(tcb: Tcb): void {
  const { snd, host } = tcb
  if (snd.nxt !== snd.una || tcb.lastSentAt === 0) return
  if (host.time.now - tcb.lastSentAt > tcb.roundTrip.rto) tcb.congestion.idle()
}
