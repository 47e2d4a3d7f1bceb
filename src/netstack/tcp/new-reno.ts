/** Congestion control by bytes: RFC 5681 and, for recovery, RFC 6582. */
export class NewReno {
  cwnd = 0
  ssthresh = 0x7fff_ffff
  /** Bytes acknowledged since the window last grew in congestion avoidance: RFC 3465. */
  #counted = 0
  #mss = 0

  /** The initial window: RFC 6928 section 2. */
  start(mss: number): void {
    this.#mss = mss
    this.cwnd = Math.min(10 * mss, Math.max(2 * mss, 14_600))
  }

  /** The segments' size has changed, by path MTU discovery. */
  resize(mss: number): void {
    this.#mss = mss
  }

  /** New bytes were acknowledged, outside of recovery. Who did not use the window does not enlarge it (RFC 7661). */
  acknowledged(bytes: number, limited: boolean): void {
    if (!limited) return
    if (this.cwnd < this.ssthresh) {
      this.cwnd += Math.min(bytes, 2 * this.#mss)
      return
    }
    this.#counted += bytes
    if (this.#counted < this.cwnd) return
    this.#counted -= this.cwnd
    this.cwnd += this.#mss
  }

  /** Three duplicates: RFC 5681 section 3.2 (2) and (3). */
  enterRecovery(flight: number): void {
    this.ssthresh = Math.max(Math.floor(flight / 2), 2 * this.#mss)
    this.cwnd = this.ssthresh + 3 * this.#mss
    this.#counted = 0
  }

  /** A duplicate more: a segment has left the network. */
  inflate(): void {
    this.cwnd += this.#mss
  }

  /** A partial acknowledgement: RFC 6582 section 3.2 (3). */
  deflate(bytes: number): void {
    this.cwnd = Math.max(this.#mss, this.cwnd - bytes + (bytes >= this.#mss ? this.#mss : 0))
  }

  /** All that was under way is acknowledged: RFC 6582 section 3.2 (3), the choice that avoids a burst. */
  leaveRecovery(flight: number): void {
    this.cwnd = Math.min(this.ssthresh, Math.max(flight, this.#mss) + this.#mss)
  }

  /** The retransmission timer went off: RFC 5681 section 3.1, equation (4). */
  timedOut(flight: number, again: boolean): void {
    if (!again) this.ssthresh = Math.max(Math.floor(flight / 2), 2 * this.#mss)
    this.cwnd = this.#mss
    this.#counted = 0
  }

  /** Nothing was sent for longer than a retransmission timeout: RFC 5681 section 4.1. */
  idle(): void {
    this.cwnd = Math.min(this.cwnd, Math.min(10 * this.#mss, Math.max(2 * this.#mss, 14_600)))
  }
}
