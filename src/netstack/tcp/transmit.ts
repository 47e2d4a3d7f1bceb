import { IPPROTO_TCP } from '../../socket/posix/constants.ts'
import { add, diff, gt } from '../packet/sequence.ts'
import { ACK, buildTcp, FIN, PSH, SYN, sealTcp, TCP_HEADER, URG } from '../packet/tcp.ts'
import { MILLISECOND } from '../time.ts'
import { SYN_SENT } from './state.ts'
import { NEVER, type Tcb } from './tcb.ts'
import { announcedMss, openWindow } from './window.ts'

/** TSval: a clock of milliseconds that begins anywhere (RFC 7323 section 5.4). */
export function timestampNow(tcb: Tcb): number {
  return (Math.floor(tcb.host.time.now / MILLISECOND) + tcb.tsOffset) >>> 0
}

/**
 * Builds a segment in a slot of its own, also when it was sent before, and hands it to IP. `length` bytes of data are
 * those of the send buffer from `seq` on. False when there is no memory: it counts as lost on the way.
 */
export function transmit(tcb: Tcb, flags: number, seq: number, length: number): boolean {
  const { host, options, path, rcv, snd } = tcb
  const { arena } = host
  setOptions(tcb, flags, length)
  const headerLength = TCP_HEADER + options.length
  const slot = arena.allocate(headerLength + length)
  if (slot < 0) {
    host.counters.NoMemory++
    return false
  }
  openWindow(tcb)
  const view = arena.view(slot)
  const at = arena.start(slot)
  const end = at + headerLength + length
  const isSyn = (flags & SYN) !== 0
  const window = isSyn ? Math.min(rcv.wnd, 0xffff) : rcv.wnd / 2 ** rcv.shift
  let all = flags
  let pointer = 0
  if (length > 0 && diff(add(seq, length), add(snd.base, tcb.sendRing.length)) === 0) all |= PSH
  if (snd.urgent && gt(snd.up, seq) && (flags & (SYN | ACK)) === ACK) {
    all |= URG
    pointer = Math.min(diff(snd.up, seq), 0xffff)
  }
  const ack = (flags & ACK) === 0 ? 0 : rcv.nxt
  buildTcp(view, at, tcb.localPort, tcb.remotePort, seq, ack, headerLength, all, window, pointer)
  options.build(view, at + TCP_HEADER)
  if (length > 0) tcb.sendRing.copyTo(diff(seq, snd.base), view, at + headerLength, length)
  sealTcp(view, at, end, tcb.pseudoHeader)
  path.send(slot, IPPROTO_TCP, tcb.ttl, tcb.tos)
  arena.release(slot)
  noteSent(tcb, all)
  return true
}

function setOptions(tcb: Tcb, flags: number, length: number): void {
  const { options } = tcb
  options.clear()
  if ((flags & SYN) !== 0) {
    const first = tcb.state === SYN_SENT
    options.mss = announcedMss(tcb)
    if (first ? tcb.settings.windowScaling : tcb.windowScaling) options.windowScale = tcb.rcv.shift
    options.timestamps = first ? tcb.settings.timestamps : tcb.timestamps
    options.sackPermitted = first ? tcb.settings.sack : tcb.sack
  } else {
    options.timestamps = tcb.timestamps
  }
  if (options.timestamps) {
    options.tsVal = timestampNow(tcb)
    options.tsEcr = (flags & ACK) === 0 ? 0 : tcb.tsRecent
  }
  // A segment with data has no room for it: its size was settled without.
  if (tcb.sack && length === 0 && flags === ACK) tcb.reassembly.tell(options)
}

/** Each segment with an ACK acknowledges all that has come. */
function noteSent(tcb: Tcb, flags: number): void {
  tcb.segmentsOut++
  tcb.host.counters.OutSegs++
  if ((flags & ACK) === 0) return
  tcb.lastAckSent = tcb.rcv.nxt
  tcb.ackNow = false
  tcb.unacknowledged = 0
  tcb.ackAt = NEVER
}

/** <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK> */
export function sendAck(tcb: Tcb): void {
  // When there is no memory, whoever waits for it asks again.
  transmit(tcb, ACK, tcb.snd.nxt, 0)
  tcb.ackNow = false
}

/** A challenge ACK: RFC 5961 section 3.2, as often as section 7 allows. */
export function challenge(tcb: Tcb): void {
  if (!tcb.host.mayChallenge()) return
  tcb.host.counters.TCPChallengeACK++
  sendAck(tcb)
}

/** A segment of data, or the FIN, from `seq` on; gives how many sequence numbers it has. */
export function sendPiece(tcb: Tcb, seq: number, most: number): number {
  const { snd, host } = tcb
  const left = diff(add(snd.base, tcb.sendRing.length), seq)
  const length = Math.max(0, Math.min(left, most, tcb.mss))
  const fin = snd.fin && length === left ? 1 : 0
  if (length + fin === 0) return 0
  const now = host.time.now
  const end = add(seq, length + fin)
  const isNew = gt(end, snd.nxt)
  // Before it is built, because the segment that sends the FIN has SND.NXT behind it.
  transmit(tcb, fin === 0 ? ACK : ACK | FIN, seq, length)
  if (isNew && seq === snd.nxt && tcb.timedAt < 0) {
    tcb.timedAt = now
    tcb.timedSeq = end
  } else if (seq !== snd.nxt) {
    tcb.timedAt = -1
    tcb.retransmitted++
    host.counters.RetransSegs++
  }
  if (isNew) snd.nxt = end
  tcb.lastSentAt = now
  startResendTimer(tcb)
  return length + fin
}

/** RFC 6298 (5.1). */
export function startResendTimer(tcb: Tcb): void {
  if (tcb.resendAt !== NEVER) return
  tcb.firstSentAt = tcb.host.time.now
  tcb.resendAt = tcb.firstSentAt + tcb.roundTrip.backedOff(tcb.backoff)
}

/** The alarm rings at the earliest deadline. One that has become earlier is not moved back: it rings for nothing. */
export function arm(tcb: Tcb): void {
  const at = Math.min(tcb.resendAt, tcb.ackAt, tcb.keepAt, tcb.finishAt)
  if (at === NEVER) return
  if (tcb.alarm.at < 0 || tcb.alarm.at > at) tcb.alarm.set(at)
}
