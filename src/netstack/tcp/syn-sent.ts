import { errno } from '../../socket/posix/errno.ts'
import { add, gt, leq } from '../packet/sequence.ts'
import { ACK, FIN, RST, SYN } from '../packet/tcp.ts'
import { finish } from './endings.ts'
import { receiveText } from './receive.ts'
import type { Segment } from './segment.ts'
import { ESTABLISHED, FIN_WAIT_1, SYN_RECEIVED } from './state.ts'
import { CONNECTED, NEVER, type Tcb, WRITABLE } from './tcb.ts'
import { sendSyn } from './timers.ts'
import { assumedMss, settleMss } from './window.ts'

/** A segment in SYN-SENT: RFC 9293 section 3.10.7.3. */
export function synSent(tcb: Tcb, segment: Segment): void {
  const { snd, host } = tcb
  const { flags } = segment
  const hasAck = (flags & ACK) !== 0
  if (hasAck && (leq(segment.ack, snd.iss) || gt(segment.ack, snd.nxt))) {
    if ((flags & RST) === 0) host.refuse(tcb, segment)
    return
  }
  if ((flags & RST) !== 0) {
    if (!hasAck) return
    host.counters.AttemptFails++
    finish(tcb, errno.ECONNREFUSED)
    return
  }
  if ((flags & SYN) === 0) return
  takeSyn(tcb, segment)
  // What answers the SYN is acknowledged at once.
  tcb.ackNow = true
  if (hasAck) {
    established(tcb, segment)
    return
  }
  // Simultaneous open (MUST-10).
  tcb.state = SYN_RECEIVED
  tcb.retries = 0
  tcb.timedAt = -1
  tcb.resendAt = NEVER
  sendSyn(tcb)
}

function established(tcb: Tcb, segment: Segment): void {
  const { snd } = tcb
  snd.una = segment.ack
  if (tcb.timedAt >= 0) tcb.roundTrip.measured(tcb.host.time.now - tcb.timedAt)
  tcb.timedAt = -1
  tcb.retries = 0
  tcb.backoff = 0
  tcb.resendAt = NEVER
  tcb.state = snd.fin ? FIN_WAIT_1 : ESTABLISHED
  tcb.edges |= CONNECTED | WRITABLE
  // Text and FIN may come with it.
  segment.seq = add(segment.seq, 1)
  if (segment.length > tcb.rcv.wnd) {
    segment.length = tcb.rcv.wnd
    segment.flags &= ~FIN
  }
  receiveText(tcb, segment)
}

/** The peer's SYN: its number, window and options (RFC 7323 sections 2.2 and 3.2). */
export function takeSyn(tcb: Tcb, segment: Segment): void {
  const { rcv, snd, settings } = tcb
  const { options } = segment
  rcv.irs = segment.seq
  rcv.nxt = add(segment.seq, 1)
  snd.wnd = segment.wnd
  snd.maxWnd = segment.wnd
  snd.wl1 = segment.seq
  snd.wl2 = segment.ack
  tcb.lastAckSent = rcv.nxt
  tcb.lastReceivedAt = tcb.host.time.now
  tcb.sendMss = options.mss === 0 ? assumedMss(tcb) : options.mss
  tcb.windowScaling = settings.windowScaling && options.windowScale >= 0
  if (tcb.windowScaling) snd.shift = options.windowScale
  else rcv.shift = 0
  tcb.sack = settings.sack && options.sackPermitted
  tcb.timestamps = settings.timestamps && options.timestamps
  if (tcb.timestamps) {
    tcb.tsRecent = options.tsVal
    tcb.tsRecentAt = tcb.host.time.now
  }
  // What a SYN's field of 16 bits could tell of the window is all that the peer knows.
  rcv.wnd = Math.min(rcv.wnd, 0xffff)
  settleMss(tcb)
  tcb.congestion.start(tcb.mss)
}
