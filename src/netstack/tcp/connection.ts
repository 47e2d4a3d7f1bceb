import { IPPROTO_TCP } from '../../socket/posix/constants.ts'
import { errno } from '../../socket/posix/errno.ts'
import { add, diff, gt } from '../packet/sequence.ts'
import type { Path } from '../path.ts'
import type { Due } from '../time.ts'
import { tell } from './edges.ts'
import { finish, reset } from './endings.ts'
import { output } from './output.ts'
import type { TcpSettings } from './settings.ts'
import {
  CLOSE_WAIT,
  CLOSED,
  ESTABLISHED,
  FIN_WAIT_1,
  LAST_ACK,
  mayReceive,
  maySend,
  SYN_RECEIVED,
  SYN_SENT,
  TIME_WAIT,
} from './state.ts'
import { type ConnectionSink, type Host, Tcb } from './tcb.ts'
import { runTimers, sendSyn, setKeepAlive, startFinTimer } from './timers.ts'
import { arm } from './transmit.ts'
import { isWindowUpdateDue, windowShift } from './window.ts'

/**
 * A connection as its user has it: calls that answer at once, with a count or a negative error number, and edges for
 * the sink. RFC 9293 section 3.9.1.
 */
export class Connection implements Due {
  /** @internal */
  readonly tcb: Tcb

  /** @internal Connections come of `Tcp.connect()` and `Listener.accept()`. */
  constructor(host: Host, settings: TcpSettings, path: Path, localPort: number, remotePort: number) {
    this.tcb = new Tcb(host, settings, path, localPort, remotePort, path.pseudoHeader(IPPROTO_TCP), this)
    const { tcb } = this
    tcb.rcv.shift = settings.windowScaling ? windowShift(tcb.receiveBuffer) : 0
    tcb.tsOffset = host.chance.uint32()
  }

  /** @internal The active OPEN: section 3.10.1. */
  open(iss: number): void {
    const { tcb } = this
    this.begin(iss, SYN_SENT)
    tcb.host.counters.ActiveOpens++
    sendSyn(tcb)
    arm(tcb)
  }

  /** @internal */
  begin(iss: number, state: number): void {
    const { tcb } = this
    const { snd } = tcb
    tcb.state = state
    snd.iss = iss
    snd.una = iss
    snd.nxt = add(iss, 1)
    snd.base = snd.nxt
    snd.up = snd.nxt
    tcb.recover = iss
    tcb.resend = tcb.resendEnd = snd.nxt
  }

  /** @internal */
  due(): void {
    runTimers(this.tcb)
    tell(this.tcb)
  }

  get state(): number {
    return this.tcb.state
  }

  get local(): { address: string; port: number } {
    return { address: this.tcb.path.source, port: this.tcb.localPort }
  }

  get remote(): { address: string; port: number } {
    return { address: this.tcb.path.destination, port: this.tcb.remotePort }
  }

  /** Who is told of edges; what has happened before that is told with the next one, and can be asked for. */
  set sink(sink: ConnectionSink | null) {
    this.tcb.sink = sink
  }

  /** Bytes that the user may read now: SIOCINQ. */
  get unread(): number {
    return this.tcb.receiveRing.length
  }

  /** Bytes that the peer has not acknowledged, or that were not sent: SIOCOUTQ. */
  get unsent(): number {
    return this.tcb.sendRing.length
  }

  /** Bytes from the next one to read up to the urgent mark, behind the last urgent byte; 0 without any (MUST-33). */
  get urgentLeft(): number {
    const { rcv, receiveRing } = this.tcb
    return rcv.urgent ? Math.max(0, diff(rcv.up, add(rcv.nxt, -receiveRing.length))) : 0
  }

  /** Has the peer closed, and is all read? */
  get isEnded(): boolean {
    const { state, receiveRing } = this.tcb
    return receiveRing.length === 0 && !mayReceive(state) && state !== SYN_SENT && state !== SYN_RECEIVED
  }

  /** The error that ended it, once, as SO_ERROR gives it; 0 without any. */
  takeError(): number {
    const { error } = this.tcb
    this.tcb.error = 0
    return error
  }

  /** Takes as many bytes as have room. -EAGAIN, -ENOTCONN, -EPIPE, or what ended the connection. */
  send(bytes: Uint8Array, offset: number, length: number): number {
    const { tcb } = this
    if (tcb.error !== 0) return -this.takeError()
    if (tcb.orphan || tcb.snd.fin) return -errno.EPIPE
    const { state } = tcb
    if (state === SYN_SENT || state === SYN_RECEIVED) return this.#noRoom()
    if (!maySend(state)) return -errno.EPIPE
    const count = Math.min(length, tcb.sendBuffer - tcb.sendRing.length)
    if (count <= 0) return length === 0 ? 0 : this.#noRoom()
    if (count < length) tcb.wantsRoom = true
    tcb.sendRing.push(bytes, offset, count)
    output(tcb)
    return count
  }

