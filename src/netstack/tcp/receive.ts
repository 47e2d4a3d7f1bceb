import { add, diff, gt } from '../packet/sequence.ts'
import { FIN } from '../packet/tcp.ts'
import { enterTimeWait, reset } from './endings.ts'
import type { Segment } from './segment.ts'
import { CLOSE_WAIT, CLOSING, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, mayReceive } from './state.ts'
import { ENDED, NEVER, READABLE, type Tcb, URGENT } from './tcb.ts'
import { sendAck } from './transmit.ts'

/** RFC 9293 section 3.10.7.4, sixth: URG, whose pointer is that of the segment as it came. */
export function receiveUrgent(tcb: Tcb, up: number): void {
  const { rcv } = tcb
  if (!mayReceive(tcb.state)) return
  const read = add(rcv.nxt, -tcb.receiveRing.length)
  if (!gt(up, read) || (rcv.urgent && !gt(up, rcv.up))) return
  rcv.up = up
  rcv.urgent = true
  tcb.edges |= URGENT
}

/** Seventh: the segment's text, trimmed to the window; eighth: the FIN. */
export function receiveText(tcb: Tcb, segment: Segment): void {
  if (!mayReceive(tcb.state)) return
  if (segment.length > 0) {
    if (tcb.orphan) {
      // SHLD-3: the user has closed, and this will never be read.
      reset(tcb, 0)
      return
    }
    if (!takeText(tcb, segment)) return
  }
  const { rcv } = tcb
  if ((segment.flags & FIN) !== 0) rcv.fin = add(segment.seq, segment.length)
  if (rcv.fin === rcv.nxt) receiveFin(tcb)
  else if ((segment.flags & FIN) !== 0) tcb.ackNow = true
}

function takeText(tcb: Tcb, segment: Segment): boolean {
  const { host, rcv, receiveRing, reassembly } = tcb
  const { at, length, seq, view } = segment
  const ahead = diff(seq, rcv.nxt)
  if (ahead === 0 && reassembly.count === 0) {
    receiveRing.place(0, view, at, length, 0)
    advance(tcb, length)
    noteUnacknowledged(tcb, length)
    return true
  }
  // SHLD-31: held for later; and MAY-13: told at once, for the sender's fast retransmission (RFC 5681 section 4.2).
  tcb.ackNow = true
  const reach = reassembly.reach(rcv.nxt)
  if (!reassembly.add(seq, add(seq, length))) {
    host.counters.TCPOFODrop++
    return false
  }
  receiveRing.place(ahead, view, at, length, reach)
  if (ahead > 0) host.counters.TCPOFOQueue++
  else advance(tcb, reassembly.take(rcv.nxt))
  return true
}

function advance(tcb: Tcb, length: number): void {
  const { rcv } = tcb
  tcb.receiveRing.extend(length)
  rcv.nxt = add(rcv.nxt, length)
  rcv.wnd -= length
  tcb.bytesReceived += length
  tcb.edges |= READABLE
}

/** Delayed acknowledgements (SHLD-18), but one for each second full-sized segment (SHLD-19). */
function noteUnacknowledged(tcb: Tcb, length: number): void {
  tcb.unacknowledged += length
  if (length > tcb.receiveMss) tcb.receiveMss = length
  if (tcb.unacknowledged >= 2 * tcb.receiveMss && tcb.unacknowledged > length) tcb.ackNow = true
  else if (tcb.ackAt === NEVER) tcb.ackAt = tcb.host.time.now + tcb.settings.delayedAck
}

function receiveFin(tcb: Tcb): void {
  const { rcv } = tcb
  rcv.nxt = add(rcv.nxt, 1)
  rcv.wnd = Math.max(0, rcv.wnd - 1)
  rcv.fin = -1
  tcb.reassembly.clear()
  tcb.ackNow = true
  tcb.edges |= ENDED | READABLE
  if (tcb.state === ESTABLISHED) tcb.state = CLOSE_WAIT
  else if (tcb.state === FIN_WAIT_1) tcb.state = CLOSING
  else if (tcb.state === FIN_WAIT_2) {
    sendAck(tcb)
    enterTimeWait(tcb)
  }
}
