import { MILLISECOND, SECOND } from '../time.ts'

/** The clock's granularity, G in RFC 6298. */
const GRANULARITY = MILLISECOND

/** How long to wait for an acknowledgement: RFC 6298 (MUST-18). Nanoseconds. */
export class RoundTrip {
  /** Before there is a measurement: (2.1). */
  rto = SECOND
  srtt = 0
  rttvar = 0
  /** The shortest one measured; 0 without any. */
  least = 0
  readonly #min: number
  readonly #max: number

  constructor(min: number, max: number) {
    this.#min = min
    this.#max = max
  }

  /** A measurement R, never of what was sent again (Karn's rule, section 3). */
  measured(r: number): void {
    if (this.srtt === 0) {
      this.srtt = Math.max(1, r)
      this.rttvar = r / 2
    } else {
      this.rttvar += (Math.abs(this.srtt - r) - this.rttvar) / 4
      this.srtt += (r - this.srtt) / 8
    }
    if (this.least === 0 || r < this.least) this.least = r
    const rto = Math.ceil(this.srtt + Math.max(GRANULARITY, 4 * this.rttvar))
    this.rto = Math.min(this.#max, Math.max(this.#min, rto))
  }

  /** The timeout doubled so often: (5.5). */
  backedOff(times: number): number {
    return times > 30 ? this.#max : Math.min(this.#max, this.rto * (1 << times))
  }
}