  /** As `send()`; the last byte that was taken is urgent, and all before it (MUST-31, MUST-62). */
  sendUrgent(bytes: Uint8Array, offset: number, length: number): number {
    const { tcb } = this
    const { snd } = tcb
    const room = Math.min(length, tcb.sendBuffer - tcb.sendRing.length)
    const wasUrgent = snd.urgent
    const before = snd.up
    if (room > 0) {
      snd.urgent = true
      snd.up = add(snd.base, tcb.sendRing.length + room)
    }
    const count = this.send(bytes, offset, length)
    if (count <= 0) {
      snd.urgent = wasUrgent
      snd.up = before
    }
    return count
  }

  /** Gives bytes that have come, 0 at the end of the stream; -EAGAIN, -ENOTCONN, or what ended the connection. */
  recv(into: Uint8Array, offset: number, length: number, peek = false): number {
    const { tcb } = this
    const { receiveRing, rcv } = tcb
    if (tcb.orphan) return -errno.EBADF
    const count = Math.min(length, receiveRing.length)
    if (count === 0) return length === 0 ? 0 : this.#nothing()
    receiveRing.peek(0, into, offset, count)
    if (peek) return count
    receiveRing.drop(count, tcb.reassembly.count > 0)
    if (rcv.urgent && !gt(rcv.up, add(rcv.nxt, -receiveRing.length))) rcv.urgent = false
    if (mayReceive(tcb.state) && isWindowUpdateDue(tcb)) {
      tcb.ackNow = true
      output(tcb)
    }
    return count
  }

  /** No more will be sent; what was taken is, and a FIN behind it. -ENOTCONN when there is no connection. */
  shutdown(): number {
    const { tcb } = this
    const { snd } = tcb
    if (tcb.state === CLOSED) return -errno.ENOTCONN
    if (snd.fin) return 0
    if (tcb.state === SYN_SENT) {
      finish(tcb, 0)
      return 0
    }
    snd.fin = true
    if (tcb.state === ESTABLISHED) tcb.state = FIN_WAIT_1
    else if (tcb.state === CLOSE_WAIT) tcb.state = LAST_ACK
    output(tcb)
    return 0
  }

  /** Nothing will be sent or read any more. Who leaves bytes unread resets the connection (SHLD-3). */
  close(): void {
    const { tcb } = this
    if (tcb.orphan) return
    const isUnread = tcb.receiveRing.length > 0
    tcb.orphan = true
    tcb.sink = null
    tcb.receiveRing.clear()
    if (tcb.state === CLOSED || tcb.state === TIME_WAIT) return
    if (isUnread) reset(tcb, 0)
    else this.shutdown()
    startFinTimer(tcb)
  }

  /** A reset, and nothing that waits is sent: ABORT. */
  abort(): void {
    const { tcb } = this
    tcb.orphan = true
    tcb.sink = null
    if (tcb.state === TIME_WAIT) return
    reset(tcb, 0)
    tcb.receiveRing.clear()
  }

  set noDelay(on: boolean) {
    this.tcb.noDelay = on
    if (on) this.#sendOn()
  }

  set cork(on: boolean) {
    this.tcb.cork = on
    if (!on) this.#sendOn()
  }

  set keepAlive(on: boolean) {
    setKeepAlive(this.tcb, on)
  }

  /** Times in nanoseconds: after how long a silence, how often, how many unanswered ones (MUST-27). */
  setKeepAliveTimes(idle: number, interval: number, count: number): void {
    const { tcb } = this
    tcb.keepIdle = idle
    tcb.keepInterval = interval
    tcb.keepCount = count
    if (tcb.keepAlive) setKeepAlive(tcb, true)
  }

  /** R2 as a time in nanoseconds, 0 for the usual number of retries (MUST-21): TCP_USER_TIMEOUT. */
  set userTimeout(time: number) {
    this.tcb.userTimeout = time
  }

  set ttl(ttl: number) {
    this.tcb.ttl = ttl
  }

  set tos(tos: number) {
    this.tcb.tos = tos
  }

  set sendBuffer(bytes: number) {
    this.tcb.sendBuffer = bytes
  }

  /** What is announced already stays so. */
  set receiveBuffer(bytes: number) {
    this.tcb.receiveBuffer = bytes
  }

  #sendOn(): void {
    if (this.tcb.state !== CLOSED && this.tcb.state !== TIME_WAIT) output(this.tcb)
  }

  #noRoom(): number {
    this.tcb.wantsRoom = true
    return -errno.EAGAIN
  }

  #nothing(): number {
    if (this.tcb.error !== 0) return -this.takeError()
    return this.isEnded ? 0 : -errno.EAGAIN
  }
}
