import { ACK, RST } from '../packet/tcp.ts'
import { CLOSED, SYN_SENT, TIME_WAIT } from './state.ts'
import { FAILED, NEVER, type Tcb } from './tcb.ts'
import { transmit } from './transmit.ts'

/** The connection is CLOSED, with an errno for its user, or 0. What has come may still be read. */
export function finish(tcb: Tcb, error: number): void {
  if (tcb.state === CLOSED) return
  tcb.state = CLOSED
  if (error !== 0) {
    tcb.error = error
    tcb.edges |= FAILED
  }
  stopTimers(tcb)
  tcb.sendRing.clear()
  tcb.reassembly.clear()
  if (tcb.orphan) tcb.receiveRing.clear()
  tcb.host.gone(tcb)
}

/** <SEQ=SND.NXT><ACK=RCV.NXT><CTL=RST,ACK>, then CLOSED. */
export function reset(tcb: Tcb, error: number): void {
  if (tcb.state !== SYN_SENT && tcb.state !== CLOSED) {
    tcb.host.counters.OutRsts++
    transmit(tcb, RST | ACK, tcb.snd.nxt, 0)
  }
  finish(tcb, error)
}

/** TIME-WAIT: the layer keeps what little must be known for 2 MSL (MUST-13). */
export function enterTimeWait(tcb: Tcb): void {
  tcb.state = TIME_WAIT
  stopTimers(tcb)
  tcb.sendRing.clear()
  tcb.reassembly.clear()
  tcb.host.timeWait(tcb)
}

function stopTimers(tcb: Tcb): void {
  tcb.resendAt = NEVER
  tcb.ackAt = NEVER
  tcb.keepAt = NEVER
  tcb.finishAt = NEVER
  tcb.alarm.clear()
}
