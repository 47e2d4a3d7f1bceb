import { errno } from '../../socket/posix/errno.ts'
import { between } from '../packet/sequence.ts'
import { finish } from './endings.ts'
import { output } from './output.ts'
import { SYN_RECEIVED, SYN_SENT } from './state.ts'
import type { Tcb } from './tcb.ts'
import { trouble } from './timers.ts'
import { settleMss } from './window.ts'

/** What ICMP tells of a segment of ours (MUST-54): RFC 9293 section 3.9.2.2, RFC 5927 section 4. */
export class PathErrors {
  /** `seq` is that of the segment that is quoted: one that is not under way is forged, or too late. */
  failed(tcb: Tcb, seq: number, error: number, mtu: number): void {
    const { snd } = tcb
    if (!between(snd.una, seq, snd.nxt)) return
    if (mtu > 0 || error === errno.EMSGSIZE) {
      this.#tooBig(tcb)
      return
    }
    const isOpening = tcb.state === SYN_SENT || tcb.state === SYN_RECEIVED
    // While it opens, it may as well fail; later no ICMP message ends a connection (MUST-56, RFC 5927 section 6.1).
    if (isOpening && !tcb.passive) {
      tcb.host.counters.AttemptFails++
      finish(tcb, error)
    } else trouble(tcb, error)
  }

  /** The path's MTU is smaller: what is under way is sent again in smaller pieces (RFC 1191 section 6.5). */
  #tooBig(tcb: Tcb): void {
    const { snd, congestion } = tcb
    if (tcb.state === SYN_SENT || tcb.state === SYN_RECEIVED) return
    const before = tcb.mss
    settleMss(tcb)
    if (tcb.mss >= before) return
    congestion.resize(tcb.mss)
    if (snd.nxt === snd.una) return
    tcb.resend = snd.una
    tcb.resendEnd = snd.nxt
    output(tcb)
  }
}
