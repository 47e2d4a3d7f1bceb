import { TCP_HEADER } from '../packet/tcp.ts'
import type { Tcb } from './tcb.ts'

/** Bytes of a timestamps option with its filling. */
export const TIMESTAMPS_LENGTH = 12

/** Bytes of an IP header without options or extensions. */
function ipHeader(tcb: Tcb): number {
  return tcb.path.version === 4 ? 20 : 40
}

/** The MSS that our SYN announces: the MTU without fixed headers, whatever options there are (RFC 6691, MUST-67). */
export function announcedMss(tcb: Tcb): number {
  return Math.min(0xffff, Math.max(64, tcb.path.mtu - ipHeader(tcb) - TCP_HEADER))
}

/** What is assumed of a peer that says nothing (MUST-15). */
export function assumedMss(tcb: Tcb): number {
  return tcb.path.version === 4 ? 536 : 1220
}

/** Eff.snd.MSS: section 3.7.1 (MUST-16). A peer's mischievous tiny MSS is not followed to the ground. */
export function settleMss(tcb: Tcb): void {
  const options = tcb.timestamps ? TIMESTAMPS_LENGTH : 0
  tcb.mss = Math.max(64, Math.min(tcb.sendMss, tcb.path.mtu - ipHeader(tcb) - TCP_HEADER) - options)
}

/** The shift that lets a window of 16 bits tell of the whole buffer: RFC 7323 section 2.2. */
export function windowShift(buffer: number): number {
  let shift = 0
  while (shift < 14 && 0xffff * 2 ** shift < buffer) shift++
  return shift
}

/** How far the window could open now. */
function roomToReceive(tcb: Tcb): number {
  const most = 0xffff * 2 ** tcb.rcv.shift
  return Math.min(most, Math.max(0, tcb.receiveBuffer - tcb.receiveRing.length))
}

/**
 * Settles the window for the next segment. Its right edge never moves left (SHLD-14), and not right before that is
 * worth it: silly window avoidance, section 3.8.6.2.2 (MUST-39).
 */
export function openWindow(tcb: Tcb): void {
  const { rcv } = tcb
  const room = roomToReceive(tcb)
  if (room - rcv.wnd >= Math.min(tcb.receiveBuffer / 2, announcedMss(tcb))) rcv.wnd = room
  // What the shift cannot tell would be taken back from the peer, so it is rounded up.
  const unit = 2 ** rcv.shift
  rcv.wnd = Math.min(0xffff, Math.ceil(rcv.wnd / unit)) * unit
}

/** The user has read so much that the peer should hear of it. */
export function isWindowUpdateDue(tcb: Tcb): boolean {
  const opened = roomToReceive(tcb) - tcb.rcv.wnd
  return opened >= Math.min(tcb.receiveBuffer / 2, 2 * announcedMss(tcb))
}
